//! Several issues as one space: the way of each party on pairs of issues, and the expected position.

use maud::{Markup, html};

use super::answer::{IssueRow, ModelRow, PositionsAnswer};
use super::frame::Picture;
use super::naming;
use super::scale::{Scale, place};
use crate::table::{Column, Table};

/// The name of the model whose parties move in all issues at once.
const MODEL: &str = "spatial model";
/// Side of the square.
const SIDE: f64 = 460.0;
/// Room left of and below the square, for the marks of the scales.
const LEFT: f64 = 84.0;
const BELOW: f64 = 62.0;
const TOP: f64 = 16.0;
/// Room right of the square, for names of parties that stand there.
const RIGHT: f64 = 130.0;
/// Radius of the most capable party at the end of its way.
const LARGEST: f64 = 13.0;
const LEAST: f64 = 2.5;
/// Height of a name, and width of a letter.
const LINE: f64 = 14.0;
const LETTER: f64 = 7.2;
/// Pairs of issues drawn.
const PAIRS: usize = 6;
/// Inks of the style sheet, after Okabe and Ito (2008).
const INKS: [&str; 6] = ["ink-1", "ink-2", "ink-3", "ink-4", "ink-5", "ink-6"];

/// The pictures of the pairs of issues; none unless the first model of all issues moves the same
/// parties in all of them at once, and there are at least two.
pub fn body(answer: &PositionsAnswer) -> Option<Markup> {
    let first = answer.issues.first()?;
    let moving = |issue: &IssueRow| issue.models.first().is_some_and(|model| model.name == MODEL);
    let parties =
        |issue: &IssueRow| issue.stands.iter().map(|stand| stand.party).collect::<Vec<_>>();
    let same = |issue: &IssueRow| moving(issue) && parties(issue) == parties(first);
    if answer.issues.len() < 2 || first.stands.is_empty() || !answer.issues.iter().all(same) {
        return None;
    }
    let all = answer.issues.len();
    let pairs: Vec<(usize, usize)> =
        (0..all).flat_map(|a| (a + 1..all).map(move |b| (a, b))).collect();
    Some(html! {
        @for (number, &(a, b)) in pairs.iter().take(PAIRS).enumerate() {
            (figure(answer, number, &answer.issues[a], &answer.issues[b]))
        }
        @if pairs.len() > PAIRS {
            p.partial role="note" {
                strong { "Showing " (PAIRS) " of " (pairs.len()) " pairs of issues." }
                " The sections of the issues show each by itself."
            }
        }
    })
}

/// The way of each party on an issue, the start first.
fn ways(issue: &IssueRow) -> Vec<Vec<f64>> {
    let rounds = issue.models.first().map_or(&[][..], |model: &ModelRow| &model.rounds);
    let way = |(at, start): (usize, f64)| {
        std::iter::once(start).chain(rounds.iter().filter_map(|r| r.get(at).copied())).collect()
    };
    issue.stands.iter().map(|stand| stand.position).enumerate().map(way).collect()
}

fn figure(answer: &PositionsAnswer, number: usize, across: &IssueRow, up: &IssueRow) -> Markup {
    let (xs, ys) = (ways(across), ways(up));
    let (end_x, end_y) = (forecast(across), forecast(up));
    let (name_x, name_y) = (naming::issue(across), naming::issue(up));
    let title = format!(
        "On {name_x} and {name_y} bargaining leads to {} and {}",
        naming::value(across, end_x),
        naming::value(up, end_y)
    );
    Picture {
        id: format!("space-{}", number + 1),
        title: title.clone(),
        subtitle: format!(
            "The way of {} from where they stand (ring) to where they end (disc, its area in proportion \
             to capability); the diamond is the expected position. {name_x} from left to right, \
             {name_y} from bottom to top. Names that would overlap are left to the table.",
            naming::parties(xs.len())
        ),
        key: html! {},
        drawing: drawing(answer, (across, &xs), (up, &ys)),
        size: (LEFT + SIDE + RIGHT, TOP + SIDE + BELOW),
        description: format!("{title}."),
        table: table(answer, (across, &xs), (up, &ys)),
        method: "All parties move at once after each turn, by the rules of the spatial model (Efird, \
                 Lester and Wise 2016). These are the model's own movements; no interval belongs to \
                 them."
            .into(),
    }
    .markup()
}

fn forecast(issue: &IssueRow) -> f64 {
    issue.models.first().map_or(f64::NAN, |model| model.forecast)
}

/// An issue with the ways of all parties on it.
type Axis<'a> = (&'a IssueRow, &'a [Vec<f64>]);

