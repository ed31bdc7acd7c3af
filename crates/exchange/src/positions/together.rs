//! All issues of a file as the dimensions of one space, for the spatial model of politics.
//!
//! A party stands in the space if it takes a stand on every issue. With the scale of issue k from
//! low_k to high_k, a position x becomes (x - low_k) / (high_k - low_k).
//!
//! # Assumptions
//! - The saliences of a party are its attention to each issue and sum to at most 1 in the model.
//!   Where they sum to more (they were judged issue by issue) they are divided by the sum, which
//!   keeps their proportions; other saliences stay as they are.
//! - The model knows one capability of a party. Where it differs by issue the mean is taken.
//! - Draws of uncertain numbers are independent, but for the capability of one party, which moves on
//!   all issues together.

use super::{NamedIssue, NamedPositions, UncertainStand};
use zopa_positions::Stand;
use zopa_positions::spatial::{Politics, PoliticsError};
use zopa_sampling::stream::uniform;
use zopa_sampling::{Distribution, Site};

/// Sums of saliences up to this are taken for 1: percentages divided by 100 may exceed it in the
/// last digits.
const WHOLE: f64 = 1.0 + 1e-9;
/// Saliences that sum to less are none.
const NO_ATTENTION: f64 = 1e-100;
/// The least salience that is drawn.
const LEAST_SALIENCE: f64 = 0.01;

/// Why a party does not stand in the space.
#[derive(Debug, Clone, PartialEq)]
pub enum Absence {
    /// It takes no stand on these issues.
    NoStand(Vec<usize>),
    /// It cares about none of the issues.
    NoSalience,
}

/// All issues of a file together.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// The space and the parties in it, uncertain numbers at their central values.
    pub politics: Politics,
    /// Its actors: indices of parties.
    pub parties: Vec<usize>,
    /// Its dimensions: indices of issues.
    pub issues: Vec<usize>,
    /// Parties that take a stand somewhere and are left out.
    pub left_out: Vec<(usize, Absence)>,
    /// Parties whose saliences were divided by their sum, with the sum.
    pub scaled: Vec<(usize, f64)>,
    /// Parties whose capability differs by issue, so that the mean is taken.
    pub averaged: Vec<usize>,
    /// Whether any number is uncertain.
    pub uncertain: bool,
    /// `stands[actor][dimension]`: the index of the stand in the issue.
    stands: Vec<Vec<usize>>,
}

/// Why there is no space.
#[derive(Debug, Clone, PartialEq)]
pub enum TogetherError {
    /// There are no issues.
    NoIssues,
    /// No party takes a stand on every issue; the parties nearest to it, with the issues that they
    /// miss.
    NobodyEverywhere(Vec<(usize, Absence)>),
    /// The numbers do not make a space; the actor in it is an index of a party.
    Politics(PoliticsError),
}

/// All issues as dimensions.
///
/// Linear in the number of stands times the number of issues.
///
/// ```
/// let text = "Reform,,3,2,\nActor,Description,Power,a Position,a Salience,b Position,b Salience,\n\
///             A,,100,30,30,0,20,\nB,,65,45,65,100,35,\nC,,20,90,60,50,60,\n";
/// let positions = zopa_exchange::positions::toolkit_csv::read(text, "").positions.unwrap();
/// let space = zopa_exchange::positions::together::politics(&positions).unwrap();
/// assert_eq!(space.politics.position, [[0.3, 0.0], [0.45, 1.0], [0.9, 0.5]]);
/// assert_eq!(space.politics.salience[1], [0.65, 0.35]);
/// // The third party's sum to 1.2.
/// assert_eq!(space.politics.salience[2], [0.5, 0.5]);
/// assert_eq!(space.scaled, [(2, 1.2)]);
/// ```
///
/// # Errors
/// Where there is no issue, nobody takes a stand on all, or numbers are out of range.
pub fn politics(positions: &NamedPositions) -> Result<Together, TogetherError> {
    politics_of(positions, &(0..positions.issues.len()).collect::<Vec<_>>())
}

/// These issues, by index, as dimensions; indices out of range are left out.
///
/// # Errors
/// As [`politics`].
pub fn politics_of(
    positions: &NamedPositions,
    issues: &[usize],
) -> Result<Together, TogetherError> {
    let issues: Vec<usize> =
        issues.iter().copied().filter(|&issue| issue < positions.issues.len()).collect();
    let named: Vec<&NamedIssue> = issues.iter().map(|&issue| &positions.issues[issue]).collect();
    if named.is_empty() {
        return Err(TogetherError::NoIssues);
    }
    let mut together = Together {
        politics: Politics::default(),
        parties: Vec::new(),
        issues: issues.clone(),
        left_out: Vec::new(),
        scaled: Vec::new(),
        averaged: Vec::new(),
        uncertain: false,
        stands: Vec::new(),
    };
    for party in 0..positions.parties.len() {
        let found: Vec<Option<usize>> = named
            .iter()
            .map(|issue| issue.issue.stands.iter().position(|stand| stand.party == party))
            .collect();
        let stands: Vec<usize> = found.iter().copied().flatten().collect();
        if stands.is_empty() {
            continue;
        }
        if stands.len() < named.len() {
            let missing = issues.iter().zip(&found).filter(|(_, stand)| stand.is_none());
            let missing = missing.map(|(&issue, _)| issue).collect();
            together.left_out.push((party, Absence::NoStand(missing)));
            continue;
        }
        let told = |dimension: usize| named[dimension].issue.stands[stands[dimension]];
        let all: Vec<Stand> = (0..named.len()).map(told).collect();
        let sum: f64 = all.iter().map(|stand| stand.salience).sum();
        if sum <= NO_ATTENTION {
            together.left_out.push((party, Absence::NoSalience));
            continue;
        }
        if sum > WHOLE {
            together.scaled.push((party, sum));
        }
        if all.iter().any(|stand| stand.capability != all[0].capability) {
            together.averaged.push(party);
        }
        let uncertain = |dimension: usize| {
            let UncertainStand { position, salience, capability } =
                named[dimension].uncertain.get(stands[dimension]).cloned().unwrap_or_default();
            position.is_some() || salience.is_some() || capability.is_some()
        };
        together.uncertain |= (0..named.len()).any(uncertain);
        let (capability, position, salience) = actor(&named, &all);
        together.politics.capability.push(capability);
        together.politics.position.push(position);
        together.politics.salience.push(salience);
        together.parties.push(party);
        together.stands.push(stands);
    }
    if together.parties.is_empty() {
        return Err(TogetherError::NobodyEverywhere(together.left_out));
    }
    together.politics.ideal_adjustment = positions.toolkit.as_ref().and_then(|toolkit| {
        let weights = toolkit.adjustment(positions.parties.len())?;
        let row = |&i: &usize| together.parties.iter().map(|&j| weights[i][j]).collect();
        Some(together.parties.iter().map(row).collect())
    });
    let by_party = |error| named_actor(error, &together.parties);
    together.politics.check().map_err(|error| TogetherError::Politics(by_party(error)))?;
    Ok(together)
}

