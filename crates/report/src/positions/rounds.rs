//! Positions by round: a ribbon for each party, as wide as its power.
//!
//! On a broad screen rounds go from left to right and names stand at both ends of the ribbons; on
//! a narrow one rounds go downwards and names stand above and below.

mod placing;

use maud::{Markup, html};

use super::answer::{IssueRow, ModelRow, PositionsAnswer};
use super::frame::{Drawing, FittedPicture, NARROW, WIDE};
use super::naming;
use super::scale::{Scale, place};
use crate::table::{Cell, Column, Table};
use placing::{perches, side_by_side, spread_names};

/// Above the rounds.
const TOP: f64 = 34.0;
/// Width of all ribbons together.
const POWER: f64 = 100.0;
/// Width from which a ribbon is drawn by its outline.
const BROAD: f64 = 10.0;
/// Least width of a ribbon.
const THINNEST: f64 = 2.0;
/// Height of a line of a name.
const NAME: f64 = 15.0;
/// Letters in a line of a name on a broad screen.
const LETTERS: usize = 17;
/// Rounds drawn.
const MOST_ROUNDS: usize = 40;
/// Readings of one model drawn for an issue, besides those that were asked for by their settings.
const MOST_READINGS: usize = 3;
/// The model of which there are many readings.
const READINGS: &str = "expected_utility";
/// Models drawn for an issue.
const MOST_MODELS: usize = 12;
/// Movements below this share of the scale are none.
const STILL: f64 = 1e-6;
/// Inks of the style sheet, after Okabe and Ito (2008).
const INKS: [&str; 6] = ["ink-1", "ink-2", "ink-3", "ink-4", "ink-5", "ink-6"];

/// A movement and the models that make it.
pub struct Movement<'a> {
    /// The models, all of the same rounds.
    pub models: Vec<&'a ModelRow>,
    /// Positions of each stand from the start on.
    series: Vec<Vec<f64>>,
}

impl Movement<'_> {
    /// The models in words: `mean at the end and median at the end`.
    fn names(&self) -> String {
        naming::list(&self.models.iter().map(|model| naming::model(model)).collect::<Vec<_>>())
    }

    /// The models within a sentence.
    fn told(&self) -> String {
        let told: Vec<String> = self.models.iter().map(|model| naming::told(model)).collect();
        match told.split_first() {
            Some((first, others)) if !others.is_empty() => {
                format!("{} and likewise {}", naming::enclosed(first), naming::list(others))
            }
            _ => naming::list(&told),
        }
    }
}

/// The movements that an issue's models make, each once, in the order of the models.
pub fn movements(issue: &IssueRow) -> Vec<Movement<'_>> {
    let mut all: Vec<Movement<'_>> = Vec::new();
    for model in issue.models.iter().filter(|model| !model.rounds.is_empty()) {
        let series = series(issue, model);
        if !series.iter().any(|positions| moves(issue, positions)) {
            continue;
        }
        let same = |known: &&mut Movement<'_>| {
            known.series == series && known.models[0].rounds.len() == model.rounds.len()
        };
        match all.iter_mut().find(same) {
            Some(known) => known.models.push(model),
            None => all.push(Movement { models: vec![model], series }),
        }
    }
    all
}

/// Whether a stand is ever elsewhere than at the start.
fn moves(issue: &IssueRow, positions: &[f64]) -> bool {
    let length = (issue.high - issue.low).abs();
    positions.iter().any(|x| (x - positions[0]).abs() > STILL * length)
}

