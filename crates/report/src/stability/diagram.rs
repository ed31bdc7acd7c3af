//! The state graph as a picture: states as boxes, moves as arcs in the colour and dash of the
//! party that makes them.

use maud::{Markup, PreEscaped, html};

use super::answer::{Move, MoveKind, StabilityAnswer};
use super::layout::{Layout, layout};
use super::naming::{self, concepts_of, counted};

/// Inks of the style sheet, after Okabe and Ito (2008).
const INKS: [&str; 6] = ["ink-1", "ink-2", "ink-3", "ink-4", "ink-5", "ink-6"];

/// Dashes, so that parties can be told apart without colour; five to six inks, so that the pair
/// is unique up to thirty parties.
const DASHES: [&str; 5] = ["none", "8 5", "2 4.5", "11 4 2 4", "16 4"];

/// Letters in a line of a box, and lines of a box.
const LINE: usize = 12;
const LINES: usize = 3;

/// Moves up to which arcs are bent around states in between.
const BENT: usize = 2_500;

/// Moves up to which lines are drawn at full width, and all of them at first.
const CLEAR: usize = 120;

/// Moves up to which a picture of all improvements can be read; beyond, those of one state are
/// shown first.
const READABLE: usize = 300;

/// States up to which the concepts are written in the box of a state.
const WRITTEN: usize = 60;

type Point = (f64, f64);

/// The colour class of a party.
pub fn ink(party: usize) -> &'static str {
    INKS[party % INKS.len()]
}

fn dash(party: usize) -> &'static str {
    DASHES[party % DASHES.len()]
}

/// The picture. `title` and `description` are its text alternative.
pub fn picture(answer: &StabilityAnswer, title: &str, description: &str) -> Markup {
    let labels: Vec<Label> =
        (0..answer.states.len()).map(|state| Label::new(answer, state)).collect();
    let node = labels
        .iter()
        .map(Label::size)
        .fold((46.0, 30.0), |(w, h): (f64, f64), label| (w.max(label.0), h.max(label.1)));
    let moves: Vec<Move> =
        answer.moves.iter().copied().filter(|step| naming::is_drawable(answer, step)).collect();
    let root = answer.status_quo.or(answer.neighbourhood_of);
    let layout = layout(answer.states.len(), &moves, root, node);
    let mut arcs: Vec<(Move, Arc)> =
        moves.iter().copied().zip(arcs(&moves, &layout, node)).collect();
    // What improves is drawn last, above the rest.
    arcs.sort_by_key(|(step, _)| step.kind == MoveKind::Improvement);
    let (left, top, width, height) = extent(&layout, &arcs, node);
    let halo = trail(answer, &layout, &arcs);
    let class = if moves.len() > CLEAR { "dense" } else { "sparse" };
    let first = (moves.len() > READABLE).then_some(root).flatten();
    html! {
        div.diagram tabindex="0" role="group" aria-label="State graph, scrolls sideways on a narrow screen" {
            svg #state-graph class=(class) data-first=[first] role="img"
                aria-labelledby="state-graph-name state-graph-text"
                viewBox={ (number(left)) " " (number(top)) " " (number(width)) " " (number(height)) }
                style={ "width:" (number(width)) "px;min-width:" (number(width * 0.72)) "px" } {
                title #state-graph-name { (title) }
                desc #state-graph-text { (description) }
                (halo)
                g { @for (step, arc) in &arcs { (arc_markup(answer, step, arc)) } }
                (layer_marks(answer, &layout, left))
                g {
                    @for (state, label) in labels.iter().enumerate() {
                        (state_markup(answer, state, label, layout.centres[state], node))
                    }
                }
            }
        }
    }
}

