//! From sums to the answer: estimates with intervals, and findings in plain words.

use crate::answer::*;
use crate::findings::findings;
use crate::proportion::proportion;
use crate::sketch::RELATIVE_ERROR;
use crate::tally::{EXACT_DRAWS, EXACT_PATHS, MEASURES_WITH_DRIVERS, Spread, Tally};
use zopa_equations::Compiled;
use zopa_equations::formula::Place;
use zopa_equations::model::Model;
use zopa_scenario::{Scenario, SourceReference};

/// Levels of the reported quantiles.
const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Uncertain numbers beyond which points of a Sobol' sequence are too alike in pairs to weigh inputs.
const SOBOL_INPUTS: usize = 40;
/// Most whole packages listed.
const PACKAGES: usize = 10;

fn estimate(name: &str, unit: String, spread: &Spread) -> Estimate {
    let half = spread.moments.half_width();
    let quantiles = spread.quantiles.quantiles(&LEVELS);
    Estimate {
        name: name.to_owned(),
        unit,
        mean: spread.moments.mean,
        low: spread.moments.mean - half,
        high: spread.moments.mean + half,
        n: spread.moments.count,
        quantiles: Keyed(
            LEVELS
                .iter()
                .zip(quantiles)
                .filter_map(|(level, q)| Some((level.to_string(), q?)))
                .collect(),
        ),
    }
}

/// Times at which the chance of a deal is reported: half a year to five years where the unit is the
/// month, else tenths of the horizon; always within it, its end included.
fn report_times(model: &Model, unit: &str) -> Vec<f64> {
    let clock = &model.clock;
    let length = clock.steps as f64 * clock.step;
    let wanted: Vec<f64> = if unit == "month" {
        vec![6.0, 12.0, 24.0, 36.0, 60.0]
    } else {
        [0.1, 0.2, 0.4, 0.6, 1.0]
            .iter()
            .map(|f| (f * clock.steps as f64).round() * clock.step)
            .collect()
    };
    let mut times: Vec<f64> =
        wanted.into_iter().filter(|t| *t > 0.0 && *t <= length + 1e-9).collect();
    if times.last().is_none_or(|t| (t - length).abs() > 1e-9) {
        times.push(length);
    }
    times.dedup();
    times
}

/// A number as a key: without a trailing `.0`.
fn key(x: f64) -> String {
    let rounded = (x * 1e9).round() / 1e9;
    format!("{rounded}")
}

fn citations(references: &[SourceReference]) -> Vec<String> {
    references
        .iter()
        .filter(|r| !r.is_assumption())
        .map(|r| match &r.locator {
            Some(locator) => format!("{}:{locator}", r.source),
            None => r.source.clone(),
        })
        .collect()
}

