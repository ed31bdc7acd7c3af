//! What can be told of an expression without parsing it: whether it is a plain number, roughly
//! where its centre lies, and whether it uses any name.

/// The value of a plain decimal number, with `_` between digits allowed; finite.
///
/// ```
/// use zopa_syntax::literal::number;
/// assert_eq!(number("-1_500.5"), Some(-1500.5));
/// assert_eq!(number("1 + 1"), None);
/// assert_eq!(number("inf"), None);
/// ```
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.bytes().all(|b| b.is_ascii_digit() || b"._eE+-".contains(&b)) {
        return None;
    }
    let value: f64 = match text.contains('_') {
        true => text.replace('_', "").parse().ok()?,
        false => text.parse().ok()?,
    };
    value.is_finite().then_some(value)
}

/// The value of a quantity that is a plain number without a unit, or with `[1]` or `[%]`.
pub fn constant(quantity: &zopa_scenario::Quantity) -> Option<f64> {
    let scale = unit_scale(quantity)?;
    number(&quantity.expression.text).map(|value| value * scale)
}

/// The value of a constant, or a rough centre of a distribution with plain parameters.
pub fn centre(quantity: &zopa_scenario::Quantity) -> Option<f64> {
    let scale = unit_scale(quantity)?;
    expression_centre(&quantity.expression.text).map(|value| value * scale)
}

fn unit_scale(quantity: &zopa_scenario::Quantity) -> Option<f64> {
    match quantity.unit.as_ref().map(|unit| unit.text.as_str()) {
        None | Some("1" | "") => Some(1.0),
        Some("%") => Some(0.01),
        Some(_) => None,
    }
}

fn expression_centre(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Some(value) = number(text) {
        return Some(value);
    }
    if let Some((mean, sd)) = text.split_once('±').or_else(|| text.split_once("+-")) {
        number(sd)?;
        return number(mean);
    }
    if let Some((low, high)) = text.split_once(" to ") {
        return Some((number(low)? + number(high)?) / 2.0);
    }
    let (name, rest) = text.split_once('(')?;
    let parameters: Option<Vec<f64>> = rest.strip_suffix(')')?.split(',').map(number).collect();
    match (name.trim(), parameters?.as_slice()) {
        ("triangular" | "pert", [_, mode, _]) => Some(*mode),
        ("uniform" | "discrete_uniform", [low, high]) => Some((low + high) / 2.0),
        ("normal", [mean, _]) | ("lognormal", [mean, _]) => Some(*mean),
        ("truncated_normal", [mean, _, _, _]) => Some(*mean),
        ("bernoulli" | "poisson", [mean]) => Some(*mean),
        ("beta", [a, b]) if a + b > 0.0 => Some(a / (a + b)),
        ("gamma", [shape, scale]) => Some(shape * scale),
        _ => None,
    }
}

/// Whether the expression uses any name besides functions and words of the language, so that it
/// is a formula of other quantities.
///
/// ```
/// use zopa_syntax::literal::uses_names;
/// assert!(uses_names("0.5 * speed"));
/// assert!(!uses_names("2 * uniform(0, 1 [km])"));
/// ```
pub fn uses_names(text: &str) -> bool {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '[' {
            rest = rest.find(']').map_or("", |end| &rest[end + 1..]);
        } else if c.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '.' && c != '_')
                .unwrap_or(rest.len());
            rest = &rest[end..];
        } else if c.is_alphabetic() || c == '_' {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '.' && c != '_')
                .unwrap_or(rest.len());
            let word = &rest[..end];
            rest = rest[end..].trim_start();
            let known = matches!(
                word,
                "if" | "then" | "else" | "and" | "or" | "not" | "at" | "to" | "true" | "false"
            );
            if !known && !rest.starts_with('(') {
                return true;
            }
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
    false
}
