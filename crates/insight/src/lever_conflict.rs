//! Levers as the options of a conflict: each combination of levers is a state, and what parties
//! prefer comes from an ensemble run in each state with common random numbers.
//!
//! In state `s` and draw `d` party `i` gets the value `v_i(s, d)`. Because all states see the same
//! random numbers, `v_i(s, d) - v_i(q, d)` is a paired difference, free of the noise that the
//! states share. From the values follow
//!
//! - the expected ranking: `s` above `q` where the mean over draws is higher;
//! - for each draw the ranking of that draw, and so for each state the share of draws in which it
//!   is stable: how far the answer survives the uncertainty of the model's own numbers;
//! - for each pair the share of draws in which a party prefers one to the other.
//!
//! Assumptions: a lever is pulled or not from the start; a party that holds several may change all
//! of them in one move; parties value states by what they would bring if kept.

use zopa_ensemble::proportion::proportion;
use zopa_ensemble::{Observer, Options, RunError, rows};
use zopa_equations::lever::{SettingError, pull};
use zopa_scenario::diagnostic::any_error;
use zopa_scenario::{Diagnostic, LeverChange, Measure, Quantity, Scenario, Text};
use zopa_stability::{
    Concept, Conflict, ConflictError, ConflictOption, FeasibleStates, Graph, OptionForm, Pattern,
    Preference, Ranking, Reversibility, solve,
};

/// Most levers of a conflict: 4,096 ensembles.
pub const LEVER_LIMIT: usize = 12;

/// Why no conflict can be made of the levers.
#[derive(Debug, Clone, PartialEq)]
pub enum LeverError {
    /// No scenario lever has this name.
    UnknownLever(String),
    /// This lever belongs to nobody.
    NobodysLever(String),
    /// No lever was given, or more than [`LEVER_LIMIT`].
    LeverCount(usize),
    /// A lever cannot be pulled.
    Setting(SettingError),
    /// With these levers pulled the scenario has errors.
    Broken {
        /// The levers.
        levers: Vec<String>,
        /// The errors.
        diagnostics: Vec<Diagnostic>,
    },
    /// Nothing says what the party wants: it has no value, and the scenario holds no talks.
    NothingWanted(String),
    /// The party's value is not a number in some draw: it names nothing that is always defined.
    NoValue {
        /// The party.
        party: String,
        /// The draw.
        draw: usize,
    },
    /// A run failed.
    Run(RunError),
    /// The stability analysis failed.
    Conflict(ConflictError),
}

impl std::fmt::Display for LeverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LeverError::UnknownLever(lever) => write!(f, "no lever is called `{lever}`"),
            LeverError::NobodysLever(lever) => write!(f, "lever `{lever}` belongs to no party"),
            LeverError::LeverCount(count) => {
                write!(f, "{count} levers; a conflict takes 1 to {LEVER_LIMIT}")
            }
            LeverError::Setting(error) => write!(f, "{error}"),
            LeverError::Broken { levers, diagnostics } => {
                let first = diagnostics.first().map_or("", |d| d.message.as_str());
                write!(f, "with {} the scenario has errors: {first}", levers.join(", "))
            }
            LeverError::NothingWanted(party) => {
                write!(f, "nothing says what `{party}` wants: the scenario holds no talks")
            }
            LeverError::NoValue { party, draw } => {
                write!(f, "what `{party}` gets is not a number in draw {draw}")
            }
            LeverError::Run(error) => write!(f, "{error}"),
            LeverError::Conflict(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LeverError {}

/// What to ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Levers that become options, by identifier; each belongs to a party.
    pub levers: Vec<String>,
    /// What a party wants much of, by identifier of the party: a measure, or a stock or variable
    /// at the last time; with a minus in front, what it wants little of. A party without one wants
    /// a high value of the deal it gets, or of no deal where it gets none.
    pub values: Vec<(String, Text)>,
    /// Draws per state, seed and design.
    pub options: Options,
}

/// The levers of a scenario as a conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverConflict {
    /// Levers in the order of bits, as indices of the scenario.
    pub levers: Vec<usize>,
    /// Parties that hold a lever, as indices of the scenario, in the order of the model.
    pub parties: Vec<usize>,
    /// Pairs of levers that cannot both be pulled, because they set one quantity to different
    /// values: indices into `levers`.
    pub exclusive: Vec<(usize, usize)>,
    /// The conflict with the expected rankings.
    pub conflict: Conflict,
    /// `values[state][party][draw]`.
    pub values: Vec<Vec<Vec<f64>>>,
}

/// The share of draws in which a state is an equilibrium, under one concept.
#[derive(Debug, Clone, PartialEq)]
pub struct EquilibriumShare {
    /// The concept.
    pub concept: Concept,
    /// For each state the share with its 95 % interval.
    pub shares: Vec<zopa_ensemble::answer::Proportion>,
}

