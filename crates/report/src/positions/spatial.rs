//! Several issues as one space: the way of each party on pairs of issues, and the expected position.

use maud::{Markup, html};

use super::answer::{IssueRow, ModelRow, PositionsAnswer};
use super::frame::{Drawing, FittedPicture, NARROW, WIDE};
use super::naming;
use super::scale::{Scale, place};
use crate::table::{Column, Table};

/// The name of the model whose parties move in all issues at once.
const MODEL: &str = "spatial model";
/// Room right of the space in the broad picture, for names of parties that stand there.
const BESIDE: f64 = 130.0;
/// Radius of the most capable party at the end of its way.
const LARGEST: f64 = 13.0;
const LEAST: f64 = 2.5;
/// Height of a line of a name.
const LINE: f64 = 14.0;
/// Width of a digit.
const DIGIT: f64 = 8.3;
/// How far the expected position reaches from its middle.
const DIAMOND: f64 = 7.0;
/// Radius of the ring at the start of a way, and how far the names of others stay from its middle.
const RING: f64 = 4.0;
const CLEAR: f64 = 7.5;
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
    let drawn = |narrow: bool| drawing(answer, (across, &xs), (up, &ys), narrow);
    FittedPicture {
        id: format!("space-{}", number + 1),
        title: title.clone(),
        subtitle: format!(
            "The way of {} from where they stand (ring) to where they end (disc, its area in proportion \
             to capability); the diamond is the expected position. {name_x} from left to right, \
             {name_y} from bottom to top. Names that would overlap are left to the table.",
            naming::parties(xs.len())
        ),
        key: html! {},
        wide: drawn(false),
        narrow: drawn(true),
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

/// Where the parts of the picture are.
struct Place {
    width: f64,
    height: f64,
    /// The space: from left to right, from top to bottom.
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// Radius of the most capable party.
    largest: f64,
    /// The name of the issue of each axis, in lines.
    name_x: Vec<String>,
    name_y: Vec<String>,
    /// Of the marks of the horizontal scale, those that have their number under them: each so many.
    every: usize,
}

impl Place {
    fn of(across: &IssueRow, up: &IssueRow, narrow: bool) -> Place {
        let width = if narrow { NARROW } else { WIDE };
        let largest = if narrow { LARGEST - 3.0 } else { LARGEST };
        // Letters of the names of issues are bold.
        let letters = if narrow { 29 } else { naming::SHORT + 2 };
        let name_x = naming::lines(&format!("{} →", naming::short(naming::issue(across))), letters);
        let name_y = naming::lines(&format!("↑ {}", naming::short(naming::issue(up))), letters);
        let longest = |issue: &IssueRow| {
            let marks = Scale::of(issue, 0.0, 1.0).marks();
            let digits = marks.iter().map(|mark| naming::value(issue, *mark).chars().count()).max();
            DIGIT * digits.unwrap_or(0) as f64
        };
        // The first number of the horizontal scale, too, has its room.
        let left = (longest(up) + largest + 5.0).max(longest(across) / 2.0 + 2.0);
        let right = width - if narrow { largest + 3.0 } else { BESIDE };
        // The last number is moved to the left where it would be cut.
        let moved = (longest(across) / 2.0 - (width - 1.0 - right)).max(0.0);
        let room = longest(across) + moved + DIGIT;
        let fits = |every: &usize| (right - left) / 4.0 * *every as f64 >= room;
        let every = [1, 2].into_iter().find(fits).unwrap_or(4);
        let top = LINE * name_y.len() as f64 + largest + 6.0;
        let bottom = top + (right - left);
        let height = bottom + largest + 13.0 + 5.0 + LINE * name_x.len() as f64 + 6.0;
        Place { width, height, left, right, top, bottom, largest, name_x, name_y, every }
    }

    /// The grid, its numbers and the names of the issues.
    fn axes(
        &self,
        (across, scale_x): (&IssueRow, &Scale),
        (up, scale_y): (&IssueRow, &Scale),
    ) -> Markup {
        let xs =
            scale_x.marks().map(|mark| scale_x.at(mark).map(|x| (x, naming::value(across, mark))));
        let ys = scale_y.marks().map(|mark| scale_y.at(mark).map(|y| (y, naming::value(up, mark))));
        let mut grid = String::new();
        for (x, _) in xs.iter().flatten() {
            grid += &format!("M{} {}V{}", place(*x), place(self.top), place(self.bottom));
        }
        for (y, _) in ys.iter().flatten() {
            grid += &format!("M{} {}H{}", place(self.left), place(*y), place(self.right));
        }
        let under = self.bottom + self.largest + 13.0;
        let end = self.right + self.largest;
        html! {
            path.grid d=(grid) {}
            @for (x, value) in xs.iter().step_by(self.every).flatten() {
                // The last number ends with the picture at the latest.
                @let last = x + DIGIT * value.chars().count() as f64 / 2.0 > self.width - 1.0;
                @let (x, anchor) = if last { (self.width - 1.0, "end") } else { (*x, "middle") };
                text.tick x=(place(x)) y=(place(under)) text-anchor=(anchor) { (value) }
            }
            @for (y, value) in ys.iter().flatten() {
                text.tick x=(place(self.left - self.largest - 3.0)) y=(place(y + 4.5)) text-anchor="end" { (value) }
            }
            @for (n, line) in self.name_x.iter().enumerate() {
                text.row x=(place(end)) y=(place(under + 5.0 + LINE * (n + 1) as f64)) text-anchor="end" { (line) }
            }
            @for (n, line) in self.name_y.iter().enumerate() {
                text.row x="2" y=(place(LINE * (n + 1) as f64 - 2.0)) { (line) }
            }
        }
    }
}

fn drawing(
    answer: &PositionsAnswer,
    (across, xs): Axis<'_>,
    (up, ys): Axis<'_>,
    narrow: bool,
) -> Drawing {
    let at = Place::of(across, up, narrow);
    let scale_x = Scale::of(across, at.left, at.right);
    let scale_y = Scale::of(up, at.bottom, at.top);
    let most = across.stands.iter().map(|stand| stand.capability).fold(0.0, f64::max);
    let radius = |k: usize| {
        let share = across.stands[k].capability / most;
        let share = if share > 0.0 && share.is_finite() { share } else { 0.0 };
        (at.largest * share.sqrt()).max(LEAST)
    };
    let points = |k: usize| -> Vec<(f64, f64)> {
        xs[k].iter().zip(&ys[k]).filter_map(|(&x, &y)| scale_x.at(x).zip(scale_y.at(y))).collect()
    };
    let all: Vec<Vec<(f64, f64)>> = (0..xs.len()).map(points).collect();
    let letters = if narrow { 15 } else { 24 };
    let labels: Vec<Vec<String>> = across
        .stands
        .iter()
        .map(|stand| naming::lines(naming::party(answer, stand.party), letters))
        .collect();
    let starts: Vec<Option<(f64, f64)>> = all.iter().map(|way| way.first().copied()).collect();
    let expected = scale_x.at(forecast(across)).zip(scale_y.at(forecast(up)));
    // Names cover no disc, not the expected position and nothing that is written on the axes.
    let square = |(x, y): (f64, f64), r: f64| [x - r, y - r, x + r, y + r];
    let discs = all.iter().enumerate().filter_map(|(k, way)| Some(square(*way.last()?, radius(k))));
    let marks: Vec<Area> = discs.chain(expected.map(|middle| square(middle, DIAMOND))).collect();
    let within = [at.left - at.largest, at.top - at.largest, at.width, at.bottom + at.largest];
    let names = placed(&starts, &labels, &marks, within);
    let marks = html! {
        (at.axes((across, &scale_x), (up, &scale_y)))
        @for (k, way) in all.iter().enumerate() {
            @if let (Some(start), Some(end)) = (way.first(), way.last()) {
                g.ribbon.(INKS[across.stands[k].party % INKS.len()]) data-party=(across.stands[k].party) {
                    @if !narrow { title { (told(answer, (across, xs), (up, ys), k)) } }
                    g fill="none" stroke="currentColor" stroke-width="1.4" stroke-opacity="0.7" {
                        path d=(path(way)) {}
                        circle cx=(place(start.0)) cy=(place(start.1)) r=(place(RING)) {}
                    }
                    circle.power cx=(place(end.0)) cy=(place(end.1)) r=(place(radius(k))) {}
                }
            }
        }
        @for (name, lines) in names.iter().zip(&labels) {
            @if let Some((x, y, anchor)) = name {
                text.name.inside x=(place(*x)) y=(place(*y)) text-anchor=(anchor) {
                    @for (n, line) in lines.iter().enumerate() {
                        @if n == 0 { (line) } @else { tspan x=(place(*x)) dy=(place(LINE)) { (line) } }
                    }
                }
            }
        }
        @if let Some((x, y)) = expected {
            g.forecast {
                @if !narrow {
                    title { "Expected position: " (naming::value(across, forecast(across))) ", " (naming::value(up, forecast(up))) }
                }
                path.point d={ "M" (place(x)) " " (place(y - DIAMOND)) "l7 7-7 7-7-7z" } {}
            }
        }
    };
    Drawing { marks, height: at.height }
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

/// Where the first line of a name goes, with its anchor.
type Spot = (f64, f64, &'static str);

/// Where the name of each point goes: right or left of it, above or below, near or a little
/// farther; none where it would cover another name, another point or one of `taken`, or leave
/// `within`. First all names go beside their points where they can; where more find room if those
/// far from other points go first, they do.
fn placed(
    points: &[Option<(f64, f64)>],
    names: &[Vec<String>],
    taken: &[Area],
    within: Area,
) -> Vec<Option<Spot>> {
    let known: Vec<(usize, (f64, f64))> = points
        .iter()
        .enumerate()
        .take(names.len())
        .filter_map(|(k, point)| point.map(|point| (k, point)))
        .collect();
    let alone = |(x, y): (f64, f64)| {
        let others = known.iter().filter(|(_, other)| *other != (x, y));
        others.map(|(_, (a, b))| (a - x).abs() + (b - y).abs()).fold(f64::INFINITY, f64::min)
    };
    let distances: Vec<f64> = known.iter().map(|(_, point)| alone(*point)).collect();
    let mut by_distance: Vec<usize> = (0..known.len()).collect();
    by_distance.sort_by(|a, b| distances[*b].total_cmp(&distances[*a]));
    let beside_first: Vec<(usize, usize)> =
        [BESIDE_NEAR, usize::MAX].iter().flat_map(|n| (0..known.len()).map(|k| (k, *n))).collect();
    let far_first: Vec<(usize, usize)> = by_distance.into_iter().map(|k| (k, usize::MAX)).collect();
    let lay = |steps: Vec<(usize, usize)>| {
        let mut taken = taken.to_vec();
        let mut all = vec![None; points.len()];
        for (step, tries) in steps {
            let (k, point) = known[step];
            if all[k].is_some() {
                continue;
            }
            let others = known.iter().map(|(_, other)| *other).filter(|other| *other != point);
            let clear: Vec<Area> =
                others.map(|(x, y)| [x - CLEAR, y - CLEAR, x + CLEAR, y + CLEAR]).collect();
            let free = |area: &Area| {
                area[0] >= within[0]
                    && area[1] >= within[1]
                    && area[2] <= within[2]
                    && area[3] <= within[3]
                    && taken.iter().chain(&clear).all(|other| apart(area, other))
            };
            let found = spots(point, &names[k], within).take(tries).find(|(area, _)| free(area));
            all[k] = found.map(|(area, spot)| {
                taken.push(area);
                spot
            });
        }
        all
    };
    let (one, other) = (lay(beside_first), lay(far_first));
    if other.iter().flatten().count() > one.iter().flatten().count() { other } else { one }
}

fn apart(one: &Area, other: &Area) -> bool {
    one[2] < other[0] || other[2] < one[0] || one[3] < other[1] || other[3] < one[1]
}

/// The first of the [`spots`] of a name are near its point, right and left.
const BESIDE_NEAR: usize = 2;

/// Areas in which the name of a point could stand, the best first.
fn spots((x, y): (f64, f64), lines: &[String], within: Area) -> impl Iterator<Item = (Area, Spot)> {
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let wide = naming::LETTER * longest as f64;
    let high = LINE * lines.len() as f64;
    // A name above or below is moved sideways where that keeps it within.
    let (first, last) = (within[0], (within[2] - wide).max(within[0]));
    let around = move |off: f64| {
        let beside = y - high / 2.0;
        let sides = [(x + off, beside, "start"), (x - off - wide, beside, "end")];
        let rows = [0.5, 0.15, 0.85].into_iter().flat_map(move |share: f64| {
            let left = (x - share * wide).clamp(first, last);
            [(left, y - off - 1.0 - high, "middle"), (left, y + off, "middle")]
        });
        sides.into_iter().chain(rows)
    };
    around(8.0).chain(around(LARGEST + 4.0)).map(move |(left, top, anchor)| {
        let at = match anchor {
            "start" => left,
            "end" => left + wide,
            _ => left + wide / 2.0,
        };
        ([left, top, left + wide, top + high], (at, top + LINE - 3.0, anchor))
    })
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
    use super::{apart, body, placed};
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
        // Each pair is drawn for broad screens and for narrow ones.
        assert_eq!(page.matches("<svg class=\"wide\"").count(), 3);
        assert_eq!(page.matches("<svg class=\"narrow\"").count(), 3);
        assert_eq!(page.matches("<g class=\"ribbon").count(), 12);
        assert_eq!(page.matches("class=\"point\"").count(), 6);
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
        const WITHIN: [f64; 4] = [0.0, 0.0, 650.0, 600.0];
        let points = vec![Some((200.0, 200.0)); 6];
        let names = vec![vec!["a name".to_owned()]; 6];
        let found = placed(&points, &names, &[], WITHIN);
        assert_eq!(found.iter().flatten().count(), 4);
        assert!(found[0].is_some() && found[5].is_none());
        // Beside a disc it moves away.
        let disc = [[187.0, 187.0, 213.0, 213.0]];
        assert_eq!(placed(&points, &names, &disc, WITHIN)[0], Some((217.0, 204.0, "start")));
        // Two lines are as high as the point together.
        let lines = vec![vec!["a name".to_owned(), "of two lines".to_owned()]];
        let two = placed(&points[..1], &lines, &[], WITHIN);
        assert_eq!(two[0], Some((208.0, 197.0, "start")));
        // A name is not written over another point.
        let near = [Some((200.0, 200.0)), Some((225.0, 200.0))];
        let found = placed(&near, &names[..2], &[], WITHIN);
        assert_eq!(found, [Some((192.0, 204.0, "end")), Some((233.0, 204.0, "start"))]);
    }

    #[test]
    fn names_stay_within_the_picture() {
        let names = vec![vec!["a name".to_owned()]];
        let one =
            |point, taken: &[[f64; 4]], within| placed(&[Some(point)], &names, taken, within)[0];
        // At the edge a name goes to the other side, or above and away from the edge.
        let within = [0.0, 0.0, 300.0, 300.0];
        assert_eq!(one((290.0, 200.0), &[], within), Some((282.0, 204.0, "end")));
        let left = [[200.0, 195.0, 250.0, 205.0]];
        let (x, y, anchor) = one((290.0, 200.0), &left, within).expect("room above");
        assert_eq!((y, anchor), (188.0, "middle"));
        assert!((x + 3.0 * 7.7 - 300.0).abs() < 1e-9, "{x}");
        // Where no side has room there is none.
        assert_eq!(one((5.0, 5.0), &[], [0.0, 0.0, 30.0, 30.0]), None);
    }

    /// All that is written and drawn of wide scales, long names and parties in the corners lies
    /// within both drawings, and no text covers another.
    #[test]
    fn nothing_is_cut() {
        let mut far = answer("spatial model");
        for (issue, low, high) in [(0, 0.0, 100.0), (1, -250_000.0, 1_200_000.0), (2, -0.5, 0.5)] {
            let row = &mut far.issues[issue];
            (row.low, row.high) = (low, high);
            for (stand, position) in row.stands.iter_mut().zip([high, low]) {
                stand.position = position;
            }
            row.models[0].forecast = high;
            row.models[0].rounds = vec![vec![low, high]];
        }
        far.issues[2].name = "Association of the growers of apples, north and south".into();
        far.parties[1].name = "Europe (European Union and United Kingdom)".into();
        let page = body(&far).expect("pictures").into_string();
        let number = |tag: &str, name: &str| -> Option<f64> {
            tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?.parse().ok()
        };
        let mut texts = 0;
        for svg in page.split("<svg ").skip(1) {
            let svg = svg.split("</svg>").next().unwrap_or_default();
            let size = svg.split("viewBox=\"0 0 ").nth(1).and_then(|size| size.split('"').next());
            let (width, height) = size.and_then(|size| size.split_once(' ')).expect("a size");
            let (width, height): (f64, f64) =
                (width.parse().expect("a width"), height.parse().expect("a height"));
            let mut written: Vec<([f64; 4], &str)> = Vec::new();
            for tag in svg.split('<').skip(1) {
                let (attributes, text) = tag.split_once('>').expect("a tag ends");
                let (left, right, top, bottom) = if attributes.starts_with("circle") {
                    let of = |name| number(attributes, name).expect("a circle");
                    let (x, y, r) = (of("cx"), of("cy"), of("r"));
                    (x - r, x + r, y - r, y + r)
                } else if attributes.starts_with("text") {
                    texts += 1;
                    let of = |name| number(attributes, name).expect("a place");
                    let (x, y, wide) = (of("x"), of("y"), 7.7 * text.chars().count() as f64);
                    let left = match attributes.split("text-anchor=\"").nth(1) {
                        Some(anchor) if anchor.starts_with("end") => x - wide,
                        Some(anchor) if anchor.starts_with("middle") => x - wide / 2.0,
                        _ => x,
                    };
                    let area = [left, y - 9.0, left + wide, y + 2.0];
                    for (other, known) in &written {
                        assert!(apart(&area, other), "{text} covers {known}");
                    }
                    written.push((area, text));
                    (left, left + wide, y - 11.0, y + 3.0)
                } else {
                    continue;
                };
                assert!(left >= 0.0 && right <= width, "{tag}: {left} to {right} of {width}");
                assert!(top >= 0.0 && bottom <= height, "{tag}: {top} to {bottom} of {height}");
            }
        }
        assert!(texts > 60, "{texts}");
    }
}