fn drawing(answer: &PositionsAnswer, (across, xs): Axis<'_>, (up, ys): Axis<'_>) -> Markup {
    let scale_x = Scale::of(across, LEFT, LEFT + SIDE);
    let scale_y = Scale::of(up, TOP + SIDE, TOP);
    let most = across.stands.iter().map(|stand| stand.capability).fold(0.0, f64::max);
    let radius = |k: usize| {
        let share = across.stands[k].capability / most;
        if share > 0.0 && share.is_finite() { (LARGEST * share.sqrt()).max(LEAST) } else { LEAST }
    };
    let points = |k: usize| -> Vec<(f64, f64)> {
        xs[k].iter().zip(&ys[k]).filter_map(|(&x, &y)| scale_x.at(x).zip(scale_y.at(y))).collect()
    };
    let all: Vec<Vec<(f64, f64)>> = (0..xs.len()).map(points).collect();
    let labels: Vec<String> = across
        .stands
        .iter()
        .map(|stand| naming::short(naming::party(answer, stand.party)))
        .collect();
    let starts: Vec<Option<(f64, f64)>> = all.iter().map(|way| way.first().copied()).collect();
    let disc = |(k, way): (usize, &Vec<(f64, f64)>)| {
        let (x, y) = *way.last()?;
        let r = radius(k);
        Some([x - r, y - r, x + r, y + r])
    };
    let names = placed(&starts, &labels, all.iter().enumerate().filter_map(disc).collect());
    let bottom = TOP + SIDE;
    html! {
        @for mark in scale_x.marks() {
            @if let Some(x) = scale_x.at(mark) {
                line.grid x1=(place(x)) y1=(place(TOP)) x2=(place(x)) y2=(place(bottom)) {}
                text.tick x=(place(x)) y=(place(bottom + 18.0)) text-anchor="middle" { (naming::value(across, mark)) }
            }
        }
        @for mark in scale_y.marks() {
            @if let Some(y) = scale_y.at(mark) {
                line.grid x1=(place(LEFT)) y1=(place(y)) x2=(place(LEFT + SIDE)) y2=(place(y)) {}
                text.tick x=(place(LEFT - 8.0)) y=(place(y + 4.0)) text-anchor="end" { (naming::value(up, mark)) }
            }
        }
        text.row x=(place(LEFT + SIDE / 2.0)) y=(place(bottom + 42.0)) text-anchor="middle" { (naming::short(naming::issue(across))) }
        text.row x="18" y=(place(TOP + SIDE / 2.0)) text-anchor="middle" transform={ "rotate(-90 18 " (place(TOP + SIDE / 2.0)) ")" } { (naming::short(naming::issue(up))) }
        @for (k, way) in all.iter().enumerate() {
            @if let (Some(start), Some(end)) = (way.first(), way.last()) {
                g.ribbon.(INKS[across.stands[k].party % INKS.len()]) data-party=(across.stands[k].party) {
                    title { (told(answer, (across, xs), (up, ys), k)) }
                    path.lead d=(path(way)) {}
                    circle.lead cx=(place(start.0)) cy=(place(start.1)) r="4" {}
                    circle.power cx=(place(end.0)) cy=(place(end.1)) r=(place(radius(k))) {}
                }
            }
        }
        @for (name, label) in names.iter().zip(&labels) {
            @if let Some((x, y, anchor)) = name {
                text.name.inside x=(place(*x)) y=(place(*y)) text-anchor=(anchor) { (label) }
            }
        }
        @if let Some((x, y)) = scale_x.at(forecast(across)).zip(scale_y.at(forecast(up))) {
            g.forecast {
                title { "Expected position: " (naming::value(across, forecast(across))) ", " (naming::value(up, forecast(up))) }
                path.point d={ "M" (place(x)) " " (place(y - 7.0)) "L" (place(x + 7.0)) " " (place(y)) "L" (place(x)) " " (place(y + 7.0)) "L" (place(x - 7.0)) " " (place(y)) "Z" } {}
            }
        }
    }
}

fn path(way: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (number, (x, y)) in way.iter().enumerate() {
        path += &format!("{}{} {}", if number == 0 { "M" } else { "L" }, place(*x), place(*y));
    }
    path
}

/// An area: left, top, right, bottom.
type Area = [f64; 4];

/// Where the name of each point goes, with its anchor: right or left of it, above or below, near or
/// a little farther; none where it would cover another name or one of `taken`.
fn placed(
    points: &[Option<(f64, f64)>],
    names: &[String],
    mut taken: Vec<Area>,
) -> Vec<Option<(f64, f64, &'static str)>> {
    let mut all = Vec::with_capacity(points.len());
    for (point, name) in points.iter().zip(names) {
        let Some((x, y)) = *point else {
            all.push(None);
            continue;
        };
        let wide = LETTER * name.chars().count() as f64;
        let around = |off: f64| {
            [
                (x + off, y + 4.0, "start", x + off),
                (x - off, y + 4.0, "end", x - off - wide),
                (x, y - off - 3.0, "middle", x - wide / 2.0),
                (x, y + off + 12.0, "middle", x - wide / 2.0),
            ]
        };
        let mut tries = around(8.0).into_iter().chain(around(LARGEST + 4.0));
        let found = tries.find_map(|(at_x, at_y, anchor, left)| {
            let area = [left, at_y - LINE + 2.0, left + wide, at_y + 2.0];
            let inside = area[0] >= 0.0
                && area[2] <= LEFT + SIDE + RIGHT
                && area[1] >= 0.0
                && area[3] <= TOP + SIDE + BELOW;
            let apart = |other: &Area| {
                area[2] < other[0] || other[2] < area[0] || area[3] < other[1] || other[3] < area[1]
            };
            (inside && taken.iter().all(apart)).then_some((at_x, at_y, anchor, area))
        });
        all.push(found.map(|(at_x, at_y, anchor, area)| {
            taken.push(area);
            (at_x, at_y, anchor)
        }));
    }
    all
}