/// The pictures of all movements, with a choice of the one shown.
pub fn figures(answer: &PositionsAnswer, i: usize, issue: &IssueRow) -> Markup {
    let (drawn, others) = chosen(movements(issue));
    html! {
        @if drawn.len() > 1 {
            form.filter.choices hidden data-rounds=(i) aria-label={ "Choice of the model whose rounds are shown: " (naming::issue(issue)) } {
                label { "Rounds of the model "
                    select name="model" {
                        @for (m, movement) in drawn.iter().enumerate() { option value=(m) { (movement.names()) } }
                    }
                }
            }
        }
        @for (m, movement) in drawn.iter().enumerate() {
            div data-model={ (i) "-" (m) } { (figure(answer, i, m, issue, movement)) }
        }
        @for sentence in [left_out(&others), still(issue)].into_iter().flatten() { p.note { (sentence) } }
    }
}

/// The movements that are drawn, and those that are not.
fn chosen(all: Vec<Movement<'_>>) -> (Vec<Movement<'_>>, Vec<Movement<'_>>) {
    let (mut readings, mut drawn) = (0, 0);
    all.into_iter().partition(|movement| {
        let name = &movement.models[0].name;
        let reading = name.starts_with(READINGS) && !name.contains(':');
        let fits = drawn < MOST_MODELS && !(reading && readings == MOST_READINGS);
        drawn += usize::from(fits);
        readings += usize::from(fits && reading);
        fits
    })
}

/// The movements that are not drawn.
fn left_out(others: &[Movement<'_>]) -> Option<String> {
    let names: Vec<String> = others.iter().map(Movement::names).collect();
    (!names.is_empty()).then(|| format!("Rounds not drawn: {}.", names.join("; ")))
}

/// The models with rounds in which nobody moves.
fn still(issue: &IssueRow) -> Option<String> {
    let still = |model: &&ModelRow| {
        !model.rounds.is_empty()
            && !series(issue, model).iter().any(|positions| moves(issue, positions))
    };
    let names: Vec<String> = issue.models.iter().filter(still).map(naming::told).collect();
    (!names.is_empty()).then(|| format!("No party moves under {}.", naming::list(&names)))
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
    movement: &Movement<'_>,
) -> Markup {
    let model = movement.models[0];
    let series = &movement.series;
    let rounds = model.rounds.len().min(MOST_ROUNDS);
    let left_out = model.rounds.len() - rounds;
    let mut subtitle = format!(
        "Position from {} at the start and after each of {}; {}. A band is as wide as the party's share of \
         power (capability times salience); bands that would overlap lie side by side.",
        naming::interval(issue, (issue.low, issue.high)),
        naming::counted(rounds, "round"),
        naming::parties(issue.stands.len()),
    );
    match left_out {
        0 => {}
        1 => subtitle += " 1 more round is not drawn.",
        more => subtitle += &format!(" {more} more rounds are not drawn."),
    }
    if !model.remarks.is_empty() {
        let known = model.remarks.join("; ");
        subtitle += &format!(" To know: {}.", known.trim_end_matches('.'));
    }
    let title = finding(answer, issue, movement);
    let id = format!("rounds-{}-{}", i + 1, m + 1);
    let ribbons = Ribbons::of(answer, issue, series, &id);
    FittedPicture {
        id,
        title,
        subtitle,
        key: html! {},
        wide: wide(answer, issue, series, &ribbons),
        narrow: narrow(answer, issue, &ribbons),
        description: "A band for each party.".into(),
        table: table(answer, issue, series),
        method: format!(
            "All parties move at once after each round, by the rules of {}{}; no interval belongs to the \
             movements.",
            movement.told(),
            if model.source.is_empty() { String::new() } else { format!(" ({})", model.source) }
        ),
    }
    .markup()
}

fn finding(answer: &PositionsAnswer, issue: &IssueRow, movement: &Movement<'_>) -> String {
    let model = movement.models[0];
    let series = &movement.series;
    let name = naming::enclosed(&movement.told());
    let name = if name.ends_with(',') { name } else { format!("{name},") };
    let moved = |s: &Vec<f64>| (s[s.len() - 1] - s[0]).abs();
    let length = (issue.high - issue.low).abs();
    let count = series.iter().filter(|s| moved(s) > STILL * length).count();
    let rounds = naming::counted(model.rounds.len(), "round");
    let widest = series
        .iter()
        .zip(&issue.stands)
        .filter(|(s, _)| moved(s).is_finite())
        .reduce(|a, b| if moved(b.0) > moved(a.0) { b } else { a });
    let cycle = model.cycle.filter(|(_, period)| *period > 0);
    let circling = match cycle {
        Some((from, period)) => format!(
            " positions never settle: from round {from} on they repeat every {};",
            naming::counted(period, "round")
        ),
        None => String::new(),
    };
    let after = if cycle.is_some() { "when the rounds stop after" } else { "after" };
    match widest {
        Some((s, stand)) if count > 0 => format!(
            "Under {name}{circling} {count} of {} {} elsewhere {after} {rounds}; {} moves farthest, from {} to {}",
            naming::parties(series.len()),
            if count == 1 { "is" } else { "are" },
            naming::party(answer, stand.party),
            naming::value(issue, s[0]),
            naming::value(issue, s[s.len() - 1])
        ),
        _ => {
            format!("Under {name}{circling} all parties are back where they began {after} {rounds}")
        }
    }
}

/// Width of each party's ribbon: its share of all power, at least [`THINNEST`].
fn widths(issue: &IssueRow) -> Vec<f64> {
    let power: Vec<f64> = issue
        .stands
        .iter()
        .map(|stand| stand.capability * stand.salience)
        .map(|power| if power.is_finite() && power > 0.0 { power } else { 0.0 })
        .collect();
    let total: f64 = power.iter().sum();
    let share = |power: f64| {
        if total > 0.0 && total.is_finite() { POWER * power / total } else { 0.0 }
    };
    power.into_iter().map(|power| share(power).max(THINNEST)).collect()
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
        // Ribbons of one position keep the order in which they come.
        before = side_by_side(&at, &before, widths);
        all.push(before.iter().zip(widths).map(|(at, width)| (*at, width / 2.0)).collect());
    }
    all
}

