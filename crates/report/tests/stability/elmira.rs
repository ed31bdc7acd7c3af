//! The groundwater contamination at Elmira in nine states (Hipel, Fang, Kilgour & Haight 1993) as
//! the page gets it, and a large conflict made for its size.

use zopa_report::stability::{
    ConceptRow, Explanation, KnownResult, Move, MoveKind, OptionRow, PartyRow, Path, ResultTable,
    RobustnessRow, StabilityAnswer, StateRow,
};

const STATES: [(&str, &str, &str); 9] = [
    ("s1", "NYNNN", "Delay"),
    ("s2", "YYNNN", "Modify, Delay"),
    ("s3", "NNYNN", "Accept"),
    ("s4", "YNYNN", "Modify, Accept"),
    ("s5", "NYNNY", "Delay, Insist"),
    ("s6", "YYNNY", "Modify, Delay, Insist"),
    ("s7", "NNYNY", "Accept, Insist"),
    ("s8", "YNYNY", "Modify, Accept, Insist"),
    ("s9", "---Y-", "Abandon"),
];

/// Rankings, best first: the Ministry, Uniroyal, the local government.
const RANKINGS: [[usize; 9]; 3] =
    [[7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9]];

const MOVES: [&[(usize, usize)]; 3] = [
    &[(1, 2), (3, 4), (5, 6), (7, 8)],
    &[
        (1, 3),
        (1, 9),
        (2, 4),
        (2, 9),
        (3, 9),
        (4, 9),
        (5, 7),
        (5, 9),
        (6, 8),
        (6, 9),
        (7, 9),
        (8, 9),
    ],
    &[(1, 5), (5, 1), (2, 6), (6, 2), (3, 7), (7, 3), (4, 8), (8, 4)],
];