/// Makes levers the options of a conflict. Runs one ensemble per combination of levers.
///
/// # Errors
/// [`LeverError`].
pub fn lever_conflict(
    scenario: &Scenario,
    question: &Question,
    observer: &dyn Observer,
) -> Result<LeverConflict, LeverError> {
    let levers = chosen(scenario, &question.levers)?;
    let held_by = |lever: usize| scenario.levers[lever].party.as_ref().map(|p| p.text.as_str());
    let parties: Vec<usize> = scenario
        .parties
        .iter()
        .enumerate()
        .filter(|(_, party)| levers.iter().any(|&l| held_by(l) == Some(party.id.text.as_str())))
        .map(|(index, _)| index)
        .collect();
    let mut base = scenario.clone();
    let measured = add_values(&mut base, &parties, &question.values);
    if scenario.negotiation.is_none()
        && let Some(position) = measured.iter().position(Option::is_none)
    {
        let party = scenario.parties[parties[position]].id.text.clone();
        return Err(LeverError::NothingWanted(party));
    }
    let exclusive = exclusive(scenario, &levers);
    let states: Vec<u64> = (0..1_u64 << levers.len())
        .filter(|state| !exclusive.iter().any(|(a, b)| state >> a & state >> b & 1 == 1))
        .collect();
    let mut values = Vec::with_capacity(states.len());
    for (done, &state) in states.iter().enumerate() {
        let part = PartOf { observer, done: done as u64, all: states.len() as u64 };
        let pulled = with_levers(&base, &levers, state)?;
        let compiled = zopa_equations::compile(&pulled);
        if any_error(&compiled.diagnostics) || compiled.model.is_none() {
            return Err(LeverError::Broken {
                levers: names(scenario, &levers, state),
                diagnostics: compiled.diagnostics,
            });
        }
        let rows = rows(&compiled, &question.options, &part).map_err(LeverError::Run)?;
        let mut of_state = Vec::with_capacity(parties.len());
        for (position, &party) in parties.iter().enumerate() {
            let column: Vec<f64> = match measured[position] {
                Some((measure, sign)) => rows.measures[measure].iter().map(|x| sign * x).collect(),
                None => rows.outcome[party].clone(),
            };
            if let Some(draw) = column.iter().position(|value| !value.is_finite()) {
                let party = scenario.parties[party].id.text.clone();
                return Err(LeverError::NoValue { party, draw });
            }
            of_state.push(column);
        }
        values.push(of_state);
    }
    let form = OptionForm {
        parties: parties.len(),
        options: levers
            .iter()
            .map(|&lever| ConflictOption {
                owner: parties
                    .iter()
                    .position(|&p| held_by(lever) == Some(scenario.parties[p].id.text.as_str()))
                    .unwrap_or(0),
                reversibility: Reversibility::Both,
            })
            .collect(),
        feasible: if exclusive.is_empty() {
            FeasibleStates::All(levers.len() as u32)
        } else {
            FeasibleStates::Listed(states)
        },
    };
    let preferences = (0..parties.len())
        .map(|party| {
            let means: Vec<f64> =
                values.iter().map(|of_state: &Vec<Vec<f64>>| mean(&of_state[party])).collect();
            Preference::Ranking(ranking(&means))
        })
        .collect();
    let conflict =
        Conflict::new(Graph::Options(form), preferences).map_err(LeverError::Conflict)?;
    Ok(LeverConflict { levers, parties, exclusive, conflict, values })
}

impl LeverConflict {
    /// The expected value of a state to a party, and how far the mean may be off: the half width
    /// of its 95 % interval.
    pub fn expected(&self, state: usize, party: usize) -> (f64, f64) {
        let values = &self.values[state][party];
        let (mean, count) = (mean(values), values.len() as f64);
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / count.max(2.0);
        (mean, 1.96 * (variance / count).sqrt())
    }

    /// The share of draws in which the party prefers `state` to `other`, with its 95 % interval.
    pub fn preferred(
        &self,
        party: usize,
        state: usize,
        other: usize,
    ) -> zopa_ensemble::answer::Proportion {
        let (a, b) = (&self.values[state][party], &self.values[other][party]);
        let count = a.iter().zip(b).filter(|(a, b)| a > b).count();
        proportion(count as u64, a.len() as u64)
    }

    /// For each concept and state, the share of draws in whose own rankings the state is an
    /// equilibrium. Linear in draws times the cost of one analysis.
    ///
    /// # Errors
    /// Where the analysis fails.
    pub fn equilibrium_shares(
        &self,
        concepts: &[Concept],
    ) -> Result<Vec<EquilibriumShare>, ConflictError> {
        let states = self.values.len();
        let draws = self.values[0][0].len();
        let mut counts = vec![vec![0_u64; states]; concepts.len()];
        for draw in 0..draws {
            let preferences = (0..self.parties.len())
                .map(|party| {
                    let of_draw: Vec<f64> =
                        self.values.iter().map(|of_state| of_state[party][draw]).collect();
                    Preference::Ranking(ranking(&of_draw))
                })
                .collect();
            let conflict = Conflict::new(self.conflict.graph.clone(), preferences)?;
            for (count, stable) in counts.iter_mut().zip(solve(&conflict, concepts)?) {
                for state in stable.equilibria() {
                    count[state as usize] += 1;
                }
            }
        }
        Ok(concepts
            .iter()
            .zip(counts)
            .map(|(&concept, counts)| EquilibriumShare {
                concept,
                shares: counts.iter().map(|&count| proportion(count, draws as u64)).collect(),
            })
            .collect())
    }