/// Which dash and colour belong to which party, and what the marks mean.
pub fn key(answer: &StabilityAnswer) -> Markup {
    let path = answer.paths.iter().any(|path| !path.steps.is_empty());
    let other = answer.moves.iter().any(|step| step.kind != MoveKind::Improvement);
    html! {
        ul.key aria-label="Key of the state graph" {
            @for (party, _) in answer.parties.iter().enumerate() {
                li data-by=(party) {
                    svg.swatch.(ink(party)) viewBox="0 0 46 14" width="46" height="14" aria-hidden="true" focusable="false" {
                        line x1="2" y1="7" x2="44" y2="7" stroke-dasharray=(dash(party)) {}
                    }
                    " moves of " (naming::party(answer, party))
                }
            }
            li {
                svg.swatch viewBox="0 0 40 14" width="40" height="14" aria-hidden="true" focusable="false" {
                    line x1="2" y1="7" x2="28" y2="7" {}
                    path.mark d="M39 7 27 1.5v11z" {}
                }
                " improvement for the mover"
            }
            @if other {
                li {
                    svg.swatch.faint viewBox="0 0 40 14" width="40" height="14" aria-hidden="true" focusable="false" {
                        line x1="2" y1="7" x2="33" y2="7" {}
                        path.mark d="M39 7 31 3.5v7z" {}
                    }
                    " other move"
                }
            }
            li {
                svg.swatch viewBox="0 0 34 18" width="34" height="18" aria-hidden="true" focusable="false" {
                    rect.frame x="1" y="1" width="32" height="16" rx="5" {}
                    rect.frame x="5" y="5" width="24" height="8" rx="3" {}
                }
                " equilibrium"
            }
            @if answer.status_quo.is_some() {
                li {
                    svg.swatch viewBox="0 0 34 18" width="34" height="18" aria-hidden="true" focusable="false" {
                        rect.frame.here x="3" y="2" width="28" height="14" rx="4" {}
                    }
                    " status quo"
                }
            }
            @if path {
                li {
                    svg.swatch viewBox="0 0 34 14" width="34" height="14" aria-hidden="true" focusable="false" {
                        line.trail x1="4" y1="7" x2="30" y2="7" {}
                    }
                    " first path below"
                }
            }
        }
    }
}

/// A name in short lines; what does not fit is cut with an ellipsis.
fn lines(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    // Equal lines: 16 letters as 8 and 8, not as 12 and 4.
    let count = letters.len().div_ceil(LINE).clamp(1, LINES);
    let length = letters.len().div_ceil(count).clamp(1, LINE);
    let mut lines: Vec<String> =
        letters.chunks(length).take(LINES).map(|line| line.iter().collect()).collect();
    if letters.len() > LINE * LINES
        && let Some(last) = lines.last_mut()
    {
        last.pop();
        last.push('…');
    }
    lines
}

/// What is written in the box of a state.
struct Label {
    name: Vec<String>,
    /// The concepts under which it is an equilibrium.
    under: Option<String>,
}

impl Label {
    fn new(answer: &StabilityAnswer, state: usize) -> Self {
        let concepts = concepts_of(answer, state);
        let written = answer.states.len() <= WRITTEN && answer.concepts.len() > 1;
        let text = match concepts.join(" ") {
            text if text.len() <= 14 => text,
            _ if concepts.len() == answer.concepts.len() => format!("all {}", concepts.len()),
            _ => format!("{} of {}", concepts.len(), answer.concepts.len()),
        };
        Label {
            name: lines(&answer.states[state].name),
            under: (written && !concepts.is_empty()).then_some(text),
        }
    }

    /// Width and height of the box that holds it.
    fn size(&self) -> (f64, f64) {
        let letters = self.name.iter().map(|line| line.chars().count()).max().unwrap_or(0);
        let under = self.under.as_ref().map_or(0, |text| text.chars().count());
        (
            (letters as f64 * 8.6).max(under as f64 * 7.0) + 20.0,
            self.name.len() as f64 * 16.0 + if under > 0 { 13.0 } else { 0.0 } + 14.0,
        )
    }
}

