//! The switches of the spatial model by name.

use super::options::{
    CapabilityUnit, Commitment, Election, Interpolation, Options, Proposal, ReceiverView,
    RiskEstimate, RiskRange, ThirdParties, Transition, Victory, VotingRule,
};
use crate::{Switch, SwitchError, Values};

/// The most turns that a run may be given.
const MOST_TURNS: f64 = 1_000.0;

/// A switch with its choices, and what each choice stands for, in the same order.
macro_rules! choices {
    ($switch:ident, $all:ident: $kind:ty, $name:literal, $decides:literal,
     [$($choice:literal => $value:expr, $meaning:literal;)*]) => {
        const $switch: Switch = Switch {
            name: $name,
            decides: $decides,
            values: Values::Choices(&[$(($choice, $meaning)),*]),
        };
        const $all: &[$kind] = &[$($value),*];
    };
}

choices! { VICTORY, VICTORIES: Victory, "victory",
"how the strengths x and y of two coalitions become a chance of victory", [
    "linear" => Victory::Linear, "x / (x + y); KTAB's `Linear`, its default";
    "square" => Victory::Square, "x^2 / (x^2 + y^2); KTAB's `Square`";
    "quartic" => Victory::Quartic, "x^4 / (x^4 + y^4); KTAB's `Quartic`";
    "octic" => Victory::Octic, "x^8 / (x^8 + y^8); KTAB's `Octic`";
    "binary" => Victory::Binary, "certain with an advantage of 10 %; KTAB's `Binary`";
]}

choices! { VOTING, VOTING_RULES: VotingRule, "voting",
"how a vote of weight w follows from a difference du of utilities", [
    "binary" => VotingRule::Binary, "w in full for the better option; KTAB's `Binary`";
    "proportional" => VotingRule::Proportional, "w du; KTAB's `Prop`, its default";
    "cubic" => VotingRule::Cubic, "w du^3; KTAB's `Cubic`";
    "prop_bin" => VotingRule::ProportionalBinary, "0.8 proportional + 0.2 binary; KTAB's `PropBin`";
    "prop_cbc" => VotingRule::ProportionalCubic, "0.5 proportional + 0.5 cubic; KTAB's `PropCbc`";
    "asymmetric_prospect" => VotingRule::AsymmetricProspect,
        "w du for losses, two thirds of it for gains, so that the order of actors matters; KTAB's `ASymProsp`";
]}

choices! { COMMITMENT, COMMITMENTS: Commitment, "commitment",
"what third parties stake in a contest", [
    "full" => Commitment::Full, "they take the winner's position; KTAB's `FullCommit`";
    "semi" => Commitment::Semi,
        "they keep their own if their side wins and take the winner's if it loses; KTAB's `SemiCommit`, its default";
    "none" => Commitment::None, "they keep their own position; KTAB's `NoCommit`";
]}

choices! { ELECTION, ELECTIONS: Election, "election",
"how chances in pairs become a chance of winning among all (probabilistic Condorcet election)", [
    "conditional" => Election::Conditional,
        "in proportion to the chance of winning every pair; KTAB's `Conditional`, its default";
    "markov_uniform" => Election::MarkovUniform,
        "any option challenges the favourite with the same chance, without end; KTAB's `MarkovUniform`";
    "markov_incentive" => Election::MarkovIncentive,
        "options challenge in proportion to their supporters' incentive; KTAB's `MarkovIncentive`";
]}

choices! { RISK_RANGE, RISK_RANGES: RiskRange, "risk_range",
"the range of attitudes to risk, from the least to the most likely winner", [
    "min" => RiskRange::Min, "0 to 1; KTAB's `Min`";
    "mid" => RiskRange::Mid, "-1/2 to 1; KTAB's `Mid`, its default";
    "max" => RiskRange::Max, "-1 to 1; KTAB's `Max`";
]}

choices! { RISK_ESTIMATE, RISK_ESTIMATES: RiskEstimate, "risk_estimate",
"what an actor takes another's attitude to risk to be", [
    "none" => RiskEstimate::None, "its own; KTAB's `None`";
    "one_third" => RiskEstimate::OneThird,
        "its own, a third of the way to the other's; KTAB's `OneThird`, its default";
    "half" => RiskEstimate::Half, "half-way between the two; KTAB's `Half`";
    "two_thirds" => RiskEstimate::TwoThirds, "two thirds of the way to the other's; KTAB's `TwoThirds`";
    "full" => RiskEstimate::Full,
        "the other's; KTAB's `Full`, with which the program rejects every input";
]}

