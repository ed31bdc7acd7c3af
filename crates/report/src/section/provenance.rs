//! How the result was made.

use maud::{Markup, html};
use zopa_ensemble::answer::{Answer, Manifest};

use crate::figure::command;
use crate::wording::count;

/// The manifest and the command.
pub fn body(answer: &Answer) -> Markup {
    let manifest = &answer.manifest;
    html! {
        (command(&manifest.command))
        dl.manifest {
            @for (name, value) in entries(manifest) { div { dt { (name) } dd { (value) } } }
        }
        p {
            "The same version, scenario, seed and settings give the same bytes, on any number of threads."
        }
    }
}

fn entries(manifest: &Manifest) -> Vec<(&'static str, String)> {
    let stated =
        |text: &str| if text.is_empty() { "not recorded".to_owned() } else { text.to_owned() };
    vec![
        ("Program", format!("zopa {}", stated(&manifest.version))),
        ("Scenario", stated(&manifest.scenario_file)),
        ("Scenario hash (BLAKE3)", stated(&manifest.scenario_hash)),
        ("Seed", manifest.seed.to_string()),
        ("Sampling design", design(&manifest.design)),
        ("Draws completed", format!("{} of {}", count(manifest.draws_done), count(manifest.draws))),
        (
            "Settings",
            if manifest.settings.is_empty() { "none".into() } else { manifest.settings.join(", ") },
        ),
    ]
}

fn design(design: &str) -> String {
    match design {
        "monte_carlo" => "Monte Carlo".into(),
        "latin_hypercube" => "Latin hypercube".into(),
        "sobol" => "Sobol' sequence, scrambled".into(),
        "" => "not recorded".into(),
        other => other.to_owned(),
    }
}
