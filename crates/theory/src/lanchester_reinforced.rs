//! Square law with reinforcements: the landing on Iwo Jima.
//!
//! `dM/dt = P(t) − A N`, `dN/dt = −B M`: the landing force M grows by arrivals P(t), constant within
//! each interval, so every interval has the exact solution
//! `M = M0 cosh kt + (P − A N0) sinh kt/k`, `N = N0 cosh kt − B M0 sinh kt/k − B P (cosh kt − 1)/k²`,
//! `k = √(AB)`. The garrison cannot fall below 0.
//! Known answer: A = 0.0544, B = 0.0106 per day, 54 000 landing on day 0–1, 6 000 on day 2–3, 13 000
//! on day 5–6 against 21 500: 53 042 and 4 656 on day 28.
//! Source: Engel (1954), *Journal of the Operations Research Society of America* 2:163.

use crate::topic::{Argument, Output, Topic, admit, wrong_count};

/// Arrivals spread evenly over an interval of time.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// Number that arrives.
    pub number: f64,
    /// Start of the interval.
    pub start: f64,
    /// End of the interval.
    pub end: f64,
}

fn step(landing: f64, garrison: f64, rates: (f64, f64), inflow: f64, t: f64) -> (f64, f64) {
    let (rate_a, rate_b) = rates;
    let k = (rate_a * rate_b).sqrt();
    let (cosh, sinh, excess) = if k * t < 1e-4 {
        // Second-order limits, exact to double precision for so small a step.
        let half = 0.5 * t * t;
        (1.0 + k * k * half, t * (1.0 + k * k * t * t / 6.0), half * (1.0 + k * k * t * t / 12.0))
    } else {
        let half = libm::sinh(0.5 * k * t);
        (libm::cosh(k * t), libm::sinh(k * t) / k, 2.0 * half * half / (k * k))
    };
    (
        landing * cosh + (inflow - rate_a * garrison) * sinh,
        garrison * cosh - rate_b * landing * sinh - rate_b * inflow * excess,
    )
}

/// Landing force and garrison at time `t`; `rate_a` is the loss rate of the landing force per
/// defender, `rate_b` that of the garrison per attacker. An empty landing force stays at 0 until
/// more arrive, an empty garrison stays empty.
///
/// ```
/// use zopa_theory::lanchester_reinforced::{IWO_JIMA, path};
/// let (landing, garrison) = path(0.0, 21_500.0, 0.0544, 0.0106, &IWO_JIMA, 28.0);
/// assert!((landing - 53_042.4).abs() < 1.0 && (garrison - 4_656.0).abs() < 1.0);
/// ```
pub fn path(
    landing: f64,
    garrison: f64,
    rate_a: f64,
    rate_b: f64,
    arrivals: &[Arrival],
    t: f64,
) -> (f64, f64) {
    let mut marks: Vec<f64> = arrivals
        .iter()
        .flat_map(|arrival| [arrival.start, arrival.end])
        .filter(|mark| *mark > 0.0 && *mark < t)
        .collect();
    marks.push(t);
    marks.sort_by(f64::total_cmp);
    let (mut m, mut n, mut now) = (landing, garrison, 0.0);
    for mark in marks {
        let length = mark - now;
        if length <= 0.0 {
            continue;
        }
        let inflow: f64 = arrivals
            .iter()
            .filter(|arrival| arrival.start <= now && arrival.end >= mark && arrival.number > 0.0)
            .map(|arrival| arrival.number / (arrival.end - arrival.start))
            .sum();
        (m, n) = interval(m, n, (rate_a, rate_b), inflow, length);
        now = mark;
    }
    (m, n)
}

/// One interval of constant inflow, with both numbers kept from falling below 0.
fn interval(m: f64, n: f64, rates: (f64, f64), inflow: f64, length: f64) -> (f64, f64) {
    if n <= 0.0 {
        return (m + inflow * length, 0.0);
    }
    if m <= 0.0 && inflow <= rates.0 * n {
        return (0.0, n);
    }
    let (end_m, end_n) = step(m, n, rates, inflow, length);
    if end_m >= 0.0 && end_n >= 0.0 {
        return (end_m, end_n);
    }
    // First time at which a side is gone; neither returns within the interval.
    let (mut low, mut high) = (0.0, length);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        let (mid_m, mid_n) = step(m, n, rates, inflow, middle);
        if mid_m < 0.0 || mid_n < 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    let (at_m, at_n) = step(m, n, rates, inflow, low);
    let rest = length - low;
    if end_n < 0.0 && at_n <= at_m { (at_m + inflow * rest, 0.0) } else { (0.0, at_n) }
}

