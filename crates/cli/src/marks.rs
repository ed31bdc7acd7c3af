//! Comments of a scenario file beside the names that they speak of.

use crate::line_index::LineIndex;

/// The comment at the end of the line that holds a byte.
pub fn comment<'t>(text: &'t str, index: &LineIndex, byte: usize) -> Option<&'t str> {
    let line = text.get(index.range(index.line(byte)))?;
    comment_of(line)
}

/// The comment of one line, without its `#`; none where the `#` stands inside quotes.
fn comment_of(line: &str) -> Option<&str> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), c) if c == open && !escaped => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => {
                let comment = line.get(at..)?.trim_start_matches('#').trim();
                return Some(comment).filter(|c| !c.is_empty());
            }
            _ => {}
        }
        escaped = false;
    }
    None
}

/// Lines, from 0, that a mark such as `M7` speaks of: those that end in a comment with it as a
/// word, and for a comment with a line of its own the next line that is none.
pub fn lines_with(text: &str, mark: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut pending = false;
    for (number, line) in text.lines().enumerate() {
        let alone = line.trim_start().starts_with('#');
        let marked = comment_of(line).is_some_and(|c| has_word(c, mark));
        if alone {
            pending |= marked;
        } else if !line.trim().is_empty() {
            if marked || pending {
                found.push(number);
            }
            pending = false;
        } else {
            pending = false;
        }
    }
    found
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_end_lines_and_marks_are_whole_words() {
        assert_eq!(comment_of("a = \"x # y\" # M7 M8"), Some("M7 M8"));
        assert_eq!(comment_of("a = 'it''s' "), None);
        assert_eq!(comment_of("a = \"\\\"#\" # b"), Some("b"));
        let text = "# M1: who speaks\n[party.a]\nx = 1 # M10\ny = 2 # M1, C3\n";
        assert_eq!(lines_with(text, "M1"), [1, 3]);
    }
}
