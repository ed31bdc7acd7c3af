//! Rankings of the feasible states from what parties say of options: option prioritising (Fang,
//! Hipel, Kilgour & Peng 2003) and option weighting.

use crate::{FeasibleStates, Ranking, Statement};

/// Statements read at a time: their truth in a state fits beside its index in 64 bits.
const STATEMENTS_AT_A_TIME: usize = 32;

/// The ranking by option prioritising: a state's score is
/// `sum over j of 2^(p-j) [statement j holds]` for statements `1..p`, most important first; equal
/// scores are ties (Fang, Hipel, Kilgour & Peng 2003). Scores are compared as bit strings, so any
/// number of statements may be given. Ranks are dense, from 0 for the lowest score that occurs.
///
/// `strong_after` lists marks `>>` between statements, each by the number of statements above it.
/// Two states whose scores first differ in a statement above a mark differ strongly: neighbouring
/// scores that do are parted by a strong gap, and by one for each further such mark.
///
/// Takes `O(m p / 64)` steps for the truth of `p` statements in `m` states, 64 at a time, and one
/// sort of the states for every 32 statements; 20 bytes of memory per state besides the ranking.
///
/// ```
/// use zopa_stability::prioritising::ranking_from_statements;
/// use zopa_stability::{FeasibleStates, Statement::*};
/// // Prisoner's dilemma, one option each (cooperate): the other cooperates, I do not.
/// let row = [Taken(1), Not(Box::new(Taken(0)))];
/// let ranking = ranking_from_statements(&FeasibleStates::All(2), &row, &[1]);
/// assert_eq!(ranking.rank, [1, 0, 3, 2]); // NN, YN, NY, YY
/// assert_eq!(ranking.strong_gaps, [2]); // whatever the other's cooperation changes
/// ```
pub fn ranking_from_statements(
    feasible: &FeasibleStates,
    statements: &[Statement],
    strong_after: &[usize],
) -> Ranking {
    let states = feasible.len();
    // In increasing score: the state's index in the lower half, the statements now read above.
    let mut order: Vec<u64> = (0..states as u64).collect();
    let mut classes: Vec<Class> = Vec::new();
    if states > 0 {
        classes.push(Class { begin: 0, statement: 0 });
    }
    for (part, some) in statements.chunks(STATEMENTS_AT_A_TIME).enumerate() {
        let truth = truth_of_statements(feasible, some);
        for entry in &mut order {
            let state = *entry as u32;
            *entry = u64::from(truth[state as usize]) << 32 | u64::from(state);
        }
        let mut finer = Vec::with_capacity(classes.len());
        for (number, class) in classes.iter().enumerate() {
            let begin = class.begin as usize;
            let end = classes.get(number + 1).map_or(states, |next| next.begin as usize);
            order[begin..end].sort_unstable();
            finer.push(*class);
            for at in begin + 1..end {
                let differing = (order[at - 1] ^ order[at]) >> 32;
                if differing != 0 {
                    let statement =
                        part * STATEMENTS_AT_A_TIME + (differing as u32).leading_zeros() as usize;
                    finer.push(Class { begin: at as u32, statement });
                }
            }
        }
        classes = finer;
    }
    let mut ranking = Ranking::new(vec![0; states]);
    for (rank, class) in classes.iter().enumerate() {
        let begin = class.begin as usize;
        let end = classes.get(rank + 1).map_or(states, |next| next.begin as usize);
        for &entry in &order[begin..end] {
            ranking.rank[entry as u32 as usize] = rank as u32;
        }
        if rank > 0 {
            let marks = strong_after.iter().filter(|&&above| class.statement < above).count();
            ranking.strong_gaps.extend(std::iter::repeat_n(rank as u32, marks));
        }
    }
    ranking
}

