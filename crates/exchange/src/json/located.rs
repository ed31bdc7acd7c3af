//! JSON values with their places in the text.

use serde_json::value::RawValue;
use zopa_scenario::{Code, Diagnostic, Span};

/// A JSON value as it stands in a text: nothing is copied until it is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Located<'t> {
    document: &'t str,
    value: &'t str,
}

impl<'t> Located<'t> {
    /// The value that a text holds. Linear in the length of the text.
    ///
    /// # Errors
    /// Where the text is no JSON, a diagnostic that points at the place.
    pub fn document(document: &'t str) -> Result<Self, Box<Diagnostic>> {
        // Some editors put a mark of byte order before the text.
        let text = document.strip_prefix('\u{feff}').unwrap_or(document);
        match serde_json::from_str::<&RawValue>(text) {
            Ok(raw) => Ok(Located { document, value: raw.get() }),
            Err(error) => {
                let mark = document.len() - text.len();
                let start = mark + offset(text, error.line(), error.column());
                let end = document[start..].chars().next().map_or(start, |c| start + c.len_utf8());
                let words = error.to_string();
                let words = words.split(" at line ").next().unwrap_or_default();
                Err(Box::new(
                    Diagnostic::new(Code::Unreadable, format!("the text is not JSON: {words}"))
                        .at(Span::new(start, end)),
                ))
            }
        }
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        let start = self.value.as_ptr() as usize - self.document.as_ptr() as usize;
        Span::new(start, start + self.value.len())
    }

    /// The text of the value itself, as written.
    pub fn raw(self) -> &'t str {
        self.value
    }

    /// The members of an object in the order of the text; `None` where it is no object.
    pub fn members(self) -> Option<Vec<(String, Located<'t>)>> {
        let mut parts = Parts::of(self, b'{')?;
        let mut members = Vec::new();
        while let Some(key) = parts.next() {
            parts.colon();
            members.push((key.text()?, parts.next()?));
        }
        Some(members)
    }

    /// The elements of an array; `None` where it is no array.
    pub fn elements(self) -> Option<Vec<Located<'t>>> {
        Some(Parts::of(self, b'[')?.collect())
    }

    /// The text that a string holds; `None` where it is no string.
    pub fn text(self) -> Option<String> {
        serde_json::from_str(self.value).ok()
    }

    /// A whole number that is not negative.
    pub fn whole(self) -> Option<u64> {
        serde_json::from_str(self.value).ok()
    }

    /// A truth value.
    pub fn truth(self) -> Option<bool> {
        match self.value {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.value == "null"
    }

    /// Whether it is an array or an object without content.
    pub fn is_empty(self) -> bool {
        let inner = self.value.get(1..self.value.len().saturating_sub(1)).unwrap_or("");
        self.value.starts_with(['[', '{']) && inner.trim_ascii().is_empty()
    }

    /// What kind of value it is, for messages.
    pub fn kind(self) -> &'static str {
        match self.value.as_bytes().first() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a text",
            Some(b't' | b'f') => "a truth value",
            Some(b'n') => "nothing (null)",
            _ => "a number",
        }
    }

    /// The diagnostic that another kind of value is asked for.
    pub fn wrong_type(self, what: &str, expected: &str) -> Diagnostic {
        let message = format!("{what} must be {expected}, not {}", self.kind());
        Diagnostic::new(Code::WrongType, message).at(self.span())
    }
}

/// The values that stand in an array or object, keys among them, one after the other. The text is
/// known to be JSON, so brackets and quotation marks tell where a value ends.
struct Parts<'t> {
    whole: Located<'t>,
    at: usize,
}

impl<'t> Parts<'t> {
    fn of(whole: Located<'t>, open: u8) -> Option<Self> {
        (whole.value.as_bytes().first() == Some(&open)).then_some(Parts { whole, at: 1 })
    }

    fn pass(&mut self, passed: impl Fn(u8) -> bool) {
        let rest = &self.whole.value.as_bytes()[self.at..];
        self.at += rest.iter().position(|&byte| !passed(byte)).unwrap_or(rest.len());
    }

