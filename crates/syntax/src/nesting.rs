//! How deep brackets and dotted keys nest, found before any parser runs.

use crate::toml_tree::within;
use zopa_scenario::Span;

/// Deepest nesting of brackets and dotted keys that is read.
pub const DEPTH_LIMIT: usize = 64;

/// The place where brackets and dotted keys nest deeper than the limit, if they do. A guard
/// before any parser runs, so that none can exhaust the stack.
pub fn too_deep(text: &str) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut depth = 0;
    let mut dots = 0;
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'#' => {
                while i < bytes.len() && bytes[i] != b'\n' {
                    i += 1;
                }
                continue;
            }
            quote @ (b'"' | b'\'') => {
                i = after_string(bytes, i, quote);
                continue;
            }
            b'[' | b'{' => {
                open.push(dots + 1);
                depth += dots + 1;
                dots = 0;
            }
            b']' | b'}' => {
                depth -= open.pop().unwrap_or(0);
                dots = 0;
            }
            b',' | b'\n' => dots = 0,
            // The dots of a key lead to its value; those of a number before a comma do not.
            b'.' => dots += 1,
            _ => {}
        }
        if depth + dots > DEPTH_LIMIT {
            return Some(within(i..i + 1, text));
        }
        i += 1;
    }
    None
}

/// The position after the string that opens at `start`.
pub fn after_string(bytes: &[u8], start: usize, quote: u8) -> usize {
    let long = bytes[start..].starts_with(&[quote; 3]);
    let mut i = start + if long { 3 } else { 1 };
    while i < bytes.len() {
        match bytes[i] {
            b'\\' if quote == b'"' => i += 1,
            b'\n' if !long => return i,
            b if b == quote && !long => return i + 1,
            b if b == quote && bytes[i..].starts_with(&[quote; 3]) => {
                i += 3;
                while i < bytes.len() && bytes[i] == quote {
                    i += 1;
                }
                return i;
            }
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}
