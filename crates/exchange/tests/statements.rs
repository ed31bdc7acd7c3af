//! Statements on options against their evaluation by hand, and patterns against statements.

use proptest::prelude::*;
use zopa_exchange::declared::feasible::{TooMany, feasible};
use zopa_exchange::declared::{cubes, description, statement};
use zopa_scenario::{Code, Text};
use zopa_stability::{FeasibleStates, Pattern};

const OPTIONS: [&str; 5] = ["modify", "delay", "accept", "abandon", "insist"];

/// A statement as text with the states (of 32) in which it holds, written straight from the truth
/// tables.
#[derive(Debug, Clone)]
struct Written {
    text: String,
    /// How tightly its outermost sign binds: 0 `iff`, 1 `if`, 2 `or`, 3 `and`, 4 `not` and below.
    tightness: u8,
    truth: u32,
}

fn taken(option: usize) -> u32 {
    (0..32).filter(|state| state >> option & 1 == 1).fold(0, |truth, state| truth | 1 << state)
}

/// The text, in parentheses where it binds looser than its place allows.
fn placed(part: &Written, tightness: u8) -> String {
    if part.tightness < tightness { format!("({})", part.text) } else { part.text.clone() }
}

fn written() -> impl Strategy<Value = Written> {
    let leaf = prop_oneof![
        8 => (0..5_usize).prop_map(|option| Written {
            text: OPTIONS[option].to_owned(),
            tightness: 4,
            truth: taken(option),
        }),
        1 => any::<bool>().prop_map(|value| Written {
            text: if value { "TRUE" } else { "false" }.to_owned(),
            tightness: 4,
            truth: if value { u32::MAX } else { 0 },
        }),
    ];
    leaf.prop_recursive(5, 32, 3, |inner| {
        let pair = (inner.clone(), inner.clone(), 0..3_usize);
        prop_oneof![
            (inner.clone(), 0..4_usize).prop_map(|(part, sign)| Written {
                text: format!("{}{}", ["not ", "!", "- ", "~"][sign], placed(&part, 4)),
                tightness: 4,
                truth: !part.truth,
            }),
            pair.clone().prop_map(|(a, b, sign)| Written {
                text: format!(
                    "{}{}{}",
                    placed(&a, 3),
                    [" and ", "&", " AND "][sign],
                    placed(&b, 3)
                ),
                tightness: 3,
                truth: a.truth & b.truth,
            }),
            pair.clone().prop_map(|(a, b, sign)| Written {
                text: format!("{}{}{}", placed(&a, 2), [" or ", "||", "|"][sign], placed(&b, 2)),
                tightness: 2,
                truth: a.truth | b.truth,
            }),
            pair.clone().prop_map(|(a, b, _)| Written {
                // `a if b if c` groups from the left.
                text: format!("{} if {}", placed(&a, 1), placed(&b, 2)),
                tightness: 1,
                truth: a.truth | !b.truth,
            }),
            pair.clone().prop_map(|(a, b, _)| Written {
                text: format!("(If {} then {})", placed(&b, 0), placed(&a, 2)),
                tightness: 4,
                truth: a.truth | !b.truth,
            }),
            pair.prop_map(|(a, b, _)| Written {
                text: format!("{} iff {}", placed(&a, 0), placed(&b, 1)),
                tightness: 0,
                truth: !(a.truth ^ b.truth),
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn statements_hold_where_their_truth_table_says(written in written()) {
        let statement = statement::read(&Text::outside(written.text.clone()), &OPTIONS).unwrap();
        for state in 0..32 {
            let expected = written.truth >> state & 1 == 1;
            prop_assert_eq!(statement.holds(state), expected, "{} in {}", &written.text, state);
        }
        for holds in [true, false] {
            let Some(patterns) = cubes::patterns(&statement, holds) else { continue };
            for state in 0..32 {
                let fits = patterns.iter().any(|pattern| pattern.matches(state));
                prop_assert_eq!(fits, statement.holds(state) == holds);
            }
        }
    }

    #[test]
    fn feasible_states_fit_no_pattern(
        options in 1..10_u32,
        patterns in prop::collection::vec((any::<u64>(), any::<u64>(), any::<u64>()), 0..12),
    ) {
        let mask = (1_u64 << options) - 1;
        // About a quarter of the options in each pattern.
        let patterns: Vec<Pattern> = patterns
            .into_iter()
            .map(|(a, b, value)| Pattern { fixed: a & b & mask, value: a & b & mask & value })
            .filter(|pattern| pattern.fixed != 0)
            .collect();
        let expected: Vec<u64> =
            (0..=mask).filter(|s| !patterns.iter().any(|p| p.matches(*s))).collect();
        let found = feasible(options, &patterns, 1 << 10).unwrap();
        let listed: Vec<u64> = (0..found.len() as u32).map(|state| found.number(state)).collect();
        prop_assert_eq!(&listed, &expected);
        prop_assert_eq!(matches!(found, FeasibleStates::All(_)), expected.len() as u64 == mask + 1);
        if expected.len() > 1 {
            let limit = expected.len() as u64 - 1;
            let too_many = Err(TooMany::States(expected.len() as u128));
            prop_assert_eq!(feasible(options, &patterns, limit), too_many);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-fA-F ()|&!~>YN-]{0,40}") {
        let text = Text { exact: true, ..Text::outside(text) };
        if let Err(problems) = description::read(&text, &OPTIONS) {
            prop_assert!(!problems.is_empty());
            for place in problems.iter().flat_map(|problem| &problem.labels) {
                prop_assert!(place.span.end <= text.text.len());
            }
        }
    }
}

#[test]
fn forty_options_with_a_hundred_thousand_states() {
    // Four groups of ten options: within each, an option is taken only if all before it are, but
    // for the first six of the first group, which are free: (2^6 + 4) * 11 * 11 * 11 states.
    let mut patterns = Vec::new();
    for group in 0..4_u32 {
        for option in 1..10_u32 {
            if group == 0 && option < 6 {
                continue;
            }
            let bit = |o: u32| 1_u64 << (group * 10 + o);
            let before: u64 =
                if group == 0 && option == 6 { (0..6).map(bit).sum() } else { bit(option - 1) };
            for lacking in 0..option {
                if before & bit(lacking) != 0 {
                    let fixed = bit(option) | bit(lacking);
                    patterns.push(Pattern { fixed, value: bit(option) });
                }
            }
        }
    }
    let found = feasible(40, &patterns, 1 << 26).unwrap();
    assert_eq!(found.len(), (64 + 4) * 11 * 11 * 11);
    let FeasibleStates::Listed(states) = found else { panic!("listed") };
    assert!(states.is_sorted_by(|a, b| a < b));
    assert!(states.iter().all(|state| !patterns.iter().any(|pattern| pattern.matches(*state))));
    assert_eq!(feasible(64, &[], 1 << 26), Err(TooMany::States(1 << 64)));
    // Nothing but a last option left: no dead end is walked through.
    let none: Vec<Pattern> = (1..64).map(|o| Pattern { fixed: 1 << o, value: 0 }).collect();
    assert_eq!(feasible(64, &none, 10).unwrap().len(), 2);
}

/// Each row: a wrong statement, its code, the piece pointed at, and the message.
const WRONG: &[(&str, Code, &str, &str)] = &[
    ("", Code::BadStatement, "", "the statement is empty"),
    ("delay and", Code::BadStatement, "and", "expected an option, but the statement ends"),
    ("(delay or accept", Code::BadStatement, "accept", "expected `)`, but the statement ends"),
    ("delay)", Code::BadStatement, ")", "expected `and`, `or`, `if` or the end, but found `)`"),
    (
        "delay accept",
        Code::BadStatement,
        "accept",
        "expected `and`, `or`, `if` or the end, but found `accept`",
    ),
    ("if delay accept", Code::BadStatement, "accept", "expected `then`, but found `accept`"),
    ("delay = accept", Code::BadStatement, "=", "`=` has no meaning in a statement"),
    ("delay and acept", Code::UnknownOption, "acept", "no option `acept` is declared"),
    ("YYNN", Code::BadPattern, "YYNN", "pattern `YYNN` has 4 letters, but there are 5 options"),
    ("YYNNYYY", Code::BadPattern, "YY", "pattern `YYNNYYY` has 7 letters, but there are 5 options"),
    ("YY?NY", Code::BadPattern, "?", "`?` is no letter of a pattern"),
];

#[test]
fn wrong_statements_are_pointed_at() {
    for (text, code, place, message) in WRONG {
        let problems =
            description::read(&Text { exact: true, ..Text::outside(*text) }, &OPTIONS).unwrap_err();
        let [problem] = problems.as_slice() else { panic!("{text}: {problems:?}") };
        let span = problem.labels[0].span;
        let found = (problem.code, &text[span.start..span.end], problem.message.as_str());
        assert_eq!(found, (*code, *place, *message), "{text}");
    }
    let misspelt = description::read(&Text::outside("delya or (insst and accept)"), &OPTIONS);
    let hints: Vec<String> = misspelt.unwrap_err().into_iter().flat_map(|p| p.hints).collect();
    assert_eq!(hints, ["did you mean `delay`?", "did you mean `insist`?"]);
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        "(".repeat(100_000),
        "not ".repeat(100_000) + "delay",
        "if ".repeat(100_000),
        "delay iff ".repeat(100_000) + "delay",
        "delay if ".repeat(100_000) + "delay",
    ] {
        let problems = statement::read(&Text::outside(text), &OPTIONS).unwrap_err();
        assert_eq!(problems[0].code, Code::BadStatement);
    }
    let long = "delay and ".repeat(100_000) + "delay";
    assert!(statement::read(&Text::outside(long), &OPTIONS).unwrap().holds(0b10));
}