/// Builds the answer.
pub(crate) fn answer(
    scenario: &Scenario,
    compiled: &Compiled,
    model: &Model,
    tally: &Tally,
    trade_off: Option<TradeOff>,
    manifest: Manifest,
) -> Answer {
    let clock = &model.clock;
    let deals = tally.deals();
    let has_talks = model.talks.is_some();
    let label = |name: &zopa_scenario::Text, id: &zopa_scenario::Text| {
        if name.text.is_empty() { id.text.clone() } else { name.text.clone() }
    };
    let unit_of = |place: Place| {
        compiled.units.unit(place).map(ToString::to_string).filter(|u| u != "1").unwrap_or_default()
    };

    let deal_by = if has_talks {
        report_times(model, &scenario.time.unit)
            .into_iter()
            .map(|t| {
                let last = (t / clock.step + 1e-9).floor() as usize;
                let signed: u64 = tally.deals_at.iter().take(last + 1).sum();
                (key(t), proportion(signed, tally.draws))
            })
            .collect()
    } else {
        Vec::new()
    };
    let terms = scenario
        .issues
        .iter()
        .zip(&tally.terms)
        .map(|(issue, counts)| {
            let options = issue.options.iter().zip(counts);
            let row = options.map(|(o, &n)| (o.id.text.clone(), proportion(n, deals))).collect();
            (issue.id.text.clone(), Keyed(row))
        })
        .collect();
    let mut packages: Vec<(&Vec<u32>, u64)> = tally.packages.iter().map(|(p, &n)| (p, n)).collect();
    packages.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let packages = packages
        .into_iter()
        .take(PACKAGES)
        .map(|(package, n)| {
            let named = package.iter().zip(&scenario.issues);
            let named = named
                .map(|(&o, issue)| {
                    (issue.id.text.clone(), issue.options[o as usize].id.text.clone())
                })
                .collect();
            (Keyed(named), proportion(n, deals))
        })
        .collect();
    let without: u64 = tally.obstacles.iter().sum();
    let obstacle_names = scenario
        .parties
        .iter()
        .map(|p| p.id.text.clone())
        .chain(["ratification", "chance", "nothing_on_table", "no_round"].map(str::to_owned));
    let mut binding: Vec<(String, Proportion)> = if has_talks {
        obstacle_names
            .zip(&tally.obstacles)
            .filter(|(_, n)| **n > 0)
            .map(|(name, &n)| (name, proportion(n, without)))
            .collect()
    } else {
        Vec::new()
    };
    binding.sort_by(|a, b| b.1.p.total_cmp(&a.1.p).then(a.0.cmp(&b.0)));
    let parties = if has_talks {
        scenario
            .parties
            .iter()
            .zip(&tally.parties)
            .map(|(party, sums)| {
                let entry = PartyAnswer {
                    name: label(&party.name, &party.id),
                    seat: party.seat.word().to_owned(),
                    deal: estimate("deal", String::new(), &sums.deal),
                    no_deal: estimate("no deal", String::new(), &sums.no_deal),
                    gain: estimate("gain", String::new(), &sums.gain),
                    no_deal_at_start: estimate(
                        "no deal at the start",
                        String::new(),
                        &sums.no_deal_at_start,
                    ),
                };
                (party.id.text.clone(), entry)
            })
            .collect()
    } else {
        Vec::new()
    };
    let survival = if deals > 0 {
        let curve = tally.spells.curve();
        curve
            .into_iter()
            .enumerate()
            .map(|(s, point)| (key(s as f64 * clock.step), point))
            .collect()
    } else {
        Vec::new()
    };
    let survival_reference = scenario
        .hold
        .iter()
        .flat_map(|h| &h.compare)
        .map(|c| ReferenceCurve {
            name: c.name.text.clone(),
            points: c.points.clone(),
            cases: c.cases,
            sources: citations(&c.sources),
        })
        .collect();
    let evidence = crate::evidence::evidence(scenario, compiled);
    let mut remarks = Vec::new();
    if manifest.partial {
        remarks.push(format!(
            "The run was stopped after {} of {} draws; everything here rests on those.",
            manifest.draws_done, manifest.draws
        ));
    }
    if tally.draws > EXACT_PATHS as u64 {
        remarks.push(format!(
            "Quantiles of paths come from a sketch of all draws; their relative error is at most {:.1} %.",
            100.0 * RELATIVE_ERROR
        ));
    }
    if tally.draws > EXACT_DRAWS as u64 {
        remarks.push(format!(
            "So do quantiles of measures and of the parties' values (more than {EXACT_DRAWS} draws)."
        ));
    }
    if manifest.design == "sobol" && model.samples.len() > SOBOL_INPUTS {
        remarks.push(format!(
            "The design is Sobol' with {} uncertain numbers: coordinates far down the sequence resemble each other until draws are very many, so weights of single inputs can be spurious. Compare with a Latin hypercube.",
            model.samples.len()
        ));
    }
    let mut answer = Answer {
        title: scenario.title.text.clone(),
        summary: scenario.summary.as_ref().map_or(String::new(), |t| t.text.clone()),
        as_of: scenario.as_of.map_or(String::new(), |d| d.to_string()),
        time_unit: scenario.time.unit.clone(),
        manifest,
        findings: Vec::new(),
        deal_by: Keyed(deal_by),
        zone_at_start: proportion(tally.zones, tally.first_rounds),
        zone_share_at_start: tally.zone_share.mean,
        terms: Keyed(terms),
        issue_names: Keyed(
            scenario.issues.iter().map(|i| (i.id.text.clone(), label(&i.name, &i.id))).collect(),
        ),
        option_names: Keyed(
            scenario
                .issues
                .iter()
                .flat_map(|i| {
                    i.options.iter().map(move |o| {
                        let name = o.name.as_ref().map_or(&o.id.text, |n| &n.text);
                        (format!("{}.{}", i.id, o.id), name.clone())
                    })
                })
                .collect(),
        ),
        packages,
        binding: Keyed(binding),
        parties: Keyed(parties),
        survival: Keyed(survival),
        survival_reference,
        trade_off,
        paths: Keyed(paths(scenario, model, tally, &unit_of)),
        measures: Keyed(
            scenario
                .measures
                .iter()
                .enumerate()
                .zip(&tally.measures)
                .map(|((i, measure), spread)| {
                    let name = measure.name.as_ref().map_or(&measure.id.text, |n| &n.text);
                    (measure.id.text.clone(), estimate(name, unit_of(Place::Measure(i)), spread))
                })
                .collect(),
        ),
        drivers: drivers(scenario, compiled, model, tally),
        evidence,
        limits: scenario.limits.iter().map(|t| t.text.clone()).collect(),
        remarks,
    };
    answer.findings = findings(&answer);
    answer
}