/// The ranking by option weighting: a state's score is the sum of the weights of the options that
/// are taken in it, added in the order of options; states whose sums are the same number tie.
/// Options without a weight count nothing. Weights are finite; ranks are dense, from 0.
///
/// Takes `O(m (k + log m))` steps for `m` states and `k` weights.
///
/// ```
/// use zopa_stability::{FeasibleStates, prioritising::ranking_from_weights};
/// let ranking = ranking_from_weights(&FeasibleStates::All(2), &[10.0, -3.0]);
/// assert_eq!(ranking.rank, [1, 3, 0, 2]); // 0, 10, -3, 7
/// ```
pub fn ranking_from_weights(feasible: &FeasibleStates, weights: &[f64]) -> Ranking {
    let score = |state: u32| {
        let mut taken = feasible.number(state);
        let mut sum = 0.0;
        while taken != 0 {
            sum += weights.get(taken.trailing_zeros() as usize).copied().unwrap_or(0.0);
            taken &= taken - 1;
        }
        in_order(sum)
    };
    let scores: Vec<u64> = (0..feasible.len() as u32).map(score).collect();
    let mut levels = scores.clone();
    levels.sort_unstable();
    levels.dedup();
    let rank = |score| levels.partition_point(|&level| level < score) as u32;
    Ranking::new(scores.into_iter().map(rank).collect())
}

