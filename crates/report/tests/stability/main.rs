//! The structure of the page of a stability analysis.

mod elmira;

use std::collections::BTreeSet;

use elmira::{elmira, lattice};
use zopa_report::stability::{Move, MoveKind, PartyRow, StabilityAnswer, StateRow, html};

fn pages() -> Vec<(&'static str, StabilityAnswer)> {
    let mut one_concept = elmira();
    one_concept.concepts.truncate(1);
    vec![
        ("Elmira", elmira()),
        ("one concept", one_concept),
        ("64 states", lattice(&[0, 0, 1, 1, 2, 2])),
        ("256 states", lattice(&[0, 0, 0, 1, 1, 1, 2, 2])),
        ("empty", StabilityAnswer::default()),
    ]
}

/// Values of an attribute in order of appearance.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split('"').next())
        .collect()
}

fn occurrences(page: &str, text: &str) -> usize {
    page.matches(text).count()
}

/// Text between two marks.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let from = page.find(start).expect(start);
    let rest = &page[from..];
    &rest[..rest.find(end).expect(end)]
}

#[test]
fn boxes_and_arcs_are_those_of_the_answer() {
    for (name, answer) in pages() {
        let page = html(&answer);
        assert_eq!(occurrences(&page, "<g class=\"state"), answer.states.len(), "{name}");
        assert_eq!(occurrences(&page, "<g class=\"move "), answer.moves.len(), "{name}");
        let improving =
            answer.moves.iter().filter(|step| step.kind == MoveKind::Improvement).count();
        assert_eq!(occurrences(&page, "<g class=\"move improvement"), improving, "{name}");
        for state in &answer.states {
            assert!(page.contains(&format!(">{}", state.name)), "{name}: {}", state.name);
        }
    }
}

#[test]
fn equilibria_are_framed_and_listed_first() {
    let page = html(&elmira());
    // s1, s4, s5, s8, s9 are equilibria under GMR, and under nothing else are there more.
    assert_eq!(occurrences(&page, "<g class=\"state equilibrium\""), 4);
    assert_eq!(occurrences(&page, "<g class=\"state here equilibrium\""), 1);
    let table = between(&page, "id=\"states-table\"", "</table>");
    let order: Vec<usize> = ["s5", "s8", "s9", "s1", "s4", "s2", "s3", "s6", "s7"]
        .map(|s| table.find(&format!(">{s}")).expect(s))
        .into();
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(occurrences(table, "aria-label=\"equilibrium\""), 3 + 5 + 3);
    assert_eq!(occurrences(table, "aria-label=\"stable\""), 19 + 23 + 21);
}

#[test]
fn findings_are_told_in_words() {
    let page = html(&elmira());
    let findings = between(&page, "<section id=\"findings\"", "</section>");
    for text in [
        "3 of 9 states are equilibria (s5, s8 and s9) under R and SEQ.",
        "5 of 9 states are equilibria (s1, s4, s5, s8 and s9) under GMR.",
        "The status quo, s1, is an equilibrium under GMR only; under R it is not stable for Local government.",
        "s5 is reached by improvements alone in 1 move",
        "s8 is reached in 3 moves, 1 of which does not improve for its mover",
        "s5 is an equilibrium under R in 87\u{a0}% (85 to 89\u{a0}%) of 1,000 draws",
    ] {
        assert!(findings.contains(text), "{text}\n{findings}");
    }
    assert!(page.contains("takes up “Insist on the order”"));
    assert!(page.contains("takes up “Accept the order”, gives up “Delay the appeal”"));
}

#[test]
fn says_how_much_is_shown() {
    let page = html(&lattice(&[0, 0, 0, 1, 1, 1, 2, 2]));
    assert!(page.contains("Showing 256 of 1,048,576 states, the neighbourhood of NNNNNNNN"));
}

#[test]
fn filters_serve_the_parties_and_concepts_there_are() {
    let answer = elmira();
    let page = html(&answer);
    assert_eq!(occurrences(&page, "<form"), 2);
    assert_eq!(occurrences(&page, "type=\"checkbox\" name=\"party\""), 2 * answer.parties.len());
    assert_eq!(
        occurrences(&page, "type=\"radio\" name=\"concept\""),
        2 * (1 + answer.concepts.len())
    );
    for form in page.split("<form").skip(1) {
        assert!(
            form.split('>').next().is_some_and(|tag| tag.contains("hidden")),
            "shown by script only"
        );
    }
    // Each control stands in its label, so that it has a name.
    for control in page.split("<input").skip(1).zip(page.split("<input")) {
        assert!(control.1.trim_end().ends_with("<label>"), "{}", control.0);
    }
}