fn paths(
    scenario: &Scenario,
    model: &Model,
    tally: &Tally,
    unit_of: &impl Fn(Place) -> String,
) -> Vec<(String, Path)> {
    let stride = model.clock.steps.div_ceil(600).max(1);
    let points = model.clock.steps / stride + 1;
    let times: Vec<f64> = (0..points).map(|i| model.clock.time(i * stride)).collect();
    model
        .shown
        .iter()
        .zip(tally.paths.chunks(points))
        .map(|((id, _), spreads)| {
            let stock = scenario.stocks.iter().position(|s| s.id.text == *id);
            let variable = scenario.variables.iter().position(|v| v.id.text == *id);
            let (name, unit) = match (stock, variable) {
                (Some(i), _) => (&scenario.stocks[i].name, unit_of(Place::StockStart(i))),
                (_, Some(i)) => (&scenario.variables[i].name, unit_of(Place::Variable(i))),
                _ => (&None, String::new()),
            };
            let quantiles: Vec<Vec<Option<f64>>> =
                spreads.iter().map(|s| s.quantiles.quantiles(&LEVELS)).collect();
            let path = Path {
                name: name.as_ref().map_or_else(|| id.clone(), |n| n.text.clone()),
                unit,
                times: times.clone(),
                mean: spreads.iter().map(|s| s.moments.mean).collect(),
                quantiles: Keyed(
                    LEVELS
                        .iter()
                        .enumerate()
                        .map(|(k, level)| {
                            (
                                level.to_string(),
                                quantiles.iter().map(|q| q[k].unwrap_or(0.0)).collect(),
                            )
                        })
                        .collect(),
                ),
            };
            (id.clone(), path)
        })
        .collect()
}

fn drivers(scenario: &Scenario, compiled: &Compiled, model: &Model, tally: &Tally) -> Vec<Drivers> {
    let mut outcomes = Vec::new();
    if model.talks.is_some() {
        outcomes.push((0, "whether a deal is signed".to_owned()));
        outcomes.push((
            1,
            "how near the parties are to a deal in the first round (largest smallest gain)"
                .to_owned(),
        ));
        outcomes.push((2, "whether a signed deal breaks down within the horizon".to_owned()));
    }
    for (k, measure) in scenario.measures.iter().enumerate().take(MEASURES_WITH_DRIVERS) {
        let name = measure.name.as_ref().map_or(&measure.id.text, |n| &n.text);
        outcomes.push((3 + k, name.clone()));
    }
    outcomes
        .into_iter()
        .filter_map(|(outcome, name)| {
            let mut inputs: Vec<Driver> = model
                .samples
                .iter()
                .enumerate()
                .filter_map(|(i, sample)| {
                    let index = tally.first_order.index(outcome, i)?;
                    let input = match sample.place {
                        Place::Input(k) => Some(&scenario.inputs[k]),
                        _ => None,
                    };
                    let formula = compiled.formulas.iter().find(|f| f.place == sample.place);
                    Some(Driver {
                        input: sample.site.clone(),
                        name: input
                            .and_then(|x| x.name.as_ref())
                            .map_or_else(|| sample.site.clone(), |n| n.text.clone()),
                        first_order: index.first_order,
                        low: index.low,
                        high: index.high,
                        rank_correlation: index.correlation,
                        distinct: index.distinct,
                        sources: formula.map(|f| citations(&f.quantity.sources)).unwrap_or_default(),
                    })
                })
                .collect();
            if inputs.is_empty() {
                return None;
            }
            inputs.sort_by(|a, b| b.first_order.total_cmp(&a.first_order).then(a.input.cmp(&b.input)));
            Some(Drivers {
                outcome: name,
                inputs,
                method: "First-order index from the ensemble itself: variance of the outcome's means in 20 bins of the input's rank, less chance, over its variance; 95 % interval by a jackknife over 16 groups of draws.".to_owned(),
            })
        })
        .collect()
}