/// The class of a party's ribbon: six inks, and the same ones paler.
fn ink(party: usize) -> String {
    let pale = if party / INKS.len() % 2 == 1 { " pale" } else { "" };
    format!("{}{pale}", INKS[party % INKS.len()])
}

/// Where the ribbons are in the broad picture; the narrow one turns and shrinks them.
struct Ribbons {
    scale: Scale,
    bands: Vec<Vec<Band>>,
    /// Lines of the names.
    names: Vec<Vec<String>>,
    /// Heights of the names.
    heights: Vec<f64>,
    /// Height of the rounds.
    height: f64,
    /// The start.
    left: f64,
    /// Distance of two rounds.
    step: f64,
    /// Identifier.
    id: String,
}

impl Ribbons {
    fn of(answer: &PositionsAnswer, issue: &IssueRow, series: &[Vec<f64>], id: &str) -> Ribbons {
        let names: Vec<Vec<String>> = issue
            .stands
            .iter()
            .map(|stand| naming::lines(naming::party(answer, stand.party), LETTERS))
            .collect();
        let longest = names.iter().flatten().map(|line| line.chars().count()).max().unwrap_or(0);
        let heights: Vec<f64> = names.iter().map(|lines| NAME * lines.len() as f64 + 2.0).collect();
        let height = (heights.iter().sum::<f64>() + 40.0).clamp(380.0, 480.0);
        let side = naming::LETTER * longest as f64 + 24.0;
        let columns = series.iter().map(Vec::len).max().unwrap_or(0);
        let step = step(WIDE - 2.0 * side, columns);
        let left = ((WIDE - step * columns.saturating_sub(1) as f64) / 2.0).floor();
        // The upper end of the scale is on top; ribbons reach beyond by half of their width.
        let scale = Scale::of(issue, TOP + height - POWER / 2.0, TOP + POWER / 2.0);
        let bands = bands(&scale, series, &widths(issue));
        Ribbons { scale, bands, names, heights, height, left, step, id: format!("{id}-ribbons") }
    }

