//! Comparisons of states as text: `s3 > s7`, `s4 >> s8`, `s1 ~ s2`, `s5 ? s6`, in chains too.

use super::states::States;
use zopa_scenario::{Code, Diagnostic, Text};
use zopa_stability::Comparison;

/// How one state compares with another, as stated.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    /// The state on the left.
    pub state: u32,
    /// The state on the right.
    pub other: u32,
    /// How the left one compares with the right one.
    pub comparison: Comparison,
    /// The text.
    pub text: Text,
}

/// The signs with what they mean; longer ones first.
const SIGNS: [(&str, Comparison); 8] = [
    (">>>", Comparison::Better(3)),
    ("<<<", Comparison::Worse(3)),
    (">>", Comparison::Better(2)),
    ("<<", Comparison::Worse(2)),
    (">", Comparison::Better(1)),
    ("<", Comparison::Worse(1)),
    ("?", Comparison::Unknown),
    ("~", Comparison::Equal),
];

/// Reads a comparison of two states, or a chain of them.
///
/// # Errors
/// Where it is no comparison, or a state cannot be told.
pub(super) fn read(text: &Text, states: &States<'_>) -> Result<Vec<Compared>, Vec<Diagnostic>> {
    let source = text.text.as_str();
    let mut pieces = Vec::new();
    let mut signs = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while at < source.len() {
        let rest = &source[at..];
        let found = SIGNS.iter().find(|(sign, _)| {
            // A sign at the beginning of a state is the `not` of a statement.
            rest.starts_with(sign) && !(*sign == "~" && source[begin..at].trim().is_empty())
        });
        match found {
            Some((sign, comparison)) => {
                pieces.push(piece(text, begin, at));
                signs.push(*comparison);
                at += sign.len();
                begin = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.push(piece(text, begin, source.len()));
    if signs.is_empty() || pieces.iter().any(|piece| piece.text.is_empty()) {
        return Err(vec![
            Diagnostic::new(Code::BadComparison, format!("`{source}` is no comparison"))
                .label(text.span, "expected two states with a sign between them")
                .hint("write `a > b`, `a >> b` (strongly), `a ~ b` (equal) or `a ? b` (unknown)"),
        ]);
    }
    let mut problems = Vec::new();
    let mut resolved = Vec::new();
    for piece in &pieces {
        match states.resolve(piece) {
            Ok(state) => resolved.push(state),
            Err(found) => problems.extend(found),
        }
    }
    if resolved.len() < pieces.len() {
        return Err(problems);
    }
    let mut found = Vec::new();
    for (pair, comparison) in resolved.windows(2).zip(signs) {
        if pair[0] == pair[1] {
            return Err(vec![
                Diagnostic::new(
                    Code::BadComparison,
                    format!("`{source}` compares a state with itself"),
                )
                .at(text.span),
            ]);
        }
        let text = text.clone();
        found.push(Compared { state: pair[0], other: pair[1], comparison, text });
    }
    Ok(found)
}

fn piece(text: &Text, start: usize, end: usize) -> Text {
    let raw = &text.text[start..end];
    let start = start + raw.len() - raw.trim_start().len();
    let trimmed = raw.trim();
    let span = text.place(start, start + trimmed.len());
    Text { text: trimmed.to_owned(), span, exact: text.exact }
}
