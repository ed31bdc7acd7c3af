//! The general solver against the definitions, for crisp and for arbitrary judgements, on graphs of
//! every kind.

mod definitions;
mod random_conflicts;

use definitions::Definitions;
use random_conflicts::SplitMix64;
use zopa_stability::{
    Concept, Conflict, ConflictError, ConflictOption, Crisp, FeasibleStates, Graph, Judgement,
    ListedGraph, OptionForm, Preference, Ranking, Reversibility, Stable, general_solver,
};

const ALL: [Concept; 5] = Concept::BASIC;

fn crisp(conflict: &Conflict) -> Vec<Stable> {
    general_solver::solve(&conflict.graph, &Crisp(conflict), &ALL).expect("small enough")
}

/// A judgement without rhyme or reason: each answer drawn by itself.
struct Arbitrary {
    states: usize,
    answers: Vec<u8>,
}

impl Arbitrary {
    fn new(random: &mut SplitMix64, graph: &Graph) -> Self {
        let states = graph.states();
        let pairs = graph.parties() * states * states;
        let often = 1 + random.below(3);
        let bit = |random: &mut SplitMix64| u8::from(random.below(4) < often);
        let answers = (0..pairs)
            .map(|_| bit(random) | bit(random) << 1 | u8::from(random.below(3) == 0) << 2)
            .collect();
        Arbitrary { states, answers }
    }

    fn answer(&self, party: usize, from: u32, to: u32, question: u8) -> bool {
        let pair = (party * self.states + from as usize) * self.states + to as usize;
        self.answers[pair] >> question & 1 == 1
    }
}

impl Judgement for Arbitrary {
    fn improves(&self, party: usize, from: u32, to: u32) -> bool {
        self.answer(party, from, to, 0)
    }
    fn responds(&self, party: usize, from: u32, to: u32) -> bool {
        self.answer(party, from, to, 1)
    }
    fn deters(&self, party: usize, from: u32, end: u32) -> bool {
        self.answer(party, from, end, 2)
    }
}

#[test]
fn equals_the_definitions_for_rankings() {
    let mut random = SplitMix64(1);
    for round in 0..3_000 {
        let conflict = random_conflicts::ranked(&mut random, 6);
        assert_eq!(crisp(&conflict), definitions::solve(&conflict, &ALL), "round {round}");
    }
}

#[test]
fn equals_the_definitions_for_relations_that_are_not_transitive() {
    let mut random = SplitMix64(2);
    for round in 0..3_000 {
        let conflict = random_conflicts::related(&mut random, 6);
        assert_eq!(crisp(&conflict), definitions::solve(&conflict, &ALL), "round {round}");
    }
}

#[test]
fn equals_the_definitions_for_any_judgement() {
    let mut random = SplitMix64(3);
    let mut kept = 0;
    for round in 0..4_000 {
        let graph = match round % 2 {
            0 => Graph::Listed(random_conflicts::listed_graph(&mut random, 12)),
            _ => Graph::Options(random_conflicts::option_form(&mut random, 5)),
        };
        let judgement = Arbitrary::new(&mut random, &graph);
        let found = general_solver::solve(&graph, &judgement, &ALL).expect("small enough");
        assert_eq!(found, Definitions::new(&graph, &judgement).solve(&ALL), "round {round}");
        let count = |stable: &Stable| stable.by_party.iter().map(|set| set.count_ones(..)).sum();
        let nash: usize = count(&found[0]);
        kept += usize::from(found[1..].iter().any(|stable| count(stable) > nash));
    }
    assert!(kept > 1_000, "sanctions decide in too few of the models: {kept}");
}

#[test]
fn equals_the_method_for_rankings() {
    let mut random = SplitMix64(4);
    for round in 0..2_000 {
        let conflict = random_conflicts::ranked(&mut random, 7);
        let fast = zopa_stability::solve(&conflict, &ALL).expect("small enough");
        assert_eq!(crisp(&conflict), fast, "round {round}");
    }
    for seed in 0..4 {
        let conflict = random_conflicts::synthetic(11, 2 + seed as usize, seed, seed % 2 * 9);
        let fast = zopa_stability::solve(&conflict, &ALL).expect("small enough");
        assert_eq!(crisp(&conflict), fast, "seed {seed}");
    }
}

/// More states than are worked on side by side, each party with few moves.
fn sparse(states: u32, parties: usize, seed: u64) -> Conflict {
    let mut random = SplitMix64(seed);
    let mut graph = ListedGraph::without_moves(states as usize);
    for _ in 0..parties {
        let lists: Vec<Vec<u32>> = (0..states)
            .map(|_| (0..random.below(3)).map(|_| random.below(u64::from(states)) as u32).collect())
            .collect();
        graph.add_party(&lists);
    }
    let preferences = (0..parties)
        .map(|_| Preference::Ranking(random_conflicts::ranking(&mut random, states as usize)))
        .collect();
    Conflict::new(Graph::Listed(graph), preferences).expect("parts that fit")
}