    fn columns(&self) -> usize {
        self.bands.len()
    }

    fn x(&self, column: usize) -> f64 {
        self.left + self.step * column as f64
    }

    fn right(&self) -> f64 {
        self.x(self.columns().saturating_sub(1))
    }

    /// Centres of all ribbons in the first column and in the last.
    fn ends(&self) -> [Vec<f64>; 2] {
        [self.bands.first(), self.bands.last()]
            .map(|bands| bands.map_or_else(Vec::new, |bands| bands.iter().map(|b| b.0).collect()))
    }
}

/// Rounds from left to right.
fn wide(
    answer: &PositionsAnswer,
    issue: &IssueRow,
    series: &[Vec<f64>],
    ribbons: &Ribbons,
) -> Drawing {
    let Ribbons { scale, names, heights, height, left, id, .. } = ribbons;
    let (left, right, columns) = (*left, ribbons.right(), ribbons.columns());
    let [begins, finals] = ribbons.ends();
    // Names of many parties need more room than the rounds.
    let beyond = ((heights.iter().sum::<f64>() - height) / 2.0).max(0.0).ceil();
    let (top, bottom) = (TOP + beyond, TOP + beyond + height);
    let at = |wanted: &[f64]| {
        let wanted: Vec<f64> = wanted.iter().map(|y| y + beyond).collect();
        spread_names(&wanted, heights, TOP, bottom + beyond)
    };
    let (starts, finishes) = (at(&begins), at(&finals));
    let every = columns.div_ceil(12).max(1);
    let known = |k: usize| issue.stands[k].position.is_finite();
    let name = |k: usize, y: f64| {
        let lines = &names[k];
        let first = y + 4.5 - NAME / 2.0 * (lines.len() as f64 - 1.0);
        html! {
            text y=(place(first.round())) {
                @for (n, line) in lines.iter().enumerate() {
                    @if n == 0 { (line) } @else { tspan x="0" dy=(place(NAME)) { (line) } }
                }
            }
        }
    };
    let across: Vec<f64> =
        scale.marks().iter().filter_map(|mark| scale.at(*mark)).map(|y| y + beyond).collect();
    let along: Vec<f64> = (0..columns).step_by(every).map(|column| ribbons.x(column)).collect();
    let mut leads = String::new();
    for k in (0..names.len()).filter(|k| known(*k)) {
        for (from, to, y, name) in [
            (left - 2.0, left - 15.0, begins[k], starts[k]),
            (right + 2.0, right + 15.0, finals[k], finishes[k]),
        ] {
            leads +=
                &format!("M{} {}L{} {}", place(from), place(y + beyond), place(to), place(name));
        }
    }
    let down = |x: f64, y: f64| format!("translate({} {})", place(x), place(y));
    let marks = html! {
        (grid(&along, (top, bottom), &across, (left, right)))
        path.lead d=(leads) {}
        g.ticks text-anchor="middle" {
            text x=(place((left + right) / 2.0)) y=(place(top - 18.0)) { "round" }
            @for (k, x) in along.iter().enumerate() {
                text x=(place(*x)) y=(place(bottom + 18.0)) { @if k == 0 { "start" } @else { (k * every) } }
            }
        }
        g transform=[(beyond > 0.0).then(|| down(0.0, beyond))] {
            g.ribbons id=(id) {
                @for (k, stand) in issue.stands.iter().enumerate() {
                    @if known(k) {
                        (ribbon(ribbons, k, &ink(stand.party), stand.party, &format!(
                            "{}: {} → {}",
                            naming::party(answer, stand.party),
                            naming::value(issue, series[k][0]),
                            naming::value(issue, series[k][columns - 1])
                        )))
                    }
                }
            }
        }
        g text-anchor="end" transform=(down(left - 18.0, 0.0)) {
            @for k in (0..names.len()).filter(|k| known(*k)) { (name(k, starts[k])) }
        }
        g transform=(down(right + 18.0, 0.0)) {
            @for k in (0..names.len()).filter(|k| known(*k)) { (name(k, finishes[k])) }
        }
        g.ticks.halo transform=(down(left + 5.0, 4.5)) {
            @for (mark, y) in scale.marks().iter().zip(&across) { text y=(place(*y)) { (naming::value(issue, *mark)) } }
        }
    };
    Drawing { marks, height: bottom + beyond + 28.0 }
}

