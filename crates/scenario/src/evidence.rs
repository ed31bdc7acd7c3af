//! Evidence: sources with grades, and references to them.

use crate::{Span, Text};
use jiff::civil::Date;

/// A source that quantities and claims can cite.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Source {
    /// Identifier, cited as `@id` or `@id:locator`.
    pub id: Text,
    /// Title.
    pub title: Text,
    /// Author, where known.
    pub author: Option<Text>,
    /// Publisher, where known.
    pub publisher: Option<Text>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Address.
    pub url: Option<Text>,
    /// Grade in the NATO system: source reliability A-F, information credibility 1-6.
    pub grade: Option<Text>,
    /// Licence of the material.
    pub licence: Option<Text>,
    /// A remark, such as a known bias.
    pub note: Option<Text>,
    /// Where it is declared.
    pub span: Span,
}

/// A citation `@source` or `@source:locator`.
///
/// The reserved identifier `assumption` marks a number that rests on no source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceReference {
    /// The cited source.
    pub source: String,
    /// Paragraph, page or table inside it.
    pub locator: Option<String>,
    /// Where the citation stands.
    pub span: Span,
}

impl SourceReference {
    /// The reserved mark for a number without a source.
    pub const ASSUMPTION: &'static str = "assumption";

    /// Whether this is the mark of an assumption rather than a source.
    pub fn is_assumption(&self) -> bool {
        self.source == Self::ASSUMPTION
    }
}
