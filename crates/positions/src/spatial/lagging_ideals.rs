//! Elections with ideals that lag behind positions, against the KTAB program's own history.
//!
//! The reference history (2017) of the program's example of five actors is stochastic, so that its
//! moves cannot be had again. But each turn's election follows from the positions printed for it and
//! the ideals, which follow from the positions before.

use super::state::{Prepared, State};
use super::{Election, Options, Politics, VotingRule};

/// Capability and saliences in percent: Alice, Bob, Carol, David, Ellie.
const ACTORS: [(f64, [f64; 3]); 5] = [
    (117.7, [32.3, 22.4, 13.4]),
    (93.2, [25.2, 34.5, 26.5]),
    (61.4, [28.8, 28.6, 18.2]),
    (135.4, [15.6, 42.0, 14.3]),
    (63.8, [39.7, 19.9, 15.8]),
];

/// Weights of ideals on positions that the file states: whose ideal, whose position, weight.
const STATED: [(usize, usize, f64); 6] =
    [(0, 0, 0.87), (1, 1, 0.75), (1, 0, 0.07), (2, 2, 0.65), (2, 3, 0.13), (3, 3, 0.57)];

/// Printed positions in percent, by actor and dimension, turn by turn.
#[rustfmt::skip]
const POSITIONS: [[f64; 15]; 15] = [
    [52.8, 55.5, 37.9, 52.1, 52.1, 45.1, 42.9, 38.9, 38.9, 38.9, 40.8, 41.1, 41.3, 41.3, 41.3],
    [39.8, 63.2, 18.4, 39.2, 39.1, 23.4, 31.6, 43.2, 43.2, 43.2, 53.9, 50.9, 49.5, 49.5, 49.6],
    [39.6, 42.2, 19.0, 28.9, 28.8, 22.7, 33.5, 48.1, 48.1, 48.1, 61.5, 56.2, 53.7, 53.7, 53.8],
    [15.9, 23.5, 23.5, 25.3, 25.3, 25.3, 30.2, 34.1, 34.1, 41.9, 41.3, 41.5, 41.5, 41.6, 41.6],
    [61.4, 63.8, 63.8, 62.1, 62.1, 62.1, 59.2, 56.3, 56.3, 55.4, 51.3, 50.6, 50.5, 49.9, 49.9],
    [72.0, 70.1, 70.1, 69.0, 69.0, 69.0, 66.8, 64.6, 64.6, 62.6, 59.2, 58.4, 58.2, 57.5, 57.5],
    [61.1, 33.5, 64.0, 41.1, 41.1, 26.6, 26.6, 38.9, 38.9, 41.4, 41.5, 41.9, 42.0, 41.8, 41.7],
    [86.5, 18.9, 47.7, 25.1, 25.1, 60.5, 60.5, 43.2, 43.2, 48.7, 50.8, 44.5, 42.8, 43.8, 44.4],
    [44.5, 19.0, 32.4, 22.4, 22.4, 67.6, 67.6, 48.2, 48.2, 56.2, 58.7, 49.2, 46.6, 48.9, 50.0],
    [26.3, 26.3, 37.8, 37.8, 40.9, 45.1, 45.1, 42.6, 42.6, 42.4, 42.4, 42.4, 42.4, 42.4, 42.4],
    [16.5, 16.5, 18.4, 18.4, 22.8, 23.4, 23.4, 24.2, 24.2, 24.8, 24.8, 24.8, 24.8, 24.8, 24.8],
    [15.9, 15.9, 19.0, 19.0, 21.9, 22.7, 22.7, 25.8, 25.8, 29.0, 29.0, 29.0, 29.0, 29.0, 29.0],
    [73.3, 64.1, 64.0, 58.7, 58.7, 58.1, 57.8, 56.4, 42.1, 41.3, 42.2, 42.0, 41.5, 41.5, 41.5],
    [61.1, 48.1, 47.7, 38.2, 38.2, 36.4, 37.3, 40.7, 55.2, 50.7, 25.0, 40.5, 50.5, 50.5, 50.5],
    [26.3, 32.5, 32.4, 29.5, 29.5, 28.9, 29.8, 33.6, 62.3, 58.7, 30.3, 44.3, 58.2, 58.2, 58.2],
];