/// Distance of two columns, where that can be a whole even number, in so much room.
fn step(room: f64, columns: usize) -> f64 {
    let step = room / columns.saturating_sub(1).max(1) as f64;
    if step >= 8.0 { (step / 2.0).floor() * 2.0 } else { step }
}

/// Lines at these places from left to right and from top to bottom.
fn grid(
    verticals: &[f64],
    (top, bottom): (f64, f64),
    heights: &[f64],
    (left, right): (f64, f64),
) -> Markup {
    let mut path = String::new();
    for y in heights {
        path += &format!("M{} {}H{}", place(left), place(*y), place(right));
    }
    for x in verticals {
        path += &format!("M{} {}V{}", place(*x), place(top), place(bottom));
    }
    html! { path.grid d=(path) {} }
}

/// Rounds downwards: the ribbons of the broad picture, turned.
fn narrow(answer: &PositionsAnswer, issue: &IssueRow, ribbons: &Ribbons) -> Drawing {
    const ROW: f64 = 17.0;
    const LEFT: f64 = 38.0;
    let names: Vec<String> = issue
        .stands
        .iter()
        .map(|stand| naming::cut(naming::party(answer, stand.party), 37))
        .collect();
    let lengths: Vec<f64> =
        names.iter().map(|name| naming::LETTER * name.chars().count() as f64).collect();
    let shrunk = (NARROW - LEFT) / ribbons.height;
    // What is at the top of the broad picture is at the right here.
    let x = |y: f64| NARROW - shrunk * (y - TOP);
    let [begins, finals] = ribbons.ends().map(|ends| ends.into_iter().map(x).collect::<Vec<_>>());
    let (starts, above) = perches(&begins, &lengths[..begins.len()]);
    let (finishes, below) = perches(&finals, &lengths[..finals.len()]);
    let top = ROW * above as f64 + 34.0;
    let y = |column: usize| top + shrunk * ribbons.step * column as f64;
    let columns = ribbons.columns();
    let bottom = y(columns.saturating_sub(1));
    let height = bottom + ROW * below as f64 + 16.0;
    let upper = |row: usize| ROW * row as f64 + 13.0;
    let lower = |row: usize| height - ROW * row as f64 - 5.0;
    // Numbers of rounds need their height.
    let every = (15.0 / (shrunk * ribbons.step).max(0.1)).ceil().max(1.0) as usize;
    let scale = &ribbons.scale;
    let along: Vec<f64> = scale.marks().iter().filter_map(|mark| scale.at(*mark)).map(x).collect();
    let across: Vec<f64> = (0..columns).step_by(every).map(y).collect();
    let known: Vec<usize> =
        (0..names.len()).filter(|&k| issue.stands[k].position.is_finite()).collect();
    let mut leads = String::new();
    for &k in &known {
        leads += &format!(
            "M{} {}V{}M{} {}V{}",
            place(begins[k]),
            place(top - 2.0),
            place(upper(starts[k].0) + 3.0),
            place(finals[k]),
            place(bottom + 2.0),
            place(lower(finishes[k].0) - 12.0)
        );
    }
    let turned = format!(
        "matrix(0 {shrunk:.4} -{shrunk:.4} 0 {:.2} {:.2})",
        NARROW + shrunk * TOP,
        top - shrunk * ribbons.left
    );
    let marks = html! {
        (grid(&along, (top, bottom), &across, (LEFT, NARROW)))
        path.lead d=(leads) {}
        g.ticks.halo text-anchor="middle" {
            @for (mark, x) in scale.marks().iter().zip(&along).step_by(2) {
                text x=(place(*x)) y=(place(top - 8.0)) { (naming::value(issue, *mark)) }
            }
        }
        g.ticks text-anchor="end" {
            @for (k, y) in across.iter().enumerate() {
                text x=(place(LEFT - 4.0)) y=(place(y + 4.5)) { @if k == 0 { "start" } @else { (k * every) } }
            }
        }
        use href={ "#" (ribbons.id) } transform=(turned) {}
        g.halo {
            @for &k in &known {
                @for (x, y) in [(starts[k].1, upper(starts[k].0)), (finishes[k].1, lower(finishes[k].0))] {
                    text x=(place(x.floor())) y=(place(y)) { (names[k]) }
                }
            }
        }
    };
    Drawing { marks, height }
}

