//! The switches by name, as a reading is written: `q`, `denominator`, `choice`.

use super::reading::{
    AlternativeOf, AlternativeSign, Centre, ChallengeSalience, Choice, Compromise, Confrontation,
    Denominator, Exponent, LeftAlone, Neighbours, Numerator, Outcome, Reading, Span, Stop,
};
use super::{ExpectedUtility, presets::SETTLES};
use crate::{Switch, SwitchError, Values};

const DENOMINATORS: [Denominator; 2] = [Denominator::Pair, Denominator::AllPairs];
const NUMERATORS: [Numerator; 2] = [Numerator::Supporters, Numerator::NetOfOpponents];
const YES_NO: [bool; 2] = [true, false];
const EXPONENTS: [Exponent; 2] = [Exponent::Own, Exponent::Viewer];
const SALIENCES: [ChallengeSalience; 3] =
    [ChallengeSalience::Responder, ChallengeSalience::Literal, ChallengeSalience::LiteralInOctants];
const SPANS: [Span; 3] = [Span::Initial, Span::Current, Span::Scale];
const CONFRONTATIONS: [Confrontation; 2] = [Confrontation::LoserMoves, Confrontation::NobodyMoves];
const COMPROMISES: [Compromise; 2] = [Compromise::Ratio, Compromise::WeightedAverage];
const CHOICES: [Choice; 4] = [
    Choice::LeastMove,
    Choice::LowestAverage,
    Choice::HighestProposerUtility,
    Choice::StrongestChallenger,
];
const CENTRES: [Centre; 2] = [Centre::Median, Centre::Mean];
const SIGNS: [AlternativeSign; 2] = [AlternativeSign::Subtracted, AlternativeSign::Added];
const ALTERNATIVES: [AlternativeOf; 2] = [AlternativeOf::Challenger, AlternativeOf::Viewer];
const NEIGHBOURS: [Neighbours; 2] = [Neighbours::AtPeace, Neighbours::Contest];
const OUTCOMES: [Outcome; 2] = [Outcome::Median, Outcome::Mean];

const fn choices(
    name: &'static str,
    decides: &'static str,
    choices: &'static [(&'static str, &'static str)],
) -> Switch {
    Switch { name, decides, values: Values::Choices(choices) }
}

/// The choice of a switch that a text names.
fn pick<T: Copy>(switch: &Switch, of: &[T], value: &str) -> Result<T, SwitchError> {
    let at = switch.choice(value);
    at.and_then(|at| of.get(at).copied()).ok_or(SwitchError::NoChoice(*switch))
}

/// The name of a choice.
fn named<T: PartialEq>(switch: &Switch, of: &[T], value: T) -> Option<String> {
    let (Values::Choices(choices) | Values::Either { choices, .. }) = switch.values else {
        return None;
    };
    let at = of.iter().position(|choice| *choice == value)?;
    choices.get(at).map(|(name, _)| (*name).to_owned())
}

