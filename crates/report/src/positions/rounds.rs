//! Positions by round: a ribbon for each party, as wide as its power.

use maud::{Markup, html};

use super::answer::{IssueRow, ModelRow, PositionsAnswer};
use super::frame::Picture;
use super::naming;
use super::scale::{Scale, place};
use crate::table::{Cell, Column, Table};

/// Width of the rounds.
const PLOT: f64 = 470.0;
const TOP: f64 = 34.0;
/// Width of all ribbons together.
const POWER: f64 = 110.0;
/// Least distance of two names.
const NAME: f64 = 15.0;
/// Rounds drawn.
const MOST_ROUNDS: usize = 40;
/// Models drawn for an issue.
const MOST_MODELS: usize = 8;
/// Inks of the style sheet, after Okabe and Ito (2008).
const INKS: [&str; 6] = ["ink-1", "ink-2", "ink-3", "ink-4", "ink-5", "ink-6"];

/// The models that have rounds.
pub fn moving(issue: &IssueRow) -> Vec<&ModelRow> {
    issue.models.iter().filter(|model| !model.rounds.is_empty()).take(MOST_MODELS).collect()
}

/// The pictures of all models with rounds, with a choice of the one shown.
pub fn figures(answer: &PositionsAnswer, i: usize, issue: &IssueRow) -> Markup {
    let models = moving(issue);
    html! {
        @if models.len() > 1 {
            form.filter.choices hidden data-rounds=(i) aria-label="Choice of the model whose rounds are shown" {
                label { "Rounds of the model "
                    select name="model" {
                        @for (m, model) in models.iter().enumerate() { option value=(m) { (naming::model(model)) } }
                    }
                }
            }
        }
        @for (m, model) in models.iter().enumerate() {
            div data-model={ (i) "-" (m) } { (figure(answer, i, m, issue, model)) }
        }
        @if !issue.moves.is_empty() {
            details.why { summary { "Who moved, because of whom (" (naming::counted(issue.moves.len(), "move")) ")" }
                ul { @for told in &issue.moves { li { (told) } } }
            }
        }
    }
}

/// Positions of each stand from the start on, at most [`MOST_ROUNDS`] rounds.
fn series(issue: &IssueRow, model: &ModelRow) -> Vec<Vec<f64>> {
    let mut series: Vec<Vec<f64>> = issue.stands.iter().map(|stand| vec![stand.position]).collect();
    for round in model.rounds.iter().take(MOST_ROUNDS) {
        for (stand, so_far) in series.iter_mut().enumerate() {
            let last = so_far[so_far.len() - 1];
            so_far.push(round.get(stand).copied().filter(|x| x.is_finite()).unwrap_or(last));
        }
    }
    series
}

fn figure(
    answer: &PositionsAnswer,
    i: usize,
    m: usize,
    issue: &IssueRow,
    model: &ModelRow,
) -> Markup {
    let series = series(issue, model);
    let height = (NAME * series.len() as f64 + 40.0).max(400.0);
    let rounds = model.rounds.len().min(MOST_ROUNDS);
    let left_out = model.rounds.len() - rounds;
    let mut subtitle = format!(
        "Position on the scale from {} at the start and after each of {}; {}. The width of a band is the \
         party's share of power (capability times salience); bands that would overlap lie side by side.",
        naming::interval(issue, (issue.low, issue.high)),
        naming::counted(rounds, "round"),
        naming::parties(issue.stands.len()),
    );
    if left_out > 0 {
        subtitle += &format!(" {} more are not drawn.", naming::counted(left_out, "round"));
    }
    if !model.remarks.is_empty() {
        let known = model.remarks.join("; ");
        subtitle += &format!(" To know: {}.", known.trim_end_matches('.'));
    }
    let title = finding(answer, issue, model, &series);
    Picture {
        id: format!("rounds-{}-{}", i + 1, m + 1),
        title: title.clone(),
        subtitle,
        key: html! {},
        drawing: drawing(answer, issue, &series, height),
        size: (2.0 * margin(answer, issue) + PLOT, height + TOP + 34.0),
        description: format!("{title}."),
        table: table(answer, issue, &series),
        method: format!(
            "All parties move at once after each round, by the rules of {}{}. These are the model's own \
             movements; no interval belongs to them.",
            naming::model(model),
            if model.source.is_empty() { String::new() } else { format!(" ({})", model.source) }
        ),
    }
    .markup()
}

fn finding(
    answer: &PositionsAnswer,
    issue: &IssueRow,
    model: &ModelRow,
    series: &[Vec<f64>],
) -> String {
    let name = naming::model(model);
    let moved = |s: &Vec<f64>| (s[s.len() - 1] - s[0]).abs();
    let length = (issue.high - issue.low).abs();
    let count = series.iter().filter(|s| moved(s) > 1e-6 * length).count();
    let rounds = naming::counted(model.rounds.len(), "round");
    let widest = series
        .iter()
        .zip(&issue.stands)
        .filter(|(s, _)| moved(s).is_finite())
        .reduce(|a, b| if moved(b.0) > moved(a.0) { b } else { a });
    match widest {
        Some((s, stand)) if count > 0 => format!(
            "Under {name}, {count} of {} end elsewhere after {rounds}; {} moves farthest, from {} to {}",
            naming::parties(series.len()),
            naming::party(answer, stand.party),
            naming::value(issue, s[0]),
            naming::value(issue, s[s.len() - 1])
        ),
        _ => format!("Under {name}, all parties end where they began after {rounds}"),
    }
}

