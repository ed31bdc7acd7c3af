//! Expressions back as text, with no more parentheses than needed.

use super::{is_keyword, spelling, strength, strength_of};
use crate::expression::{Expression, Kind, Moment, Operator};

/// The text of an expression; parsing it gives the same expression, places aside.
///
/// ```
/// use zopa_equations::parser::{parse, to_text};
/// let e = parse("IF THEN ELSE((a - (b - c)) > 1_000, -(x ^ 2), 5%)").unwrap();
/// assert_eq!(to_text(&e), "if a - (b - c) > 1000 then -x ^ 2 else 5 [%]");
/// ```
pub fn to_text(expression: &Expression) -> String {
    let mut out = String::new();
    write(expression, strength::INTERVAL, &mut out);
    out
}

fn strength_of_kind(kind: &Kind) -> u8 {
    match kind {
        Kind::PlusMinus(..) | Kind::Interval(..) => strength::INTERVAL,
        Kind::If(..) => strength::IF,
        Kind::Not(_) => strength::NOT,
        Kind::Binary(operator, ..) => strength_of(*operator),
        Kind::Negate(_) => strength::NEGATION,
        Kind::At(..) | Kind::Is(..) => strength::MOMENT,
        Kind::Number(value, _) if value.is_sign_negative() => strength::NEGATION,
        Kind::Number(..) | Kind::Name(_) | Kind::Call(..) | Kind::Pair(..) => strength::PRIMARY,
    }
}

fn write(expression: &Expression, minimum: u8, out: &mut String) {
    if strength_of_kind(&expression.kind) < minimum {
        out.push('(');
        write(expression, strength::INTERVAL, out);
        out.push(')');
        return;
    }
    match &expression.kind {
        Kind::Number(value, unit) => {
            out.push_str(&number(*value));
            if let Some(unit) = unit {
                out.push_str(&format!(" [{unit}]"));
            }
        }
        Kind::Name(name) => out.push_str(name),
        Kind::Negate(inner) => {
            out.push('-');
            write(inner, strength::NEGATION, out);
        }
        Kind::Not(inner) => {
            out.push_str("not ");
            write(inner, strength::NOT, out);
        }
        Kind::Binary(operator, a, b) => {
            let own = strength_of(*operator);
            let (left, right) = match operator {
                Operator::Power => (own + 1, strength::NEGATION),
                _ if own == strength::COMPARISON => (own + 1, own + 1),
                _ => (own, own + 1),
            };
            write(a, left, out);
            out.push_str(&format!(" {} ", spelling(*operator)));
            write(b, right, out);
        }
        Kind::If(condition, yes, no) => {
            out.push_str("if ");
            write(condition, strength::INTERVAL, out);
            out.push_str(" then ");
            write(yes, strength::INTERVAL, out);
            out.push_str(" else ");
            write(no, strength::IF, out);
        }
        Kind::Call(name, _, arguments) => {
            out.push_str(name);
            out.push('(');
            for (i, argument) in arguments.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                write(argument, strength::INTERVAL, out);
            }
            out.push(')');
        }
        Kind::Pair(x, y) => {
            out.push('(');
            write(x, strength::INTERVAL, out);
            out.push_str(", ");
            write(y, strength::INTERVAL, out);
            out.push(')');
        }
        Kind::At(subject, moment) => {
            write(subject, strength::PRIMARY, out);
            out.push_str(" at ");
            write_moment(moment, out);
        }
        Kind::Is(issue, option) => out.push_str(&format!("{issue} is {option}")),
        Kind::PlusMinus(mean, deviation) => {
            write(mean, strength::OR, out);
            out.push_str(" ± ");
            write(deviation, strength::OR, out);
        }
        Kind::Interval(low, high) => {
            write(low, strength::OR, out);
            out.push_str(" to ");
            write(high, strength::OR, out);
        }
    }
}

fn write_moment(moment: &Moment, out: &mut String) {
    match moment {
        Moment::Start => out.push_str("start"),
        Moment::End => out.push_str("end"),
        Moment::Signature => out.push_str("signature"),
        Moment::Breakdown => out.push_str("breakdown"),
        Moment::Time(time) => {
            let word =
                matches!(&time.kind, Kind::Name(name) if is_moment(name) || is_keyword(name));
            if word {
                out.push('(');
                write(time, strength::INTERVAL, out);
                out.push(')');
            } else {
                write(time, strength::PRIMARY, out);
            }
        }
    }
}

fn is_moment(name: &str) -> bool {
    ["start", "end", "signature", "breakdown"].iter().any(|m| m.eq_ignore_ascii_case(name))
}

/// The shortest text that reads back as the same number.
fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}