#[test]
fn equals_the_definitions_beyond_one_block_of_starting_states() {
    let conflict = sparse(1_300, 3, 5);
    assert_eq!(crisp(&conflict), definitions::solve(&conflict, &ALL));
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let conflict = sparse(6_000, 4, 6);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| crisp(&conflict))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn stronger_concepts_imply_weaker_ones() {
    let mut random = SplitMix64(7);
    for _ in 0..2_000 {
        let conflict = random_conflicts::related(&mut random, 6);
        let found = crisp(&conflict);
        let [nash, general, symmetric, sequential, symmetric_sequential] = &found[..] else {
            panic!("five concepts")
        };
        for (strong, weak) in [
            (nash, general),
            (nash, symmetric_sequential),
            (symmetric_sequential, sequential),
            (symmetric_sequential, symmetric),
            (sequential, general),
            (symmetric, general),
        ] {
            for (strong, weak) in strong.by_party.iter().zip(&weak.by_party) {
                assert!(strong.is_subset(weak));
            }
        }
    }
}

/// Three parties on a line of states 0 - 1 - 2 - 3 - 4: the focal party can leave 0 for 1, a
/// better state, and from there a, b and a again must move to arrive at 4, a worse one.
fn chain(third_mover: usize) -> Conflict {
    let mut lists = vec![vec![Vec::new(); 5]; 3];
    for (from, mover) in [(0, 0), (1, 1), (2, 2), (3, third_mover)] {
        lists[mover][from].push(from as u32 + 1);
    }
    let mut graph = ListedGraph::without_moves(5);
    lists.iter().for_each(|lists| graph.add_party(lists));
    let preferences = [vec![1, 2, 3, 4, 0], vec![0, 1, 2, 3, 4], vec![0, 1, 2, 3, 4]]
        .map(|rank| Preference::Ranking(Ranking::new(rank)));
    Conflict::new(Graph::Listed(graph), preferences.to_vec()).expect("parts that fit")
}

#[test]
fn a_party_may_move_again_after_another_but_not_twice_in_a_row() {
    // a, b, a is legal: state 0 is deterred.
    let [nash, others @ ..] = &crisp(&chain(1))[..] else { panic!("five concepts") };
    assert!(!nash.by_party[0].contains(0));
    assert!(others.iter().all(|stable| stable.by_party[0].contains(0)));
    // a, b, b is not.
    assert!(crisp(&chain(2)).iter().all(|stable| !stable.by_party[0].contains(0)));
}

#[test]
fn ending_where_one_started_deters() {
    // The second party undoes what the first does.
    let mut graph = ListedGraph::without_moves(2);
    graph.add_party(&[vec![1], vec![]]);
    graph.add_party(&[vec![], vec![0]]);
    let preferences = [vec![0, 1], vec![1, 0]].map(|rank| Preference::Ranking(Ranking::new(rank)));
    let conflict =
        Conflict::new(Graph::Listed(graph), preferences.to_vec()).expect("parts that fit");
    let general = &crisp(&conflict)[1];
    assert!(general.by_party[0].contains(0));
}

#[test]
fn one_party_alone_is_stable_where_it_has_no_improvement() {
    let mut graph = ListedGraph::without_moves(3);
    graph.add_party(&[vec![1], vec![2], vec![0]]);
    let preference = Preference::Ranking(Ranking::new(vec![0, 1, 2]));
    let conflict = Conflict::new(Graph::Listed(graph), vec![preference]).expect("parts that fit");
    for stable in crisp(&conflict) {
        assert_eq!(stable.equilibria(), [2]);
    }
}

#[test]
fn what_is_too_large_is_refused_before_moves_are_listed() {
    struct Never;
    impl Judgement for Never {
        fn improves(&self, _: usize, _: u32, _: u32) -> bool {
            false
        }
        fn deters(&self, _: usize, _: u32, _: u32) -> bool {
            false
        }
    }
    let refused =
        |graph: Graph| general_solver::solve(&graph, &Never, &ALL).expect_err("too large");
    let form = |options: u32, parties: usize| {
        let owner = |option: u32| option as usize % parties;
        let option =
            |option| ConflictOption { owner: owner(option), reversibility: Reversibility::Both };
        Graph::Options(OptionForm {
            parties,
            options: (0..options).map(option).collect(),
            feasible: FeasibleStates::All(options),
        })
    };
    let states = 1 << 18;
    let limit = general_solver::STATE_LIMIT;
    assert_eq!(refused(form(18, 3)), ConflictError::TooLarge { states, limit });
    let states = 1 << 17;
    let limit = general_solver::PLACE_LIMIT / 16;
    assert_eq!(refused(form(17, 16)), ConflictError::TooLarge { states, limit });
    let states = 1 << 15;
    assert!(matches!(
        refused(form(15, 1)),
        ConflictError::TooLarge { states: s, limit } if s == states && limit < states
    ));
    let none = Graph::Listed(ListedGraph::without_moves(0));
    assert_eq!(refused(none), ConflictError::NoStates);
    let nobody = Graph::Listed(ListedGraph::without_moves(1));
    assert_eq!(refused(nobody), ConflictError::NoParties);
}

#[test]
fn concepts_of_other_methods_are_refused() {
    let conflict = chain(1);
    for concept in [Concept::Simultaneous, Concept::LimitedMove(2), Concept::Metarational(1)] {
        let found = general_solver::solve(&conflict.graph, &Crisp(&conflict), &[concept]);
        assert_eq!(found, Err(ConflictError::RankingsOnly));
    }
}
