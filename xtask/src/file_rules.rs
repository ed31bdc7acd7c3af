//! Rules for the text of the project: length of files, words that must not stand in it.

use crate::workspace;
use std::path::Path;

/// Most lines of a Rust file.
const LONGEST: usize = 1000;

/// Words that must not occur, each in two halves so that this file does not break its own rule.
const WORDS: &[(&str, &str)] = &[
    ("TO", "DO"),
    ("FIX", "ME"),
    ("XX", "X:"),
    ("todo", "!("),
    ("unimplemented", "!("),
    ("dbg", "!("),
    ("/ho", "me/"),
    ("/ro", "ot/"),
    ("/wo", "rk/"),
    ("/Use", "rs/"),
    ("index.crates", ".io"),
];

/// No Rust file is longer than 1,000 lines.
///
/// # Errors
/// The files that are.
pub fn check_length(root: &Path) -> Result<(), String> {
    let long: Vec<String> = workspace::files(root, &["rs"])
        .iter()
        .filter_map(|file| {
            let lines = std::fs::read_to_string(file).ok()?.lines().count();
            let name = workspace::relative(root, file);
            (lines > LONGEST).then(|| format!("{name}: {lines} lines, the limit is {LONGEST}"))
        })
        .collect();
    if long.is_empty() { Ok(()) } else { Err(long.join("\n")) }
}

/// No unfinished work is marked, and no place of one machine is named.
///
/// # Errors
/// The lines on which such a word stands.
pub fn check_words(root: &Path) -> Result<(), String> {
    let extensions = ["rs", "toml", "md", "css", "js", "json", "snap", "trycmd", "csv", "yml"];
    let words: Vec<String> = WORDS.iter().map(|(a, b)| format!("{a}{b}")).collect();
    let mut found = Vec::new();
    for file in workspace::files(root, &extensions) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        for (line, word) in occurrences(&text, &words) {
            found.push(format!("{}:{line}: `{word}`", workspace::relative(root, &file)));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
}

fn occurrences<'a>(text: &str, words: &'a [String]) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (i, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| line.contains(word.as_str())) {
            found.push((i + 1, word.as_str()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_line() {
        let words = vec!["later".to_owned()];
        assert_eq!(occurrences("now\nlater\n", &words), [(2, "later")]);
        assert!(occurrences("now\n", &words).is_empty());
    }

    #[test]
    fn files_keep_to_the_rules() {
        let root = workspace::root();
        assert_eq!(check_length(&root), Ok(()));
        assert_eq!(check_words(&root), Ok(()));
    }
}
