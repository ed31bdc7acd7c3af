//! The page as a whole, in the frame of the run report.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::answer::StabilityAnswer;
use super::findings::{findings, positions};
use super::{explanations, findings as section, naming, paths, provenance, results, states};
use crate::wording::count;

const STYLE: &str = include_str!("../style.css");
const MORE_STYLE: &str = include_str!("stability.css");
const SCRIPT: &str = include_str!("stability.js");

/// Refuses every request: the page shows that it needs no network by not being able to use one.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/// Two states and a move both ways.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
%3Crect width='32' height='32' rx='6' fill='%23f4f1ea'/%3E\
%3Cpath d='M9 12Q16 3 23 12M23 20Q16 29 9 20' fill='none' stroke='%23D55E00' stroke-width='3'/%3E\
%3Ccircle cx='8' cy='16' r='5' fill='%230072B2'/%3E%3Ccircle cx='24' cy='16' r='5' fill='%230072B2'/%3E%3C/svg%3E";

/// The page of a stability analysis as self-contained HTML.
///
/// The page loads nothing: style and script are inside it, and it says all without the script.
/// Equal answers give equal bytes. Text of the answer is escaped.
///
/// ```
/// use zopa_report::stability::{StabilityAnswer, StateRow, html};
/// let answer = StabilityAnswer {
///     title: "Dams & <rivers>".into(),
///     states: vec![StateRow { name: "YN".into(), ..StateRow::default() }],
///     total_states: 1,
///     ..StabilityAnswer::default()
/// };
/// let page = html(&answer);
/// assert!(page.contains("<h1>Dams &amp; &lt;rivers&gt;</h1>"));
/// assert_eq!(page.matches("<g class=\"state").count(), 1);
/// ```
pub fn html(answer: &StabilityAnswer) -> String {
    let title = if answer.title.is_empty() { "Untitled conflict" } else { &answer.title };
    let sections = sections(answer);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · zopa stability" }
                meta name="description" content=(description(answer));
                meta name="generator" content="zopa";
                link rel="icon" href=(PreEscaped(ICON));
                style { (PreEscaped(STYLE)) (PreEscaped(MORE_STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the findings" }
                (header(answer, title))
                div.columns {
                    nav.contents aria-label="Sections" {
                        ol { @for section in &sections { li { a href={ "#" (section.id) } { (section.heading) } } } }
                    }
                    main #main tabindex="-1" {
                        @for part in &sections {
                            section id=(part.id) aria-labelledby={ (part.id) "-heading" } {
                                h2 id={ (part.id) "-heading" } { (part.heading) }
                                ((part.body)(answer))
                            }
                        }
                    }
                }
                footer {
                    p {
                        "Made by zopa. What is stable follows from the moves and preferences stated, "
                        "and holds as far as they do. Colours after Okabe and Ito (2008)."
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

/// A section of the page.
struct Section {
    id: &'static str,
    heading: &'static str,
    body: fn(&StabilityAnswer) -> Markup,
}

/// The sections for which there is something to say.
fn sections(answer: &StabilityAnswer) -> Vec<Section> {
    let all: [(bool, Section); 9] = [
        (true, Section { id: "findings", heading: "Findings", body: section::body }),
        (true, Section { id: "graph", heading: "States and moves", body: paths::graph }),
        (true, Section { id: "states", heading: "Stability of each state", body: states::body }),
        (
            answer.paths_sought || !answer.paths.is_empty(),
            Section { id: "paths", heading: "Paths from the status quo", body: paths::body },
        ),
        (
            !answer.explanations.is_empty(),
            Section {
                id: "why",
                heading: "Why states are stable or not",
                body: explanations::body,
            },
        ),
        (
            !answer.robustness.is_empty(),
            Section { id: "robustness", heading: "Robustness", body: results::robustness },
        ),
        (
            !answer.tables.is_empty(),
            Section { id: "further", heading: "Further results", body: results::further },
        ),
        (
            !answer.known.is_empty(),
            Section { id: "known", heading: "Results of the literature", body: results::known },
        ),
        (true, Section { id: "provenance", heading: "How this was made", body: provenance::body }),
    ];
    all.into_iter().filter(|(shown, _)| *shown).map(|(_, section)| section).collect()
}

fn description(answer: &StabilityAnswer) -> String {
    let text = findings(answer).into_iter().next().unwrap_or_else(|| answer.summary.clone());
    let short: String = text.chars().take(300).collect();
    if short.is_empty() { "A stability analysis by zopa.".into() } else { short }
}

fn header(answer: &StabilityAnswer, title: &str) -> Markup {
    let all = answer.total_states.max(answer.states.len() as u64);
    html! {
        header.top {
            p.kind { "Stability: where can the conflict come to rest?" }
            h1 { (title) }
            @if !answer.summary.is_empty() { p.summary { (answer.summary) } }
            p.meta {
                (naming::counted(all, "state"))
                @if !answer.options.is_empty() { ", " (naming::counted(answer.options.len() as u64, "option")) }
                @match answer.parties.len() {
                    0 => {}
                    1 => ", 1 party",
                    n => { ", " (n) " parties" }
                }
                "."
            }
            @if all > answer.states.len() as u64 {
                p.partial role="note" { strong { (states::shown(answer)) "." } " Numbers of equilibria are of all states; names, marks and moves are those of the states shown." }
            }
            @if !answer.concepts.is_empty() {
                dl.cards {
                    @for concept in answer.concepts.iter().take(4) {
                        div {
                            dt { "Equilibria under " (concept.abbreviation) @if !concept.name.is_empty() { ", " (concept.name) } }
                            dd {
                                span.words { (count(concept.total_equilibria)) " of " (count(all)) }
                                @let shown = positions(answer, concept);
                                span.figures { (naming::states(answer, &shown)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
