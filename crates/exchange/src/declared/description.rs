//! What a text says of states: a pattern of letters, or a statement on options.

use super::statement;
use zopa_scenario::{Code, Diagnostic, Text};
use zopa_stability::{Pattern, Statement};

/// A description of states.
#[derive(Debug, Clone, PartialEq)]
pub enum Description {
    /// Letters `Y`, `N`, `-`.
    Pattern(Pattern),
    /// A statement on options.
    Statement(Statement),
}

impl Description {
    /// Whether it holds in a state, given by its number.
    pub fn holds(&self, state: u64) -> bool {
        match self {
            Description::Pattern(pattern) => pattern.matches(state),
            Description::Statement(statement) => statement.holds(state),
        }
    }
}

/// Whether a text is meant as letters for options rather than as a statement: it is no option's
/// name and has `Y`, `N` and `-` only, or letters that other programs write beside these.
fn in_letters(text: &str, options: &[&str]) -> bool {
    let letter = |c: char| matches!(c, 'Y' | 'N' | '-' | 'y' | 'n');
    let foreign = |c: char| matches!(c, '0' | '1' | '?' | '*' | '.' | 'X' | 'x');
    let letters = text.chars().filter(|c| letter(*c)).count();
    let all = text.chars().count();
    let capital = text.chars().any(|c| !c.is_lowercase());
    !options.contains(&text)
        && all > 0
        && capital
        && text.chars().all(|c| letter(c) || foreign(c))
        && (letters == all || all == options.len())
}

/// Reads a pattern or a statement.
///
/// # Errors
/// Letters that do not fit the options, or whatever is wrong with the statement.
///
/// ```
/// use zopa_exchange::declared::description::read;
/// use zopa_scenario::Text;
/// let options = ["a", "b", "c"];
/// let pattern = read(&Text::outside("Y-N"), &options).unwrap();
/// let statement = read(&Text::outside("a and not c"), &options).unwrap();
/// assert!((0..8).all(|state| pattern.holds(state) == statement.holds(state)));
/// ```
pub fn read(text: &Text, options: &[&str]) -> Result<Description, Vec<Diagnostic>> {
    let trimmed = text.text.trim();
    if in_letters(trimmed, options) {
        let start = text.text.len() - text.text.trim_start().len();
        pattern(text, start, trimmed, options).map(Description::Pattern).map_err(|p| vec![p])
    } else {
        statement::read(text, options).map(Description::Statement)
    }
}

fn pattern(
    text: &Text,
    start: usize,
    letters: &str,
    options: &[&str],
) -> Result<Pattern, Diagnostic> {
    let (found, expected) = (letters.len(), options.len());
    if found != expected {
        let plural = |n: usize, what: &str| {
            if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
        };
        let message = format!(
            "pattern `{letters}` has {}, but there {} {}",
            plural(found, "letter"),
            if expected == 1 { "is" } else { "are" },
            plural(expected, "option"),
        );
        let problem = Diagnostic::new(Code::BadPattern, message);
        return Err(if found > expected {
            problem.label(text.place(start + expected, start + found), "no option for this")
        } else {
            let missing = options[found..].iter().map(|id| format!("`{id}`"));
            problem.label(
                text.place(start, start + found),
                format!("nothing on {}", missing.collect::<Vec<_>>().join(", ")),
            )
        }
        .hint(format!("one letter for each of {}", options.join(", "))));
    }
    let mut pattern = Pattern::default();
    for (option, letter) in letters.bytes().enumerate() {
        match letter {
            b'Y' | b'y' => {
                pattern.fixed |= 1 << option;
                pattern.value |= 1 << option;
            }
            b'N' | b'n' => pattern.fixed |= 1 << option,
            b'-' => {}
            _ => {
                let at = start + option;
                return Err(Diagnostic::new(
                    Code::BadPattern,
                    format!("`{}` is no letter of a pattern", char::from(letter)),
                )
                .label(text.place(at, at + 1), format!("stands for `{}`", options[option]))
                .hint("write `Y` taken, `N` not taken, `-` either"));
            }
        }
    }
    Ok(pattern)
}