    /// What makes combinations of levers infeasible, as patterns.
    pub fn patterns(&self) -> Vec<Pattern> {
        self.exclusive
            .iter()
            .map(|(a, b)| {
                let both = 1 << a | 1 << b;
                Pattern { fixed: both, value: both }
            })
            .collect()
    }
}

/// Progress of one ensemble among several.
struct PartOf<'o> {
    observer: &'o dyn Observer,
    done: u64,
    all: u64,
}

impl Observer for PartOf<'_> {
    fn progress(&self, done: u64, total: u64) {
        self.observer.progress(self.done * total + done, self.all * total);
    }

    fn cancelled(&self) -> bool {
        self.observer.cancelled()
    }
}

/// The ranking by a value: equal values tie.
fn ranking(values: &[f64]) -> Ranking {
    let mut levels: Vec<f64> = values.to_vec();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let rank = |value: &f64| levels.partition_point(|level| level < value) as u32;
    Ranking::new(values.iter().map(rank).collect())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn chosen(scenario: &Scenario, names: &[String]) -> Result<Vec<usize>, LeverError> {
    let mut levers = Vec::new();
    for name in names {
        let Some(index) = scenario.levers.iter().position(|lever| lever.id.text == *name) else {
            return Err(LeverError::UnknownLever(name.clone()));
        };
        if scenario.levers[index].party.is_none() {
            return Err(LeverError::NobodysLever(name.clone()));
        }
        if !levers.contains(&index) {
            levers.push(index);
        }
    }
    if levers.is_empty() || levers.len() > LEVER_LIMIT {
        return Err(LeverError::LeverCount(levers.len()));
    }
    Ok(levers)
}

fn names(scenario: &Scenario, levers: &[usize], state: u64) -> Vec<String> {
    let pulled = levers.iter().enumerate().filter(|(bit, _)| state >> bit & 1 == 1);
    pulled.map(|(_, &lever)| scenario.levers[lever].id.text.clone()).collect()
}

fn with_levers(scenario: &Scenario, levers: &[usize], state: u64) -> Result<Scenario, LeverError> {
    let mut pulled = scenario.clone();
    for (bit, &lever) in levers.iter().enumerate() {
        if state >> bit & 1 == 1 {
            pull(&mut pulled, &scenario.levers[lever]).map_err(LeverError::Setting)?;
        }
    }
    Ok(pulled)
}

/// For each party the measure that it wants much of, and the sign with which; stocks and variables
/// are added as measures.
fn add_values(
    scenario: &mut Scenario,
    parties: &[usize],
    values: &[(String, Text)],
) -> Vec<Option<(usize, f64)>> {
    let mut measured = Vec::with_capacity(parties.len());
    for &party in parties {
        let id = scenario.parties[party].id.text.clone();
        let value = values.iter().find(|(of, _)| *of == id);
        measured.push(value.map(|(_, value)| {
            let text = value.text.trim();
            let (name, sign) = match text.strip_prefix('-') {
                Some(name) => (name.trim(), -1.0),
                None => (text, 1.0),
            };
            let declared = scenario.measures.iter().position(|m| m.id.text == name);
            let measure = declared.unwrap_or_else(|| {
                scenario.measures.push(Measure {
                    id: Text::outside(format!("wanted_by_{id}")),
                    name: None,
                    value: Quantity {
                        expression: Text::outside(format!("{name} at end")),
                        ..Quantity::default()
                    },
                });
                scenario.measures.len() - 1
            });
            (measure, sign)
        }));
    }
    measured
}

/// Pairs of levers that give one quantity, seat or condition different values.
fn exclusive(scenario: &Scenario, levers: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (a, &first) in levers.iter().enumerate() {
        for (b, &second) in levers.iter().enumerate().skip(a + 1) {
            let (first, second) = (&scenario.levers[first].set, &scenario.levers[second].set);
            if first.iter().any(|one| second.iter().any(|other| contradict(one, other))) {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

fn contradict(one: &LeverChange, other: &LeverChange) -> bool {
    match (one, other) {
        (
            LeverChange::Value { target, value },
            LeverChange::Value { target: other_target, value: other_value },
        ) => {
            target.text == other_target.text
                && value.expression.text.trim() != other_value.expression.text.trim()
        }
        (
            LeverChange::Seat { party, seat },
            LeverChange::Seat { party: other_party, seat: other_seat },
        ) => party.text == other_party.text && seat != other_seat,
        (LeverChange::OffTable(one), LeverChange::OffTable(other)) => {
            let texts = |list: &[Text]| list.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
            texts(one) != texts(other)
        }
        _ => false,
    }
}