/// Whole numbers in the order of the finite numbers that they stand for.
fn in_order(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// States with one score, at consecutive places of the order.
#[derive(Clone, Copy)]
struct Class {
    /// Its first place.
    begin: u32,
    /// The most important statement in which it differs from the class before it.
    statement: usize,
}

/// Which of at most 32 statements hold in each state: the first in the highest bit.
fn truth_of_statements(feasible: &FeasibleStates, statements: &[Statement]) -> Vec<u32> {
    let states = feasible.len();
    let mut truth = Vec::with_capacity(states);
    for begin in (0..states).step_by(64) {
        let lanes = (states - begin).min(64);
        let mut options = [0_u64; 64];
        for (lane, number) in options.iter_mut().enumerate().take(lanes) {
            *number = feasible.number((begin + lane) as u32);
        }
        transpose(&mut options);
        let mut columns = [0_u64; 64];
        for (column, statement) in columns[..STATEMENTS_AT_A_TIME].iter_mut().rev().zip(statements)
        {
            *column = where_it_holds(statement, &options);
        }
        transpose(&mut columns);
        truth.extend(columns[..lanes].iter().map(|&word| word as u32));
    }
    truth
}

/// In which of 64 states a statement holds: bit `lane` for state `lane`, given for each option the
/// states in which it is taken.
fn where_it_holds(statement: &Statement, options: &[u64; 64]) -> u64 {
    let of = |part: &Statement| where_it_holds(part, options);
    match statement {
        Statement::Taken(option) => options.get(*option).copied().unwrap_or(0),
        Statement::Constant(value) => {
            if *value {
                u64::MAX
            } else {
                0
            }
        }
        Statement::Not(part) => !of(part),
        Statement::And(parts) => parts.iter().fold(u64::MAX, |all, part| all & of(part)),
        Statement::Or(parts) => parts.iter().fold(0, |any, part| any | of(part)),
        Statement::If(then, condition) => of(then) | !of(condition),
        Statement::IfAndOnlyIf(one, other) => !(of(one) ^ of(other)),
    }
}

/// Exchanges rows and columns of a 64 by 64 matrix of bits (column 0 is the lowest bit), block by
/// block of halving size.
fn transpose(rows: &mut [u64; 64]) {
    let mut width = 32;
    let mut low = u64::MAX >> 32;
    while width > 0 {
        for row in (0..64).filter(|row| row & width == 0) {
            let (upper, lower) = (rows[row], rows[row + width]);
            let exchanged = (upper >> width ^ lower) & low;
            rows[row] = upper ^ exchanged << width;
            rows[row + width] = lower ^ exchanged;
        }
        width /= 2;
        low ^= low << width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Comparison, prioritise};

    /// A statement from patterns of letters joined by "or".
    fn patterns(alternatives: &[&str]) -> Statement {
        Statement::Or(
            alternatives
                .iter()
                .map(|letters| {
                    Statement::And(
                        letters
                            .chars()
                            .enumerate()
                            .filter(|&(_, letter)| letter != '-')
                            .map(|(option, letter)| match letter {
                                'Y' => Statement::Taken(option),
                                _ => Statement::Not(Box::new(Statement::Taken(option))),
                            })
                            .collect(),
                    )
                })
                .collect(),
        )
    }

    fn statements(lines: &[&[&str]]) -> Vec<Statement> {
        lines.iter().map(|line| patterns(line)).collect()
    }

    fn number(letters: &str) -> u64 {
        letters.bytes().rev().fold(0, |number, letter| number << 1 | u64::from(letter == b'Y'))
    }

    /// Feasible states by a list of their letters, and for each its place in the list.
    fn listed(states: &[&str]) -> (FeasibleStates, Vec<u32>) {
        let mut numbers: Vec<u64> = states.iter().map(|letters| number(letters)).collect();
        numbers.sort_unstable();
        let feasible = FeasibleStates::Listed(numbers);
        let index = states.iter().map(|letters| feasible.index(number(letters)).unwrap()).collect();
        (feasible, index)
    }

    /// Checks a ranking, given as groups of positions in `states`, most preferred first.
    fn check(states: &[&str], lines: &[&[&str]], groups: &[&[usize]]) {
        let (feasible, index) = listed(states);
        let groups: Vec<Vec<u32>> =
            groups.iter().map(|group| group.iter().map(|&at| index[at]).collect()).collect();
        let expected = Ranking::from_groups(states.len(), &groups);
        assert_eq!(ranking_from_statements(&feasible, &statements(lines), &[]), expected);
    }

    /// Elmira groundwater contamination, twelve states (Hipel, Fang, Kilgour & Haight 1993):
    /// options modify; delay, accept, abandon; insist. Positions are the customary numbers less one.
    /// Published rankings tie or merge the states in which Uniroyal abandons; these are the ones
    /// that the statements themselves give.
    #[test]
    fn elmira_statements_rank_the_twelve_states() {
        let states = [
            "NYNNN", "YYNNN", "NNYNN", "YNYNN", "NNNYN", "YNNYN", "NYNNY", "YYNNY", "NNYNY",
            "YNYNY", "NNNYY", "YNNYY",
        ];
        check(
            &states,
            &[&["--Y--"], &["---N-"], &["N----"], &["N---Y", "Y---N"]],
            &[&[8], &[2], &[3], &[9], &[6], &[0], &[1], &[7], &[10], &[4], &[5], &[11]],
        );
        check(
            &states,
            &[&["Y-Y--", "N-N--"], &["---N-"], &["----N"], &["-Y--N", "-N--Y"]],
            &[&[0], &[3], &[9], &[6], &[4], &[10], &[1], &[2], &[8], &[7], &[5], &[11]],
        );
        check(
            &states,
            &[
                &["---N-"],
                &["N----"],
                &["Y----", "--Y--"],
                &["N----", "----Y"],
                &["-N---"],
                &["----Y"],
            ],
            &[&[8], &[2], &[6], &[0], &[9], &[7], &[3], &[1], &[10], &[4], &[11], &[5]],
        );
    }

    /// The Cuban missile crisis with the air strike irreversible: air strike, blockade; withdraw,
    /// escalate. Positions are the customary numbers of states.
    #[test]
    fn cuban_statements_give_the_published_rankings() {
        let states = [
            "NNNN", "YNNN", "NYNN", "YYNN", "NNYN", "YNYN", "NYYN", "YYYN", "NNNY", "YNNY", "NYNY",
            "YYNY",
        ];
        check(
            &states,
            &[
                &["--Y-"],
                &["---N"],
                &["N-Y-"],
                &["-NY-"],
                &["Y--Y"],
                &["-Y-Y"],
                &["Y-N-", "-Y-N", "Y--N", "-YN-"],
                &["N-NN"],
                &["-NNN"],
            ],
            &[&[4], &[6], &[5], &[7], &[2], &[1], &[3], &[0], &[11], &[9], &[10], &[8]],
        );
        check(
            &states,
            &[
                &["---N"],
                &["Y--Y", "N--N", "Y--N"],
                &["-Y-Y", "-N-N", "-Y-N"],
                &["N--N"],
                &["-N-N"],
                &["-YY-", "-NN-", "Y-Y-"],
                &["-YNN"],
                &["YNYN"],
            ],
            &[&[0], &[4], &[6], &[2], &[5], &[1], &[7], &[3], &[11], &[9], &[10], &[8]],
        );
    }

    struct Random(u64);

    impl Random {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
            (z ^ z >> 31) % bound
        }

        fn statement(&mut self, options: u64, depth: u32) -> Statement {
            let kind = if depth == 0 { 0 } else { self.below(8) };
            let part = |random: &mut Self| Box::new(random.statement(options, depth - 1));
            match kind {
                1 | 2 => Statement::Not(part(self)),
                3 => Statement::And(vec![*part(self), *part(self), *part(self)]),
                4 => Statement::Or(vec![*part(self), *part(self)]),
                5 => Statement::If(part(self), part(self)),
                6 => Statement::IfAndOnlyIf(part(self), part(self)),
                7 => Statement::Constant(self.below(2) == 1),
                _ => Statement::Taken(self.below(options) as usize),
            }
        }
    }

    /// Up to 120 statements: scores in 128 bits by the formula, ranks by sorting them.
    #[test]
    fn ranks_are_those_of_scores_computed_with_whole_numbers() {
        let mut random = Random(1);
        for round in 0..150 {
            let options = 1 + random.below(6);
            let feasible = if round % 2 == 0 {
                FeasibleStates::All(options as u32)
            } else {
                let keep = (0..1 << options).filter(|_| random.below(4) > 0);
                FeasibleStates::Listed(keep.collect::<Vec<u64>>())
            };
            let count = [0, 1, 5, 31, 32, 33, 64, 70, 120][random.below(9) as usize];
            let said: Vec<Statement> = (0..count).map(|_| random.statement(options, 3)).collect();
            let marks = [random.below(count + 1) as usize];
            let ranking = ranking_from_statements(&feasible, &said, &marks);

            let states = feasible.len() as u32;
            let score = |state: u32| {
                let number = feasible.number(state);
                said.iter().fold(0_u128, |score, one| score << 1 | u128::from(one.holds(number)))
            };
            let mut scores: Vec<u128> = (0..states).map(score).collect();
            scores.sort_unstable();
            scores.dedup();
            for state in 0..states {
                let expected = scores.binary_search(&score(state)).unwrap();
                assert_eq!(ranking.rank[state as usize] as usize, expected);
                for other in 0..states {
                    let by_statements =
                        prioritise(&said, feasible.number(state), feasible.number(other));
                    let ranks = (ranking.rank[state as usize], ranking.rank[other as usize]);
                    assert_eq!(by_statements, ranks.0.cmp(&ranks.1));
                    // Strong where the parts of the scores above the mark differ.
                    let below = count as usize - marks[0];
                    let above = |state| score(state).checked_shr(below as u32).unwrap_or(0);
                    let strong = matches!(
                        ranking.compare(state, other),
                        Comparison::Better(2..) | Comparison::Worse(2..)
                    );
                    assert_eq!(strong, above(state) != above(other));
                }
            }
        }
    }

    #[test]
    fn two_marks_make_three_strengths() {
        let said = [Statement::Taken(0), Statement::Taken(1), Statement::Taken(2)];
        let ranking = ranking_from_statements(&FeasibleStates::All(3), &said, &[1, 2]);
        assert_eq!(ranking.compare(0b111, 0b011), Comparison::Better(1));
        assert_eq!(ranking.compare(0b011, 0b101), Comparison::Better(2));
        assert_eq!(ranking.compare(0b001, 0b110), Comparison::Better(3));
    }

    #[test]
    fn nothing_said_ties_all_and_no_state_is_no_panic() {
        let none = FeasibleStates::Listed(Vec::new());
        assert!(ranking_from_statements(&none, &[Statement::Taken(0)], &[1]).rank.is_empty());
        assert!(ranking_from_weights(&none, &[1.0]).rank.is_empty());
        assert_eq!(ranking_from_statements(&FeasibleStates::All(2), &[], &[]).rank, [0; 4]);
        let absent = [Statement::Taken(80)];
        assert_eq!(ranking_from_statements(&FeasibleStates::All(1), &absent, &[]).rank, [0; 2]);
    }

    /// Powers of two as weights are single options as statements.
    #[test]
    fn weights_that_are_powers_of_two_rank_as_statements_do() {
        let said: Vec<Statement> = [3, 0, 2, 1].map(Statement::Taken).into();
        let weights = [4.0, 1.0, 2.0, 8.0];
        let feasible = FeasibleStates::Listed(vec![0, 3, 5, 6, 9, 11, 15]);
        assert_eq!(
            ranking_from_weights(&feasible, &weights),
            ranking_from_statements(&feasible, &said, &[])
        );
        let equal = ranking_from_weights(&FeasibleStates::All(3), &[1.0, 1.0, -0.0]);
        assert_eq!(equal.rank, [0, 1, 1, 2, 0, 1, 1, 2]);
    }
}