/// What the picture covers: left, top, width, height.
fn extent(layout: &Layout, arcs: &[(Move, Arc)], node: (f64, f64)) -> (f64, f64, f64, f64) {
    const ROOM: f64 = 10.0;
    let (mut left, mut top) = (f64::INFINITY, f64::INFINITY);
    let (mut right, mut bottom) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    let mut cover = |x: f64, y: f64| {
        left = left.min(x - ROOM);
        right = right.max(x + ROOM);
        top = top.min(y - ROOM);
        bottom = bottom.max(y + ROOM);
    };
    for &(x, y) in &layout.centres {
        // Room for the outer frame, and for the words above the status quo.
        let half = (node.0 / 2.0).max(40.0) + 6.0;
        cover(x - half, y - node.1 / 2.0 - 23.0);
        cover(x + half, y + node.1 / 2.0 + 6.0);
    }
    for (_, arc) in arcs {
        for i in 0..=8 {
            let (x, y) = at(arc.start, arc.control, arc.end, f64::from(i) / 8.0);
            cover(x, y);
        }
    }
    for &(_, y) in &layout.layers {
        cover(0.0, y);
        cover(layout.size.0, y);
    }
    (left, top, right - left, bottom - top)
}

fn layer_marks(answer: &StabilityAnswer, layout: &Layout, left: f64) -> Markup {
    let origin = match (answer.status_quo, answer.neighbourhood_of) {
        (Some(_), _) => "the status quo",
        (None, Some(state)) => naming::state(answer, state),
        (None, None) => "the first state",
    };
    html! {
        @for (distance, top) in &layout.layers {
            text.layer x=(number(left + 4.0)) y=(number(top + 12.0)) {
                @match distance {
                    Some(0) => (origin),
                    Some(n) => { (counted(*n as u64, "move")) " from " (origin) }
                    None => { "not reached from " (origin) " by the moves shown" }
                }
            }
        }
    }
}

fn state_markup(
    answer: &StabilityAnswer,
    state: usize,
    label: &Label,
    (x, y): Point,
    (width, height): (f64, f64),
) -> Markup {
    let row = &answer.states[state];
    let concepts = concepts_of(answer, state);
    let under: Vec<String> = answer
        .concepts
        .iter()
        .enumerate()
        .filter(|(_, concept)| concept.equilibria.get(state) == Some(&true))
        .map(|(i, _)| i.to_string())
        .collect();
    let here = answer.status_quo == Some(state);
    let class = match (here, concepts.is_empty()) {
        (false, true) => "state",
        (false, false) => "state equilibrium",
        (true, true) => "state here",
        (true, false) => "state here equilibrium",
    };
    let inside = label.name.len() as f64 * 16.0 + if label.under.is_some() { 13.0 } else { 0.0 };
    let first = y - inside / 2.0 + 12.5;
    let last = y + inside / 2.0 - 2.5;
    html! {
        g class=(class) data-state=(state) data-equilibria=(under.join(" ")) {
            title {
                (row.name)
                @if !naming::label(row).is_empty() { ": " (naming::label(row)) }
                @if here { "; status quo" }
                @if concepts.is_empty() { "; no equilibrium" } @else { "; equilibrium under " (crate::wording::list(&concepts)) }
            }
            rect.outer x=(number(x - width / 2.0 - 4.5)) y=(number(y - height / 2.0 - 4.5))
                width=(number(width + 9.0)) height=(number(height + 9.0)) rx="11" {}
            rect.inner x=(number(x - width / 2.0)) y=(number(y - height / 2.0))
                width=(number(width)) height=(number(height)) rx="7" {}
            @for (i, line) in label.name.iter().enumerate() {
                text.name x=(number(x)) y=(number(first + 16.0 * i as f64)) { (line) }
            }
            @if here { text.mark x=(number(x)) y=(number(y - height / 2.0 - 11.5)) { "status quo" } }
            @if let Some(under) = &label.under {
                text.under x=(number(x)) y=(number(last)) { (under) }
            }
        }
    }
}

/// A quadratic curve from border to border, with the tip of its arrow.
struct Arc {
    start: Point,
    control: Point,
    end: Point,
    tip: Point,
}

