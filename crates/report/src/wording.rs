//! Numbers in words and figures, never more precise than the ensemble they come from.

use zopa_ensemble::answer::{Estimate, Proportion};

/// Written where a number does not exist.
pub const UNDEFINED: &str = "not defined";

/// A no-break space, between a number and its unit.
const GAP: char = '\u{a0}';

/// Below this number of draws a share is told as a count.
const FEW: u64 = 20;

/// A share in coarse steps.
enum Share {
    Undefined,
    Never,
    Always,
    Count(u64),
    FewerThan(u64),
    OneIn(u64),
    Tenths(u64),
    Half,
    MoreThan19In20,
    AlmostAlways,
}

fn share(p: f64, n: u64) -> Share {
    if !p.is_finite() || n == 0 {
        return Share::Undefined;
    }
    let p = p.clamp(0.0, 1.0);
    let count = p * n as f64;
    if count < 0.5 {
        Share::Never
    } else if count > n as f64 - 0.5 {
        Share::Always
    } else if n < FEW {
        Share::Count(count.round() as u64)
    } else if p < 0.01 {
        Share::FewerThan(100)
    } else if p < 0.05 {
        Share::FewerThan(20)
    } else if p < 0.075 {
        Share::OneIn((1.0 / p).round() as u64)
    } else if p > 0.99 {
        Share::AlmostAlways
    } else if p >= 0.95 {
        Share::MoreThan19In20
    } else {
        match (p * 10.0).round() as u64 {
            5 => Share::Half,
            tenths => Share::Tenths(tenths.clamp(1, 9)),
        }
    }
}

/// A share `p` of `n` draws in words: tenths at most, a count where draws are few.
///
/// ```
/// use zopa_report::words;
/// assert_eq!(words(0.31, 2_000), "about 3 in 10");
/// assert_eq!(words(0.004, 2_000), "fewer than 1 in 100");
/// assert_eq!(words(0.996, 2_000), "almost always");
/// assert_eq!(words(0.0, 2_000), "never in 2,000 draws");
/// assert_eq!(words(0.5, 8), "4 of 8");
/// ```
pub fn words(p: f64, n: u64) -> String {
    match share(p, n) {
        Share::Undefined => UNDEFINED.to_owned(),
        Share::Never => format!("never in {} draws", count(n)),
        Share::Always => format!("always in {} draws", count(n)),
        Share::Count(k) => format!("{k} of {n}"),
        Share::FewerThan(d) => format!("fewer than 1 in {d}"),
        Share::OneIn(d) => format!("about 1 in {d}"),
        Share::Tenths(k) => format!("about {k} in 10"),
        Share::Half => "about half".to_owned(),
        Share::MoreThan19In20 => "more than 19 in 20".to_owned(),
        Share::AlmostAlways => "almost always".to_owned(),
    }
}

/// A share `p` of `n` things as part of a sentence that names them.
///
/// ```
/// use zopa_report::wording::share_of;
/// assert_eq!(share_of(0.31, 2_000, "draws"), "about 3 in 10 draws");
/// assert_eq!(share_of(0.0, 2_000, "deals"), "none of 2,000 deals");
/// ```
pub fn share_of(p: f64, n: u64, things: &str) -> String {
    match share(p, n) {
        Share::Undefined => format!("an undefined share of {things}"),
        Share::Never => format!("none of {} {things}", count(n)),
        Share::Always => format!("all of {} {things}", count(n)),
        Share::Count(k) => format!("{k} of {n} {things}"),
        Share::FewerThan(d) => format!("fewer than 1 in {d} {things}"),
        Share::OneIn(d) => format!("about 1 in {d} {things}"),
        Share::Tenths(k) => format!("about {k} in 10 {things}"),
        Share::Half => format!("about half of {things}"),
        Share::MoreThan19In20 => format!("more than 19 in 20 {things}"),
        Share::AlmostAlways => format!("almost all {things}"),
    }
}

/// Decimals of a percentage that `n` draws can carry: the standard error at a half is `50 / √n` points.
fn percent_decimals(n: u64) -> usize {
    if n >= 1_000_000 { 1 } else { 0 }
}

fn percent_figure(p: f64, n: u64) -> String {
    let decimals = percent_decimals(n);
    let smallest = if decimals == 0 { 0.01 } else { 0.001 };
    let p = p.clamp(0.0, 1.0);
    if p > 0.0 && p < smallest / 2.0 {
        format!("<{:.*}", decimals, smallest * 100.0)
    } else if p < 1.0 && p > 1.0 - smallest / 2.0 {
        format!(">{:.*}", decimals, (1.0 - smallest) * 100.0)
    } else {
        format!("{:.*}", decimals, p * 100.0)
    }
}

/// A share as a percentage with the decimals that `n` draws can carry.
///
/// ```
/// assert_eq!(zopa_report::wording::percent(0.314, 2_000), "31\u{a0}%");
/// assert_eq!(zopa_report::wording::percent(0.001, 2_000), "<1\u{a0}%");
/// ```
pub fn percent(p: f64, n: u64) -> String {
    if p.is_finite() && n > 0 {
        format!("{}{GAP}%", percent_figure(p, n))
    } else {
        UNDEFINED.to_owned()
    }
}

