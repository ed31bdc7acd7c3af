//! Inclusion: one more party at the table divides the pie among more.
//!
//! Under the symmetric Nash solution of a pie with n seated parties and disagreement values d each
//! party gets `d + (pie − n d)/n = pie/n`; from 2 to 3 parties a seated one loses 1/6 of the pie,
//! unless the newcomer brings a pie that grows by as much.
//! Source: Nash (1950).

use crate::error::TheoryError;
use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// Share of each of `parties` under the symmetric Nash solution.
///
/// ```
/// assert_eq!(zopa_theory::inclusion::share(1.0, 4.0, 0.0), 0.25);
/// ```
pub fn share(pie: f64, parties: f64, disagreement: f64) -> f64 {
    disagreement + (pie - parties * disagreement) / parties
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset("n", "parties at the table before", 2.0, 1.0, 1e6),
    Argument::preset("m", "parties at the table after", 3.0, 1.0, 1e6),
    Argument::preset("pie", "what there is to divide before", 1.0, 0.0, 1e9),
    Argument::optional("pie_after", "what there is to divide after (default: as before)", 0.0, 1e9),
    Argument::preset("d", "disagreement value of each party", 0.0, -1e6, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "inclusion",
    aliases: &["seat_at_the_table", "inclusion_of_a_party"],
    title: "Change of a seated party's share when others are seated",
    formula: "d + (pie_after - m*d)/m - [d + (pie - n*d)/n]",
    assumptions: "symmetric Nash solution, equal disagreement values",
    source: "Nash 1950, Econometrica 18:155",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("change", "change of the share of a seated party"),
        Output::new("before", "its share before"),
        Output::new("after", "its share after"),
        Output::new("needed_pie", "pie at which it loses nothing"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[n, m, pie, pie_after, d] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let pie_after = crate::topic::given_or(pie_after, pie);
        if pie < n * d || pie_after < m * d {
            return Err(TheoryError::NoSolution {
                reason: "disagreement is worth more than the pie",
            });
        }
        let (before, after) = (share(pie, n, d), share(pie_after, m, d));
        Ok(vec![after - before, before, after, before * m])
    },
    example: (&[2.0, 3.0, 1.0, f64::NAN, 0.0], 0, -0.166_666_666_666_666_66),
};