/// Landings on Iwo Jima by day, after Engel.
pub const IWO_JIMA: [Arrival; 3] = [
    Arrival { number: 54_000.0, start: 0.0, end: 1.0 },
    Arrival { number: 6_000.0, start: 2.0, end: 3.0 },
    Arrival { number: 13_000.0, start: 5.0, end: 6.0 },
];

const ARGUMENTS: &[Argument] = &[
    Argument::preset("A", "losses of the landing force per day and defender", 0.0544, 0.0, 1e3),
    Argument::preset("B", "losses of the garrison per day and attacker", 0.0106, 0.0, 1e3),
    Argument::preset("N0", "garrison at the start", 21_500.0, 0.0, 1e12),
    Argument::preset("M0", "landing force at the start", 0.0, 0.0, 1e12),
    Argument::preset("t", "day at which the numbers are wanted", 28.0, 0.0, 1e4),
    Argument::preset("arrivals1", "first arrivals", 54_000.0, 0.0, 1e12),
    Argument::preset("start1", "day they begin", 0.0, 0.0, 1e4),
    Argument::preset("end1", "day they end", 1.0, 0.0, 1e4),
    Argument::preset("arrivals2", "second arrivals", 6_000.0, 0.0, 1e12),
    Argument::preset("start2", "day they begin", 2.0, 0.0, 1e4),
    Argument::preset("end2", "day they end", 3.0, 0.0, 1e4),
    Argument::preset("arrivals3", "third arrivals", 13_000.0, 0.0, 1e12),
    Argument::preset("start3", "day they begin", 5.0, 0.0, 1e4),
    Argument::preset("end3", "day they end", 6.0, 0.0, 1e4),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "lanchester_reinforced",
    aliases: &[
        "iwo_jima",
        "square_law_with_reinforcements",
        "square_law_with_reinforcements_(Iwo_Jima)",
        "lanchester_with_reinforcements",
        "engel",
    ],
    title: "Aimed fire with arriving reinforcements (defaults: Iwo Jima)",
    formula: "dM/dt = P(t) - A N, dN/dt = -B M, exact within each interval of constant P",
    assumptions: "aimed fire, arrivals spread evenly over their interval, none for the garrison",
    source: "Engel 1954, JORSA 2:163 (coefficients as usually quoted)",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("landing", "landing force M on day t"),
        Output::new("garrison", "garrison N on day t"),
        Output::new("landing_losses", "losses of the landing force by day t"),
        Output::new("garrison_losses", "losses of the garrison by day t"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[rate_a, rate_b, n0, m0, t, n1, s1, e1, n2, s2, e2, n3, s3, e3] = values else {
            return Err(wrong_count(ARGUMENTS, values));
        };
        let arrivals = [
            Arrival { number: n1, start: s1, end: e1 },
            Arrival { number: n2, start: s2, end: e2 },
            Arrival { number: n3, start: s3, end: e3 },
        ];
        if arrivals.iter().any(|arrival| arrival.number > 0.0 && arrival.end <= arrival.start) {
            return Err(crate::error::TheoryError::NoSolution {
                reason: "arrivals need an end after their start",
            });
        }
        let (m, n) = path(m0, n0, rate_a, rate_b, &arrivals, t);
        let arrived: f64 = arrivals
            .iter()
            .filter(|arrival| arrival.number > 0.0)
            .map(|arrival| {
                let part = (t - arrival.start) / (arrival.end - arrival.start);
                arrival.number * part.clamp(0.0, 1.0)
            })
            .sum();
        Ok(vec![m, n, m0 + arrived - m, n0 - n])
    },
    example: (
        &[
            0.0544, 0.0106, 21_500.0, 0.0, 28.0, 54_000.0, 0.0, 1.0, 6_000.0, 2.0, 3.0, 13_000.0,
            5.0, 6.0,
        ],
        0,
        53_042.403_179_674,
    ),
};
