//! From bytes to lines and columns.

/// Where the lines of a text begin.
pub struct LineIndex {
    starts: Vec<usize>,
    length: usize,
}

impl LineIndex {
    /// The lines of a text. Linear in its length.
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        LineIndex { starts, length: text.len() }
    }

    /// Index of the line, from 0, that holds a byte.
    pub fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The bytes of a line, its line break included.
    pub fn range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.length);
        let end = self.starts.get(line + 1).copied().unwrap_or(self.length);
        start..end
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn position(&self, text: &str, byte: usize) -> (usize, usize) {
        let byte = on_boundary(text, byte);
        let line = self.line(byte);
        let start = self.range(line).start;
        let column = text.get(start..byte).map_or(0, |part| part.chars().count());
        (line + 1, column + 1)
    }
}

/// The byte itself, or the start of the character that it lies in; the end of a shorter text.
pub fn on_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = "a ± b\nc\n";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 0), (1, 1));
        assert_eq!(index.position(text, text.find('b').unwrap_or(0)), (1, 5));
        assert_eq!(index.position(text, text.find('c').unwrap_or(0)), (2, 1));
        assert_eq!(index.position(text, 1_000), (3, 1));
        // Inside the two bytes of ±.
        assert_eq!(index.position(text, 3), (1, 3));
    }
}
