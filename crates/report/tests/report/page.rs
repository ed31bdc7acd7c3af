//! The structure of the page.

use std::collections::BTreeSet;

use zopa_ensemble::answer::Answer;
use zopa_report::html;

use crate::wage_dispute as fixture;

/// The page without the chart library, which is not of this project.
fn own(page: &str) -> String {
    let (before, rest) = page.split_once("<script id=\"chart-library\">").expect("library");
    let (library, after) = rest.split_once("</script>").expect("end of library");
    assert!(
        library.len() > 1_000_000 && library.contains("Plotly"),
        "the library is inside the page"
    );
    format!("{before}{after}")
}

fn pages() -> Vec<(&'static str, Answer)> {
    vec![
        ("full", fixture::wage_dispute()),
        ("no deal", fixture::no_deal()),
        ("partial", fixture::partial()),
        ("no negotiation", fixture::no_negotiation()),
        ("empty", Answer::default()),
    ]
}

/// Values of an attribute in order of appearance.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split('"').next())
        .collect()
}

#[test]
fn loads_nothing_and_stays_small() {
    for (name, answer) in pages() {
        let page = html(&answer);
        assert!(page.len() < 6_000_000, "{name}: {} bytes", page.len());
        let own = own(&page);
        for loaded in [
            "src=",
            "@import",
            "fetch(",
            "XMLHttpRequest",
            "url(",
            "<link rel=\"stylesheet",
            "<iframe",
        ] {
            assert!(!own.contains(loaded), "{name} holds {loaded}");
        }
        assert!(own.contains("default-src 'none'"), "{name}: requests are refused");
        for address in values(&own, "href") {
            let kind = address.split(':').next().unwrap_or("");
            assert!(
                address.starts_with('#') || ["data", "https", "http"].contains(&kind),
                "{name}: {address}"
            );
        }
    }
}

#[test]
fn same_answer_same_bytes() {
    assert!(html(&fixture::wage_dispute()) == html(&fixture::wage_dispute()));
}

#[test]
fn identifiers_are_unique_and_references_lead_somewhere() {
    for (name, answer) in pages() {
        let page = own(&html(&answer));
        let all = values(&page, "id");
        let ids: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), ids.len(), "{name}: an identifier is used twice");
        for attribute in ["aria-labelledby", "data-figure", "data-save", "data-filter"] {
            for reference in values(&page, attribute) {
                assert!(ids.contains(reference), "{name}: {attribute} leads to {reference}");
            }
        }
        for target in values(&page, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(ids.contains(target), "{name}: #{target}");
        }
    }
}

#[test]
fn every_figure_has_a_finding_a_measure_a_table_and_a_file() {
    let page = own(&html(&fixture::wage_dispute()));
    let figures: Vec<&str> = page
        .split("<figure ")
        .skip(1)
        .map(|rest| rest.split("</figure>").next().expect("end of figure"))
        .collect();
    assert!(figures.len() >= 14, "{} figures", figures.len());
    let mut titles = BTreeSet::new();
    for figure in &figures {
        let title = figure.split("</h3>").next().and_then(|t| t.rsplit('>').next()).unwrap_or("");
        assert!(title.len() > 15, "a finding: {title}");
        assert!(titles.insert(title), "two figures say: {title}");
        assert!(figure.contains("class=\"subtitle\""), "{title}");
        assert!(figure.contains("<caption>") && figure.contains("scope=\"col\""), "{title}");
        assert!(figure.contains("scope=\"row\""), "{title}");
        assert!(figure.contains("href=\"data:text/csv"), "{title}");
        assert!(figure.contains("zopa run scenarios/wage-dispute.toml"), "{title}");
        if figure.contains("class=\"chart\"") {
            let description = values(figure, "aria-label")
                .into_iter()
                .find(|label| label.contains("The table below"))
                .expect("a description");
            assert!(description.len() > title.len() + 40, "{description}");
            assert!(figure.contains("role=\"img\""), "{title}");
        }
    }
    assert_eq!(page.matches("role=\"img\"").count(), 10);
}

#[test]
fn headings_are_in_order_and_tags_are_balanced() {
    for (name, answer) in pages() {
        let page = own(&html(&answer));
        let mut level = 0;
        for (at, _) in page.match_indices("<h") {
            let Some(next) = page[at + 2..].chars().next().and_then(|c| c.to_digit(10)) else {
                continue;
            };
            assert!(next <= level + 1, "{name}: from h{level} to h{next}");
            level = next;
        }
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        for tag in [
            "html",
            "head",
            "body",
            "header",
            "nav",
            "main",
            "footer",
            "section",
            "figure",
            "figcaption",
            "div",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "details",
            "summary",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "p",
            "span",
            "script",
            "style",
            "a",
            "button",
            "form",
            "label",
            "select",
            "option",
            "svg",
        ] {
            let open = page.matches(&format!("<{tag} ")).count()
                + page.matches(&format!("<{tag}>")).count();
            assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "{name}: <{tag}>");
        }
        for needed in [
            "<html lang=\"en\">",
            "name=\"viewport\"",
            "name=\"description\"",
            "rel=\"icon\"",
            "class=\"skip\"",
        ] {
            assert!(page.contains(needed), "{name}: {needed}");
        }
    }
}

#[test]
fn what_is_missing_is_said() {
    let sentences = |answer: &Answer| own(&html(answer)).matches("class=\"absent\"").count();
    assert_eq!(sentences(&fixture::wage_dispute()), 0);
    // Terms, gains and survival.
    assert_eq!(sentences(&fixture::no_deal()), 3);
    // Chance, terms, obstacles, parties, survival, trade-off, drivers.
    assert_eq!(sentences(&fixture::no_negotiation()), 7);
    let empty = own(&html(&Answer::default()));
    assert_eq!(empty.matches("class=\"absent\"").count(), 12);
    assert!(empty.contains("The scenario names no party."));
}

#[test]
fn partial_is_marked_on_top() {
    let page = own(&html(&fixture::partial()));
    let mark = page.find("Partial result").expect("a mark");
    assert!(mark < page.find("<main").expect("main"));
    assert!(page.contains("310 of 2,000"));
    assert!(!own(&html(&fixture::wage_dispute())).contains("Partial result"));
}

#[test]
fn text_of_the_answer_stays_text() {
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    let mut answer = fixture::wage_dispute();
    answer.title = evil.into();
    answer.findings = vec![evil.into()];
    answer.manifest.command = evil.into();
    answer.parties.0[0].1.name = evil.into();
    answer.paths.0[0].1.name = evil.into();
    answer.paths.0[0].1.unit = evil.into();
    answer.survival_reference[0].name = evil.into();
    answer.drivers[0].inputs[0].name = evil.into();
    answer.evidence.rows[0].note = evil.into();
    answer.evidence.rows[0].status = evil.into();
    answer.evidence.sources[0].url = "javascript:alert(1)".into();
    let page = html(&answer);
    assert!(!own(&page).contains("<img"));
    assert!(!own(&page).contains("<script>alert"));
    assert!(!own(&page).contains("href=\"javascript"));
    assert_eq!(
        page.matches("</script>").count(),
        html(&fixture::wage_dispute()).matches("</script>").count()
    );
}
