//! Links inside the documentation: every target exists, every page stands in the summary.

use crate::workspace;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Checks the relative links and pictures of all Markdown files, anchors included, and that each
/// page of the book stands in `docs/src/SUMMARY.md`.
///
/// # Errors
/// All links that lead nowhere.
pub fn check(root: &Path) -> Result<(), String> {
    let mut problems = Vec::new();
    for file in workspace::files(root, &["md"]) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let folder = file.parent().unwrap_or(root);
        for (line, target) in targets(&text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = if path.is_empty() { file.clone() } else { folder.join(path) };
            let name = workspace::relative(root, &file);
            if !path.exists() {
                problems.push(format!("{name}:{line}: no file `{target}`"));
            } else if !anchor.is_empty() && !anchors(&path).contains(anchor) {
                problems.push(format!("{name}:{line}: no heading `{target}`"));
            }
        }
    }
    let book = root.join("docs/src");
    let summary = std::fs::read_to_string(book.join("SUMMARY.md")).unwrap_or_default();
    let listed: BTreeSet<PathBuf> =
        targets(&summary).into_iter().map(|(_, target)| book.join(target)).collect();
    for page in workspace::files(&book, &["md"]) {
        if !page.ends_with("SUMMARY.md") && !listed.contains(&page) {
            let name = workspace::relative(root, &page);
            problems.push(format!("{name} does not stand in SUMMARY.md"));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Targets of links and pictures, with their lines; code is left out.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (i, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        // Every second piece between backquotes is code.
        let plain: String = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
        for piece in plain.split("](").skip(1) {
            if let Some((target, _)) = piece.split_once(')') {
                let target = target.split_whitespace().next().unwrap_or("");
                found.push((i + 1, target.to_owned()));
            }
        }
    }
    found
}

/// The anchors of a page's headings, as mdBook makes them.
fn anchors(page: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(page).unwrap_or_default();
    text.lines().filter(|line| line.starts_with('#')).map(anchor).collect()
}

fn anchor(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_outside_code_are_found() {
        let text = "[a](b.md) and `[c](d.md)`\n```\n[e](f.md)\n```\n![g](h.png \"title\")\n";
        assert_eq!(targets(text), [(1, "b.md".to_owned()), (5, "h.png".to_owned())]);
    }

    #[test]
    fn anchors_follow_the_book() {
        assert_eq!(anchor("## Why lanes?"), "why-lanes");
        assert_eq!(anchor("# `[party.ID]` and more"), "partyid-and-more");
    }

    #[test]
    fn links_of_the_project_lead_somewhere() {
        assert_eq!(check(&workspace::root()), Ok(()));
    }
}