/// Where a ribbon is in a column: its centre and half of its width.
type Band = (f64, f64);

/// Centres of the ribbons in each column: where they would overlap they lie side by side, as close
/// to their positions as that allows.
fn bands(scale: &Scale, series: &[Vec<f64>], widths: &[f64]) -> Vec<Vec<Band>> {
    let columns = series.iter().map(Vec::len).max().unwrap_or(0);
    let mut before: Vec<f64> = (0..series.len()).map(|stand| stand as f64).collect();
    let mut all = Vec::with_capacity(columns);
    for column in 0..columns {
        let at: Vec<f64> = series.iter().map(|s| scale.at(s[column]).unwrap_or(TOP)).collect();
        let mut order: Vec<usize> = (0..series.len()).collect();
        // Ribbons of one position keep the order in which they come.
        order.sort_by(|&a, &b| {
            at[a].total_cmp(&at[b]).then(before[a].total_cmp(&before[b])).then(a.cmp(&b))
        });
        // Distance from the top of the pile, were all ribbons in one pile.
        let mut depth = vec![0.0; series.len()];
        let mut pile = 0.0;
        for &stand in &order {
            depth[stand] = pile + widths[stand] / 2.0;
            pile += widths[stand];
        }
        // Ribbons overlap where the tops of their piles are out of order: pool those (isotonic
        // regression by pooling neighbours).
        let mut pools: Vec<(f64, f64, usize)> = Vec::new();
        for &stand in &order {
            let mut pool = (at[stand] - depth[stand], widths[stand], 1);
            while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
                let weight = last.1 + pool.1;
                pool = ((last.0 * last.1 + pool.0 * pool.1) / weight, weight, last.2 + pool.2);
            }
            pools.push(pool);
        }
        let tops = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.0, pool.2));
        let mut column_bands = vec![(0.0, 0.0); series.len()];
        for (&stand, top) in order.iter().zip(tops) {
            column_bands[stand] = (top + depth[stand], widths[stand] / 2.0);
        }
        before = column_bands.iter().map(|band| band.0).collect();
        all.push(column_bands);
    }
    all
}

/// Heights of names near the wanted heights, none closer than [`NAME`].
fn spread_names(wanted: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    let mut at = vec![0.0; wanted.len()];
    let mut last = low - NAME;
    for &k in &order {
        at[k] = wanted[k].max(last + NAME);
        last = at[k];
    }
    let mut next = high + NAME;
    for &k in order.iter().rev() {
        at[k] = at[k].min(next - NAME);
        next = at[k];
    }
    at
}

/// Room for the names on either side.
fn margin(answer: &PositionsAnswer, issue: &IssueRow) -> f64 {
    let names = issue.stands.iter().map(|stand| naming::party(answer, stand.party));
    naming::room(names) + 24.0
}

fn drawing(answer: &PositionsAnswer, issue: &IssueRow, series: &[Vec<f64>], height: f64) -> Markup {
    let left = margin(answer, issue);
    let right = left + PLOT;
    // The upper end of the scale is on top; ribbons reach beyond by half of their width.
    let scale = Scale::of(issue, TOP + height - POWER / 2.0, TOP + POWER / 2.0);
    let power = |k: usize| {
        let power = issue.stands[k].capability * issue.stands[k].salience;
        if power.is_finite() && power > 0.0 { power } else { 0.0 }
    };
    let total: f64 = (0..series.len()).map(power).sum();
    let widths: Vec<f64> = (0..series.len())
        .map(|k| {
            if total > 0.0 && total.is_finite() { POWER * power(k) / total } else { 0.0 }.max(1.5)
        })
        .collect();
    let bands = bands(&scale, series, &widths);
    let columns = bands.len();
    let x = |column: usize| {
        left + (right - left) * column as f64 / (columns.saturating_sub(1)).max(1) as f64
    };
    let ends = |column: Option<&Vec<Band>>| -> Vec<f64> {
        let wanted: Vec<f64> =
            column.map_or_else(Vec::new, |bands| bands.iter().map(|band| band.0).collect());
        spread_names(&wanted, TOP + 4.0, TOP + height - 4.0)
    };
    let (starts, finishes) = (ends(bands.first()), ends(bands.last()));
    let every = columns.div_ceil(12).max(1);
    html! {
        @for mark in scale.marks() {
            @if let Some(y) = scale.at(mark) {
                line.grid x1=(place(left)) y1=(place(y)) x2=(place(right)) y2=(place(y)) {}
            }
        }
        @for column in (0..columns).step_by(every) {
            line.grid x1=(place(x(column))) y1=(place(TOP)) x2=(place(x(column))) y2=(place(TOP + height)) {}
            text.tick x=(place(x(column))) y=(place(TOP + height + 18.0)) text-anchor="middle" {
                @if column == 0 { "start" } @else { (column) }
            }
        }
        text.tick x=(place((left + right) / 2.0)) y="16" text-anchor="middle" { "round" }
        @for (k, stand) in issue.stands.iter().enumerate() {
            @if stand.position.is_finite() {
                g.ribbon.(INKS[stand.party % INKS.len()]) data-party=(stand.party) {
                    title {
                        (naming::party(answer, stand.party)) ": " (naming::value(issue, series[k][0])) " at the start, "
                        (naming::value(issue, series[k][columns - 1])) " in the end"
                    }
                    path.power d=(ribbon(&bands, k, &x)) {}
                    path.lead d={ "M" (place(left - 3.0)) " " (place(bands[0][k].0)) "L" (place(left - 16.0)) " " (place(starts[k])) } {}
                    path.lead d={ "M" (place(right + 3.0)) " " (place(bands[columns - 1][k].0)) "L" (place(right + 16.0)) " " (place(finishes[k])) } {}
                    text.name x=(place(left - 19.0)) y=(place(starts[k] + 4.0)) text-anchor="end" { (naming::short(naming::party(answer, stand.party))) }
                    text.name x=(place(right + 19.0)) y=(place(finishes[k] + 4.0)) { (naming::short(naming::party(answer, stand.party))) }
                }
            }
        }
        @for mark in scale.marks() {
            @if let Some(y) = scale.at(mark) {
                text.tick.inside x=(place(left + 5.0)) y=(place(y + 4.0)) { (naming::value(issue, mark)) }
            }
        }
    }
}

