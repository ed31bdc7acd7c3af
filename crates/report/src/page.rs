//! The report as one HTML page that needs no network.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use plotly::Plot;
use zopa_ensemble::answer::Answer;

use crate::section::{self, SECTIONS, survival};
use crate::wording::{count, is_known, percent_with_interval, sentence, span, words};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Refuses every request: the page shows that it needs no network by not being able to use one.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";

/// Two overlapping ranges: what each side accepts, and the zone between.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
%3Crect width='32' height='32' rx='6' fill='%23f4f1ea'/%3E\
%3Crect x='4' y='9' width='17' height='6' rx='3' fill='%230072B2'/%3E\
%3Crect x='11' y='17' width='17' height='6' rx='3' fill='%23D55E00'/%3E%3C/svg%3E";

/// The report of an answer as a self-contained HTML page.
///
/// The page loads nothing: style, script and the chart library are inside it. Equal answers give
/// equal bytes. Text of the answer is escaped.
///
/// ```
/// use zopa_ensemble::answer::Answer;
/// let page = zopa_report::html(&Answer { title: "Wages & <hours>".into(), ..Answer::default() });
/// assert!(page.contains("<h1>Wages &amp; &lt;hours&gt;</h1>"));
/// assert!(page.len() < 6_000_000);
/// ```
pub fn html(answer: &Answer) -> String {
    let title = if answer.title.is_empty() { "Untitled scenario" } else { &answer.title };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · zopa report" }
                meta name="description" content=(description(answer));
                meta name="generator" content={ "zopa " (answer.manifest.version) };
                link rel="icon" href=(PreEscaped(ICON));
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the findings" }
                (header(answer, title))
                div.columns {
                    nav.contents aria-label="Sections" {
                        ol { @for section in &SECTIONS { li { a href={ "#" (section.id) } { (section.heading) } } } }
                    }
                    main #main tabindex="-1" {
                        @for section in &SECTIONS { (section.markup(answer)) }
                    }
                }
                footer {
                    p {
                        "Made by zopa " (answer.manifest.version) " from "
                        (answer.manifest.scenario_file) ". Shares are shares of draws under the scenario's "
                        "assumptions. Colours after Okabe and Ito (2008); charts by plotly.js (MIT licence)."
                    }
                }
                (library())
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

/// The chart library, without the typesetting of formulas that ships beside it.
fn library() -> Markup {
    const OPEN: &str = "<script type=\"text/javascript\">";
    let sources = Plot::offline_js_sources();
    let library = sources
        .split_once(OPEN)
        .and_then(|(_, rest)| rest.split_once("</script>"))
        .map_or("", |(library, _)| library);
    html! { script id="chart-library" { (PreEscaped(library)) } }
}

fn description(answer: &Answer) -> String {
    let text = answer.findings.first().unwrap_or(&answer.summary);
    let short: String = text.chars().take(300).collect();
    if short.is_empty() { "Report of a run of zopa.".into() } else { short }
}

fn header(answer: &Answer, title: &str) -> Markup {
    let manifest = &answer.manifest;
    html! {
        header.top {
            p.kind { "Report: is agreement possible, and would it hold?" }
            h1 { (title) }
            @if !answer.summary.is_empty() { p.summary { (answer.summary) } }
            p.meta {
                @if !answer.as_of.is_empty() { "The account stands on " (answer.as_of) ". " }
                (count(manifest.draws_done)) " draws, seed " (manifest.seed)
                @if !manifest.settings.is_empty() { ", with " (manifest.settings.join(", ")) }
                "."
            }
            @if is_partial(answer) {
                p.partial role="note" {
                    strong { "Partial result. " }
                    "The run was stopped after " (count(manifest.draws_done)) " of " (count(manifest.draws))
                    " draws. Intervals are wider than those of the whole run, and every number may still move."
                }
            }
            @let cards = cards(answer);
            @if !cards.is_empty() {
                dl.cards {
                    @for card in &cards {
                        div {
                            dt { (card.name) }
                            dd { span.words { (card.words) } span.figures { (card.figures) } }
                        }
                    }
                }
            }
        }
    }
}

/// Whether draws are missing.
pub fn is_partial(answer: &Answer) -> bool {
    answer.manifest.partial || answer.manifest.draws_done < answer.manifest.draws
}

struct Card {
    name: String,
    words: String,
    figures: String,
}

/// At most four numbers to begin with.
fn cards(answer: &Answer) -> Vec<Card> {
    let unit = &answer.time_unit;
    let mut cards = Vec::new();
    let mut add = |name: String, share: &zopa_ensemble::answer::Proportion| {
        if is_known(share) {
            cards.push(Card {
                name,
                words: sentence(&words(share.p, share.n)),
                figures: percent_with_interval(share),
            });
        }
    };
    let horizons: Vec<_> = answer.deal_by.iter().collect();
    add("Room for agreement in the first round".into(), &answer.zone_at_start);
    if horizons.len() > 1 {
        let (key, share) = horizons[(horizons.len() - 1) / 2];
        add(format!("Deal within {}", span(key, unit)), share);
    }
    if let Some((key, share)) = horizons.last() {
        add(format!("Deal within {}", span(key, unit)), share);
    }
    if let Some((key, point)) = survival::last(answer) {
        let share = zopa_ensemble::answer::Proportion {
            p: point.p,
            low: point.low,
            high: point.high,
            n: survival::deals(answer),
        };
        add(format!("Deals that still hold after {}", span(key, unit)), &share);
    } else if let Some((id, share)) = section::binding::leading(answer) {
        let name = match id {
            "ratification" => "Without a deal: ratification fails".into(),
            "chance" => "Without a deal: acceptable, not signed".into(),
            _ => {
                format!("Without a deal: consent missing from {}", section::party_name(answer, id))
            }
        };
        add(name, share);
    }
    cards
}
