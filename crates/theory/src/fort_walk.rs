//! War as a walk over forts: who wins in the end, and after how many battles.
//!
//! A holds X of N forts; every battle moves one fort, to A with probability p. With q = 1 − p and
//! `r = q/p` A takes all with probability `P = (1 − r^X)/(1 − r^N)` after `X/(q − p) − N P/(q − p)`
//! battles on average; at p = 1/2 these are `X/N` and `X (N − X)`. With shared beliefs and a cost k
//! per battle and side, settling at once saves `2 k E[T]`. X may be any real number from 0 to N.
//! Known answer: p = 0.55, X = 5, N = 10: 23.171740 battles.
//! Source: Feller (1968), ch. XIV; Smith, Stam (2004), *Journal of Conflict Resolution* 48:783.

use crate::topic::{Argument, Output, ScalarFunction, Topic, admit, wrong_count};

/// `p`, `x` and `n` in their domain, with x brought into [0, n]; `None` outside.
pub(crate) fn position(p: f64, x: f64, n: f64) -> Option<f64> {
    let sane = (0.0..=1.0).contains(&p) && n > 0.0 && n.is_finite() && !x.is_nan();
    sane.then(|| x.clamp(0.0, n))
}

/// Probability that A takes all `n` forts from `x`; `x` beyond 0 or `n` counts as absorbed, other
/// arguments outside their domain give NaN.
///
/// ```
/// use zopa_theory::fort_walk::win_probability;
/// assert!((win_probability(0.5, 3.0, 10.0) - 0.3).abs() < 1e-12);
/// assert!((win_probability(2.0 / 3.0, 1.0, 2.0) - 2.0 / 3.0).abs() < 1e-12);
/// ```
pub fn win_probability(p: f64, x: f64, n: f64) -> f64 {
    let Some(x) = position(p, x, n) else { return f64::NAN };
    if p >= 0.5 {
        return stronger_wins(p, x, n);
    }
    // In powers of p/q < 1, so that small chances keep their digits.
    let log_r = log_ratio(1.0 - p);
    if x <= 0.0 || x >= n || log_r == 0.0 {
        return x / n;
    }
    libm::exp((n - x) * log_r) * libm::expm1(x * log_r) / libm::expm1(n * log_r)
}

/// Logarithm of q/p, precise near p = 1/2.
fn log_ratio(p: f64) -> f64 {
    libm::log1p((1.0 - 2.0 * p) / p)
}

