//! The structure of the page of a forecast of positions.

use std::collections::BTreeSet;

use zopa_report::positions::{
    DecisiveRow, IssueRow, ModelRow, PartyRow, PositionsAnswer, ResultTable, StandRow, TradeRow,
    html,
};

const PARTIES: [&str; 10] = [
    "Netherlands",
    "Belgium",
    "Luxembourg",
    "Germany",
    "France",
    "Italy",
    "United Kingdom",
    "Ireland",
    "Denmark",
    "Greece",
];

fn model(name: &str, source: &str, forecast: f64, interval80: Option<(f64, f64)>) -> ModelRow {
    ModelRow {
        name: name.into(),
        source: source.into(),
        forecast,
        interval80,
        ..ModelRow::default()
    }
}

/// Emission standards for cars (position in years of delay, capability, salience), as published in
/// Scholz, Calbert and Smith (2011); rounds and a second issue are made up to fill the page.
fn emissions() -> PositionsAnswer {
    let table = [
        (4.0, 0.08, 0.8),
        (7.0, 0.08, 0.4),
        (4.0, 0.03, 0.2),
        (4.0, 0.16, 0.8),
        (10.0, 0.16, 0.6),
        (10.0, 0.16, 0.6),
        (10.0, 0.16, 0.9),
        (7.0, 0.05, 0.1),
        (4.0, 0.05, 1.0),
        (7.0, 0.08, 0.7),
    ];
    let stand = |(party, &(position, capability, salience)): (usize, &(f64, f64, f64))| StandRow {
        party,
        position,
        salience,
        capability,
    };
    let stands: Vec<StandRow> = table.iter().enumerate().map(stand).collect();
    let drift = |round: f64| -> Vec<f64> {
        stands.iter().map(|s| s.position + (8.4 - s.position) * (round * 0.2).min(1.0)).collect()
    };
    let mut challenge = model(
        "expected_utility_as_run",
        "Scholz, Calbert and Smith (2011)",
        9.67,
        Some((6.1, 10.0)),
    );
    challenge.rounds = (1..=6).map(|round| drift(f64::from(round))).collect();
    challenge.remarks = vec!["Positions repeat from round 4 on, every 3 rounds".into()];
    let mut jump = model("expected_utility_printed", "the same, eq. 31", 7.0, Some((4.9, 9.4)));
    jump.rounds = vec![
        stands.iter().map(|s| if s.party % 3 == 0 { 7.0 } else { s.position }).collect(),
        stands.iter().map(|s| if s.party % 2 == 0 { 7.0 } else { s.position }).collect(),
    ];
    let delay = IssueRow {
        id: "delay".into(),
        name: "Delay of emission standards".into(),
        low: 4.0,
        high: 10.0,
        points: vec![
            (4.0, "four years".into()),
            (4.4, "a little more than four years".into()),
            (7.0, "seven years".into()),
            (10.0, "ten years".into()),
        ],
        stands: stands.clone(),
        reference_point: Some(10.0),
        outcome: Some(8.833),
        models: vec![
            model("compromise", "Van den Bos (1991)", 7.65, Some((5.4, 9.9))),
            model("mean", "Thomson and others (2006)", 6.7, Some((4.4, 8.9))),
            model("nash_far_linear", "Nash (1950)", 7.6, Some((5.3, 9.8))),
            challenge,
            jump,
        ],
        model_spread: Some((6.7, 9.67)),
        decisive: vec![
            DecisiveRow { party: 3, swing: -0.62 },
            DecisiveRow { party: 6, swing: 0.71 },
        ],
        moves: vec!["Round 1: Germany gives in to France, from 4 to 5.1".into()],
    };
    let limit = |s: &StandRow| StandRow {
        position: 100.0 - 9.0 * s.party as f64,
        salience: 1.1 - s.salience,
        ..*s
    };
    let limits = IssueRow {
        id: "limit".into(),
        name: "Strictness of the limit".into(),
        high: 100.0,
        stands: stands.iter().map(limit).collect(),
        models: vec![model("compromise", "Van den Bos (1991)", 55.0, Some((22.0, 88.0)))],
        ..IssueRow::default()
    };
    let trade = |party, other, issue, gain, other_gain| TradeRow {
        party,
        other,
        issue,
        other_issue: 1 - issue,
        gain,
        other_gain,
        third: vec![(0, 0.4), (8, -0.7)],
    };
    PositionsAnswer {
        title: "Emission standards for cars".into(),
        summary: "Ten member states bargain over the year in which new standards begin.".into(),
        sources: vec!["Scholz, Calbert and Smith (2011)".into()],
        parties: PARTIES
            .iter()
            .map(|name| PartyRow { id: name.to_lowercase(), name: (*name).into() })
            .collect(),
        issues: vec![delay, limits],
        trades: vec![
            trade(3, 6, 0, 2.4, 2.4),
            trade(3, 4, 0, 1.8, 1.8),
            trade(0, 6, 0, 1.1, 1.1),
            trade(9, 6, 1, 0.6, 0.6),
            trade(6, 3, 1, 0.5, 0.5),
        ],
        tables: vec![ResultTable {
            title: "Voting power".into(),
            columns: vec!["Party".into(), "Index".into()],
            rows: vec![vec!["Germany".into(), "0.18".into()]],
            ..ResultTable::default()
        }],
        remarks: vec!["Two parties take the same position on every issue.".into()],
        manifest: vec![("Version".into(), "0.1.0".into()), ("Draws".into(), "10,000".into())],
        command: "zopa positions cars.toml --report".into(),
    }
}