#[test]
fn every_picture_has_a_text_and_a_table() {
    let page = html(&elmira());
    let ids: Vec<&str> = values(&page, "id");
    let once: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "identifiers are unique");
    for attribute in ["aria-labelledby", "aria-describedby"] {
        for value in values(&page, attribute) {
            assert!(value.split(' ').all(|id| once.contains(id)), "{value}");
        }
    }
    let svg = between(&page, "<svg id=\"state-graph\"", "</svg>");
    assert!(
        svg.contains("role=\"img\"")
            && svg.contains("<title id=\"state-graph-name\">3 states are equilibria")
    );
    assert!(svg.contains("Equilibria under R: s5, s8 and s9;"));
    let table = between(&page, "id=\"moves-table\"", "</table>");
    let improving = elmira().moves.iter().filter(|step| step.kind == MoveKind::Improvement).count();
    assert_eq!(occurrences(table, "<strong>→"), improving);
}

#[test]
fn text_is_escaped_and_nothing_is_loaded() {
    let evil = "<script>alert(1)</script>\"'&";
    let mut answer = elmira();
    answer.title = evil.into();
    answer.summary = evil.into();
    answer.states[0].name = evil.into();
    answer.states[1].label = evil.into();
    answer.parties[0].name = evil.into();
    answer.options[0].name = evil.into();
    answer.concepts[0].abbreviation = evil.into();
    answer.explanations[0].lines[0] = evil.into();
    answer.known[0].source = evil.into();
    answer.tables[0].rows[0][0] = evil.into();
    answer.remarks[0] = evil.into();
    answer.manifest[0].1 = evil.into();
    answer.command = evil.into();
    let page = html(&answer);
    assert_eq!(occurrences(&page, "<script"), 1, "the page's own");
    assert!(page.contains("&lt;script&gt;alert(1)"));
    for (name, answer) in pages() {
        let page = html(&answer);
        for loaded in ["src=", "@import", "fetch(", "XMLHttpRequest", "url(", "<iframe"] {
            assert!(!page.contains(loaded), "{name} holds {loaded}");
        }
        for address in values(&page, "href") {
            assert!(address.starts_with('#') || address.starts_with("data:"), "{name}: {address}");
        }
        for place in [":/", "\\\\", " /"] {
            let data = between(&page, "<body>", "<script>");
            assert!(!data.contains(place), "{name} holds {place}");
        }
    }
}

#[test]
fn equal_answers_give_equal_bytes() {
    for (name, answer) in pages() {
        let page = html(&answer);
        assert_eq!(page, html(&answer.clone()), "{name}");
        assert!(page.len() < 4_000_000, "{name}: {} bytes", page.len());
    }
}

/// Positions that do not exist are left out rather than ending the program.
#[test]
fn positions_beyond_the_states_are_left_out() {
    let mut answer = elmira();
    let far = Move { party: 9, from: 0, to: 99, kind: MoveKind::Improvement };
    answer.moves.push(far);
    answer.moves.push(Move { party: 0, from: 3, to: 3, kind: MoveKind::Worsening });
    answer.paths[0].steps.push(far);
    answer.paths[0].reaches = 99;
    answer.status_quo = Some(99);
    answer.neighbourhood_of = Some(99);
    answer.explanations[0].state = 99;
    answer.explanations[0].party = 99;
    answer.robustness[0].state = 99;
    answer.robustness[1].share = f64::NAN;
    answer.concepts[0].stable[0].truncate(2);
    answer.concepts[1].stable.truncate(1);
    answer.concepts[2].equilibria.clear();
    answer.tables[0].rows[0].push("one cell too many".into());
    let page = html(&answer);
    assert_eq!(occurrences(&page, "<g class=\"move "), answer.moves.len() - 2);
    assert!(page.contains("a state not shown") && page.contains("a party not shown"));
}

/// A single state of a single party needs no plural and no arcs.
#[test]
fn one_state_is_shown() {
    let answer = StabilityAnswer {
        parties: vec![PartyRow { id: "only".into(), name: String::new() }],
        states: vec![StateRow { name: "rest".into(), ..StateRow::default() }],
        total_states: 1,
        ..StabilityAnswer::default()
    };
    let page = html(&answer);
    assert!(page.contains("All 1 state of the conflict; 0 moves between them by 1 party"));
}