    fn colon(&mut self) {
        self.pass(|byte| byte.is_ascii_whitespace() || byte == b':');
    }

    /// Goes to the end of a string, from its first quotation mark.
    fn pass_string(&mut self) {
        self.at += 1;
        loop {
            self.pass(|byte| byte != b'"' && byte != b'\\');
            let escape = self.whole.value.as_bytes().get(self.at) == Some(&b'\\');
            self.at = (self.at + if escape { 2 } else { 1 }).min(self.whole.value.len());
            if !escape {
                return;
            }
        }
    }

    /// Goes to the end of an array or object, from its first bracket.
    fn pass_brackets(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.pass(|byte| byte != b'"' && byte | 0x20 != b'{' && byte | 0x20 != b'}');
            match self.whole.value.as_bytes().get(self.at) {
                None => return,
                Some(b'"') => {
                    self.pass_string();
                    continue;
                }
                Some(b'[' | b'{') => depth += 1,
                Some(_) => depth = depth.saturating_sub(1),
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Located<'t>;

    fn next(&mut self) -> Option<Located<'t>> {
        self.pass(|byte| byte.is_ascii_whitespace() || byte == b',');
        let start = self.at;
        match self.whole.value.as_bytes().get(start)? {
            b']' | b'}' => return None,
            b'"' => self.pass_string(),
            b'[' | b'{' => self.pass_brackets(),
            _ => {
                self.pass(|byte| !matches!(byte, b',' | b']' | b'}') && !byte.is_ascii_whitespace())
            }
        }
        let value = &self.whole.value[start..self.at];
        Some(Located { document: self.whole.document, value })
    }
}

/// The byte at a line and column counted from 1, where columns count bytes; at most the length.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut offset = (before + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_know_their_place() {
        let text = " {\"a\": [1, \"two\"], \"b\" : {} }";
        let document = Located::document(text).expect("JSON");
        let members = document.members().expect("an object");
        assert_eq!(members[0].0, "a");
        let elements = members[0].1.elements().expect("an array");
        assert_eq!(elements[0].whole(), Some(1));
        let span = elements[1].span();
        assert_eq!(&text[span.start..span.end], "\"two\"");
        assert_eq!(elements[1].text().as_deref(), Some("two"));
        assert!(members[1].1.is_empty() && !members[0].1.is_empty());
    }

    #[test]
    fn parts_are_those_that_a_parser_finds() {
        let text =
            r#" {"a\"]" : [ [], {} ,"x\\", "]}\",", -1.5e3 , null,[[1],{"b":[2]}] ] , "":true}"#;
        fn compare(at: Located, value: &serde_json::Value) {
            match value {
                serde_json::Value::Object(object) => {
                    let members = at.members().expect("an object");
                    assert_eq!(members.len(), object.len());
                    for ((key, at), (name, value)) in members.into_iter().zip(object) {
                        assert_eq!(&key, name);
                        compare(at, value);
                    }
                    assert!(at.elements().is_none());
                }
                serde_json::Value::Array(array) => {
                    let elements = at.elements().expect("an array");
                    assert_eq!(elements.len(), array.len());
                    elements.into_iter().zip(array).for_each(|(at, value)| compare(at, value));
                    assert!(at.members().is_none());
                }
                _ => assert_eq!(
                    &serde_json::from_str::<serde_json::Value>(at.raw()).ok(),
                    &Some(value.clone())
                ),
            }
        }
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        compare(Located::document(text).expect("JSON"), &value);
    }

    #[test]
    fn broken_text_is_pointed_at() {
        let text = "{\"ä\": 1,\n \"b\": x}";
        let diagnostic = Located::document(text).expect_err("no JSON");
        let span = diagnostic.labels[0].span;
        assert_eq!(&text[span.start..span.end], "x");
        assert!(Located::document("").is_err());
        let text = "\u{feff}[1, x]";
        let span = Located::document(text).expect_err("no JSON").labels[0].span;
        assert_eq!(&text[span.start..span.end], "x");
        let elements = Located::document("\u{feff}[7]").expect("JSON").elements();
        assert_eq!(elements.expect("an array")[0].span(), Span::new(4, 5));
    }
}