fn arc_markup(answer: &StabilityAnswer, step: &Move, arc: &Arc) -> Markup {
    let improves = step.kind == MoveKind::Improvement;
    let class = if improves { "move improvement" } else { "move other" };
    let (long, half) = if improves { (12.0, 5.5) } else { (8.5, 3.6) };
    let along = unit(arc.end, arc.tip).unwrap_or((1.0, 0.0));
    let base = (arc.tip.0 - along.0 * long, arc.tip.1 - along.1 * long);
    let left = (base.0 - along.1 * half, base.1 + along.0 * half);
    let right = (base.0 + along.1 * half, base.1 - along.0 * half);
    html! {
        g class={ (class) " " (ink(step.party)) } data-by=(step.party) data-from=(step.from) data-to=(step.to) {
            title {
                (naming::party(answer, step.party)) " moves from " (naming::state(answer, step.from)) " to "
                (naming::state(answer, step.to)) ": " (naming::kind(step.kind))
            }
            path.line d=(curve(arc.start, arc.control, arc.end)) stroke-dasharray=(dash(step.party)) {}
            path.head d={ "M" (pair(arc.tip)) "L" (pair(left)) "L" (pair(right)) "z" } {}
        }
    }
}

/// A pale band behind the moves of the first path.
fn trail(answer: &StabilityAnswer, layout: &Layout, arcs: &[(Move, Arc)]) -> Markup {
    let Some(path) = answer.paths.iter().find(|path| !path.steps.is_empty()) else {
        return html! {};
    };
    let bands: Vec<String> = path
        .steps
        .iter()
        .filter_map(|step| {
            let (_, arc) = arcs.iter().find(|(drawn, _)| {
                (drawn.party, drawn.from, drawn.to) == (step.party, step.from, step.to)
            })?;
            Some(format!(
                "M{}L{}Q{} {}L{}",
                pair(layout.centres[step.from]),
                pair(arc.start),
                pair(arc.control),
                pair(arc.end),
                pair(layout.centres[step.to])
            ))
        })
        .collect();
    html! { g { @for band in &bands { path.trail d=(PreEscaped(band)) {} } } }
}

/// The arcs of moves. Moves between the same two states are bent away from each other; each arc
/// takes the smallest bend at which it passes the fewest other states.
fn arcs(moves: &[Move], layout: &Layout, node: (f64, f64)) -> Vec<Arc> {
    use std::collections::BTreeMap;
    let mut lanes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for step in moves {
        *lanes.entry((step.from, step.to)).or_default() += 1;
    }
    let mut taken: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    moves
        .iter()
        .map(|step| {
            let (a, b) = (layout.centres[step.from], layout.centres[step.to]);
            let lane = taken.entry((step.from, step.to)).or_default();
            let length = distance(a, b);
            let alone =
                lanes[&(step.from, step.to)] == 1 && !lanes.contains_key(&(step.to, step.from));
            let bends: Vec<f64> = if alone {
                [0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32].map(|share| share * length).to_vec()
            } else {
                // The way back bends to its own left, which is the other side; a bend to the right
                // is wider, so that the two stay apart where only one of them changes sides.
                let least = (0.06 * length).clamp(9.0, 26.0) + 15.0 * *lane as f64;
                let right = -(least + 18.0);
                [
                    (least, 0.0),
                    (right, -0.02),
                    (least, 0.1),
                    (right, -0.12),
                    (least, 0.2),
                    (right, -0.22),
                ]
                .map(|(bend, share)| bend + share * length)
                .to_vec()
            };
            *lane += 1;
            let tried = if moves.len() <= BENT { bends.len() } else { 1 };
            let mut best: Option<(usize, Point)> = None;
            for &bend in &bends[..tried] {
                let control = control(a, b, bend);
                let passed = if tried == 1 {
                    0
                } else {
                    states_passed(a, control, b, (step.from, step.to), layout, node)
                };
                if best.is_none_or(|(fewest, _)| passed < fewest) {
                    best = Some((passed, control));
                }
                if passed == 0 {
                    break;
                }
            }
            let control = best.map_or(a, |(_, control)| control);
            clipped(a, control, b, node)
        })
        .collect()
}

/// The control point that bends the middle of the curve by so much to the left of its direction.
fn control(a: Point, b: Point, bend: f64) -> Point {
    let (dx, dy) = unit(a, b).unwrap_or((0.0, 0.0));
    ((a.0 + b.0) / 2.0 + 2.0 * bend * dy, (a.1 + b.1) / 2.0 - 2.0 * bend * dx)
}