/// A percentage and the ends of its 95 % interval.
///
/// ```
/// use zopa_ensemble::answer::Proportion;
/// let share = Proportion { p: 0.314, low: 0.294, high: 0.335, n: 2_000 };
/// assert_eq!(zopa_report::wording::percent_with_interval(&share), "31\u{a0}% (29 to 34\u{a0}%)");
/// ```
pub fn percent_with_interval(share: &Proportion) -> String {
    let Proportion { p, low, high, n } = *share;
    let point = percent(p, n);
    if is_known(share) && low.is_finite() && high.is_finite() {
        format!("{point} ({} to {}{GAP}%)", percent_figure(low, n), percent_figure(high, n))
    } else {
        point
    }
}

/// Whether a share rests on any draw.
pub fn is_known(share: &Proportion) -> bool {
    share.n > 0 && share.p.is_finite()
}

/// A whole number with commas between thousands.
///
/// ```
/// assert_eq!(zopa_report::wording::count(1_234_567), "1,234,567");
/// ```
pub fn count(n: u64) -> String {
    group_thousands(&n.to_string())
}

fn group_thousands(digits: &str) -> String {
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut grouped = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    // A value that rounds to nothing has no sign.
    match grouped.strip_prefix('−') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.' | ',')) => rest.to_owned(),
        _ => grouped,
    }
}

/// The power of ten of the leading digit.
fn exponent(x: f64) -> i32 {
    format!("{x:e}").split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0)
}

/// A number rounded at the given power of ten, with commas between thousands.
fn rounded(x: f64, place: i32) -> String {
    if x != 0.0 && !(-6..15).contains(&exponent(x)) {
        let text = format!("{x:.2e}");
        return text.replace('-', "−");
    }
    if place <= 0 {
        return group_thousands(&format!("{x:.*}", (-place).min(9) as usize));
    }
    let digits = (exponent(x) - place).max(0) as usize;
    let near: f64 = if exponent(x) < place {
        let unit: f64 = format!("1e{place}").parse().unwrap_or(1.0);
        (x / unit).round() * unit
    } else {
        format!("{x:.digits$e}").parse().unwrap_or(x)
    };
    group_thousands(&format!("{near:.0}"))
}

/// A number with at most three significant digits.
///
/// ```
/// use zopa_report::wording::number;
/// assert_eq!(number(12_345.6), "12,300");
/// assert_eq!(number(0.012_34), "0.0123");
/// assert_eq!(number(-4.0), "−4");
/// assert_eq!(number(f64::NAN), "not defined");
/// ```
pub fn number(x: f64) -> String {
    if !x.is_finite() {
        UNDEFINED.to_owned()
    } else if x == 0.0 {
        "0".to_owned()
    } else {
        let text = rounded(x, exponent(x) - 2);
        // Zeros after the point say nothing here: the rounding is not an interval's.
        if text.contains('.') && !text.contains('e') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    }
}

/// A number and its interval, rounded at the first digit of the interval's half width.
///
/// ```
/// use zopa_report::wording::number_with_interval;
/// assert_eq!(number_with_interval(12.345, 11.8, 12.9), "12.3 (11.8 to 12.9)");
/// assert_eq!(number_with_interval(12_345.0, 11_700.0, 12_900.0), "12,300 (11,700 to 12,900)");
/// ```
pub fn number_with_interval(x: f64, low: f64, high: f64) -> String {
    let half_width = (high - low) / 2.0;
    if !x.is_finite() || !half_width.is_finite() {
        return number(x);
    }
    if half_width <= 0.0 {
        return number(x);
    }
    let place = exponent(half_width);
    format!("{} ({} to {})", rounded(x, place), rounded(low, place), rounded(high, place))
}

/// A mean with its 95 % interval and unit.
pub fn estimate(estimate: &Estimate) -> String {
    if estimate.n == 0 || !estimate.mean.is_finite() {
        return UNDEFINED.to_owned();
    }
    with_unit(number_with_interval(estimate.mean, estimate.low, estimate.high), &estimate.unit)
}

/// A written number and its unit, where there is one.
pub fn with_unit(number: String, unit: &str) -> String {
    if unit.is_empty() || number == UNDEFINED { number } else { format!("{number}{GAP}{unit}") }
}

/// A span of time: a key of the answer and the unit of time.
///
/// ```
/// use zopa_report::wording::span;
/// assert_eq!(span("1", "month"), "1 month");
/// assert_eq!(span("12", "month"), "12 months");
/// ```
pub fn span(key: &str, unit: &str) -> String {
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    if singular.is_empty() {
        key.to_owned()
    } else if key == "1" {
        format!("{key} {singular}")
    } else {
        format!("{key} {singular}s")
    }
}

/// A unit of time for an axis.
pub fn plural(unit: &str) -> String {
    let singular = unit.strip_suffix('s').unwrap_or(unit);
    if singular.is_empty() { String::new() } else { format!("{singular}s") }
}

/// A time written without needless decimals.
pub fn time(t: f64) -> String {
    if !t.is_finite() {
        UNDEFINED.to_owned()
    } else if t == t.trunc() && t.abs() < 1e9 {
        format!("{t:.0}")
    } else {
        number(t)
    }
}

/// Names joined with commas and “and”.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The sentence with its first letter raised.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
