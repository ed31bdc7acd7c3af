//! Where states stand in the picture: on an ellipse where they are few, otherwise in rows by the
//! number of moves from the status quo.
//!
//! Few: the order along the ellipse is improved by exchanges of two states as long as moves get
//! shorter. Many: within a row states stand near the states they share moves with (the mean of
//! their places, swept down and up; after Sugiyama, Tagawa & Toda 1981). Both are functions of the
//! data alone.

use super::answer::Move;

/// States up to which they stand on an ellipse.
pub const FEW: usize = 16;

/// Width that rows fill.
const ROW: f64 = 1020.0;
const MARGIN: f64 = 34.0;
const SWEEPS: usize = 6;

/// Places of states.
pub struct Layout {
    /// Centre of each state.
    pub centres: Vec<(f64, f64)>,
    /// Width and height of the picture.
    pub size: (f64, f64),
    /// For rows by distance: the distance of each and its upper edge; `None` for states that
    /// cannot be reached.
    pub layers: Vec<(Option<usize>, f64)>,
}

/// Places `states` boxes of the given width and height. `root` is where distances begin.
pub fn layout(states: usize, moves: &[Move], root: Option<usize>, node: (f64, f64)) -> Layout {
    if states <= FEW { ellipse(states, moves, root, node) } else { rows(states, moves, root, node) }
}

fn ellipse(states: usize, moves: &[Move], root: Option<usize>, node: (f64, f64)) -> Layout {
    let order = circular_order(states, moves, root);
    let n = states as f64;
    let (width, height) = node;
    // Room for each box and an arrow along the ellipse.
    let (rx, ry) = match states {
        0 | 1 => (0.0, 0.0),
        2 => (width + 40.0, 0.0),
        3 | 4 => ((width * 1.4 + 70.0).max(150.0), (height * 1.4 + 60.0).max(120.0)),
        _ => {
            ((n * (width + 44.0) / 5.2).clamp(230.0, 470.0), (n * (height + 46.0) / 5.2).max(170.0))
        }
    };
    let side = MARGIN + width / 2.0 + 26.0;
    let top = MARGIN + height / 2.0 + 26.0;
    let mut centres = vec![(0.0, 0.0); states];
    for (place, &state) in order.iter().enumerate() {
        // Two or four states stand at corners or ends, others begin at the top.
        let start = if matches!(states, 2 | 4) { -0.5 - 1.0 / n } else { -0.5 };
        let angle = std::f64::consts::PI * (start + 2.0 * place as f64 / n);
        centres[state] = (side + rx + rx * libm::cos(angle), top + ry + ry * libm::sin(angle));
    }
    Layout { centres, size: (2.0 * (side + rx), 2.0 * (top + ry)), layers: Vec::new() }
}

/// The order along a circle: the root first, neighbours near each other.
fn circular_order(states: usize, moves: &[Move], root: Option<usize>) -> Vec<usize> {
    let mut order: Vec<usize> =
        distances(states, moves, root).into_iter().flat_map(|(_, members)| members).collect();
    let mut place = vec![0_usize; states];
    for (at, &state) in order.iter().enumerate() {
        place[state] = at;
    }
    let length = |place: &[usize]| -> usize {
        moves
            .iter()
            .map(|step| {
                let along = place[step.from].abs_diff(place[step.to]);
                let short = along.min(states - along);
                short * short
            })
            .sum()
    };
    let mut best = length(&place);
    for _ in 0..SWEEPS {
        let before = best;
        for a in 1..states {
            for b in a + 1..states {
                place.swap(order[a], order[b]);
                let now = length(&place);
                if now < best {
                    best = now;
                    order.swap(a, b);
                } else {
                    place.swap(order[a], order[b]);
                }
            }
        }
        if best == before {
            break;
        }
    }
    order
}

/// States by number of moves from the root, in order; those that cannot be reached last.
fn distances(
    states: usize,
    moves: &[Move],
    root: Option<usize>,
) -> Vec<(Option<usize>, Vec<usize>)> {
    let mut onward = vec![Vec::new(); states];
    for step in moves {
        onward[step.from].push(step.to);
    }
    let mut seen = vec![false; states];
    let mut layers = Vec::new();
    let mut layer: Vec<usize> = root.filter(|&root| root < states).into_iter().collect();
    for &state in &layer {
        seen[state] = true;
    }
    while !layer.is_empty() {
        let mut next: Vec<usize> = Vec::new();
        for &state in &layer {
            for &to in &onward[state] {
                if !seen[to] {
                    seen[to] = true;
                    next.push(to);
                }
            }
        }
        next.sort_unstable();
        layers.push((Some(layers.len()), layer));
        layer = next;
    }
    let rest: Vec<usize> = (0..states).filter(|&state| !seen[state]).collect();
    if !rest.is_empty() {
        layers.push((None, rest));
    }
    layers
}

