//! The readings that have a name, each with its source.
//!
//! Of the public programs those are here whose stored runs follow round by round: jmckib (as
//! [`ExpectedUtility::AS_RUN`]), schelling, dmasad and decisionmechanics/eum.

use super::{ExpectedUtility, Outcome, Reading, Stop};

/// The stop of schelling.
pub(super) const SETTLES: Stop = Stop::MedianSettles { shift: 0.5, times: 2, cap: 20 };

impl ExpectedUtility {
    /// The paper as printed, the misprint in eq. 25b put right; ten rounds, Q = 1.
    pub const PRINTED: ExpectedUtility = ExpectedUtility {
        name: "expected_utility_printed",
        summary: "expected utility model as printed: challenges, octants, ten rounds",
        source: "Scholz, Calbert and Smith 2011 (ICAART), formulas as printed, salience of the \
                 challenged party as derived in eq. 6; model of Bueno de Mesquita 1994",
        reading: Reading::PRINTED,
        outcome: Outcome::Median,
    };

    /// The paper to the letter of eq. 25b.
    pub const LITERAL: ExpectedUtility = ExpectedUtility {
        name: "expected_utility_literal",
        summary: "expected utility model with the challenger's salience, as eq. 25b is printed",
        source: "Scholz, Calbert and Smith 2011 (ICAART), eq. 25a and 25b to the letter",
        reading: Reading::LITERAL,
        outcome: Outcome::Median,
    };

    /// What reproduces the paper's figures and table; equal to the program jmckib.
    pub const AS_RUN: ExpectedUtility = ExpectedUtility {
        name: "expected_utility_as_run",
        summary: "expected utility model as its published figures were computed",
        source: "Scholz, Calbert and Smith 2011 (ICAART), figures 7 to 10 and table 2; program \
                 bdm-scholz-expected-utility-model (jmckib)",
        reading: Reading::AS_RUN,
        outcome: Outcome::Median,
    };

    /// The program schelling with its default stop.
    pub const SCHELLING: ExpectedUtility = ExpectedUtility {
        name: "expected_utility_schelling",
        summary: "expected utility model in which confrontations move nobody",
        source: "program schelling (hamzagul07), Q = 1, default stop",
        reading: Reading::SCHELLING,
        outcome: Outcome::Median,
    };

    /// The program dmasad, ten rounds.
    pub const DMASAD: ExpectedUtility = ExpectedUtility {
        name: "expected_utility_dmasad",
        summary: "expected utility model in which each party faces only its strongest challenger",
        source: "program BDM_DecisionModel_Replication (dmasad), Q = 1, T = 1, ten rounds",
        reading: Reading::DMASAD,
        outcome: Outcome::Median,
    };

    /// The program decisionmechanics/eum with its default Q, ten rounds.
    ///
    /// The switches were found by trying readings until every stored round of three cases agreed; no
    /// case was held out. The runs do not tell whether compromises come before capitulations.
    pub const EUM: ExpectedUtility = ExpectedUtility {
        name: "expected_utility_eum",
        summary: "expected utility model with averaged compromises and contests at one position",
        source: "program eum (decisionmechanics), Q = 0.5, ten rounds",
        reading: Reading::EUM,
        outcome: Outcome::Median,
    };

    /// All named readings.
    pub const PRESETS: [ExpectedUtility; 6] =
        [Self::PRINTED, Self::LITERAL, Self::AS_RUN, Self::SCHELLING, Self::DMASAD, Self::EUM];
}