/// The outline of a ribbon through all columns, with soft bends where columns are far apart.
fn ribbon(bands: &[Vec<Band>], k: usize, x: &impl Fn(usize) -> f64) -> String {
    let edge = |column: usize, side: f64| bands[column][k].0 + side * bands[column][k].1;
    let bend = |from: usize, to: usize, side: f64| {
        if bands.len() > 13 {
            return format!("L{} {}", place(x(to)), place(edge(to, side)));
        }
        let middle = place((x(from) + x(to)) / 2.0);
        format!(
            "C{middle} {} {middle} {} {} {}",
            place(edge(from, side)),
            place(edge(to, side)),
            place(x(to)),
            place(edge(to, side))
        )
    };
    let last = bands.len() - 1;
    let mut path = format!("M{} {}", place(x(0)), place(edge(0, -1.0)));
    for column in 0..last {
        path += &bend(column, column + 1, -1.0);
    }
    path += &format!("L{} {}", place(x(last)), place(edge(last, 1.0)));
    for column in (0..last).rev() {
        path += &bend(column + 1, column, 1.0);
    }
    path + "Z"
}

fn table(answer: &PositionsAnswer, issue: &IssueRow, series: &[Vec<f64>]) -> Table {
    let rounds = series.iter().map(Vec::len).max().unwrap_or(1) - 1;
    let mut columns = vec![Column::text("Party"), Column::number("Start")];
    columns.extend((1..=rounds).map(|round| Column::number(format!("Round {round}"))));
    let rows = series.iter().zip(&issue.stands).map(|(positions, stand)| {
        let mut row = vec![Cell::text(naming::party(answer, stand.party))];
        row.extend(positions.iter().map(|&x| naming::cell(issue, x)));
        row
    });
    Table::new("Positions after each round", columns, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::{NAME, bands, spread_names};
    use crate::positions::IssueRow;
    use crate::positions::scale::Scale;

    #[test]
    fn ribbons_at_one_position_lie_side_by_side() {
        let issue = IssueRow { high: 100.0, ..IssueRow::default() };
        let scale = Scale::of(&issue, 100.0, 0.0);
        let bands = bands(&scale, &[vec![50.0, 50.0], vec![50.0, 0.0]], &[10.0, 30.0]);
        assert_eq!(bands[0], [(35.0, 5.0), (55.0, 15.0)]);
        assert_eq!(bands[1], [(50.0, 5.0), (100.0, 15.0)]);
    }

    /// Bands that would overlap are pushed apart, and no further than needed.
    #[test]
    fn ribbons_near_each_other_do_not_overlap() {
        let issue = IssueRow { high: 100.0, ..IssueRow::default() };
        let scale = Scale::of(&issue, 100.0, 0.0);
        let series: Vec<Vec<f64>> = (0..12).map(|k| vec![f64::from(k * 7 % 12) * 3.0]).collect();
        let widths: Vec<f64> = (0..12).map(|k| 1.0 + f64::from(k)).collect();
        let mut column = bands(&scale, &series, &widths).remove(0);
        column.sort_by(|a, b| a.0.total_cmp(&b.0));
        for pair in column.windows(2) {
            assert!(pair[1].0 - pair[1].1 >= pair[0].0 + pair[0].1 - 1e-9, "{pair:?}");
        }
    }

    #[test]
    fn names_keep_their_distance() {
        let at = spread_names(&[95.0, 94.0, 10.0], 0.0, 100.0);
        assert_eq!(at, [100.0, 100.0 - NAME, 10.0]);
    }
}
