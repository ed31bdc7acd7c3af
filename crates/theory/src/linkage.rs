//! Issue linkage: issues that fail one by one may pass together.
//!
//! A deal on an issue passes alone iff every party's surplus on it is not negative. Linked issues
//! pass iff the *sum* of surpluses is not negative for every party, which may hold where no issue
//! passes alone.
//! Example: surpluses (3, −1) and (−1, 2) fail alone and sum to (2, 1).
//! Source: Tollison, Willett (1979), *International Organization* 33:425; Davis (2004).

use crate::topic::{Argument, Output, Topic, admit, indicator, wrong_count};

/// Sum of each party's surpluses over the issues; `surplus[issue][party]`, NaN counts as 0.
///
/// ```
/// let sums = zopa_theory::linkage::sums(&[[3.0, -1.0], [-1.0, 2.0]]);
/// assert_eq!(sums, [2.0, 1.0]);
/// ```
pub fn sums<const PARTIES: usize>(surplus: &[[f64; PARTIES]]) -> [f64; PARTIES] {
    let mut total = [0.0; PARTIES];
    for row in surplus {
        for (sum, value) in total.iter_mut().zip(row) {
            if !value.is_nan() {
                *sum += value;
            }
        }
    }
    total
}

fn passes(row: &[f64]) -> bool {
    row.iter().all(|value| value.is_nan() || *value >= 0.0)
}

const fn surplus(name: &'static str) -> Argument {
    Argument::optional(name, "surplus of the party on the issue (absent: none)", -1e9, 1e9)
}

const ARGUMENTS: &[Argument] = &[
    Argument::required("a1", "surplus of party A on issue 1", -1e9, 1e9),
    Argument::required("b1", "surplus of party B on issue 1", -1e9, 1e9),
    Argument::required("a2", "surplus of party A on issue 2", -1e9, 1e9),
    Argument::required("b2", "surplus of party B on issue 2", -1e9, 1e9),
    surplus("a3"),
    surplus("b3"),
    surplus("a4"),
    surplus("b4"),
    surplus("c1"),
    surplus("c2"),
    surplus("c3"),
    surplus("c4"),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "linkage",
    aliases: &["issue_linkage", "linked_issues"],
    title: "Issues that fail one by one and pass together",
    formula: "linked issues pass iff sum over issues of surplus >= 0 for every party",
    assumptions: "surpluses add up across issues; parties A, B and, if given, C",
    source: "Tollison, Willett 1979, International Organization 33:425; Davis 2004",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("sum_A", "summed surplus of A"),
        Output::new("sum_B", "summed surplus of B"),
        Output::new("sum_C", "summed surplus of C"),
        Output::new("linked_passes", "1 if the linked package passes"),
        Output::new("pass_alone", "number of issues that pass alone"),
        Output::new("smallest_sum", "summed surplus of the party that gains least"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[a1, b1, a2, b2, a3, b3, a4, b4, c1, c2, c3, c4] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let table = [[a1, b1, c1], [a2, b2, c2], [a3, b3, c3], [a4, b4, c4]];
        let [a, b, c] = sums(&table);
        let third = table.iter().any(|row| !row[2].is_nan());
        let alone = table
            .iter()
            .filter(|row| row.iter().any(|value| !value.is_nan()) && passes(*row))
            .count();
        let smallest = if third { a.min(b).min(c) } else { a.min(b) };
        let third_sum = if third { c } else { f64::NAN };
        let alone = alone as f64;
        Ok(vec![a, b, third_sum, indicator(smallest >= 0.0), alone, smallest])
    },
    example: (
        &[
            3.0,
            -1.0,
            -1.0,
            2.0,
            f64::NAN,
            f64::NAN,
            f64::NAN,
            f64::NAN,
            f64::NAN,
            f64::NAN,
            f64::NAN,
            f64::NAN,
        ],
        3,
        1.0,
    ),
};
