//! The page of diagnostics: every code with its meaning and a scenario that shows it.

use super::examples;
use zopa_scenario::{Code, Diagnostic, Severity};

const HEAD: &str = "\
# Diagnostics

This page is written from the code, and every example on it was compiled or run to make sure that it
gives its code. `zopa explain Z102` prints an entry. All problems of a pass are reported together.
An *error* keeps the scenario from running, a *warning* does not; `zopa check --strict` fails on both.

";

/// Families of codes by their first digit.
const FAMILIES: &[(&str, &str)] = &[
    ("Z0", "The file"),
    ("Z1", "Names and expressions"),
    ("Z2", "Units"),
    ("Z3", "Parties, issues and evidence"),
    ("Z4", "Distributions"),
    ("Z5", "Limits"),
    ("Z6", "Running"),
    ("Z7", "Settings and output"),
    ("Z8", "Stability"),
    ("Z9", "Positions"),
];

/// The page.
///
/// # Errors
/// The examples that do not give their code, and the codes that have none.
pub fn page() -> Result<String, String> {
    let mut page = String::from(HEAD);
    let mut problems = Vec::new();
    page.push_str("| code | severity | title |\n|---|---|---|\n");
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.as_str());
    for code in &codes {
        let anchor = anchor(*code);
        page.push_str(&format!(
            "| [{code}](#{anchor}) | {} | {} |\n",
            severity(code.severity()),
            code.title()
        ));
    }
    for (family, heading) in FAMILIES {
        page.push_str(&format!("\n## {heading}\n"));
        for &code in codes.iter().filter(|code| code.as_str().starts_with(family)) {
            page.push_str(&entry(code, &mut problems));
        }
    }
    if problems.is_empty() { Ok(page) } else { Err(problems.join("\n")) }
}

fn entry(code: Code, problems: &mut Vec<String>) -> String {
    let mut text = format!(
        "\n### {code} {}\n\n*{}.* {}\n",
        code.title(),
        sentence(severity(code.severity())),
        code.explanation()
    );
    let examples = examples::of(code);
    let command = examples::command(code);
    if examples.is_empty() && command.is_none() {
        problems.push(format!("{code} has no example"));
    }
    for example in examples {
        let message = found(example).into_iter().find(|diagnostic| diagnostic.code == code);
        if message.is_none() && command.is_none() {
            problems.push(format!("the example of {code} gives {}", codes(example)));
        }
        text.push_str(&format!("\n```toml\n{}\n```\n", shortened(example)));
        if let Some(diagnostic) = message {
            text.push_str(&format!(
                "\n```text\n{}[{code}]: {}\n",
                severity(diagnostic.severity),
                diagnostic.message
            ));
            for hint in &diagnostic.hints {
                text.push_str(&format!("help: {hint}\n"));
            }
            text.push_str("```\n");
        }
    }
    if let Some(command) = command {
        text.push_str(&format!("\n```sh\n{command}\n```\n"));
    }
    text
}

/// All diagnostics of a scenario: those of the reader, and those of compiling what it read and of
/// building its conflict and its positions.
fn found(text: &str) -> Vec<Diagnostic> {
    let reading = zopa_syntax::read_scenario(text);
    let mut found = reading.diagnostics;
    if let Some(scenario) = reading.scenario {
        found.extend(zopa_equations::compile(&scenario).diagnostics);
        found.extend(zopa_exchange::declared::build(&scenario).diagnostics);
        found.extend(zopa_exchange::positions::declared::build(&scenario).diagnostics);
    }
    found
}

fn codes(text: &str) -> String {
    let codes: Vec<String> =
        found(text).iter().map(|d| format!("{} ({})", d.code, d.message)).collect();
    if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") }
}

/// An example without its last line break, long lines cut.
fn shortened(example: &str) -> String {
    let lines: Vec<String> = example
        .lines()
        .map(|line| {
            if line.chars().count() <= 110 {
                return line.to_owned();
            }
            let start: String = line.chars().take(100).collect();
            format!("{start} …")
        })
        .collect();
    lines.join("\n")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn sentence(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn anchor(code: Code) -> String {
    format!("{code} {}", code.title())
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
    fn every_code_has_an_example_that_gives_it() {
        let page = page();
        assert!(page.is_ok(), "{}", page.unwrap_err());
    }

    #[test]
    fn every_code_belongs_to_a_family() {
        for code in Code::ALL {
            assert!(FAMILIES.iter().any(|(f, _)| code.as_str().starts_with(f)), "{code}");
        }
    }
}
