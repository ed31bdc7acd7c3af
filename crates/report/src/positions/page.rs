//! The page as a whole, in the frame of the run report.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::answer::PositionsAnswer;
use super::findings::{findings, headline, interval80, spread};
use super::{
    exchange_network, findings as section, frame, issue_line, models, naming, provenance, rounds,
    spatial, who_moved,
};

const STYLE: &str = include_str!("../style.css");
const DIAGRAMS: &str = include_str!("../stability/stability.css");
const MORE_STYLE: &str = include_str!("positions.css");
const SCRIPT: &str = include_str!("positions.js");

/// Issues shown in full; the rest is counted.
const MOST: usize = 60;

/// Refuses every request: the page shows that it needs no network by not being able to use one.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
                      img-src data:; font-src data:; base-uri 'none'; form-action 'none'";

/// A line with three marks and a forecast.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
%3Crect width='32' height='32' rx='6' fill='%23f4f1ea'/%3E\
%3Cpath d='M3 20H29' stroke='%231d2126' stroke-width='2'/%3E\
%3Ccircle cx='8' cy='20' r='5' fill='%230072B2'/%3E%3Ccircle cx='24' cy='20' r='3.5' fill='%230072B2'/%3E\
%3Cpath d='M15 5l4 4-4 4-4-4z' fill='%23D55E00'/%3E%3C/svg%3E";

/// The page of a forecast of positions as self-contained HTML.
///
/// The page loads nothing: style and script are inside it, and it says all without the script.
/// Equal answers give equal bytes. Text of the answer is escaped.
///
/// ```
/// use zopa_report::positions::{IssueRow, ModelRow, PartyRow, PositionsAnswer, StandRow, html};
/// let stands = vec![StandRow { party: 0, position: 30.0, salience: 1.0, capability: 1.0 }];
/// let model = ModelRow { name: "mean".into(), forecast: 30.0, ..ModelRow::default() };
/// let issue = IssueRow { high: 100.0, stands, models: vec![model], ..IssueRow::default() };
/// let answer = PositionsAnswer {
///     title: "Dams & <rivers>".into(),
///     parties: vec![PartyRow { id: "town".into(), name: "Town".into() }],
///     issues: vec![issue],
///     ..PositionsAnswer::default()
/// };
/// let page = html(&answer);
/// assert!(page.contains("<h1>Dams &amp; &lt;rivers&gt;</h1>"));
/// // Drawn for broad screens and for narrow ones.
/// assert_eq!(page.matches("<g class=\"stand\"").count(), 2);
/// assert_eq!(page.matches("<g class=\"forecast\"").count(), 2);
/// ```
pub fn html(answer: &PositionsAnswer) -> String {
    let title = if answer.title.is_empty() { "Untitled case" } else { &answer.title };
    let sections = sections(answer);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · zopa positions" }
                meta name="description" content=(description(answer));
                meta name="generator" content="zopa";
                link rel="icon" href=(PreEscaped(ICON));
                style { (PreEscaped(STYLE)) (PreEscaped(DIAGRAMS)) (PreEscaped(MORE_STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the findings" }
                (header(answer, title))
                div.columns {
                    nav.contents aria-label="Sections" {
                        ol { @for part in &sections { li { a href={ "#" (part.id) } { (part.heading) } } } }
                    }
                    main #main tabindex="-1" {
                        @for part in &sections {
                            section id=(part.id) aria-labelledby={ (part.id) "-heading" } {
                                h2 id={ (part.id) "-heading" } { (part.heading) }
                                (part.body)
                            }
                        }
                    }
                }
                footer {
                    p {
                        "Made by zopa. Forecasts follow from positions, saliences and capabilities as stated, "
                        "and are as good as these. Colours after Okabe and Ito (2008)."
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
    id: String,
    heading: String,
    body: Markup,
}

/// The sections for which there is something to say.
fn sections(answer: &PositionsAnswer) -> Vec<Section> {
    let new =
        |id: &str, heading: &str, body| Section { id: id.into(), heading: heading.into(), body };
    let mut all = vec![new("findings", "Findings", section::body(answer))];
    for (i, issue) in answer.issues.iter().take(MOST).enumerate() {
        let body = html! { (issue_line::figure(answer, i, issue)) (rounds::figures(answer, i, issue)) (who_moved::figures(answer, i, issue)) };
        all.push(Section {
            id: format!("issue-{}", i + 1),
            heading: naming::issue(issue).into(),
            body,
        });
    }
    if let Some(body) = spatial::body(answer) {
        all.push(new("space", "Issues taken together", body));
    }
    if !answer.trades.is_empty() {
        all.push(new("exchange", "Trades between issues", exchange_network::body(answer)));
    }
    if !answer.tables.is_empty() {
        all.push(new("further", "Further results", frame::further(answer)));
    }
    if let Some(body) = models::body(answer) {
        all.push(new("the-models", "The models", body));
    }
    all.push(new("provenance", "How this was made", provenance::body(answer)));
    all
}

fn description(answer: &PositionsAnswer) -> String {
    let text = findings(answer).into_iter().next().unwrap_or_else(|| answer.summary.clone());
    let short: String = text.chars().take(300).collect();
    if short.is_empty() { "Forecasts of positions by zopa.".into() } else { short }
}

fn header(answer: &PositionsAnswer, title: &str) -> Markup {
    let all = answer.issues.len();
    html! {
        header.top {
            p.kind { "Positions: where will the parties end up?" }
            h1 { (title) }
            @if !answer.summary.is_empty() { p.summary { (answer.summary) } }
            p.meta { (naming::counted(all, "issue")) ", " (naming::parties(answer.parties.len())) "." }
            @if all > MOST {
                p.partial role="note" { strong { "Showing " (MOST) " of " (all) " issues." } " Trades and further tables are of all issues." }
            }
            @if all > 0 {
                dl.cards {
                    @for issue in answer.issues.iter().take(4) {
                        @if let Some(model) = headline(issue) {
                            div {
                                dt { (naming::issue(issue)) ", " (naming::model(model)) }
                                dd {
                                    span.words { (naming::value(issue, model.forecast)) }
                                    @if let Some(interval) = interval80(model) {
                                        span.figures { "80\u{a0}%: " (naming::interval(issue, interval)) }
                                    }
                                    @if let Some((low, high)) = spread(issue).filter(|_| issue.models.len() > 1) {
                                        span.figures { "Range over models: " (naming::interval(issue, (low, high))) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