impl Reading {
    /// The switches of a reading.
    ///
    /// ```
    /// use zopa_positions::expected_utility::{Exponent, Reading};
    /// let mut reading = Reading::PRINTED;
    /// reading.set("exponent", "viewer").unwrap();
    /// reading.set("q", "0.5").unwrap();
    /// assert_eq!(reading, Reading { exponent: Exponent::Viewer, stays: 0.5, ..Reading::PRINTED });
    /// assert_eq!(reading.setting("choice").unwrap(), "least_move");
    /// assert!(reading.set("choice", "best").is_err());
    /// ```
    pub const SWITCHES: [Switch; 17] = [
        Switch {
            name: "q",
            decides: "Q, the probability that a rival who is not challenged stays where it is",
            values: Values::Number { low: 0.0, high: 1.0 },
        },
        Switch {
            name: "t",
            decides: "T, whether a rival who is left alone comes closer (1) or goes away (0)",
            values: Values::Either {
                choices: &[(
                    "by_distance",
                    "1 where the median is closer than the rival (Scholz, Calbert and Smith 2011, \
                     figures 1 to 4; dmasad has the number 1)",
                )],
                low: 0.0,
                high: 1.0,
            },
        },
        choices(
            "denominator",
            "what the support for one side of a contest is divided by",
            &[
                ("pair", "the votes cast in this contest (Scholz, Calbert and Smith 2011, eq. 31)"),
                (
                    "all_pairs",
                    "the votes cast in the contests of all ordered pairs (their figures; jmckib)",
                ),
            ],
        ),
        choices(
            "numerator",
            "what counts as support for one side of a contest",
            &[
                (
                    "supporters",
                    "the votes of those who stand closer to it (Scholz, Calbert and Smith 2011, \
                     eq. 30)",
                ),
                ("net_of_opponents", "those votes less the opponents', at least 0 (dmasad)"),
            ],
        ),
        choices(
            "risk_in_votes",
            "whether voters' distances are raised to their own risk exponents",
            &[
                ("yes", "in the second pass (figures of Scholz, Calbert and Smith 2011; jmckib)"),
                ("no", "plain distances (Scholz, Calbert and Smith 2011, eq. 30)"),
            ],
        ),
        choices(
            "exponent",
            "whose risk exponent a party uses when it judges a challenge by the other",
            &[
                ("own", "the other's own (Scholz, Calbert and Smith 2011, eq. 25b)"),
                ("viewer", "the viewer's, for both sides (their figures; jmckib)"),
            ],
        ),
        choices(
            "salience",
            "whose salience weighs the contest when the other challenges",
            &[
                ("responder", "the challenged party's (Scholz, Calbert and Smith 2011, eq. 6)"),
                ("literal", "the challenger's (their eq. 25b as printed)"),
                (
                    "literal_in_octants",
                    "the challenger's in the octants, the challenged party's in the threats that \
                     make risk exponents (decisionmechanics/eum)",
                ),
            ],
        ),
        choices(
            "span",
            "what distances are divided by",
            &[
                ("initial", "the spread of the positions at the start (jmckib, dmasad, eum)"),
                ("current", "the spread of the positions in the current round (schelling)"),
                ("scale", "the length of the issue's own scale (dmasad takes any number)"),
            ],
        ),
        choices(
            "confrontation",
            "what a confrontation that the other side wins does",
            &[
                (
                    "loser_moves",
                    "the loser takes the winner's position (Scholz, Calbert and Smith 2011)",
                ),
                ("nobody_moves", "nobody moves (schelling)"),
            ],
        ),
        choices(
            "compromise",
            "where a compromise lies",
            &[
                (
                    "ratio",
                    "the mover goes the share |a/b| of the way (Scholz, Calbert and Smith 2011, \
                     eq. 36)",
                ),
                (
                    "weighted_average",
                    "both positions averaged with the weights |a| and |b| (decisionmechanics/eum)",
                ),
            ],
        ),
        choices(
            "capitulation",
            "whether a party that stands to lose more than the other gains gives in",
            &[
                ("yes", "it takes the other's position (Scholz, Calbert and Smith 2011, figure 6)"),
                ("no", "it stays (jmckib)"),
            ],
        ),
        choices(
            "choice",
            "which of several offers a party takes",
            &[
                (
                    "least_move",
                    "confrontation before compromise before capitulation, then the smallest move \
                     (Scholz, Calbert and Smith 2011)",
                ),
                (
                    "lowest_average",
                    "the same, but of compromises the lowest on the scale (their figures; jmckib)",
                ),
                (
                    "highest_proposer_utility",
                    "that of the proposer who expects most, then the smallest move (schelling)",
                ),
                (
                    "strongest_challenger",
                    "it faces only the challenger who expects most, and stays if it would not \
                     lose to that one (dmasad)",
                ),
            ],
        ),
        choices(
            "centre",
            "where a rival who is left alone is expected to go",
            &[
                ("median", "to the lower weighted median (Scholz, Calbert and Smith 2011)"),
                ("mean", "to the weighted mean (dmasad)"),
            ],
        ),
        choices(
            "alternative_sign",
            "the sign of what is expected of a rival who is left alone, with weight 1 - Q",
            &[
                ("subtracted", "forgone by a challenge (Scholz, Calbert and Smith 2011, eq. 25a)"),
                ("added", "the reverse, a slip (dmasad)"),
            ],
        ),
        choices(
            "alternative_of",
            "from whose place a party judges what happens if the other does not challenge it",
            &[
                ("challenger", "the other's (Scholz, Calbert and Smith 2011, eq. 25b)"),
                ("viewer", "the party's own (decisionmechanics/eum)"),
            ],
        ),
        choices(
            "neighbours",
            "whether parties at one position challenge each other; matters where Q is below 1",
            &[
                ("at_peace", "no (Scholz, Calbert and Smith 2011 do not speak of it)"),
                ("contest", "yes: who loses to one of them stays (decisionmechanics/eum)"),
            ],
        ),
        choices(
            "stop",
            "when the rounds end",
            &[
                ("rounds", "after a fixed number (Scholz, Calbert and Smith 2011)"),
                (
                    "median_settles",
                    "when the median has moved by less than half a point of the scale in two \
                     rounds running, at the latest after 20 rounds (schelling)",
                ),
            ],
        ),
    ];