/// The win probability for p ≥ 1/2, where every power of q/p is at most 1.
fn stronger_wins(p: f64, x: f64, n: f64) -> f64 {
    if x <= 0.0 || x >= n {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let log_r = log_ratio(p);
    if log_r == 0.0 {
        return x / n;
    }
    libm::expm1(x * log_r) / libm::expm1(n * log_r)
}

/// Expected number of battles until one side holds all `n` forts.
///
/// Near p = 1/2 the difference `X − N P` is taken from its power series, so the result is
/// continuous there.
///
/// ```
/// use zopa_theory::fort_walk::duration;
/// assert!((duration(0.55, 5.0, 10.0) - 23.171_740_118).abs() < 1e-6);
/// assert_eq!(duration(0.5, 3.0, 10.0), 21.0);
/// ```
pub fn duration(p: f64, x: f64, n: f64) -> f64 {
    let Some(x) = position(p, x, n) else { return f64::NAN };
    if p >= 0.5 { stronger_duration(p, x, n) } else { stronger_duration(1.0 - p, n - x, n) }
}

fn stronger_duration(p: f64, x: f64, n: f64) -> f64 {
    if x <= 0.0 || x >= n {
        return 0.0;
    }
    let log_r = log_ratio(p);
    if n * log_r < -1.0 {
        return (n * stronger_wins(p, x, n) - x) / (2.0 * p - 1.0);
    }
    // With L = ln r and φ(u) = (e^u − 1)/u: E = X [φ(NL) − φ(XL)]/(φ(NL) tanh(L/2)); both the
    // bracket divided by L and φ(NL) come from their series.
    let (u, v) = (x * log_r, n * log_r);
    let (mut power_x, mut power_n, mut factorial) = (1.0, 1.0, 1.0);
    let (mut phi, mut bracket, mut shift) = (1.0, 0.0, 1.0);
    for order in 1..25_u8 {
        let order = f64::from(order);
        factorial *= order + 1.0;
        power_x *= u;
        power_n *= v;
        phi += power_n / factorial;
        // (N^k − X^k) L^(k−1), by N^k − X^k = (N − X) Σ N^i X^(k−1−i)
        bracket += shift * (n - x) / factorial;
        shift = shift * v + power_x;
    }
    let half = 0.5 * log_r;
    let slope = if half == 0.0 { 2.0 } else { log_r / libm::tanh(half) };
    x * bracket * slope / phi
}

/// What both sides together save by settling at once, `2 k E[T]`, under shared beliefs.
///
/// ```
/// let surplus = zopa_theory::fort_walk::common_belief_surplus(0.55, 5.0, 10.0, 0.01);
/// assert!((surplus - 0.463_434_802).abs() < 1e-8);
/// ```
pub fn common_belief_surplus(p: f64, x: f64, n: f64, cost: f64) -> f64 {
    2.0 * cost * duration(p, x, n)
}

pub(crate) const P: Argument =
    Argument::required("p", "probability that A wins a battle", 0.0, 1.0);
pub(crate) const X: Argument = Argument::preset("X", "forts that A holds", 5.0, 0.0, 1e6);
pub(crate) const N: Argument =
    Argument::preset("N", "number of forts", 10.0, f64::MIN_POSITIVE, 1e6);

const ARGUMENTS: &[Argument] = &[
    P,
    X,
    N,
    Argument::preset("k", "cost of a battle to each side, share of the stake", 0.0, 0.0, 1e6),
];

pub(crate) const TOPIC: Topic = Topic {
    name: "fort_walk",
    aliases: &[
        "war_as_random_walk",
        "random_walk",
        "smith_stam",
        "gamblers_ruin",
        "walk_over_forts",
        "common-belief surplus of settling",
    ],
    title: "War as a walk over forts: outcome, length and what settling saves",
    formula: "P = (1 - r^X)/(1 - r^N), r = (1-p)/p; E[T] = (X - N P)/(1 - 2p); surplus 2kE[T]",
    assumptions: "independent battles of equal odds, war to the last fort, stake of 1",
    source: "Feller 1968, ch. XIV; Smith, Stam 2004, JCR 48:783",
    arguments: ARGUMENTS,
    outputs: &[
        Output::new("win", "probability that A takes all forts"),
        Output::new("lose", "probability that B takes all forts"),
        Output::new("duration", "expected number of battles"),
        Output::new("surplus", "saving of both together by settling, 2 k E[T]"),
        Output::new("value_A", "war value of A, P - k E[T]"),
        Output::new("value_B", "war value of B, 1 - P - k E[T]"),
    ],
    evaluate: |values| {
        admit(ARGUMENTS, values)?;
        let &[p, x, n, cost] = values else { return Err(wrong_count(ARGUMENTS, values)) };
        let (win, lose) = (win_probability(p, x, n), win_probability(1.0 - p, n - x, n));
        let battles = duration(p, x, n);
        let surplus = common_belief_surplus(p, x, n, cost);
        Ok(vec![win, lose, battles, surplus, win - cost * battles, lose - cost * battles])
    },
    example: (&[0.55, 5.0, 10.0, 0.01], 2, 23.171_740_118),
};

pub(crate) const WIN: ScalarFunction = ScalarFunction {
    name: "fort_walk_win",
    arguments: &["p", "x", "n"],
    meaning: "probability of taking all n forts from x when a battle is won with p",
    formula: "(1 - r^x)/(1 - r^n), r = (1 - p)/p",
    source: "Feller 1968; Smith, Stam 2004",
    evaluate: |values| match values {
        &[p, x, n] => win_probability(p, x, n),
        _ => f64::NAN,
    },
};

pub(crate) const DURATION: ScalarFunction = ScalarFunction {
    name: "fort_walk_duration",
    arguments: &["p", "x", "n"],
    meaning: "expected number of battles until one side holds all n forts",
    formula: "(x - n*P)/(1 - 2p), P = fort_walk_win(p, x, n)",
    source: "Feller 1968; Smith, Stam 2004",
    evaluate: |values| match values {
        &[p, x, n] => duration(p, x, n),
        _ => f64::NAN,
    },
};