/// A ribbon: its middle line with its width where it is thin, its outline where it is broad, as a
/// broad line would bulge where it bends.
fn ribbon(ribbons: &Ribbons, k: usize, class: &str, party: usize, title: &str) -> Markup {
    let half = ribbons.bands[0][k].1;
    let centre = |column: usize| (ribbons.x(column), ribbons.bands[column][k].0);
    let mut line: Vec<(f64, f64)> = (0..ribbons.columns()).map(centre).collect();
    if let [only] = line[..] {
        line.push((only.0 + 1.0, only.1));
    }
    if 2.0 * half < BROAD {
        let path = curve(&line);
        return html! {
            path class=(class) data-party=(party) d={ "M" (path) } stroke-width=(place(2.0 * half)) { title { (title) } }
        };
    }
    let edge = |side: f64| line.iter().map(move |(x, y)| (*x, y + side * half));
    let path = curve(&edge(-1.0).collect::<Vec<_>>());
    let back = curve(&edge(1.0).rev().collect::<Vec<_>>());
    html! {
        path class={ (class) " broad" } data-party=(party) d={ "M" (path) "L" (back) "z" } { title { (title) } }
    }
}

/// A line through points, from the first one on: with soft bends where there are few.
fn curve(points: &[(f64, f64)]) -> String {
    let tenth = |x: f64| libm::round(x * 10.0) / 10.0;
    let points: Vec<(f64, f64)> = points.iter().map(|(x, y)| (tenth(*x), tenth(*y))).collect();
    let mut path = format!("{} {}", place(points[0].0), place(points[0].1));
    let mut bent = false;
    let mut still = 0.0;
    for pair in points.windows(2) {
        let (along, across) = (tenth(pair[1].0 - pair[0].0), tenth(pair[1].1 - pair[0].1));
        // Where a party stays, one line is enough.
        if across == 0.0 {
            still += along;
            bent = false;
            continue;
        }
        if still != 0.0 {
            path += &format!("h{}", place(still));
            still = 0.0;
        }
        let (half, along, across) = (place(along / 2.0), place(along), place(across));
        if points.len() > 13 {
            path += &format!("l{along} {across}");
        } else if bent {
            path += &format!("s{half} {across} {along} {across}");
        } else {
            path += &format!("c{half} 0 {half} {across} {along} {across}");
            bent = true;
        }
    }
    if still != 0.0 {
        path += &format!("h{}", place(still));
    }
    path
}