/// Abbreviation and name of a concept, states stable for each party, equilibria.
type Solved = (&'static str, &'static str, [&'static [usize]; 3], &'static [usize]);

const STABLE: [Solved; 3] = [
    (
        "R",
        "Nash stability",
        [&[1, 2, 3, 4, 5, 6, 7, 8, 9], &[1, 4, 5, 8, 9], &[5, 6, 7, 8, 9]],
        &[5, 8, 9],
    ),
    (
        "GMR",
        "general metarationality",
        [&[1, 2, 3, 4, 5, 6, 7, 8, 9], &[1, 4, 5, 8, 9], &[1, 2, 3, 4, 5, 6, 7, 8, 9]],
        &[1, 4, 5, 8, 9],
    ),
    (
        "SEQ",
        "sequential stability",
        [&[1, 2, 3, 4, 5, 6, 7, 8, 9], &[1, 4, 5, 8, 9], &[2, 3, 5, 6, 7, 8, 9]],
        &[5, 8, 9],
    ),
];

fn marks(states: &[usize], of: usize) -> Vec<bool> {
    (1..=of).map(|state| states.contains(&state)).collect()
}

fn step(party: usize, from: usize, to: usize) -> Move {
    let place = |state: usize| RANKINGS[party].iter().position(|&s| s == state);
    let kind = if place(to) < place(from) { MoveKind::Improvement } else { MoveKind::Worsening };
    Move { party, from: from - 1, to: to - 1, kind }
}

/// The whole answer.
pub fn elmira() -> StabilityAnswer {
    let named = |id: &str, name: &str| PartyRow { id: id.into(), name: name.into() };
    let option =
        |id: &str, name: &str, party: usize| OptionRow { id: id.into(), name: name.into(), party };
    StabilityAnswer {
        title: "Elmira groundwater contamination".into(),
        summary: "A chemical firm contaminated the groundwater of a town; the Ministry ordered it to clean up, and the firm appealed.".into(),
        sources: vec!["Hipel, Fang, Kilgour and Haight (1993)".into()],
        parties: vec![
            named("moe", "Ministry"),
            named("uniroyal", "Uniroyal"),
            named("local_government", "Local government"),
        ],
        options: vec![
            option("modify", "Modify the order", 0),
            option("delay", "Delay the appeal", 1),
            option("accept", "Accept the order", 1),
            option("abandon", "Abandon the plant", 1),
            option("insist", "Insist on the order", 2),
        ],
        states: STATES
            .iter()
            .enumerate()
            .map(|(index, &(name, letters, label))| StateRow {
                index: index as u64,
                name: name.into(),
                letters: letters.into(),
                label: label.into(),
            })
            .collect(),
        total_states: 9,
        neighbourhood_of: None,
        status_quo: Some(0),
        concepts: STABLE
            .iter()
            .map(|&(abbreviation, name, stable, equilibria)| ConceptRow {
                abbreviation: abbreviation.into(),
                name: name.into(),
                stable: stable.iter().map(|states| marks(states, 9)).collect(),
                equilibria: marks(equilibria, 9),
                total_equilibria: equilibria.len() as u64,
            })
            .collect(),
        moves: MOVES
            .iter()
            .enumerate()
            .flat_map(|(party, list)| list.iter().map(move |&(from, to)| step(party, from, to)))
            .collect(),
        paths_sought: true,
        paths: vec![
            Path { steps: vec![step(2, 1, 5)], reaches: 4 },
            Path { steps: vec![step(1, 1, 9)], reaches: 8 },
            Path { steps: vec![step(2, 1, 5), step(0, 5, 6), step(1, 6, 8)], reaches: 7 },
        ],
        explanations: vec![
            Explanation {
                state: 0,
                party: 2,
                concept: "SEQ".into(),
                stable: false,
                lines: vec![
                    "Local government improves by moving from s1 to s5.".into(),
                    "From s5 neither the Ministry nor Uniroyal has an improvement, so nothing deters it.".into(),
                ],
            },
            Explanation {
                state: 3,
                party: 2,
                concept: "GMR".into(),
                stable: true,
                lines: vec![
                    "Local government would improve by moving from s4 to s8.".into(),
                    "Uniroyal can answer from s8 by s9, which local government likes less than s4.".into(),
                ],
            },
        ],
        robustness: [(4, 0.872, 0.85, 0.891), (7, 0.64, 0.61, 0.669), (8, 0.31, 0.282, 0.339)]
            .iter()
            .map(|&(state, share, low, high)| RobustnessRow {
                state,
                concept: "R".into(),
                share,
                low,
                high,
                draws: 1_000,
            })
            .collect(),
        robustness_method: "Each draw exchanges two neighbours in every ranking, three times.".into(),
        known: vec![
            KnownResult {
                concept: "R".into(),
                subject: "equilibria".into(),
                stated: "s5, s8, s9".into(),
                found: "s5, s8, s9".into(),
                agrees: true,
                source: "Hipel and others (1993)".into(),
                remark: String::new(),
            },
        ],
        tables: vec![ResultTable {
            title: "Together, Uniroyal and local government would leave 2 of 9 states".into(),
            note: "Stability of coalitions under CR.".into(),
            columns: vec!["Coalition".into(), "Stable".into()],
            rows: vec![vec!["Uniroyal, Local government".into(), "s1, s3, s4, s5, s7, s8, s9".into()]],
            method: "A coalition leaves a state for one that it can reach and all its members prefer.".into(),
        }],
        remarks: vec!["The ranking of Uniroyal is recalled from the literature.".into()],
        manifest: vec![
            ("Program".into(), "zopa 0.1.0".into()),
            ("File".into(), "scenarios/stability/elmira.toml".into()),
        ],
        command: "zopa stability scenarios/stability/elmira.toml --report out/elmira".into(),
    }
}

/// A conflict of `owners.len()` options, each of the party named, every state feasible, with
/// rankings that look random; R stability follows from its definition.
pub fn lattice(owners: &[usize]) -> StabilityAnswer {
    let parties = owners.iter().max().map_or(0, |last| last + 1);
    let states = 1_usize << owners.len();
    // A multiplicative hash: distinct values for distinct states of a party.
    let value = |party: usize, state: usize| {
        (state as u32 + 1).wrapping_mul(2_654_435_761).rotate_left(7 + 5 * party as u32)
    };
    let own = |party: usize| -> usize {
        owners.iter().enumerate().filter(|&(_, &p)| p == party).map(|(i, _)| 1 << i).sum()
    };
    let letters = |state: usize| -> String {
        (0..owners.len()).map(|i| if state >> i & 1 == 1 { 'Y' } else { 'N' }).collect()
    };
    let mut moves = Vec::new();
    for party in 0..parties {
        for from in 0..states {
            for to in (0..states).filter(|&to| to != from && (to ^ from) & !own(party) == 0) {
                let kind = if value(party, to) > value(party, from) {
                    MoveKind::Improvement
                } else {
                    MoveKind::Worsening
                };
                moves.push(Move { party, from, to, kind });
            }
        }
    }
    let stable: Vec<Vec<bool>> = (0..parties)
        .map(|party| {
            let mut stable = vec![true; states];
            for step in moves.iter().filter(|step| step.party == party) {
                stable[step.from] &= step.kind != MoveKind::Improvement;
            }
            stable
        })
        .collect();
    let equilibria: Vec<bool> =
        (0..states).map(|state| stable.iter().all(|of| of[state])).collect();
    let total_equilibria = equilibria.iter().filter(|&&is| is).count() as u64;
    StabilityAnswer {
        title: "A conflict made for its size".into(),
        parties: (0..parties)
            .map(|p| PartyRow { id: format!("p{p}"), name: format!("Party {}", p + 1) })
            .collect(),
        options: owners
            .iter()
            .enumerate()
            .map(|(i, &party)| OptionRow {
                id: format!("o{i}"),
                name: format!("Option {}", i + 1),
                party,
            })
            .collect(),
        states: (0..states)
            .map(|state| StateRow {
                index: state as u64,
                name: letters(state),
                letters: String::new(),
                label: format!("state number {state}"),
            })
            .collect(),
        total_states: 1 << 20,
        neighbourhood_of: Some(0),
        status_quo: Some(0),
        concepts: vec![ConceptRow {
            abbreviation: "R".into(),
            name: "Nash stability".into(),
            stable,
            equilibria,
            total_equilibria,
        }],
        moves,
        ..StabilityAnswer::default()
    }
}