    /// Sets a switch by name; `rounds` keeps the number of rounds that are fixed already, and
    /// makes it 10 where they were not.
    ///
    /// # Errors
    /// Where there is no such switch or it has no such choice; nothing is changed then.
    pub fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        let switch = find(&Reading::SWITCHES, switch)?;
        let number = || switch.number(value).ok_or(SwitchError::NoChoice(*switch));
        match switch.name {
            "q" => self.stays = number()?,
            "t" => {
                self.left_alone = match switch.choice(value) {
                    Some(_) => LeftAlone::ByDistance,
                    None => LeftAlone::Constant(number()?),
                }
            }
            "denominator" => self.denominator = pick(switch, &DENOMINATORS, value)?,
            "numerator" => self.numerator = pick(switch, &NUMERATORS, value)?,
            "risk_in_votes" => self.risk_in_votes = pick(switch, &YES_NO, value)?,
            "exponent" => self.exponent = pick(switch, &EXPONENTS, value)?,
            "salience" => self.salience = pick(switch, &SALIENCES, value)?,
            "span" => self.span = pick(switch, &SPANS, value)?,
            "confrontation" => self.confrontation = pick(switch, &CONFRONTATIONS, value)?,
            "compromise" => self.compromise = pick(switch, &COMPROMISES, value)?,
            "capitulation" => self.capitulation = pick(switch, &YES_NO, value)?,
            "choice" => self.choice = pick(switch, &CHOICES, value)?,
            "centre" => self.centre = pick(switch, &CENTRES, value)?,
            "alternative_sign" => self.alternative_sign = pick(switch, &SIGNS, value)?,
            "alternative_of" => self.alternative_of = pick(switch, &ALTERNATIVES, value)?,
            "neighbours" => self.neighbours = pick(switch, &NEIGHBOURS, value)?,
            _ => {
                let settles = pick(switch, &[false, true], value)?;
                let fixed = matches!(self.stop, Stop::Rounds(_));
                if settles == fixed {
                    self.stop = if settles { SETTLES } else { Stop::Rounds(10) };
                }
            }
        }
        Ok(())
    }

    /// What a switch is set to, in the words that [`Reading::set`] takes; none where there is no
    /// such switch.
    pub fn setting(&self, switch: &str) -> Option<String> {
        let switch = find(&Reading::SWITCHES, switch).ok()?;
        match switch.name {
            "q" => Some(self.q().to_string()),
            "t" => Some(match self.constant_t() {
                None => "by_distance".to_owned(),
                Some(t) => t.to_string(),
            }),
            "denominator" => named(switch, &DENOMINATORS, self.denominator),
            "numerator" => named(switch, &NUMERATORS, self.numerator),
            "risk_in_votes" => named(switch, &YES_NO, self.risk_in_votes),
            "exponent" => named(switch, &EXPONENTS, self.exponent),
            "salience" => named(switch, &SALIENCES, self.salience),
            "span" => named(switch, &SPANS, self.span),
            "confrontation" => named(switch, &CONFRONTATIONS, self.confrontation),
            "compromise" => named(switch, &COMPROMISES, self.compromise),
            "capitulation" => named(switch, &YES_NO, self.capitulation),
            "choice" => named(switch, &CHOICES, self.choice),
            "centre" => named(switch, &CENTRES, self.centre),
            "alternative_sign" => named(switch, &SIGNS, self.alternative_sign),
            "alternative_of" => named(switch, &ALTERNATIVES, self.alternative_of),
            "neighbours" => named(switch, &NEIGHBOURS, self.neighbours),
            _ => named(switch, &[true, false], matches!(self.stop, Stop::Rounds(_))),
        }
    }
}

fn find<'a>(switches: &'a [Switch], name: &str) -> Result<&'a Switch, SwitchError> {
    switches.iter().find(|switch| switch.name == name).ok_or(SwitchError::NoSwitch)
}

const OUTCOME: Switch = choices(
    "outcome",
    "which summary of the final positions is the forecast",
    &[
        ("median", "the lower weighted median (Scholz, Calbert and Smith 2011)"),
        ("mean", "the weighted mean (their table 2 has both)"),
    ],
);

impl ExpectedUtility {
    /// The switches: those of the reading, then `outcome`.
    pub const SWITCHES: [Switch; Reading::SWITCHES.len() + 1] = {
        let mut all = [OUTCOME; Reading::SWITCHES.len() + 1];
        let mut at = 0;
        while at < Reading::SWITCHES.len() {
            all[at] = Reading::SWITCHES[at];
            at += 1;
        }
        all
    };

    /// Sets a switch by name.
    ///
    /// # Errors
    /// As [`Reading::set`].
    pub fn set(&mut self, switch: &str, value: &str) -> Result<(), SwitchError> {
        if switch == OUTCOME.name {
            self.outcome = pick(&OUTCOME, &OUTCOMES, value)?;
            return Ok(());
        }
        self.reading.set(switch, value)
    }

    /// What a switch is set to, as [`Reading::setting`].
    pub fn setting(&self, switch: &str) -> Option<String> {
        if switch == OUTCOME.name {
            return named(&OUTCOME, &OUTCOMES, self.outcome);
        }
        self.reading.setting(switch)
    }
}