/// Many parties, long names, many models, many trades.
fn large() -> PositionsAnswer {
    let n = 30;
    let stand = |party: usize| StandRow {
        party,
        position: (party * 37 % 101) as f64,
        salience: 0.1 + 0.03 * party as f64,
        capability: 1.0 + (party * party % 40) as f64,
    };
    let stands: Vec<StandRow> = (0..n).map(stand).collect();
    let mut moving = model("challenge", "", 48.0, None);
    moving.rounds = (1..=50)
        .map(|round| {
            stands.iter().map(|s| 48.0 + (s.position - 48.0) * 0.9_f64.powi(round)).collect()
        })
        .collect();
    let issue = |k: usize| IssueRow {
        id: format!("issue{k}"),
        high: 100.0,
        stands: stands.clone(),
        models: (0..10)
            .map(|m| model(&format!("model_{m}"), "A (2000)", 40.0 + m as f64, Some((10.0, 80.0))))
            .chain([moving.clone()])
            .collect(),
        ..IssueRow::default()
    };
    PositionsAnswer {
        title: "Thirty parties".into(),
        parties: (0..n)
            .map(|k| PartyRow {
                id: format!("p{k}"),
                name: format!("Party of the long name number {k}"),
            })
            .collect(),
        issues: (0..4).map(issue).collect(),
        trades: (0..90)
            .map(|k| TradeRow {
                party: k % n,
                other: (k * 7 + 11) % n,
                issue: k % 4,
                other_issue: (k + 1) % 4,
                gain: 1.0 + (k % 13) as f64,
                other_gain: 1.0,
                third: Vec::new(),
            })
            .collect(),
        ..PositionsAnswer::default()
    }
}

