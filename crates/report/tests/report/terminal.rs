//! The summary for a terminal.

use zopa_report::terminal;

use crate::wage_dispute as fixture;

fn fits(text: &str, width: usize) {
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() <= 45, "{} lines", lines.len());
    for line in &lines {
        assert!(line.chars().count() <= width, "{} letters: {line}", line.chars().count());
        assert!(!line.contains(['\u{1b}', '\u{a0}']), "no colour codes, plain spaces: {line}");
    }
}

#[test]
fn full() {
    let text = terminal(&fixture::wage_dispute(), 90);
    fits(&text, 90);
    insta::assert_snapshot!(text);
}

#[test]
fn no_deal_at_all() {
    let text = terminal(&fixture::no_deal(), 80);
    fits(&text, 80);
    insta::assert_snapshot!(text);
}

#[test]
fn partial() {
    let text = terminal(&fixture::partial(), 80);
    fits(&text, 80);
    assert!(text.contains("PARTIAL"));
    insta::assert_snapshot!(text);
}

#[test]
fn no_negotiation() {
    let text = terminal(&fixture::no_negotiation(), 100);
    fits(&text, 100);
    insta::assert_snapshot!(text);
}

#[test]
fn narrow_and_wide() {
    for width in [0, 40, 60, 80, 100, 1_000] {
        fits_width(&terminal(&fixture::wage_dispute(), width), width.clamp(40, 120));
    }
}

fn fits_width(text: &str, width: usize) {
    assert!(text.lines().all(|line| line.chars().count() <= width), "{width}:\n{text}");
}