fn table(answer: &PositionsAnswer, issue: &IssueRow, series: &[Vec<f64>]) -> Table {
    let rounds = series.iter().map(Vec::len).max().unwrap_or(1) - 1;
    // The style sheet aligns what is not the first column to the right.
    let mut columns = vec![Column::text("Party"), Column::text("Start")];
    columns.extend((1..=rounds).map(|round| Column::text(format!("Round {round}"))));
    let rows = series.iter().zip(&issue.stands).map(|(positions, stand)| {
        let mut row = vec![Cell::text(naming::party(answer, stand.party))];
        row.extend(positions.iter().map(|&x| naming::cell(issue, x)));
        row
    });
    Table::new("Positions after each round", columns, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::{
        NAME, NARROW, READINGS, bands, chosen, left_out, movements, perches, spread_names,
    };
    use crate::positions::scale::Scale;
    use crate::positions::{IssueRow, ModelRow, StandRow};

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
        let at = spread_names(&[95.0, 94.0, 10.0], &[NAME, 2.0 * NAME, NAME], 0.0, 100.0);
        assert_eq!(at, [92.5, 70.0, 10.0]);
        let at = spread_names(&[50.0, 50.0, 50.0], &[NAME; 3], 0.0, 100.0);
        assert_eq!(at, [35.0, 50.0, 65.0]);
    }

    /// Names of a narrow picture stay within it, over or under their ribbons, and do not overlap.
    #[test]
    fn names_above_a_narrow_picture_do_not_overlap() {
        let places: Vec<f64> = (0..17).map(|k| 40.0 + f64::from(k * 31 % 250)).collect();
        let widths: Vec<f64> = (0..17).map(|k| 30.0 + f64::from(k * 53 % 220)).collect();
        let (perches, rows) = perches(&places, &widths);
        assert!((9..=17).contains(&rows), "{rows}");
        for (k, &(row, begin)) in perches.iter().enumerate() {
            let end = begin + widths[k];
            assert!(begin >= 0.0 && end <= NARROW, "{k}: {begin} to {end}");
            assert!(begin <= places[k] && places[k] <= end, "{k}: over its place");
            for (other, &(other_row, other_begin)) in perches.iter().enumerate().skip(k + 1) {
                let apart = other_begin >= end || other_begin + widths[other] <= begin;
                assert!(row != other_row || apart, "{k} and {other}");
            }
        }
    }

    /// Models of the same rounds share a picture; a model in which nobody moves has none.
    #[test]
    fn each_movement_is_drawn_once() {
        let stands = vec![StandRow { party: 0, position: 5.0, salience: 1.0, capability: 1.0 }];
        let model = |name: &str, rounds: &[f64]| ModelRow {
            name: name.into(),
            rounds: rounds.iter().map(|x| vec![*x]).collect(),
            ..ModelRow::default()
        };
        let models = vec![
            model("a", &[6.0, 5.0]),
            model("still", &[5.0]),
            model("b", &[6.0, 5.0]),
            model("c", &[6.0]),
            model("none", &[]),
        ];
        let issue = IssueRow { high: 10.0, stands, models, ..IssueRow::default() };
        let all = movements(&issue);
        let names: Vec<String> = all.iter().map(|movement| movement.names()).collect();
        assert_eq!(names, ["a and b", "c"]);
    }

    /// Of many readings of one model some are drawn, with those asked for and all other models.
    #[test]
    fn some_readings_are_drawn() {
        let names = ["_a", "_b", "_c", "_d", "_e:q=0.5"].map(|end| format!("{READINGS}{end}"));
        let stands = vec![StandRow { party: 0, position: 5.0, salience: 1.0, capability: 1.0 }];
        let models = names.iter().map(String::as_str).chain(["other"]).enumerate();
        let models = models.map(|(k, name)| ModelRow {
            name: name.into(),
            rounds: vec![vec![6.0 + k as f64]],
            ..ModelRow::default()
        });
        let issue =
            IssueRow { high: 100.0, stands, models: models.collect(), ..IssueRow::default() };
        let (drawn, others) = chosen(movements(&issue));
        assert_eq!((drawn.len(), others.len()), (5, 1));
        assert_eq!(others[0].models[0].name, names[3]);
        assert_eq!(left_out(&others), Some("Rounds not drawn: expected utility d.".into()));
    }
}