fn rows(states: usize, moves: &[Move], root: Option<usize>, node: (f64, f64)) -> Layout {
    let (width, height) = node;
    let gap = if states > 80 { (22.0, 46.0) } else { (30.0, 62.0) };
    let capacity = (((ROW + gap.0) / (width + gap.0)) as usize).max(1);
    let mut layers = distances(states, moves, root);
    order_within(&mut layers, states, moves);
    let mut centres = vec![(0.0, 0.0); states];
    let mut marks = Vec::new();
    let mut top = MARGIN;
    for (distance, members) in &layers {
        marks.push((*distance, top));
        let lines = members.len().div_ceil(capacity);
        let pitch = (ROW / members.len() as f64).min((width + gap.0) * 1.7 / lines as f64);
        let left = MARGIN + width / 2.0 + (ROW - pitch * members.len() as f64) / 2.0;
        for (i, &state) in members.iter().enumerate() {
            let x = left + pitch * (i as f64 + 0.5);
            let y = top + 26.0 + height / 2.0 + (i % lines) as f64 * (height + gap.1);
            centres[state] = (x, y);
        }
        top += 26.0 + lines as f64 * (height + gap.1);
    }
    Layout { centres, size: (ROW + 2.0 * MARGIN + width, top), layers: marks }
}

/// Orders each layer by the mean place of the neighbours of its states.
fn order_within(layers: &mut [(Option<usize>, Vec<usize>)], states: usize, moves: &[Move]) {
    let mut near = vec![Vec::new(); states];
    for step in moves {
        near[step.from].push(step.to);
        near[step.to].push(step.from);
    }
    let mut x = vec![0.0_f64; states];
    let place = |layer: &[usize], x: &mut [f64]| {
        for (i, &state) in layer.iter().enumerate() {
            x[state] = (i as f64 + 0.5) / layer.len() as f64;
        }
    };
    for (_, layer) in layers.iter() {
        place(layer, &mut x);
    }
    for sweep in 0..SWEEPS {
        let count = layers.len();
        for at in 0..count {
            let at = if sweep % 2 == 0 { at } else { count - 1 - at };
            let layer = &mut layers[at].1;
            let mut keyed: Vec<(f64, usize)> = layer
                .iter()
                .map(|&state| {
                    let sum: f64 = near[state].iter().map(|&other| x[other]).sum();
                    let mean = match near[state].len() {
                        0 => x[state],
                        n => sum / n as f64,
                    };
                    (mean, state)
                })
                .collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            *layer = keyed.into_iter().map(|(_, state)| state).collect();
            place(layer, &mut x);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stability::MoveKind;

    fn step(from: usize, to: usize) -> Move {
        Move { party: 0, from, to, kind: MoveKind::Improvement }
    }

    /// No two boxes overlap, and all lie inside the picture, for any number of states.
    #[test]
    fn boxes_stand_apart() {
        for states in [1, 2, 3, 4, 5, 9, 12, 16, 17, 40, 64, 300] {
            let moves: Vec<Move> = (0..states)
                .flat_map(|s| [step(s, (s * 7 + 3) % states), step(s, (s + 1) % states)])
                .filter(|m| m.from != m.to)
                .collect();
            for node in [(44.0, 30.0), (118.0, 46.0)] {
                let layout = layout(states, &moves, Some(0), node);
                for (i, a) in layout.centres.iter().enumerate() {
                    assert!(a.0 > node.0 / 2.0 && a.0 + node.0 / 2.0 < layout.size.0);
                    assert!(a.1 > node.1 / 2.0 && a.1 + node.1 / 2.0 < layout.size.1);
                    for b in &layout.centres[..i] {
                        let apart =
                            (a.0 - b.0).abs() >= node.0 + 8.0 || (a.1 - b.1).abs() >= node.1 + 8.0;
                        assert!(apart, "{states} states: {a:?} and {b:?}");
                    }
                }
            }
        }
    }

    /// Four states in a ring of moves stand around the ellipse in that order.
    #[test]
    fn neighbours_stand_beside_each_other() {
        let moves = [step(0, 2), step(2, 1), step(1, 3), step(3, 0)];
        let order = circular_order(4, &moves, Some(0));
        let at = |state: usize| order.iter().position(|&s| s == state).unwrap();
        for step in moves {
            let along = at(step.from).abs_diff(at(step.to));
            assert!(along == 1 || along == 3, "{order:?}");
        }
    }

    #[test]
    fn distance_counts_moves() {
        let layers = distances(4, &[step(1, 0), step(0, 2)], Some(1));
        let expected =
            vec![(Some(0), vec![1]), (Some(1), vec![0]), (Some(2), vec![2]), (None, vec![3])];
        assert_eq!(layers, expected);
    }
}
