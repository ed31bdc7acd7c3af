//! The switches of the spatial model, each with the name that the KTAB program gives it.

/// How the strengths of two coalitions become a probability of victory (`VictoryProbModel`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Victory {
    /// x / (x + y).
    #[default]
    Linear,
    /// x^2 / (x^2 + y^2).
    Square,
    /// x^4 / (x^4 + y^4).
    Quartic,
    /// x^8 / (x^8 + y^8).
    Octic,
    /// Certain (but for one in a million) with an advantage of 10 %, linear in between.
    Binary,
}

/// How probabilities of victory in pairs become one of winning among all (`PCEModel`:
/// probabilistic Condorcet election).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Election {
    /// P_i proportional to the product of p_ij over all j: i wins every pair.
    #[default]
    Conditional,
    /// The fixed point of P_i = (1/n) sum_j p_ij (P_i + P_j): any option challenges the current
    /// favourite with the same chance.
    MarkovUniform,
    /// The fixed point of P_i = sum_j p_ij (P_i h_ji + P_j h_ij): options challenge in proportion
    /// to the incentive c(i:j) p_ij of their supporters.
    MarkovIncentive,
}

/// How an actor's vote between two options follows from the difference of their utilities
/// (`VotingRule`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VotingRule {
    /// w sign(du), linear within 1e-8 of zero (and none within 1e-13, which is rounding).
    Binary,
    /// w du (`Prop`).
    #[default]
    Proportional,
    /// w du^3.
    Cubic,
    /// w (0.8 du + 0.2 sign(du)) (`PropBin`).
    ProportionalBinary,
    /// w (0.5 du + 0.5 du^3) (`PropCbc`).
    ProportionalCubic,
    /// w du if du < 0, else 2/3 w du (`ASymProsp`): losses count more than gains.
    ///
    /// The vote depends on which option comes first, so elections depend on the order of options
    /// and thereby of actors.
    AsymmetricProspect,
}

/// The range of risk attitudes that the first election gives (`BigRRange`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RiskRange {
    /// [0, 1]: (P - Pmin) / (Pmax - Pmin).
    Min,
    /// [-1/2, 1]: (3 P - Pmax - 2 Pmin) / (2 (Pmax - Pmin)).
    #[default]
    Mid,
    /// [-1, 1]: (2 P - Pmax - Pmin) / (Pmax - Pmin).
    Max,
}

/// What an actor h takes another actor's (i) risk attitude to be (`BigRAdjust`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RiskEstimate {
    /// Its own: R_h.
    None,
    /// (2 R_h + R_i) / 3.
    #[default]
    OneThird,
    /// (R_h + R_i) / 2.
    Half,
    /// (R_h + 2 R_i) / 3.
    TwoThirds,
    /// The other's: R_i. The program rejects every input with this choice.
    Full,
}

/// What third parties stake in a contest (`ThirdPartyCommit`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Commitment {
    /// They take the winner's position whichever side they joined.
    Full,
    /// They keep their own if the side they joined wins, and take the winner's if it loses.
    #[default]
    Semi,
    /// They keep their own position.
    None,
}

/// How third parties weigh the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThirdParties {
    /// As the program: the same chance of i's victory whether the third party joins i or j. Full
    /// and no commitment then give exactly nothing, and a half-committed party standing on i's own
    /// position votes against i.
    #[default]
    AsProgram,
    /// As the article describes: joining a side raises that side's chance, and a party that does
    /// better by abstaining abstains.
    Sound,
}

/// How a bargain weighs the two actors in each dimension (`InterVecBrgn`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interpolation {
    /// Both move to the mean with weights s p.
    S1P1,
    /// Both move to the mean with weights s^2 p^2.
    #[default]
    S2P2,
    /// Only the weaker moves: by the fraction e s_j^2 / (e s_j^2 + 1e-6 + (1 - e) s_i^2) of the
    /// way, e = max(0, p_j - p_i).
    S2PMax,
}

/// Which bargains a challenge puts on the table (`BargnModel`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Proposal {
    /// The one that the initiator's view of the chances gives (`InitOnlyInterp`).
    #[default]
    Initiator,
    /// That and the one of the receiver's view (`InitRcvrInterp`).
    InitiatorAndReceiver,
    /// The mean of the two, weighted with capability times salience (`PWCompInterp`).
    WeightedCompromise,
}

/// What the receiver's view of a challenge is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReceiverView {
    /// As the program: the receiver's estimate of the initiator's **gain** stands where a
    /// probability belongs, and both weights of the compromise use the initiator's capability.
    #[default]
    AsProgram,
    /// The receiver's estimate of the probability, and each actor's own capability.
    Sound,
}

/// The unit in which capabilities meet the model's small constants (1e-8 and 1e-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CapabilityUnit {
    /// As given: another unit changes results in the far digits.
    #[default]
    AsGiven,
    /// Scaled to a sum of 1,000: the unit does not matter.
    Shares,
}

/// How an actor's next position follows from the election over the bargains in its queue
/// (`StateTransitions`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transition {
    /// The most likely bargain; the first of several.
    #[default]
    Deterministic,
    /// A bargain drawn with its probability, from the stream addressed by seed, draw, turn and
    /// actor.
    Stochastic {
        /// The seed of the stream.
        seed: u64,
        /// The number of the draw.
        draw: u64,
    },
}

/// When the turns end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// At least this many turns.
    pub least_turns: usize,
    /// At most this many turns.
    pub most_turns: usize,
    /// Stops when all movement of a turn, over that of the first, falls below this share.
    pub quiet_share: f64,
}

impl Default for Stop {
    fn default() -> Self {
        Stop { least_turns: 2, most_turns: 100, quiet_share: 0.02 }
    }
}

/// All switches of the spatial model; the defaults are the program's.
///
/// ```
/// use zopa_positions::spatial::{Options, ThirdParties, VotingRule};
/// assert_eq!(Options::default(), Options::as_program());
/// let cubic = Options { voting_rule: VotingRule::Cubic, ..Options::default() };
/// assert_eq!(cubic.third_parties, ThirdParties::AsProgram);
/// assert_eq!(Options::sound().third_parties, ThirdParties::Sound);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// Probability of victory from coalitions.
    pub victory: Victory,
    /// Probability of winning among all from probabilities in pairs.
    pub election: Election,
    /// Votes from differences of utility.
    pub voting_rule: VotingRule,
    /// Range of risk attitudes.
    pub risk_range: RiskRange,
    /// Estimates of others' risk attitudes.
    pub risk_estimate: RiskEstimate,
    /// Stake of third parties.
    pub commitment: Commitment,
    /// How third parties weigh the sides.
    pub third_parties: ThirdParties,
    /// Weights of a bargain.
    pub interpolation: Interpolation,
    /// Bargains put on the table.
    pub proposal: Proposal,
    /// The receiver's view of a challenge.
    pub receiver_view: ReceiverView,
    /// The unit of capabilities.
    pub capability_unit: CapabilityUnit,
    /// From the election over bargains to the next position.
    pub transition: Transition,
    /// When the turns end.
    pub stop: Stop,
}

impl Options {
    /// The program with its defaults.
    pub fn as_program() -> Self {
        Options::default()
    }

    /// The program's defaults with its defects put right: third parties, the receiver's view and
    /// the unit of capabilities.
    pub fn sound() -> Self {
        Options {
            third_parties: ThirdParties::Sound,
            receiver_view: ReceiverView::Sound,
            capability_unit: CapabilityUnit::Shares,
            ..Options::default()
        }
    }
}
