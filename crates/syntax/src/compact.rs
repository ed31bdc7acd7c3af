//! The compact form of a quantity: `expression [unit] @source:locator @source …`, cut into its
//! parts at the level of text. The expression itself is parsed elsewhere.

use zopa_scenario::{Code, Diagnostic, SourceReference, Text};

/// The parts of a compact quantity.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// What stands before unit and citations.
    pub expression: Text,
    /// The unit of the whole, without brackets.
    pub unit: Option<Text>,
    /// Citations in the order written.
    pub sources: Vec<SourceReference>,
}

/// The bytes `start..end` of a text, with their place.
pub fn part(text: &Text, start: usize, end: usize) -> Text {
    Text { text: text.text[start..end].to_owned(), span: text.place(start, end), exact: text.exact }
}

/// The bytes `start..end` of a text without blanks around them.
pub fn trimmed(text: &Text, start: usize, end: usize) -> Text {
    let piece = &text.text[start..end];
    let from = start + (piece.len() - piece.trim_start().len());
    let to = from + piece.trim().len();
    part(text, from, to)
}

/// Cuts a compact quantity into expression, unit and citations.
///
/// From the first `@` on stand citations; a `[unit]` that ends what comes before is the unit of
/// the whole; the rest is the expression.
///
/// ```
/// use zopa_scenario::Text;
/// let mut problems = Vec::new();
/// let parts = zopa_syntax::compact::split(&Text::outside("area / 6000 [km2] @isw:3"), &mut problems);
/// assert_eq!(parts.expression.text, "area / 6000");
/// assert_eq!(parts.unit.unwrap().text, "km2");
/// assert_eq!(parts.sources[0].locator.as_deref(), Some("3"));
/// assert!(problems.is_empty());
/// ```
pub fn split(text: &Text, problems: &mut Vec<Diagnostic>) -> Parts {
    let mut parts = split_citations(text, problems);
    let head = parts.expression.text.as_str();
    if let Some(inside) = head.strip_suffix(']')
        && let Some(open) = inside.rfind('[')
        && !inside[open..].contains(']')
    {
        let unit = trimmed(&parts.expression, open + 1, inside.len());
        parts.expression = trimmed(&parts.expression, 0, open);
        parts.unit = Some(unit);
    }
    if parts.expression.text.is_empty() {
        let place = text.place(0, text.text.len());
        let problem = Diagnostic::new(Code::BadExpression, "a quantity without a value");
        problems.push(
            problem
                .label(place, "no expression here")
                .hint("write `expression [unit] @source`, such as `\"3 [month] @assumption\"`"),
        );
    }
    parts
}

/// Cuts the citations off; a unit stays with the expression.
pub fn split_citations(text: &Text, problems: &mut Vec<Diagnostic>) -> Parts {
    let at = text.text.find('@').unwrap_or(text.text.len());
    Parts { expression: trimmed(text, 0, at), unit: None, sources: citations(text, at, problems) }
}

/// Reads `@source:locator @source …` from byte `start` to the end.
fn citations(text: &Text, start: usize, problems: &mut Vec<Diagnostic>) -> Vec<SourceReference> {
    let mut sources = Vec::new();
    let mut position = start;
    let end = text.text.len();
    while position < end {
        let next = text.text[position + 1..].find('@').map_or(end, |i| position + 1 + i);
        let piece = trimmed(text, position, next);
        let word_end = piece.text.find(char::is_whitespace).unwrap_or(piece.text.len());
        let word = piece.text[..word_end].trim_end_matches([',', ';']);
        let rest = trimmed(&piece, word_end, piece.text.len());
        if !rest.text.is_empty() && rest.text != "," {
            let problem =
                Diagnostic::new(Code::BadExpression, "something other than a citation after `@`")
                    .label(rest.span, "not part of the citation");
            problems.push(if rest.text.starts_with('[') {
                problem.hint("the unit stands before the citations: `expression [unit] @source`")
            } else {
                problem.hint("citations end a quantity, and a locator has no blanks: `@article:57`")
            });
        }
        match reference(&part(&piece, 0, word.len())) {
            Some(source) => sources.push(source),
            None => problems.push(
                Diagnostic::new(Code::BadExpression, "a citation without a source")
                    .label(piece.span, "`@` needs the identifier of a source")
                    .hint("write `@source`, `@source:locator` or `@assumption`"),
            ),
        }
        position = next;
    }
    sources
}

/// One citation, `source` or `source:locator`, with or without `@` before it.
pub fn reference(text: &Text) -> Option<SourceReference> {
    let word = text.text.strip_prefix('@').unwrap_or(&text.text);
    let (source, locator) = match word.split_once(':') {
        Some((source, locator)) => (source, Some(locator.to_owned()).filter(|l| !l.is_empty())),
        None => (word, None),
    };
    (!source.is_empty()).then(|| SourceReference {
        source: source.to_owned(),
        locator,
        span: text.span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use zopa_scenario::Span;

    fn at(text: &str) -> Text {
        Text { text: text.into(), span: Span::new(100, 100 + text.len()), exact: true }
    }

    #[test]
    fn parts_keep_their_places() {
        let mut problems = Vec::new();
        let parts =
            split(&at(" smooth(x, 3 [month]) [km2/month]  @a:57 @b, @assumption"), &mut problems);
        assert_eq!(problems, []);
        assert_eq!(parts.expression.text, "smooth(x, 3 [month])");
        assert_eq!(parts.expression.span, Span::new(101, 121));
        let unit = parts.unit.unwrap();
        assert_eq!((unit.text.as_str(), unit.span), ("km2/month", Span::new(123, 132)));
        let cited: Vec<_> = parts.sources.iter().map(|s| (s.source.as_str(), s.span)).collect();
        assert_eq!(
            cited,
            [
                ("a", Span::new(135, 140)),
                ("b", Span::new(141, 143)),
                ("assumption", Span::new(145, 156))
            ]
        );
        assert_eq!(parts.sources[0].locator.as_deref(), Some("57"));
    }

    #[test]
    fn a_unit_inside_parentheses_belongs_to_its_number() {
        let mut problems = Vec::new();
        let parts = split(&at("area / (6000 [km2])"), &mut problems);
        assert_eq!((parts.expression.text.as_str(), parts.unit), ("area / (6000 [km2])", None));
        assert_eq!(problems, []);
    }

    #[test]
    fn a_unit_after_a_citation_is_pointed_at() {
        let mut problems = Vec::new();
        split(&at("5 @a [km]"), &mut problems);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].labels[0].span, Span::new(105, 109));
        for empty in ["", "   ", "[km]", "@a", "@"] {
            problems.clear();
            split(&at(empty), &mut problems);
            assert!(problems.iter().all(|p| p.code == Code::BadExpression) && !problems.is_empty());
        }
    }
}