choices! { INTERPOLATION, INTERPOLATIONS: Interpolation, "interpolation",
"how a bargain weighs two actors by salience s and chance p in each dimension", [
    "s1p1" => Interpolation::S1P1, "both move to the mean with weights s p; KTAB's `S1P1`";
    "s2p2" => Interpolation::S2P2,
        "both move to the mean with weights s^2 p^2; KTAB's `S2P2`, its default";
    "s2pmax" => Interpolation::S2PMax, "only the weaker moves; KTAB's `S2PMax`";
]}

choices! { PROPOSAL, PROPOSALS: Proposal, "proposal",
"which bargains a challenge puts on the table", [
    "initiator" => Proposal::Initiator,
        "that of the initiator's view of the chances; KTAB's `InitOnlyInterp`, its default";
    "initiator_and_receiver" => Proposal::InitiatorAndReceiver,
        "that and the one of the receiver's view; KTAB's `InitRcvrInterp`";
    "weighted_compromise" => Proposal::WeightedCompromise,
        "the mean of the two, weighted with capability times salience; KTAB's `PWCompInterp`";
]}

const TRANSITION: Switch = Switch {
    name: "transition",
    decides: "how an actor's next position follows from the election over its bargains",
    values: Values::Choices(&[
        ("deterministic", "the most likely bargain; KTAB's `Deterministic`, its default"),
        ("stochastic", "a bargain drawn with its chance; KTAB's `Stochastic`"),
    ]),
};

choices! { THIRD_PARTIES, THIRD_PARTY_VIEWS: ThirdParties, "third_parties",
"how third parties weigh the two sides", [
    "program" => ThirdParties::AsProgram,
        "with the same chances whichever side they join, so that an ally can weaken its side; the KTAB program of 2017";
    "sound" => ThirdParties::Sound,
        "joining a side raises its chance, and abstaining is possible; Efird, Lester and Wise (2016)";
]}

choices! { RECEIVER_VIEW, RECEIVER_VIEWS: ReceiverView, "receiver_view",
"what the receiver of a challenge takes its chance to be", [
    "program" => ReceiverView::AsProgram,
        "a gain stands in the place of a probability; the KTAB program of 2017";
    "sound" => ReceiverView::Sound,
        "the receiver's estimate of the probability; Efird, Lester and Wise (2016)";
]}

choices! { CAPABILITY_UNIT, CAPABILITY_UNITS: CapabilityUnit, "capability_unit",
"the unit in which capabilities meet the model's small constants", [
    "as_given" => CapabilityUnit::AsGiven,
        "as given: another unit changes far digits; the KTAB program of 2017";
    "shares" => CapabilityUnit::Shares, "scaled to a sum of 1,000: the unit does not matter";
]}

const LEAST: Switch = Switch {
    name: "least_turns",
    decides: "turns before it may stop; 2 in KTAB",
    values: Values::Number { low: 0.0, high: MOST_TURNS },
};
const MOST: Switch = Switch {
    name: "most_turns",
    decides: "turns after which it stops in any case; 100 in KTAB",
    values: Values::Number { low: 0.0, high: MOST_TURNS },
};
const QUIET: Switch = Switch {
    name: "quiet_share",
    decides: "it stops when all movement of a turn falls below this share of the first turn's; 0.02 in KTAB",
    values: Values::Number { low: 0.0, high: 1.0 },
};

/// The value that a choice stands for.
fn chosen<T: Copy>(switch: &Switch, all: &[T], name: &str) -> Result<T, SwitchError> {
    let value = switch.choice(name).and_then(|at| all.get(at).copied());
    value.ok_or(SwitchError::NoChoice(*switch))
}

/// The choice that stands for a value.
fn name<T: PartialEq>(switch: &Switch, all: &[T], value: &T) -> Option<String> {
    let Values::Choices(choices) = switch.values else { return None };
    let at = all.iter().position(|one| one == value)?;
    choices.get(at).map(|(name, _)| (*name).to_owned())
}

fn turns(switch: &Switch, text: &str) -> Result<usize, SwitchError> {
    let whole = switch.number(text).filter(|number| number.fract() == 0.0);
    whole.map(|number| number as usize).ok_or(SwitchError::NoChoice(*switch))
}

