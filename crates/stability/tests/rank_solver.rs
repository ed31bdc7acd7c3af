//! The fast method for rankings against the definitions.

mod definitions;
mod random_conflicts;

use random_conflicts::{SplitMix64, synthetic};
use zopa_stability::rank_solver::{Representation, solve, solve_as};
use zopa_stability::{
    Concept, Conflict, ConflictOption, FeasibleStates, Graph, ListedGraph, OptionForm, Pattern,
    Preference, Ranking, Reversibility, Stable,
};

/// How many random conflicts to look at.
fn models(unless_said: u64) -> u64 {
    std::env::var("ZOPA_RANDOM_MODELS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(unless_said)
}

#[test]
fn every_representation_agrees_with_the_definitions() {
    let mut seeds = SplitMix64(0x5EED);
    for model in 0..models(10_000) {
        let seed = seeds.next();
        let mut random = SplitMix64(seed);
        let conflict = random_conflicts::ranked(&mut random, if model % 8 == 0 { 6 } else { 5 });
        let expected = definitions::solve(&conflict, &Concept::BASIC);
        let representations: &[Representation] = match conflict.graph {
            Graph::Options(_) => {
                &[Representation::Dense, Representation::Sparse, Representation::Listed]
            }
            Graph::Listed(_) => &[Representation::Listed],
        };
        for &representation in representations {
            let found = solve_as(&conflict, &Concept::BASIC, representation);
            for (concept, (found, expected)) in
                Concept::BASIC.iter().zip(found.iter().zip(&expected))
            {
                assert_eq!(
                    found, expected,
                    "model {model}, seed {seed:#x}, {representation:?}, {concept:?}: {conflict:?}"
                );
            }
        }
        assert_eq!(solve(&conflict, &Concept::BASIC), expected, "model {model}");
    }
}

#[test]
fn stricter_concepts_hold_in_fewer_states() {
    let [nash, gmr, smr, seq, sseq] = [0, 1, 2, 3, 4];
    let mut seeds = SplitMix64(0x1AC);
    let (mut stable_somewhere, mut told_apart) = (0, [false; 5]);
    for _ in 0..1_000 {
        let conflict = random_conflicts::ranked(&mut SplitMix64(seeds.next()), 9);
        let found = solve(&conflict, &Concept::BASIC);
        for (number, (strict, wide)) in
            [(nash, sseq), (sseq, seq), (sseq, smr), (seq, gmr), (smr, gmr)].into_iter().enumerate()
        {
            for (strict, wide) in found[strict].by_party.iter().zip(&found[wide].by_party) {
                assert!(strict.is_subset(wide), "{conflict:?}");
                stable_somewhere += strict.count_ones(..);
                told_apart[number] |= strict != wide;
            }
        }
    }
    assert!(stable_somewhere > 10_000 && told_apart == [true; 5]);
}

/// The same with options as `letters` say (`b` both ways, `f` forward, `r` back) and without states
/// that match a pattern.
fn with_options(conflict: Conflict, letters: &str, infeasible: &[&str]) -> Conflict {
    let Graph::Options(mut form) = conflict.graph else { panic!("an option form") };
    for (option, letter) in form.options.iter_mut().zip(letters.chars()) {
        option.reversibility = match letter {
            'f' => Reversibility::Forward,
            'r' => Reversibility::Back,
            _ => Reversibility::Both,
        };
    }
    let pattern = |text: &&str| {
        let bits = |letter: char| {
            text.chars().enumerate().filter(|&(_, c)| c == letter).map(|(i, _)| 1_u64 << i).sum()
        };
        let taken: u64 = bits('Y');
        Pattern { fixed: taken | bits('N'), value: taken }
    };
    let patterns: Vec<Pattern> = infeasible.iter().map(pattern).collect();
    let all = form.feasible.len() as u64;
    let states: Vec<u64> = (0..all).filter(|&s| !patterns.iter().any(|p| p.matches(s))).collect();
    let preferences = conflict
        .preferences
        .iter()
        .map(|preference| {
            let Preference::Ranking(ranking) = preference else { panic!("a ranking") };
            let rank = states.iter().map(|&state| ranking.rank[state as usize]).collect();
            Preference::Ranking(Ranking::new(rank))
        })
        .collect();
    form.feasible = FeasibleStates::Listed(states);
    Conflict::new(Graph::Options(form), preferences).expect("parts that fit")
}

/// SHA-256 (FIPS 180-4) over `1` or `0` for each concept (SSEQ apart), party and state in order.
fn digest(found: &[Stable]) -> String {
    let mut message = Vec::new();
    for stable in &found[..4] {
        for party in &stable.by_party {
            message.extend((0..party.len()).map(|state| b'0' + u8::from(party[state])));
        }
    }
    // Constants: the first 32 bits of the fractional parts of roots of the first primes.
    let primes: Vec<u64> =
        (2..312_u64).filter(|&n| (2..n).take_while(|d| d * d <= n).all(|d| n % d != 0)).collect();
    let root = |prime: u64, power: u32| {
        // The largest r with r^power <= prime * 2^(32 power): the root, shifted by 32 bits.
        let fits = |r: u128| r.pow(power) <= u128::from(prime) << (32 * power);
        (0..36).rev().fold(0_u128, |r, bit| if fits(r | 1 << bit) { r | 1 << bit } else { r })
            as u32
    };
    let mut hash: Vec<u32> = primes[..8].iter().map(|&prime| root(prime, 2)).collect();
    let constants: Vec<u32> = primes[..64].iter().map(|&prime| root(prime, 3)).collect();
    let bits = 8 * message.len() as u64;
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend(bits.to_be_bytes());
    for block in message.chunks_exact(64) {
        let mut w: Vec<u32> = block
            .chunks_exact(4)
            .map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        for t in 16..64 {
            let (a, b) = (w[t - 15], w[t - 2]);
            let small = a.rotate_right(7) ^ a.rotate_right(18) ^ a >> 3;
            let large = b.rotate_right(17) ^ b.rotate_right(19) ^ b >> 10;
            w.push(w[t - 16].wrapping_add(small).wrapping_add(w[t - 7]).wrapping_add(large));
        }
        let mut v = hash.clone();
        for t in 0..64 {
            let (a, e) = (v[0], v[4]);
            let first = v[7]
                .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
                .wrapping_add(e & v[5] ^ !e & v[6])
                .wrapping_add(constants[t])
                .wrapping_add(w[t]);
            let second = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22))
                .wrapping_add(a & v[1] ^ a & v[2] ^ v[1] & v[2]);
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(first);
            v[0] = first.wrapping_add(second);
        }
        for (sum, value) in hash.iter_mut().zip(v) {
            *sum = sum.wrapping_add(value);
        }
    }
    hash.iter().map(|word| format!("{word:08x}")).collect()
}

