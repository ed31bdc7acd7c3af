//! What stands between two pieces of a file: comments and blank lines.

use super::Formatter;
use crate::nesting::after_string;

/// Comments between two pieces of the file.
#[derive(Default)]
pub(super) struct Between<'t> {
    /// The comment that ends the line of the piece before.
    pub trailing: Option<&'t str>,
    /// Comment lines, and `None` for blank lines, at most one at a time.
    pub lines: Vec<Option<&'t str>>,
}

impl<'t> Formatter<'t> {
    /// Comments and blank lines from `start` to `end`, where nothing else stands but commas.
    pub(super) fn between(&self, start: usize, end: usize) -> Between<'t> {
        let mut gap = Between::default();
        let whole = &self.text[start..end];
        let mut lines = whole.split('\n');
        let last_is_partial = end < self.text.len();
        if start > 0 {
            let first = lines.next().unwrap_or("");
            gap.trailing = Some(strip(first)).filter(|comment| !comment.is_empty());
        }
        let mut lines: Vec<&str> = lines.map(strip).collect();
        if last_is_partial || lines.last() == Some(&"") {
            // The rest of the line on which the next piece begins.
            lines.pop();
        }
        for line in lines {
            if !line.is_empty() {
                gap.lines.push(Some(line));
            } else if gap.lines.last() != Some(&None) {
                gap.lines.push(None);
            }
        }
        gap
    }
}

/// The comment on a line of a gap, without blanks around it and the comma before it.
fn strip(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '\r', ',']).trim_end()
}

/// Length of the blanks, commas and comments at the start.
pub(super) fn comments_and_blanks(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',']);
        if !rest.starts_with('#') {
            return text.len() - rest.len();
        }
        rest = rest.find('\n').map_or("", |end| &rest[end..]);
    }
}

/// Whether a value holds a comment.
pub(super) fn has_comment(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'#' => return true,
            quote @ (b'"' | b'\'') => i = after_string(bytes, i, quote),
            _ => i += 1,
        }
    }
    false
}