/// Number of sampled points of the curve that lie in boxes of other states.
fn states_passed(
    a: Point,
    control: Point,
    b: Point,
    ends: (usize, usize),
    layout: &Layout,
    node: (f64, f64),
) -> usize {
    (1..24)
        .map(|i| at(a, control, b, f64::from(i) / 24.0))
        .filter(|&point| {
            layout.centres.iter().enumerate().any(|(state, &centre)| {
                state != ends.0 && state != ends.1 && inside(point, centre, node, 6.0)
            })
        })
        .count()
}

/// The part of a curve between two boxes, ending where its arrow head begins.
fn clipped(a: Point, control: Point, b: Point, node: (f64, f64)) -> Arc {
    const PARTS: i32 = 96;
    const CLEAR: f64 = 7.0;
    let parameter = |i: i32| f64::from(i) / f64::from(PARTS);
    let first = (0..=PARTS)
        .find(|&i| !inside(at(a, control, b, parameter(i)), a, node, CLEAR - 2.0))
        .unwrap_or(0);
    let last = (0..=PARTS)
        .rev()
        .find(|&i| !inside(at(a, control, b, parameter(i)), b, node, CLEAR))
        .unwrap_or(PARTS);
    let (from, to) = (parameter(first), parameter(last.max(first + 2).min(PARTS)));
    let back = (to - 9.0 / distance(a, b).max(9.0)).max(from + (to - from) * 0.3);
    let mixed = |(p, q, r): (f64, f64, f64)| {
        (1.0 - from) * (1.0 - back) * p
            + ((1.0 - from) * back + (1.0 - back) * from) * q
            + from * back * r
    };
    Arc {
        start: at(a, control, b, from),
        control: (mixed((a.0, control.0, b.0)), mixed((a.1, control.1, b.1))),
        end: at(a, control, b, back),
        tip: at(a, control, b, to),
    }
}

fn at(a: Point, control: Point, b: Point, t: f64) -> Point {
    let mix =
        |p: f64, q: f64, r: f64| (1.0 - t) * (1.0 - t) * p + 2.0 * t * (1.0 - t) * q + t * t * r;
    (mix(a.0, control.0, b.0), mix(a.1, control.1, b.1))
}

fn inside(point: Point, centre: Point, node: (f64, f64), margin: f64) -> bool {
    (point.0 - centre.0).abs() < node.0 / 2.0 + margin
        && (point.1 - centre.1).abs() < node.1 / 2.0 + margin
}

fn distance(a: Point, b: Point) -> f64 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// The direction from one point to another; none where they are the same.
fn unit(a: Point, b: Point) -> Option<Point> {
    let length = distance(a, b);
    (length > 0.0).then(|| ((b.0 - a.0) / length, (b.1 - a.1) / length))
}

fn curve(start: Point, control: Point, end: Point) -> String {
    format!("M{}Q{} {}", pair(start), pair(control), pair(end))
}

fn pair((x, y): Point) -> String {
    format!("{} {}", number(x), number(y))
}

/// A length in pixels with one decimal at most.
fn number(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_broken_evenly() {
        assert_eq!(lines("NYNNN"), ["NYNNN"]);
        assert_eq!(lines("NYNNNYYYNNNYYNNY"), ["NYNNNYYY", "NNNYYNNY"]);
        assert_eq!(lines(&"Y".repeat(64)).last().map(String::as_str), Some("YYYYYYYYYYY…"));
    }

    /// An arc begins and ends outside both boxes, and its arrow points at the state moved to.
    #[test]
    fn arcs_run_from_border_to_border() {
        let (a, b, node) = ((0.0, 0.0), (200.0, 100.0), (46.0, 30.0));
        for bend in [-40.0, 0.0, 40.0] {
            let arc = clipped(a, control(a, b, bend), b, node);
            assert!(!inside(arc.start, a, node, 4.0) && !inside(arc.tip, b, node, 4.0));
            assert!(distance(arc.tip, b) < 60.0);
            assert!(distance(arc.end, b) > distance(arc.tip, b));
        }
    }

    /// Both ways between two states are two curves on two sides.
    #[test]
    fn two_ways_are_two_arcs() {
        let (a, b) = ((0.0, 0.0), (100.0, 0.0));
        let (there, back) = (control(a, b, 10.0), control(b, a, 10.0));
        assert!(there.1 * back.1 < 0.0);
    }
}
