//! Diagnostics as text, in the manner of compilers, and as data.

use crate::line_index::{LineIndex, on_boundary};
use crate::output::{self, count};
use crate::scenario_file::ScenarioFile;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use zopa_scenario::{Diagnostic, Label, Span};

/// Most diagnostics shown as text.
const SHOWN: usize = 50;
/// Most places shown of one diagnostic.
const PLACES: usize = 12;
/// Longest stretch of text shown around one place, in bytes.
const STRETCH: usize = 2_000;

/// Diagnostics as text with the lines that they point at.
pub fn diagnostics(file: &ScenarioFile, diagnostics: &[Diagnostic]) -> String {
    let index = LineIndex::new(&file.text);
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(output::width());
    let mut text = String::new();
    // Errors are never crowded out by warnings.
    let errors = diagnostics.iter().filter(|d| d.is_error()).take(SHOWN);
    let room = SHOWN - errors.clone().count();
    let kept: BTreeSet<*const Diagnostic> = errors
        .chain(diagnostics.iter().filter(|d| !d.is_error()).take(room))
        .map(std::ptr::from_ref)
        .collect();
    for diagnostic in diagnostics.iter().filter(|d| kept.contains(&std::ptr::from_ref(*d))) {
        text.push_str(renderer.render(&[group(file, &index, diagnostic)]).trim_end());
        text.push_str("\n\n");
    }
    if diagnostics.len() > kept.len() {
        let more = diagnostics.len() - kept.len();
        text.push_str(&format!("… and {more} more; `--json` lists all of them\n\n"));
    }
    text
}

/// `2 errors, 1 warning`, and where to read about the codes.
pub fn total(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    let mut text =
        format!("{}, {}", count(errors, "error"), count(diagnostics.len() - errors, "warning"));
    if let Some(first) = diagnostics.iter().find(|d| d.is_error()).or(diagnostics.first()) {
        text.push_str(&format!("; `zopa explain {}` explains the code", first.code));
    }
    text
}

fn group<'a>(file: &'a ScenarioFile, index: &LineIndex, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = if diagnostic.is_error() { Level::ERROR } else { Level::WARNING };
    let title = level.primary_title(plain(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    let labels: Vec<&Label> =
        diagnostic.labels.iter().filter(|label| has_place(label.span)).take(PLACES).collect();
    if let Some(whole) = together(file, index, &labels) {
        group = group.element(whole);
    } else {
        for (i, label) in labels.iter().enumerate() {
            group = group.element(alone(file, index, label, i == 0));
        }
    }
    if labels.is_empty() {
        group = group.element(annotate_snippets::Origin::path(&file.shown));
    }
    let more = diagnostic.labels.len().saturating_sub(PLACES);
    if more > 0 {
        group = group.element(Level::NOTE.message(format!("and {}", count(more, "more place"))));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(plain(hint)));
    }
    group
}

/// Whether the span lies in the file; what was given on the command line has an empty one.
fn has_place(span: Span) -> bool {
    span.start != 0 || span.end != 0
}

/// One snippet for all places where the lines from the first to the last are few.
fn together<'a>(
    file: &'a ScenarioFile,
    index: &LineIndex,
    labels: &[&'a Label],
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let text = &file.text;
    let start = labels.iter().map(|label| label.span.start.min(text.len())).min()?;
    let end = labels.iter().map(|label| label.span.end.min(text.len())).max()?;
    let first = index.line(start);
    let from = index.range(first).start;
    let to = index.range(index.line(end)).end;
    if to - from > 40 * STRETCH {
        return None;
    }
    let lines = text.get(from..to)?;
    if lines.lines().any(|line| line.len() > STRETCH) {
        return None;
    }
    let mut snippet = Snippet::source(lines).line_start(first + 1).path(&file.shown);
    for (i, label) in labels.iter().enumerate() {
        snippet = snippet.annotation(annotation(text, label, from, to, i == 0));
    }
    Some(snippet)
}

/// A snippet for one place, cut out of its line where that is very long.
fn alone<'a>(
    file: &'a ScenarioFile,
    index: &LineIndex,
    label: &'a Label,
    main: bool,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let text = &file.text;
    let at = on_boundary(text, label.span.start);
    let line = index.line(at);
    let range = index.range(line);
    let from = on_boundary(text, range.start.max(at.saturating_sub(STRETCH / 4)));
    let to = on_boundary(text, range.end.min(from + STRETCH));
    let part = text.get(from..to).unwrap_or_default();
    Snippet::source(part)
        .line_start(line + 1)
        .path(&file.shown)
        .annotation(annotation(text, label, from, to, main))
}

fn annotation<'a>(
    text: &str,
    label: &'a Label,
    from: usize,
    to: usize,
    main: bool,
) -> annotate_snippets::Annotation<'a> {
    let kind = if main { AnnotationKind::Primary } else { AnnotationKind::Context };
    let start = on_boundary(text, label.span.start).clamp(from, to);
    let end = on_boundary(text, label.span.end).clamp(start, to);
    let annotation = kind.span(start - from..end - from);
    if label.message.is_empty() { annotation } else { annotation.label(plain(&label.message)) }
}

/// Without control characters, which a file could use to draw on the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// Diagnostics as data: code, severity, message, labels with bytes, line and column, hints.
pub fn data(file: &ScenarioFile, diagnostics: &[Diagnostic]) -> Value {
    let index = LineIndex::new(&file.text);
    let one = |d: &Diagnostic| {
        let labels: Vec<Value> = d
            .labels
            .iter()
            .map(|label| {
                let (line, column) = index.position(&file.text, label.span.start);
                json!({
                    "start": label.span.start,
                    "end": label.span.end,
                    "line": line,
                    "column": column,
                    "message": label.message,
                })
            })
            .collect();
        json!({
            "code": d.code.as_str(),
            "severity": if d.is_error() { "error" } else { "warning" },
            "message": d.message,
            "labels": labels,
            "hints": d.hints,
        })
    };
    diagnostics.iter().map(one).collect()
}
