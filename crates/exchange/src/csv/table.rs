//! Reading comma-separated values: RFC 4180, with either kind of line end.

use zopa_scenario::Span;

/// A field and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub text: String,
    pub span: Span,
}

/// The fields of each line; lines without any text are left out.
///
/// # Errors
/// The place of a quotation mark that is never closed, or after which text follows.
pub(crate) fn cells(text: &str) -> Result<Vec<Vec<Cell>>, Span> {
    separated(text, b',')
}

/// The fields of each line as in [`cells`], between other separators than commas: `;` or a tab.
///
/// # Errors
/// As [`cells`].
pub(crate) fn separated(text: &str, separator: u8) -> Result<Vec<Vec<Cell>>, Span> {
    let bytes = text.as_bytes();
    let mut rows = Vec::new();
    let mut row = Vec::new();
    // A mark of byte order is no part of the first field.
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while at < bytes.len() || !row.is_empty() {
        let start = at;
        let mut field = String::new();
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let rest = &text[at..];
                let Some(mark) = rest.find('"') else { return Err(Span::new(start, start + 1)) };
                field.push_str(&rest[..mark]);
                at += mark + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                field.push('"');
                at += 1;
            }
            let ends = |byte: &u8| *byte == separator || matches!(byte, b'\r' | b'\n');
            if !bytes.get(at).is_none_or(ends) {
                return Err(Span::new(start, at));
            }
        } else {
            let rest = &text[at..];
            let length = rest.find([char::from(separator), '\r', '\n']).unwrap_or(rest.len());
            field.push_str(&rest[..length]);
            at += length;
        }
        row.push(Cell { text: field, span: Span::new(start, at) });
        if bytes.get(at) == Some(&separator) {
            at += 1;
            continue;
        }
        if bytes.get(at) == Some(&b'\r') {
            at += 1;
        }
        if bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        if row.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(std::mem::take(&mut row));
        }
        row.clear();
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let rows = cells(text).expect("a table");
        rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn quoted_fields_hold_commas_quotes_and_lines() {
        let rows = texts("\u{feff}a,\"b, \"\"c\"\"\r\nd\",\r\n\r\n1,,3");
        assert_eq!(rows, [vec!["a", "b, \"c\"\r\nd", ""], vec!["1", "", "3"]]);
        assert_eq!(texts("x,\n,y"), [["x", ""], ["", "y"]]);
        assert!(texts("").is_empty() && texts("\n\n").is_empty());
    }

    #[test]
    fn places_and_open_quotes() {
        let rows = cells("ab,\"c\"\nd,e").expect("a table");
        assert_eq!(rows[0][1].span, Span::new(3, 6));
        assert_eq!(rows[1][0].span, Span::new(7, 8));
        assert_eq!(cells("a,\"b"), Err(Span::new(2, 3)));
        assert_eq!(cells("\"a\"b"), Err(Span::new(0, 3)));
    }
}
