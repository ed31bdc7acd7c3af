//! The page of closed forms, from the catalogue of the theory crate.

use zopa_theory::{CATALOGUE, Topic};

const HEAD: &str = "\
# Closed forms

This page is written from the code. `zopa theory` lists these results in a terminal, and
`zopa theory NAME symbol=value …` computes one. Those with one number as result can be used in the
equations of a scenario: see the last table of [functions](../functions.md#closed-forms-of-the-literature). Each
worked example is a test. Probabilities, shares and values lie between 0 and 1 unless stated.

";

/// Groups: a heading, and the topic with which each begins in the catalogue.
const GROUPS: &[(&str, &str)] = &[
    ("The bargaining range and why it may be missed", "bargaining_range"),
    ("Alternating offers", "alternating_offers"),
    ("Cooperative solutions", "nash_bargaining"),
    ("Linkage, threats and inclusion", "logrolling"),
    ("Contests", "ratio_contest"),
    ("Attrition of forces", "lanchester_square"),
    ("Waiting and attrition of wills", "war_of_attrition"),
    ("War as a walk over positions", "fort_walk"),
    ("Beliefs and learning", "divergent_beliefs"),
    ("Choice with error", "logit_response"),
    ("Whether a deal holds", "self_enforcement"),
    ("Consent at home and vetoes", "two_level_game"),
    ("Pressure of time", "weariness"),
];

/// The page.
pub fn page() -> String {
    let mut page = String::from(HEAD);
    page.push_str("| name | what it gives |\n|---|---|\n");
    for topic in CATALOGUE {
        page.push_str(&format!("| [`{0}`](#{0}) | {1} |\n", topic.name, cell(topic.title)));
    }
    for topic in CATALOGUE {
        if let Some((heading, _)) = GROUPS.iter().find(|(_, first)| *first == topic.name) {
            page.push_str(&format!("\n## {heading}\n"));
        }
        page.push_str(&entry(topic));
    }
    page
}

fn entry(topic: &Topic) -> String {
    let mut text = format!("\n### {}\n\n{}.\n", topic.name, topic.title.trim_end_matches('.'));
    if !topic.aliases.is_empty() {
        let aliases: Vec<String> = topic.aliases.iter().map(|a| format!("`{a}`")).collect();
        text.push_str(&format!("Also: {}.\n", aliases.join(", ")));
    }
    text.push_str(&format!("\n```text\n{}\n```\n", topic.formula));
    text.push_str("\n| symbol | meaning | range | if absent |\n|---|---|---|---|\n");
    for argument in topic.arguments {
        let absent = match argument.default {
            None => "must be given".to_owned(),
            Some(value) if value.is_nan() => "left open".to_owned(),
            Some(value) => value.to_string(),
        };
        let (meaning, range) = (cell(argument.meaning), argument.range());
        text.push_str(&format!("| `{}` | {meaning} | {range} | {absent} |\n", argument.name));
    }
    text.push_str("\n| result | meaning |\n|---|---|\n");
    for output in topic.outputs {
        text.push_str(&format!("| `{}` | {} |\n", output.name, cell(output.meaning)));
    }
    text.push_str(&format!(
        "\nAssumes: {}.\nSource: {}.\n",
        topic.assumptions.trim_end_matches('.'),
        topic.source.trim_end_matches('.')
    ));
    text.push_str(&example(topic));
    text
}

/// The worked example as a command and its result.
fn example(topic: &Topic) -> String {
    let (values, output, expected) = topic.example;
    let given: Vec<String> = topic
        .arguments
        .iter()
        .zip(values)
        .filter(|(_, value)| !value.is_nan())
        .map(|(argument, value)| format!("{}={value}", argument.name))
        .collect();
    let name = topic.outputs.get(output).map_or("", |output| output.name);
    format!(
        "\n```sh\nzopa theory {} {}\n```\n\nIt gives `{name}` = {expected}.\n",
        topic.name,
        given.join(" ")
    )
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_begin_with_topics_in_the_order_of_the_catalogue() {
        let places: Vec<Option<usize>> = GROUPS
            .iter()
            .map(|(_, first)| CATALOGUE.iter().position(|topic| topic.name == *first))
            .collect();
        assert!(places.iter().all(Option::is_some), "{places:?}");
        assert!(places.is_sorted(), "{places:?}");
        assert_eq!(places.first(), Some(&Some(0)));
    }

    #[test]
    fn worked_examples_come_out() {
        for topic in CATALOGUE {
            let (values, output, expected) = topic.example;
            let found = (topic.evaluate)(values).unwrap_or_default();
            let found = found.get(output).copied().unwrap_or(f64::NAN);
            let near = (found - expected).abs() <= 1e-6 * expected.abs().max(1.0);
            assert!(near, "{}: {found} against {expected}", topic.name);
        }
    }
}