/// Where a party stands and ends, in words.
fn told(answer: &PositionsAnswer, (across, xs): Axis<'_>, (up, ys): Axis<'_>, k: usize) -> String {
    let at =
        |issue: &IssueRow, x: Option<&f64>| naming::value(issue, x.copied().unwrap_or(f64::NAN));
    format!(
        "{}: {}, {} at the start, {}, {} in the end",
        naming::party(answer, across.stands[k].party),
        at(across, xs[k].first()),
        at(up, ys[k].first()),
        at(across, xs[k].last()),
        at(up, ys[k].last())
    )
}

fn table(answer: &PositionsAnswer, (across, xs): Axis<'_>, (up, ys): Axis<'_>) -> Table {
    let (name_x, name_y) = (naming::issue(across), naming::issue(up));
    let columns = vec![
        Column::text("Party"),
        Column::number(format!("{name_x}, start")),
        Column::number(format!("{name_y}, start")),
        Column::number(format!("{name_x}, end")),
        Column::number(format!("{name_y}, end")),
    ];
    let cell =
        |issue: &IssueRow, x: Option<&f64>| naming::cell(issue, x.copied().unwrap_or(f64::NAN));
    let rows = (0..xs.len()).map(|k| {
        vec![
            crate::table::Cell::text(naming::party(answer, across.stands[k].party)),
            cell(across, xs[k].first()),
            cell(up, ys[k].first()),
            cell(across, xs[k].last()),
            cell(up, ys[k].last()),
        ]
    });
    Table::new(format!("Ways on {name_x} and {name_y}"), columns, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::{body, placed};
    use crate::positions::{IssueRow, ModelRow, PartyRow, PositionsAnswer, StandRow};

    fn answer(model: &str) -> PositionsAnswer {
        let issue = |id: &str, from: [f64; 2], to: [f64; 2]| IssueRow {
            id: id.into(),
            high: 100.0,
            stands: [0, 1]
                .map(|party| StandRow {
                    party,
                    position: from[party],
                    salience: 0.5,
                    capability: 1.0 + party as f64,
                })
                .into(),
            models: vec![ModelRow {
                name: model.into(),
                forecast: to[0],
                rounds: vec![to.to_vec()],
                ..ModelRow::default()
            }],
            ..IssueRow::default()
        };
        let party = |id: &str| PartyRow { id: id.into(), name: id.into() };
        PositionsAnswer {
            parties: vec![party("north"), party("south")],
            issues: vec![
                issue("tax", [10.0, 90.0], [50.0, 60.0]),
                issue("aid", [0.0, 40.0], [20.0, 20.0]),
                issue("<arms>", [0.0, 100.0], [0.0, 100.0]),
            ],
            ..PositionsAnswer::default()
        }
    }

    #[test]
    fn every_pair_of_issues_is_drawn_with_every_way() {
        let page = body(&answer("spatial model")).expect("pictures").into_string();
        assert_eq!(page.matches("<svg").count(), 3);
        assert_eq!(page.matches("<g class=\"ribbon").count(), 6);
        assert_eq!(page.matches("class=\"point\"").count(), 3);
        assert!(page.contains("On tax and aid bargaining leads to 50 and 20"));
        assert!(page.contains("&lt;arms&gt;") && !page.contains("<arms>"));
    }

    #[test]
    fn nothing_is_drawn_of_other_models_or_of_one_issue() {
        assert!(body(&answer("compromise")).is_none());
        let mut one = answer("spatial model");
        one.issues.truncate(1);
        assert!(body(&one).is_none());
        let mut apart = answer("spatial model");
        apart.issues[1].stands.pop();
        assert!(body(&apart).is_none());
        assert!(body(&PositionsAnswer::default()).is_none());
    }

    #[test]
    fn names_do_not_cover_one_another() {
        let points = vec![Some((200.0, 200.0)); 6];
        let names = vec!["a name".to_owned(); 6];
        let found = placed(&points, &names, Vec::new());
        assert_eq!(found.iter().flatten().count(), 4);
        assert!(found[0].is_some() && found[5].is_none());
        // Beside a disc it moves away.
        let disc = vec![[187.0, 187.0, 213.0, 213.0]];
        assert_eq!(placed(&points, &names, disc)[0], Some((217.0, 204.0, "start")));
    }
}