fn pages() -> Vec<(&'static str, PositionsAnswer)> {
    let one = PositionsAnswer {
        parties: vec![PartyRow { id: "only".into(), name: String::new() }],
        issues: vec![IssueRow {
            stands: vec![StandRow { party: 0, position: 3.0, salience: 1.0, capability: 0.0 }],
            ..IssueRow::default()
        }],
        ..PositionsAnswer::default()
    };
    vec![
        ("emissions", emissions()),
        ("large", large()),
        ("one party", one),
        ("empty", PositionsAnswer::default()),
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
fn marks_are_those_of_the_answer() {
    for (name, answer) in pages() {
        let page = html(&answer);
        let stands: usize = answer.issues.iter().map(|issue| issue.stands.len()).sum();
        let models: usize = answer.issues.iter().map(|issue| issue.models.len()).sum();
        let ribbons: usize = answer
            .issues
            .iter()
            .map(|issue| {
                issue.stands.len() * issue.models.iter().filter(|m| !m.rounds.is_empty()).count()
            })
            .sum();
        assert_eq!(occurrences(&page, "<g class=\"stand\""), stands, "{name}");
        assert_eq!(occurrences(&page, "<g class=\"forecast\""), models, "{name}");
        assert_eq!(occurrences(&page, "<g class=\"ribbon "), ribbons, "{name}");
        assert!(!page.contains("NaN") && !page.contains("inf "), "{name}");
        let out =
            format!("{}/positions-{}.html", env!("CARGO_TARGET_TMPDIR"), name.replace(' ', "-"));
        std::fs::write(out, page).expect("the target folder can be written");
    }
}

/// Areas, tints and places are in proportion to the numbers.
#[test]
fn the_issue_line_is_to_scale() {
    let page = html(&emissions());
    let line = between(&page, "<svg id=\"line-1\"", "</svg>");
    let marks: Vec<&str> = line
        .match_indices("<circle class=\"party\"")
        .map(|(at, _)| line[at..].split('>').next().expect("a tag ends"))
        .collect();
    assert_eq!(marks.len(), 10);
    let read = |tag: &str, attribute: &str| -> f64 {
        values(tag, attribute)[0].parse().expect("a number")
    };
    // Lowest position first: Netherlands at 4 (capability 0.08), Germany at 4 (0.16).
    assert!((read(marks[0], "cx") - 208.4).abs() < 0.1);
    assert!((read(marks[9], "cx") - 778.4).abs() < 0.1);
    let ratio = read(marks[2], "r") / read(marks[0], "r");
    assert!((ratio * ratio - 2.0).abs() < 0.05, "twice the capability has twice the area: {ratio}");
    assert!(read(marks[3], "fill-opacity") > read(marks[0], "fill-opacity"));
    // Forecast 7.65 of 4 to 10 on a line from 208.4 to 778.4, diamond begins at its top.
    let compromise =
        between(line, "<title>compromise: 7.65, 80\u{a0}% interval 5.4 to 9.9</title>", "</g>");
    assert!(compromise.contains("d=\"M555."), "{compromise}");
}

#[test]
fn findings_are_told_in_words() {
    let page = html(&emissions());
    let findings = between(&page, "<section id=\"findings\"", "</section>");
    for text in [
        "Delay of emission standards: Compromise forecasts 7.65 (near “seven years”), with 80\u{a0}% between 5.4 and 9.9; models range from 6.7 to 9.67; most depends on United Kingdom, which can swing the forecast by 0.71.",
        "The outcome is known on 1 issue: the forecast missed it by 19.7\u{a0}% of the scale; it fell into the 80\u{a0}% interval.",
        "Germany and United Kingdom could both gain: Germany gives way on Strictness of the limit, United Kingdom on Delay of emission standards, the most rewarding of 5 trades.",
        "1 of 6 forecasts carries a warning, told beside it.",
    ] {
        assert!(findings.contains(text), "{text}\n{findings}");
    }
}

#[test]
fn trades_of_the_same_parties_and_issues_share_a_line() {
    let page = html(&emissions());
    let network = between(&page, "<svg id=\"exchange-network\"", "</svg>");
    // Five trades; Germany and the United Kingdom trade the same two issues twice.
    assert_eq!(occurrences(network, "<g class=\"trade "), 4);
    assert!(network.contains(">1, 5</text>"), "{network}");
    assert_eq!(occurrences(network, "<g class=\"node\""), 5);
    let table = between(&page, "id=\"exchange-network-table\"", "</table>");
    assert!(table.contains("Denmark loses 0.7") && table.contains("Netherlands gains 0.4"));
}

#[test]
fn every_picture_has_a_text_a_table_and_a_place_in_the_keyboard_order() {
    for (name, answer) in pages() {
        let page = html(&answer);
        let ids: Vec<&str> = values(&page, "id");
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len(), "identifiers are unique: {name}");
        for attribute in ["aria-labelledby", "aria-describedby"] {
            for value in values(&page, attribute) {
                assert!(value.split(' ').all(|id| once.contains(id)), "{name}: {value}");
            }
        }
        for link in values(&page, "href").iter().filter_map(|link| link.strip_prefix('#')) {
            assert!(once.contains(link), "{name}: {link}");
        }
        let pictures = occurrences(&page, "role=\"img\"");
        assert_eq!(occurrences(&page, "<div class=\"diagram\" tabindex=\"0\""), pictures, "{name}");
        for id in once.iter().filter_map(|id| id.strip_suffix("-name")) {
            assert!(once.contains(format!("{id}-table").as_str()), "{name}: {id}");
        }
    }
}

#[test]
fn text_is_escaped_and_nothing_is_loaded() {
    let evil = "<script>alert(1)</script>\"'&";
    let mut answer = emissions();
    answer.title = evil.into();
    answer.summary = evil.into();
    answer.parties[0].name = evil.into();
    answer.issues[0].name = evil.into();
    answer.issues[0].points[0].1 = evil.into();
    answer.issues[0].moves[0] = evil.into();
    answer.issues[0].models[3].name = evil.into();
    answer.issues[0].models[3].remarks[0] = evil.into();
    answer.issues[0].models[3].source = evil.into();
    answer.tables[0].rows[0][0] = evil.into();
    answer.remarks[0] = evil.into();
    answer.manifest[0].1 = evil.into();
    answer.sources[0] = evil.into();
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
    }
}