/// Answers of an independent program, which follows the definitions too, for the same synthetic
/// conflicts: number of equilibria under each concept, and the digest of all stable states.
#[test]
fn answers_of_an_independent_program_are_met() {
    let empty = digest(&vec![Stable { by_party: Vec::new() }; 5]);
    assert_eq!(empty, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let both = "bbbbbbbbbbbb";
    let nothing: &[&str] = &[];
    for (conflict, letters, infeasible, equilibria, expected) in [
        (
            synthetic(8, 3, 1, 0),
            both,
            nothing,
            [2, 210, 30, 138, 20],
            "435b787024592ea84b5089baa7b35e188c5ce86b2c5183f6cf23211969e6770d",
        ),
        (
            synthetic(9, 2, 4, 0),
            both,
            nothing,
            [1, 379, 6, 67, 3],
            "ac8c06f62210db2494a62add1f312ce37b659edf9d42893ef3bdaae20d636884",
        ),
        (
            synthetic(10, 3, 1, 0),
            both,
            nothing,
            [4, 883, 65, 682, 51],
            "ea83aa86ca650f8e0a8028cc5e47bd073f3271e6623c3df16bdb2e1c1709298c",
        ),
        (
            synthetic(11, 4, 3, 7),
            both,
            nothing,
            [7, 2048, 399, 1742, 356],
            "c4f6bb9f59dce46fa280b797ac33092bc05672481477db29b61c1b3bfef09cfe",
        ),
        (
            synthetic(12, 3, 2, 0),
            both,
            nothing,
            [2, 3978, 106, 3532, 102],
            "33f051515155c96a9fb24b5ccbd1ae1bfc07b7a6f3bac9afb67e8db0a413345b",
        ),
        (
            synthetic(8, 3, 7, 0),
            "bfbrbbfb",
            &["YY------", "---N--Y-"],
            [2, 79, 24, 46, 17],
            "3476a4a4285d8cc20a5982c54e715742875499ebe26ecece18416e1a959e11a5",
        ),
        (
            synthetic(10, 3, 8, 5),
            "bfbrbbfbbr",
            &["YY--------", "---N--Y---", "--Y-Y---Y-"],
            [22, 417, 138, 200, 82],
            "e3079d0e77f1e936103dbb0a3d81ecac6f909c4415694d212c90c345cb119af9",
        ),
        (
            synthetic(12, 4, 9, 0),
            "ffbrbbfbbrbb",
            &["YY----------", "---N--Y-----", "--Y-Y---Y---"],
            [13, 1753, 461, 1404, 368],
            "7b1a0fc2af86d949f34288ff3f5d40cc8dfd61109a199a88e3545355280b8bc2",
        ),
        (
            synthetic(12, 2, 10, 0),
            "ffffffffffff",
            nothing,
            [107, 1922, 666, 675, 343],
            "ed8d4c6e57452e59f5f7a2338ab2d7bd2a7df1e75a63d9b881ecd7bb0e440bf3",
        ),
    ] {
        let conflict = with_options(conflict, letters, infeasible);
        for representation in
            [Representation::Dense, Representation::Sparse, Representation::Listed]
        {
            let found = solve_as(&conflict, &Concept::BASIC, representation);
            let counts: Vec<usize> = found.iter().map(|stable| stable.equilibria().len()).collect();
            assert_eq!(counts, equilibria, "{representation:?}");
            assert_eq!(digest(&found), expected, "{representation:?}");
        }
    }
}

#[test]
fn representations_agree_on_larger_conflicts() {
    let mut random = SplitMix64(77);
    let letters = "bbfbrbbbbfbbrb";
    for (options, parties, letters, patterns) in [
        (13, 3, "", vec![]),
        (13, 2, letters, vec![]),
        (12, 4, "", vec!["Y--Y", "-N--Y-Y", "-------YY", "----------YN"]),
        (12, 3, letters, vec!["Y--Y", "-N--Y-Y", "-------YY", "----------YN"]),
        // One party owns twelve irreversible options.
        (13, 2, "fffrfffrfrff", vec![]),
    ] {
        let conflict = synthetic(options, parties, random.next(), random.below(2) * 50);
        let mut conflict = with_options(conflict, letters, &patterns);
        if letters.len() == 12
            && let Graph::Options(form) = &mut conflict.graph
        {
            for (option, described) in form.options.iter_mut().enumerate() {
                described.owner = usize::from(option == 12);
            }
        }
        let [dense, sparse, listed] =
            [Representation::Dense, Representation::Sparse, Representation::Listed]
                .map(|representation| solve_as(&conflict, &Concept::BASIC, representation));
        assert_eq!(dense, listed);
        assert_eq!(sparse, listed);
        assert!(listed.iter().all(|stable| stable.by_party[0].count_ones(..) > 0));
    }
}

#[test]
fn few_states_among_many_options_are_solved_as_listed_ones_are() {
    // 60 options of three parties, 3,000 states near to each other, a third of options one-way.
    let mut random = SplitMix64(60);
    let mut states: Vec<u64> = (0..3_000)
        .map(|_| (0..5).fold(0x0F0F_F00F_0F0F, |state, _| state ^ 1_u64 << (5 * random.below(12))))
        .collect();
    states.sort_unstable();
    states.dedup();
    let kinds = [Reversibility::Both, Reversibility::Forward, Reversibility::Back];
    let options: Vec<ConflictOption> = (0..60)
        .map(|option| ConflictOption {
            owner: option / 5 % 3,
            reversibility: kinds[option / 15 % 3],
        })
        .collect();
    let preferences = (0..3)
        .map(|_| Preference::Ranking(random_conflicts::ranking(&mut random, states.len())))
        .collect();
    let form = OptionForm { parties: 3, options, feasible: FeasibleStates::Listed(states) };
    let conflict = Conflict::new(Graph::Options(form), preferences).expect("parts that fit");
    assert_eq!(Representation::best_for(&conflict.graph), Representation::Sparse);
    let found = solve(&conflict, &Concept::BASIC);
    assert_eq!(found, solve_as(&conflict, &Concept::BASIC, Representation::Listed));
    assert!(found[0].by_party.iter().all(|party| party.count_ones(..) < conflict.states()));
    assert_eq!(found, definitions::solve(&conflict, &Concept::BASIC));
}

/// Others that can move only up and down a staircase, one step after the other: many rounds.
#[test]
fn long_sequences_of_responses_are_followed_to_the_end() {
    let stairs = |state: u64| {
        let (x, y) = (state >> 1 & 31, state >> 6 & 31);
        y == x || y == x + 1
    };
    let states: Vec<u64> = (0..1_u64 << 11).filter(|&state| stairs(state)).collect();
    let mut random = SplitMix64(31);
    for one_way in [false, true] {
        let reversibility = if one_way { Reversibility::Forward } else { Reversibility::Both };
        let options = (0..11)
            .map(|option: usize| ConflictOption { owner: option.div_ceil(5), reversibility })
            .collect();
        let form =
            OptionForm { parties: 3, options, feasible: FeasibleStates::Listed(states.clone()) };
        // The others want to go up; the first party fears the top.
        let up = Ranking::new((0..states.len() as u32).map(|state| state / 2).collect());
        let mut focal = random_conflicts::ranking(&mut random, states.len());
        focal.rank[states.len() - 2..].fill(0);
        let preferences = [focal, up.clone(), up].map(Preference::Ranking).to_vec();
        let conflict = Conflict::new(Graph::Options(form), preferences).expect("parts that fit");
        let expected = definitions::solve(&conflict, &Concept::BASIC);
        for representation in
            [Representation::Dense, Representation::Sparse, Representation::Listed]
        {
            assert_eq!(solve_as(&conflict, &Concept::BASIC, representation), expected);
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let conflict = synthetic(13, 3, 5, 0);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| solve(&conflict, &Concept::BASIC))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
    assert_eq!(one, solve_as(&conflict, &Concept::BASIC, Representation::Sparse));
}

#[test]
fn small_and_odd_conflicts_are_answered() {
    // No options: one state, stable however it is looked at.
    let form =
        |parties, options, feasible| Graph::Options(OptionForm { parties, options, feasible });
    let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
    let rank = |rank: &[u32]| Preference::Ranking(Ranking::new(rank.to_vec()));
    let alone = Conflict::new(form(1, vec![], FeasibleStates::All(0)), vec![rank(&[7])]);
    let found = solve(&alone.expect("parts that fit"), &Concept::BASIC);
    assert!(found.iter().all(|stable| stable.equilibria() == [0]));
    // One party: nobody sanctions, so every concept asks for its best state.
    let graph = form(1, vec![option(0), option(0)], FeasibleStates::All(2));
    let one = Conflict::new(graph, vec![rank(&[3, u32::MAX, 0, u32::MAX])]).expect("parts");
    for stable in solve(&one, &Concept::BASIC) {
        assert_eq!(stable.equilibria(), [1, 3]);
    }
    // A party without options, and one that cannot be told from it by its own moves.
    let graph = form(2, vec![option(1)], FeasibleStates::Listed(vec![0, 1]));
    let idle = Conflict::new(graph, vec![rank(&[0, 1]), rank(&[1, 0])]).expect("parts that fit");
    for stable in solve(&idle, &Concept::BASIC) {
        assert_eq!(stable.equilibria(), [0]);
    }
    // An option that nobody controls splits the conflict in two.
    let mut random = SplitMix64(9);
    let options = [9, 0, 1, 0, 8, 1].map(option).to_vec();
    let apart = Conflict::new(
        form(2, options, FeasibleStates::All(6)),
        (0..2).map(|_| rank(&random.permutation(64))).collect(),
    );
    let apart = apart.expect("parts that fit");
    let expected = definitions::solve(&apart, &Concept::BASIC);
    for representation in [Representation::Dense, Representation::Sparse] {
        assert_eq!(solve_as(&apart, &Concept::BASIC, representation), expected);
    }
    // Concepts in any order and more than once; what is not basic has no answer.
    let order = [Concept::Sequential, Concept::NonMyopic, Concept::Nash, Concept::Nash];
    let found = solve(&idle, &order);
    assert_eq!(found.len(), 4);
    assert!(found[1].by_party.is_empty() && found[2] == found[3]);
}

/// Opponents may move again after another has moved: A, B, A. Three states in a row, where the
/// first sanctioner must move, then the second, then the first again.
#[test]
fn an_opponent_may_move_twice_but_not_in_a_row() {
    // The focal party leaves 0 for 1; then party 1 moves to 2, party 2 to 3, party 1 to 4.
    let with = |movers: [usize; 3]| {
        let mut graph = ListedGraph::without_moves(5);
        for party in 0..3 {
            let mut moves = vec![Vec::new(); 5];
            if party == 0 {
                moves[0].push(1);
            }
            for (from, &mover) in (1..4).zip(&movers) {
                if mover == party {
                    moves[from].push(from as u32 + 1);
                }
            }
            graph.add_party(&moves);
        }
        let focal = Ranking::new(vec![1, 2, 2, 2, 0]);
        let other = Ranking::new(vec![0, 1, 2, 3, 4]);
        let preferences = [focal, other.clone(), other].map(Preference::Ranking).to_vec();
        let conflict = Conflict::new(Graph::Listed(graph), preferences).expect("parts that fit");
        let found = solve(&conflict, &Concept::BASIC);
        found.iter().map(|stable| stable.by_party[0][0]).collect::<Vec<_>>()
    };
    assert_eq!(with([1, 2, 1]), [false, true, true, true, true]);
    assert_eq!(with([1, 1, 2]), [false; 5]);
    assert_eq!(with([1, 2, 2]), [false; 5]);
}

#[test]
fn trade_talks_of_six_parties_have_their_size() {
    let conflict = random_conflicts::trade_talks(1);
    assert_eq!(conflict.states(), 138_240);
    assert_eq!(Representation::best_for(&conflict.graph), Representation::Dense);
    let stable = solve(&conflict, &[Concept::Sequential]);
    assert_eq!(stable[0].by_party.len(), 6);
    let sparse = solve_as(&conflict, &[Concept::Sequential], Representation::Sparse);
    assert_eq!(stable, sparse);
}