/// Printed probabilities by actor, turn by turn.
#[rustfmt::skip]
const PROBABILITIES: [[f64; 15]; 5] = [
    [0.3154, 0.1806, 0.1924, 0.1970, 0.2102, 0.1491, 0.2281, 0.3430, 0.2378, 0.2090, 0.0910, 0.2730, 0.2197, 0.2203, 0.2290],
    [0.1668, 0.2446, 0.2987, 0.2431, 0.2523, 0.1773, 0.2347, 0.3499, 0.2340, 0.1097, 0.3769, 0.2986, 0.6452, 0.4282, 0.4282],
    [0.1082, 0.2278, 0.5088, 0.1869, 0.1675, 0.3086, 0.1422, 0.3430, 0.2378, 0.2436, 0.3189, 0.1497, 0.1030, 0.1338, 0.1358],
    [0.2216, 0.1716, 0.1924, 0.1620, 0.1528, 0.1491, 0.1689, 0.0393, 0.0890, 0.1784, 0.1043, 0.1529, 0.0322, 0.0385, 0.0381],
    [0.1880, 0.1754, 0.5088, 0.2110, 0.2172, 0.3650, 0.2262, 0.2679, 0.4393, 0.2593, 0.1088, 0.1258, 0.6452, 0.1792, 0.1688],
];

/// Whether two actors may stand together: apart by no more than rounding to one decimal hides, so
/// that the print does not tell whether they are one candidate or two.
fn close(turn: usize) -> bool {
    let apart = |i: usize, j: usize| {
        let gap = |k: usize| (POSITIONS[3 * i + k][turn] - POSITIONS[3 * j + k][turn]).abs();
        (0..3).map(gap).fold(0.0, f64::max)
    };
    (0..5).any(|i| (0..i).any(|j| apart(i, j) > 0.0 && apart(i, j) < 0.15))
}

/// The farthest that computed probabilities are from the printed ones in any turn that can be told.
fn farthest(adjustment: Vec<Vec<f64>>) -> f64 {
    let politics = Politics {
        capability: ACTORS.iter().map(|(capability, _)| *capability).collect(),
        position: (0..5)
            .map(|i| (0..3).map(|k| POSITIONS[3 * i + k][0] / 100.0).collect())
            .collect(),
        salience: ACTORS.iter().map(|(_, row)| row.iter().map(|s| s / 100.0).collect()).collect(),
        ideal_adjustment: Some(adjustment),
    };
    let options = Options {
        election: Election::MarkovIncentive,
        voting_rule: VotingRule::ProportionalCubic,
        ..Options::as_program()
    };
    let prepared = Prepared::new(&politics, &options).expect("valid");
    let mut ideal = prepared.position.clone();
    let mut gap = 0.0_f64;
    for turn in 0..15 {
        let position: Vec<f64> = POSITIONS.iter().map(|row| row[turn] / 100.0).collect();
        let mut state = State::new(&prepared, position.clone(), ideal.clone(), &options);
        if turn > 0 {
            ideal = state.next_ideals(&position);
            state = State::new(&prepared, position, ideal.clone(), &options);
        }
        if close(turn) {
            continue;
        }
        let standing = state.standing(&options);
        for (actor, printed) in PROBABILITIES.iter().enumerate() {
            let found = standing.outcome.probability[standing.of_actor[actor]];
            let off = (found - printed[turn]).abs();
            gap = gap.max(off);
        }
    }
    gap
}

#[test]
fn ideals_follow_their_own_positions_unless_the_file_says_otherwise() {
    let with = |own: f64| {
        let mut rows: Vec<Vec<f64>> =
            (0..5).map(|i| (0..5).map(|j| if i == j { own } else { 0.0 }).collect()).collect();
        for (moving, followed, weight) in STATED {
            rows[moving][followed] = weight;
        }
        farthest(rows)
    };
    let (own, none) = (with(1.0), with(0.0));
    assert_eq!((0..15).filter(|&turn| close(turn)).count(), 3);
    // Rounded positions carry probabilities by up to a hundredth.
    assert!(own < 0.011 && none > 0.1, "{own} {none}");
}
