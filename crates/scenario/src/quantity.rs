//! A quantity as written: `expression or distribution [unit] @source`.

use crate::{SourceReference, Span};

/// A piece of the scenario text with its place.
///
/// `exact` says that byte `i` of `text` stands at byte `span.start + i` of the file, so places
/// inside the piece can be pointed at; it is false where the file used escapes or several lines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Text {
    /// The text, unescaped.
    pub text: String,
    /// Its place in the file, without quotes.
    pub span: Span,
    /// Whether offsets inside `text` map one to one onto the file.
    pub exact: bool,
}

impl Text {
    /// The place of the bytes `start..end` of this text; the whole piece where offsets do not map.
    pub fn place(&self, start: usize, end: usize) -> Span {
        if self.exact {
            Span::new(self.span.start + start, self.span.start + end)
        } else {
            self.span
        }
    }

    /// A text that stands in no file, such as one given on the command line.
    pub fn outside(text: impl Into<String>) -> Self {
        Text { text: text.into(), span: Span::default(), exact: false }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// One quantity: an expression or distribution, its unit and its evidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Quantity {
    /// The expression or distribution, without unit and sources; not yet parsed.
    pub expression: Text,
    /// The declared unit, without brackets.
    pub unit: Option<Text>,
    /// Evidence, in the order written.
    pub sources: Vec<SourceReference>,
    /// A remark for the reader.
    pub note: Option<Text>,
    /// The whole quantity in the file.
    pub span: Span,
}
