//! Being written.

/// A party's attitude to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Attitude {
    /// Wants what the other wants.
    Positive,
    /// Indifferent to the other.
    #[default]
    Neutral,
    /// Wants what the other does not want.
    Negative,
}