impl Together {
    /// Draw `draw` of the space: uncertain numbers by their quantile functions at addresses of seed,
    /// draw and place. Positions are clipped to the scale, saliences to [0.01, 1], capabilities to 0
    /// or more; saliences that then sum to more than 1 are divided by their sum.
    pub fn draw(&self, positions: &NamedPositions, seed: u64, draw: u64) -> Politics {
        const POSITION: Site = Site::named("spatial.position");
        const SALIENCE: Site = Site::named("spatial.salience");
        const CAPABILITY: Site = Site::named("spatial.capability");
        let named: Vec<&NamedIssue> =
            self.issues.iter().filter_map(|&issue| positions.issues.get(issue)).collect();
        let mut drawn = self.politics.clone();
        for (index, stands) in self.stands.iter().enumerate() {
            let mut all = Vec::with_capacity(named.len());
            for (dimension, (issue, &at)) in named.iter().zip(stands).enumerate() {
                let (Some(&stand), uncertain) =
                    (issue.issue.stands.get(at), issue.uncertain.get(at))
                else {
                    return drawn;
                };
                let place =
                    (self.parties[index] * positions.issues.len() + self.issues[dimension]) as u32;
                let value = |distribution: Option<&Distribution>, centre: f64, site, address| {
                    let drawn =
                        distribution.map(|d| d.quantile(uniform(seed, draw, site, address)));
                    drawn.filter(|value| value.is_finite()).unwrap_or(centre)
                };
                let uncertain = uncertain.cloned().unwrap_or_default();
                let position = value(uncertain.position.as_ref(), stand.position, POSITION, place);
                let mut salience =
                    value(uncertain.salience.as_ref(), stand.salience, SALIENCE, place);
                if uncertain.salience.is_some() {
                    salience = salience.clamp(LEAST_SALIENCE, 1.0);
                }
                let capability = value(
                    uncertain.capability.as_ref(),
                    stand.capability,
                    CAPABILITY,
                    self.parties[index] as u32,
                );
                all.push(Stand {
                    position: position.clamp(issue.issue.low, issue.issue.high),
                    salience,
                    capability: capability.max(0.0),
                    ..stand
                });
            }
            (drawn.capability[index], drawn.position[index], drawn.salience[index]) =
                actor(&named, &all);
        }
        drawn
    }
}

/// Capability, positions and saliences in the space of the stands of a party.
fn actor(issues: &[&NamedIssue], stands: &[Stand]) -> (f64, Vec<f64>, Vec<f64>) {
    let first = stands.first().map_or(0.0, |stand| stand.capability);
    let capability = if stands.iter().all(|stand| stand.capability == first) {
        first
    } else {
        stands.iter().map(|stand| stand.capability / stands.len() as f64).sum()
    };
    let position = issues
        .iter()
        .zip(stands)
        .map(|(named, stand)| {
            let (low, high) = (named.issue.low, named.issue.high);
            (stand.position - low) / (high - low)
        })
        .collect();
    let sum: f64 = stands.iter().map(|stand| stand.salience).sum();
    let share = |stand: &Stand| if sum > WHOLE { stand.salience / sum } else { stand.salience };
    (capability, position, stands.iter().map(share).collect())
}

/// The error with an index of a party in the place of one of an actor.
fn named_actor(error: PoliticsError, parties: &[usize]) -> PoliticsError {
    let of = |actor: usize| parties.get(actor).copied().unwrap_or(actor);
    match error {
        PoliticsError::Shape { actor } => PoliticsError::Shape { actor: of(actor) },
        PoliticsError::BadCapability { actor, capability } => {
            PoliticsError::BadCapability { actor: of(actor), capability }
        }
        PoliticsError::OutsideScale { actor, dimension, position } => {
            PoliticsError::OutsideScale { actor: of(actor), dimension, position }
        }
        PoliticsError::BadSalience { actor, dimension, salience } => {
            PoliticsError::BadSalience { actor: of(actor), dimension, salience }
        }
        PoliticsError::SalienceSum { actor, sum } => {
            PoliticsError::SalienceSum { actor: of(actor), sum }
        }
        PoliticsError::BadAdjustment { actor } => PoliticsError::BadAdjustment { actor: of(actor) },
        PoliticsError::NoActors | PoliticsError::NoDimensions | PoliticsError::NoCapability => {
            error
        }
    }
}
