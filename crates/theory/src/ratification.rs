//! Ratification logit: share of the decided public that accepts a package.
//!
//! Log odds of acceptance: `0.38 − 0.35 TERR − 0.24 dejure + 1.6 g − 0.5 CAP − 0.3 neutral`
//! `+ 0.45 EU − 0.11 SANC + framing`; chance of ratification `Λ((share − 0.5)/0.08)`. Levels: TERR
//! 0 is the line of February 2022, 1 the current line, 2 the rest of Donbas, 3 four regions; SANC 0
//! is kept, 1 phased, 2 lifted; the others 0 or 1; g from 0 to 1. Averages over an experiment enter
//! as averages of the levels.
//!
//! Hand-fitted to four published polls: eight coefficients on four points are not identified, so
//! they need wide ranges. Known answers: four regions, de jure, neutral, cap, full relief, EU path,
//! g = 0: 0.185427. An experiment in which the line is the current one, recognition de jure in half
//! of the packages, an EU path in half, sanctions phased on average and no cap: 0.506 against the
//! even split observed among the decided for packages without a guarantee.
//! Source: polls of the Kyiv International Institute of Sociology, February and March 2025.

use crate::logit_response::choice;
use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// A package as the public sees it; levels as in the module's text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Package {
    /// Line, 0 to 3.
    pub territory: f64,
    /// Recognition de jure, 0 or 1.
    pub de_jure: f64,
    /// Strength of the guarantee, 0 to 1.
    pub guarantee: f64,
    /// Limit on own forces, 0 or 1.
    pub cap: f64,
    /// Neutrality, 0 or 1.
    pub neutral: f64,
    /// Path into the European Union, 0 or 1.
    pub union_path: f64,
    /// Relief of sanctions, 0 to 2.
    pub sanctions_relief: f64,
    /// Effect of framing on the log odds.
    pub framing: f64,
}

/// Share of the decided that accepts.
///
/// ```
/// use zopa_theory::ratification::{Package, share};
/// let hard = Package {
///     territory: 3.0,
///     de_jure: 1.0,
///     cap: 1.0,
///     neutral: 1.0,
///     union_path: 1.0,
///     sanctions_relief: 2.0,
///     ..Package::default()
/// };
/// assert!((share(&hard) - 0.185_427_419).abs() < 1e-8);
/// ```
pub fn share(package: &Package) -> f64 {
    let log_odds = 0.38 - 0.35 * package.territory - 0.24 * package.de_jure
        + 1.6 * package.guarantee
        - 0.5 * package.cap
        - 0.3 * package.neutral
        + 0.45 * package.union_path
        - 0.11 * package.sanctions_relief
        + package.framing;
    choice(1.0, log_odds)
}

const ARGUMENTS: &[Argument] = &[
    Argument::preset(
        "TERR",
        "line: 0 Feb 2022, 1 current, 2 rest of Donbas, 3 four regions",
        1.0,
        0.0,
        3.0,
    ),
    Argument::preset("dejure", "recognition de jure", 0.0, 0.0, 1.0),
    Argument::preset("g", "strength of the guarantee", 0.0, 0.0, 1.0),
    Argument::preset("CAP", "limit on own forces", 0.0, 0.0, 1.0),
    Argument::preset("neutral", "neutrality", 0.0, 0.0, 1.0),
    Argument::preset("EU", "path into the European Union", 0.0, 0.0, 1.0),
    Argument::preset("SANC", "relief of sanctions: 0 kept, 1 phased, 2 lifted", 0.0, 0.0, 2.0),
    Argument::preset("framing", "effect of framing on the log odds", 0.0, -1e3, 1e3),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "ratification",
    aliases: &["ratification_logit", "ratification_logit_(hand-fitted_to_polls)"],
    title: "Public acceptance of a package (hand-fitted, not identified)",
    formula: "share = L(0.38 - 0.35 TERR - 0.24 dejure + 1.6 g - 0.5 CAP - 0.3 neutral + 0.45 EU - 0.11 SANC + framing)",
    assumptions: "eight coefficients fitted by hand to four polls: not identified, wide ranges",
    source: "polls of the Kyiv International Institute of Sociology, February and March 2025",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("share", "share of the decided that accepts"),
        Output::new("ratifies", "probability of ratification, L((share - 0.5)/0.08)"),
        Output::new("log_odds", "log odds of acceptance"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[territory, de_jure, guarantee, cap, neutral, union_path, sanctions_relief, framing] =
            values
        else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let package = Package {
            territory,
            de_jure,
            guarantee,
            cap,
            neutral,
            union_path,
            sanctions_relief,
            framing,
        };
        let accepted = share(&package);
        let odds = libm::log(accepted) - libm::log1p(-accepted);
        Ok(vec![accepted, choice(1.0 / 0.08, accepted - 0.5), odds])
    },
    example: (&[3.0, 1.0, 0.0, 1.0, 1.0, 1.0, 2.0, 0.0], 0, 0.185_427_419),
};