#[test]
fn equal_answers_give_equal_bytes() {
    for (name, answer) in pages() {
        let page = html(&answer);
        assert_eq!(page, html(&answer.clone()), "{name}");
        assert!(page.len() < 2_000_000, "{name}: {} bytes", page.len());
    }
}

/// What does not exist or is not a number is left out rather than ending the program.
#[test]
fn what_cannot_be_shown_is_left_out() {
    let mut answer = emissions();
    let issue = &mut answer.issues[0];
    issue.stands[0].position = f64::NAN;
    issue.stands[1].party = 99;
    issue.stands[2].salience = f64::NAN;
    issue.stands[3].capability = f64::INFINITY;
    issue.models[1].forecast = f64::NAN;
    issue.models[2].interval80 = Some((f64::NAN, 3.0));
    issue.models[3].rounds[1].truncate(2);
    issue.models[3].rounds[2][4] = f64::NAN;
    issue.models[4].rounds.push(vec![7.0; 99]);
    issue.model_spread = Some((f64::NAN, 1.0));
    issue.reference_point = Some(f64::INFINITY);
    issue.outcome = Some(f64::NAN);
    issue.points.push((f64::NAN, "nowhere".into()));
    issue.decisive[0] = DecisiveRow { party: 99, swing: f64::NAN };
    answer.trades[0].party = 99;
    answer.trades[1].gain = f64::NAN;
    answer.trades[2].third.push((99, 1.0));
    answer.trades.push(TradeRow::default());
    answer.tables[0].rows[0].push("one cell too many".into());
    let page = html(&answer);
    assert!(!page.contains("NaN"));
    assert!(page.contains("a party not shown"));
    let network = between(&page, "<svg id=\"exchange-network\"", "</svg>");
    assert_eq!(occurrences(network, "<g class=\"trade "), 3);
    answer.issues[0].high = 4.0;
    assert!(!html(&answer).contains("NaN"), "a scale without length");
}