impl Options {
    /// Every switch of the model, with its choices and where they are from.
    pub const SWITCHES: &'static [Switch] = &[
        VICTORY,
        VOTING,
        COMMITMENT,
        ELECTION,
        RISK_RANGE,
        RISK_ESTIMATE,
        INTERPOLATION,
        PROPOSAL,
        TRANSITION,
        THIRD_PARTIES,
        RECEIVER_VIEW,
        CAPABILITY_UNIT,
        LEAST,
        MOST,
        QUIET,
    ];

    /// Sets a switch by its name. A stochastic transition draws from seed 1, draw 0, unless it has
    /// a stream already.
    ///
    /// ```
    /// use zopa_positions::spatial::{Options, VotingRule};
    /// let mut options = Options::as_program();
    /// options.set("voting", "prop_cbc")?;
    /// assert_eq!(options.voting_rule, VotingRule::ProportionalCubic);
    /// assert_eq!(options.setting("voting").as_deref(), Some("prop_cbc"));
    /// assert!(options.set("voting", "loud").is_err());
    /// # Ok::<(), zopa_positions::SwitchError>(())
    /// ```
    ///
    /// # Errors
    /// Where there is no such switch, or no such choice.
    pub fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        match switch {
            "victory" => self.victory = chosen(&VICTORY, VICTORIES, value)?,
            "voting" => self.voting_rule = chosen(&VOTING, VOTING_RULES, value)?,
            "commitment" => self.commitment = chosen(&COMMITMENT, COMMITMENTS, value)?,
            "election" => self.election = chosen(&ELECTION, ELECTIONS, value)?,
            "risk_range" => self.risk_range = chosen(&RISK_RANGE, RISK_RANGES, value)?,
            "risk_estimate" => self.risk_estimate = chosen(&RISK_ESTIMATE, RISK_ESTIMATES, value)?,
            "interpolation" => self.interpolation = chosen(&INTERPOLATION, INTERPOLATIONS, value)?,
            "proposal" => self.proposal = chosen(&PROPOSAL, PROPOSALS, value)?,
            "transition" => {
                self.transition = match (value, self.transition) {
                    ("deterministic", _) => Transition::Deterministic,
                    ("stochastic", Transition::Deterministic) => {
                        Transition::Stochastic { seed: 1, draw: 0 }
                    }
                    ("stochastic", stream) => stream,
                    _ => return Err(SwitchError::NoChoice(TRANSITION)),
                };
            }
            "third_parties" => {
                self.third_parties = chosen(&THIRD_PARTIES, THIRD_PARTY_VIEWS, value)?;
            }
            "receiver_view" => self.receiver_view = chosen(&RECEIVER_VIEW, RECEIVER_VIEWS, value)?,
            "capability_unit" => {
                self.capability_unit = chosen(&CAPABILITY_UNIT, CAPABILITY_UNITS, value)?;
            }
            "least_turns" => self.stop.least_turns = turns(&LEAST, value)?,
            "most_turns" => self.stop.most_turns = turns(&MOST, value)?,
            "quiet_share" => {
                self.stop.quiet_share = QUIET.number(value).ok_or(SwitchError::NoChoice(QUIET))?;
            }
            _ => return Err(SwitchError::NoSwitch),
        }
        Ok(())
    }

    /// What a switch is set to, in the words that [`Options::set`] takes; `None` where there is no
    /// such switch.
    pub fn setting(&self, switch: &str) -> Option<String> {
        match switch {
            "victory" => name(&VICTORY, VICTORIES, &self.victory),
            "voting" => name(&VOTING, VOTING_RULES, &self.voting_rule),
            "commitment" => name(&COMMITMENT, COMMITMENTS, &self.commitment),
            "election" => name(&ELECTION, ELECTIONS, &self.election),
            "risk_range" => name(&RISK_RANGE, RISK_RANGES, &self.risk_range),
            "risk_estimate" => name(&RISK_ESTIMATE, RISK_ESTIMATES, &self.risk_estimate),
            "interpolation" => name(&INTERPOLATION, INTERPOLATIONS, &self.interpolation),
            "proposal" => name(&PROPOSAL, PROPOSALS, &self.proposal),
            "transition" => Some(match self.transition {
                Transition::Deterministic => "deterministic".to_owned(),
                Transition::Stochastic { .. } => "stochastic".to_owned(),
            }),
            "third_parties" => name(&THIRD_PARTIES, THIRD_PARTY_VIEWS, &self.third_parties),
            "receiver_view" => name(&RECEIVER_VIEW, RECEIVER_VIEWS, &self.receiver_view),
            "capability_unit" => name(&CAPABILITY_UNIT, CAPABILITY_UNITS, &self.capability_unit),
            "least_turns" => Some(self.stop.least_turns.to_string()),
            "most_turns" => Some(self.stop.most_turns.to_string()),
            "quiet_share" => Some(self.stop.quiet_share.to_string()),
            _ => None,
        }
    }
}
