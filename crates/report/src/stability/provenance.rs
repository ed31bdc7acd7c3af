//! How the answer was made: concepts, sources, manifest, command.

use maud::{Markup, html};

use super::answer::StabilityAnswer;
use super::naming::counted;
use crate::figure::command;

/// The concepts asked for, the sources, the manifest and the command.
pub fn body(answer: &StabilityAnswer) -> Markup {
    html! {
        @if !answer.concepts.is_empty() {
            dl.manifest.concepts {
                @for concept in &answer.concepts {
                    div {
                        dt { (concept.abbreviation) @if !concept.name.is_empty() { ", " (concept.name) } }
                        dd { (meaning(&concept.abbreviation)) }
                    }
                }
            }
            p {
                "A state is an equilibrium under a concept where it is stable for every party. A state "
                "that is equally preferred deters as well as a worse one, no party moves twice in a row, "
                "and being led back to the state itself deters."
            }
        }
        (command(&answer.command))
        dl.manifest {
            @for (name, value) in &answer.manifest { div { dt { (name) } dd { (value) } } }
        }
        @if !answer.sources.is_empty() {
            h3 { "Sources of the description" }
            ul { @for source in &answer.sources { li { (source) } } }
        }
        p { "The same version, file and settings give the same bytes, on any number of threads." }
    }
}

/// When a state is stable for a party under a concept, in one or two sentences.
fn meaning(abbreviation: &str) -> String {
    const BASIC: [&str; 5] = ["R", "GMR", "SMR", "SEQ", "SSEQ"];
    if let Some((concept, variant)) = abbreviation.split_once('_') {
        let variant = match variant {
            "a" => {
                "A party leaves for a state of which nobody knows whether it prefers it, and such a state deters nobody"
            }
            "b" => {
                "A party stays rather than leave for a state of which nobody knows whether it prefers it, and such a state deters nobody"
            }
            "c" => {
                "A party leaves for a state of which nobody knows whether it prefers it, and such a state deters it too"
            }
            "d" => {
                "A party stays rather than leave for a state of which nobody knows whether it prefers it, and such a state deters it too"
            }
            "strong" => "Every sanction must be strongly worse than the state left behind",
            "weak" => "Some sanction is no more than mildly worse than the state left behind",
            "fuzzy" => {
                "Improvements and sanctions count by degrees of preference and the thresholds of the parties"
            }
            "probabilistic" => {
                "Improvements and sanctions count by the probability of preference and the limits of the parties"
            }
            _ => return unknown(),
        };
        return format!("{} {variant}.", meaning(concept));
    }
    if let Some(concept) = abbreviation.strip_prefix('R').filter(|rest| BASIC.contains(rest)) {
        return format!(
            "{} A move counts as an improvement where it is acceptable in view of the party's attitude to each party (Inohara, Hipel and Walker 2007).",
            meaning(concept)
        );
    }
    let depth =
        |prefix: &str| abbreviation.strip_prefix(prefix).and_then(|rest| rest.parse::<u32>().ok());
    let text = match abbreviation {
        "R" => "the party has no improvement (Nash 1950)".to_owned(),
        "GMR" => "every improvement can be met by moves of the others, at any cost to them, that leave the party no better off (Howard 1971)".to_owned(),
        "SMR" => "every improvement can be met as under GMR, and the party cannot escape by one more move (Howard 1971)".to_owned(),
        "SEQ" => "every improvement can be met by moves that improve for those who make them and leave the party no better off (Fraser and Hipel 1979)".to_owned(),
        "SSEQ" => "every improvement can be met as under SEQ, and the party cannot escape by one more move (Rego and Vieira 2015, 2017)".to_owned(),
        "SIM" => "every improvement, made together with improvements that others start at the same moment, may leave the party no better off (Fraser and Hipel 1984)".to_owned(),
        "SEQ+SIM" => "the state is stable under SEQ or under SIM (Fraser and Hipel 1984)".to_owned(),
        "NM" => "it is so for every large horizon of limited moves (Brams and Wittman 1981)".to_owned(),
        _ => {
            if let Some(h) = depth("L") {
                format!("the party stays when both look {} ahead and each takes what serves it best (Kilgour 1985)", counted(h.into(), "move"))
            } else if let Some(h) = depth("MAXIMIN") {
                format!("the party stays when it looks {} ahead and expects the worst of the others (Rego and Vieira 2020)", counted(h.into(), "move"))
            } else if let Some(r) = depth("CMR") {
                format!("the party cannot force anything better in {} of improvements, each answered by improvements (Zeng and others 2007)", counted(r.into(), "round"))
            } else if let Some(r) = depth("MR") {
                format!("the party cannot force anything better in {} of moves, each answered by moves of the others (Zeng and others 2006)", counted(r.into(), "round"))
            } else {
                return unknown();
            }
        }
    };
    format!("Stable where {text}.")
}

fn unknown() -> String {
    "See the page on stability in the documentation.".into()
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn every_abbreviation_is_explained() {
        for abbreviation in [
            "R",
            "GMR",
            "SMR",
            "SEQ",
            "SSEQ",
            "SIM",
            "SEQ+SIM",
            "NM",
            "L3",
            "MAXIMIN2",
            "MR1",
            "CMR2",
            "GMR_b",
            "SEQ_strong",
            "SMR_weak",
            "R_fuzzy",
            "SEQ_probabilistic",
            "RR",
            "RSEQ",
        ] {
            assert!(meaning(abbreviation).starts_with("Stable where "), "{abbreviation}");
        }
        assert!(meaning("L1").contains("1 move ahead") && meaning("L2").contains("2 moves ahead"));
        assert!(meaning("GMR_b").contains("stays rather than leave"));
        assert!(meaning("X").starts_with("See "));
    }
}
