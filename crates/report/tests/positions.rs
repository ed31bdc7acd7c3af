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
    challenge.remarks = vec!["positions go in a circle of 3 rounds from round 4 on".into()];
    challenge.cycle = Some((4, 3));
    challenge.summary = "expected utility model as its published figures were computed".into();
    challenge.inputs80 = Some((9.1, 9.9));
    challenge.moved_by = vec![vec![None; 10]; 6];
    challenge.moved_by[0][3] = Some(6);
    challenge.moved_by[0][0] = Some(6);
    challenge.moved_by[1][3] = Some(4);
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
        readings_spread: Some(("expected utility".into(), 4.0, 10.0)),
        decisive: vec![
            DecisiveRow { party: 3, swing: -0.62 },
            DecisiveRow { party: 6, swing: 0.71 },
        ],
        without: vec![
            ("legislative_bargaining".into(), "the reference point is not known".into()),
            ("nash_at_reference".into(), "the reference point is not known".into()),
        ],
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
        let moving =
            |issue: &IssueRow| issue.models.iter().filter(|m| !m.rounds.is_empty()).count();
        let rounds: usize = answer.issues.iter().map(moving).sum();
        let parties = |issue: &IssueRow| issue.stands.len() * moving(issue);
        let ribbons: usize = answer.issues.iter().map(parties).sum();
        // A broad and a narrow drawing each; the narrow one uses the ribbons of the broad one.
        assert_eq!(occurrences(&page, "<g class=\"stand\""), 2 * stands, "{name}");
        assert_eq!(occurrences(&page, "<g class=\"forecast\""), 2 * models, "{name}");
        assert_eq!(occurrences(&page, "<path class=\"ink-"), ribbons, "{name}");
        assert_eq!(occurrences(&page, "<use "), rounds, "{name}");
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
    let line = between(&page, "<svg class=\"wide\" id=\"line-1-wide\"", "</svg>");
    let marks: Vec<&str> = line
        .match_indices("<circle class=\"party\"")
        .map(|(at, _)| line[at..].split('>').next().expect("a tag ends"))
        .collect();
    assert_eq!(marks.len(), 10);
    let read = |tag: &str, attribute: &str| -> f64 {
        values(tag, attribute)[0].parse().expect("a number")
    };
    // Lowest position first: Netherlands at 4 (capability 0.08), Germany at 4 (0.16). The longest
    // name, "expected utility, as computed", has 29 letters of 7.7; the line ends 16 from the right.
    let (left, right) = (29.0 * 7.7 + 22.0, 634.0);
    assert!((read(marks[0], "cx") - left).abs() < 0.1);
    assert!((read(marks[9], "cx") - right).abs() < 0.1);
    let ratio = read(marks[2], "r") / read(marks[0], "r");
    assert!((ratio * ratio - 2.0).abs() < 0.05, "twice the capability has twice the area: {ratio}");
    assert!(read(marks[3], "fill-opacity") > read(marks[0], "fill-opacity"));
    // Forecast 7.65 of 4 to 10; the diamond begins at its top.
    let name = "<title>compromise model: 7.65, 80\u{a0}% interval 5.4 to 9.9</title>";
    let compromise = between(line, name, "</g>");
    let point = format!("d=\"M{:.1} ", left + (7.65 - 4.0) / 6.0 * (right - left));
    assert!(compromise.contains(&point), "{point} {compromise}");
}

#[test]
fn findings_are_told_in_words() {
    let page = html(&emissions());
    let findings = between(&page, "<section id=\"findings\"", "</section>");
    for text in [
        "Delay of emission standards: The compromise model forecasts 7.65 (near “seven years”), with 80\u{a0}% between 5.4 and 9.9; models range from 6.7 to 9.67; most depends on United Kingdom, which can swing the forecast by 0.71.",
        "The outcome is known on 1 issue: the forecast missed it by 19.7\u{a0}% of the scale; it fell into the 80\u{a0}% interval.",
        "Germany and United Kingdom could both gain: Germany gives way on Strictness of the limit, United Kingdom on Delay of emission standards, the most rewarding of 5 trades.",
        "1 of 6 forecasts carries a warning, told beside it.",
    ] {
        assert!(findings.contains(text), "{text}\n{findings}");
    }
}

#[test]
fn counts_agree_with_their_nouns() {
    let mut answer = emissions();
    let issue = answer.issues[1].clone();
    answer.issues.extend(vec![issue.clone(); 5]);
    assert!(html(&answer).contains("<li>1 more issue is told below.</li>"));
    answer.issues.push(issue);
    assert!(html(&answer).contains("<li>2 more issues are told below.</li>"));
}

/// Models are named in words, with their summary, their interval and the range of inputs.
#[test]
fn models_are_told_in_words() {
    let mut answer = emissions();
    answer.issues[0].models.push(model("stacked", "Breiman (1996)", 7.9, None));
    answer.issues[0].models.push(model("expected_utility_printed:q=0.5", "", 8.1, None));
    let page = html(&answer);
    let table = between(&page, "<table id=\"forecasts-1-table\"", "</table>");
    let row = between(table, "<th scope=\"row\">Expected utility, as computed</th>", "</tr>");
    for cell in ["9.67", "6.1 to 10", "9.1 to 9.9", "positions go in a circle of 3 rounds"] {
        assert!(row.contains(cell), "{cell}: {row}");
    }
    assert!(table.contains("Combination of the models"));
    assert!(table.contains("Expected utility, as printed, with q = 0.5"));
    let models = between(&page, "<table id=\"models-table\"", "</table>");
    assert!(models.contains("Expected utility model as its published figures were computed"));
    assert!(models.contains("expected_utility_printed:q=0.5"), "the name in commands");
    assert!(page.contains(
        "No forecast: legislative bargaining; Nash bargain, reference point (the reference point is not known)."
    ));
    // Without uncertain inputs there is no column of their range.
    let other = between(&page, "<table id=\"forecasts-2-table\"", "</table>");
    assert!(!other.contains("uncertain inputs"));
}

/// The title of a run that goes in a circle says so.
#[test]
fn a_circle_is_told_in_the_title() {
    let page = html(&emissions());
    let title = between(&page, "<h3 id=\"rounds-1-1-title\">", "</h3>");
    assert!(
        title.ends_with(
            "Under expected utility, as computed, positions never settle: from round 4 on they repeat \
             every 3 rounds; 10 of 10 parties are elsewhere when the rounds stop after 6 rounds; \
             Netherlands moves farthest, from 4 to 8.4"
        ),
        "{title}"
    );
    let title = between(&page, "<h3 id=\"rounds-1-2-title\">", "</h3>");
    assert!(!title.contains("settle"), "{title}");
}

/// Who moved because of whom: a table by round of the first model that tells.
#[test]
fn moves_are_told_by_round() {
    let mut answer = emissions();
    let page = html(&answer);
    let figure =
        between(&page, "<figure class=\"tabular moves\" id=\"moves-1-figure\"", "</figure>");
    assert!(figure.contains(
        "Under expected utility, as computed, United Kingdom moves others most: 2 of 3 moves"
    ));
    let rounds: Vec<&str> = figure.split("colspan=\"4\">").skip(1).collect();
    assert_eq!(rounds.len(), 2);
    assert!(rounds[0].starts_with("Round 1<") && rounds[1].starts_with("Round 2<"));
    // Germany goes from 4 to 8.4 in fifths: 4.88 after the first round, 5.76 after the second.
    let cells = |from: &str, to: &str, by: &str| {
        format!("<th scope=\"row\">Germany</th><td>{from}</td><td>{to}</td><td>{by}</td>")
    };
    assert!(rounds[0].contains(&cells("4", "4.88", "United Kingdom")), "{}", rounds[0]);
    assert!(rounds[1].contains(&cells("4.88", "5.76", "France")), "{}", rounds[1]);
    assert!(!page.contains("<details class=\"why\""));
    // A second model that tells can be opened.
    answer.issues[0].models[4].moved_by = vec![vec![Some(1); 10]];
    let page = html(&answer);
    let other = between(&page, "<details class=\"why\"", "</details>");
    assert!(other.contains("Who moved under expected utility, as printed (3 moves)"), "{other}");
    assert!(other.contains("Round 1: Netherlands 4 → 7 (Belgium)"), "{other}");
}

#[test]
fn trades_of_the_same_parties_share_an_arc() {
    let page = html(&emissions());
    let network = between(&page, "<svg class=\"wide\" id=\"exchange-network-wide\"", "</svg>");
    // Five trades; Germany and the United Kingdom could trade in two ways.
    assert_eq!(occurrences(network, "<g class=\"trade\""), 4);
    assert_eq!(occurrences(network, "<g class=\"node\""), 5);
    assert!(network.contains("<title>Germany and United Kingdom: 2 trades, gain 5.8</title>"));
    let widths = values(network, "stroke-width");
    assert!(widths.contains(&"12"), "the strongest pair has the widest arc: {widths:?}");
    let title = between(&page, "<h3 id=\"exchange-network-title\">", "</h3>");
    assert!(
        title.ends_with(
            "Germany and United Kingdom have most to offer each other, above all on Delay of emission \
             standards and Strictness of the limit: 45\u{a0}% of what all pairs could gain"
        ),
        "{title}"
    );
    let pairs = between(&page, "id=\"exchange-network-table\"", "</table>");
    assert!(
        pairs.contains("Germany gives way on Strictness of the limit, United Kingdom on Delay")
    );
    let table = between(&page, "id=\"trades-table\"", "</table>");
    assert!(table.contains("Denmark loses 0.7") && table.contains("Netherlands gains 0.4"));
}

/// Of many trades the strongest are drawn and told, and the page says how many are not.
#[test]
fn what_is_left_out_of_the_network_is_counted() {
    let page = html(&large());
    let pairs: BTreeSet<(usize, usize)> = large()
        .trades
        .iter()
        .filter(|trade| trade.party != trade.other)
        .map(|trade| (trade.party.min(trade.other), trade.party.max(trade.other)))
        .collect();
    let network = between(&page, "<svg class=\"narrow\" id=\"exchange-network-narrow\"", "</svg>");
    assert_eq!(occurrences(network, "<g class=\"trade\""), 16);
    let left = pairs.len() - 16;
    let told = format!("The 16 strongest pairs are drawn; {left} are left out, with ");
    assert!(page.contains(&told), "{told}");
    let table = between(&page, "<table id=\"trades-table\"", "</table>");
    assert_eq!(occurrences(table, "<th scope=\"row\""), 60);
    assert!(
        page.contains("The 60 most rewarding of 90 trades; the other 30 are in the pairs above.")
    );
}

/// Each choice of a model has a name of its own.
#[test]
fn choices_are_told_apart() {
    let page = html(&large());
    let labels: Vec<&str> = page
        .match_indices("<form class=\"filter choices\"")
        .map(|(at, _)| values(page[at..].split('>').next().expect("a tag ends"), "aria-label")[0])
        .collect();
    let once: BTreeSet<&str> = labels.iter().copied().collect();
    assert_eq!(labels.len(), once.len());
    let mut answer = emissions();
    answer.issues.push(IssueRow { name: "Another".into(), ..answer.issues[0].clone() });
    assert!(html(&answer).contains("whose rounds are shown: Another\""));
}

/// Texts of the narrow drawings, by their anchors, lie within the drawing.
#[test]
fn nothing_of_a_narrow_drawing_is_cut() {
    for (name, answer) in pages() {
        let page = html(&answer);
        for (at, _) in page.match_indices("<svg class=\"narrow\"") {
            let svg = between(&page[at..], "<svg", "</svg>");
            assert!(values(svg, "viewBox")[0].starts_with("0 0 300 "), "{name}");
            let mut group = "start";
            for tag in svg.split('<').skip(1) {
                if tag.starts_with("g ") {
                    group = values(&tag[1..], "text-anchor").first().copied().unwrap_or("start");
                }
                let Some(text) = tag.strip_prefix("text") else { continue };
                let (attributes, text) = text.split_once('>').expect("a tag ends");
                let x: f64 = values(attributes, "x")[0].parse().expect("a number");
                let anchor = values(attributes, "text-anchor").first().copied().unwrap_or(group);
                // Letters of the widest usual face are about 7.5 wide on average.
                let width = 7.5 * text.chars().count() as f64;
                let (start, end) = match anchor {
                    "end" => (x - width, x),
                    "middle" => (x - width / 2.0, x + width / 2.0),
                    _ => (x, x + width),
                };
                assert!(start > -4.0 && end < 304.0, "{name}: {text} from {start} to {end}");
            }
        }
    }
}

#[test]
fn every_picture_has_a_text_and_a_table() {
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
        // Each picture is drawn twice, and the style sheet shows one of the two.
        let pictures = occurrences(&page, "role=\"img\"");
        assert_eq!(2 * occurrences(&page, "<div class=\"diagram\""), pictures, "{name}");
        for id in once.iter().filter_map(|id| id.strip_suffix("-wide")) {
            for part in ["narrow", "title", "text", "table"] {
                assert!(once.contains(format!("{id}-{part}").as_str()), "{name}: {id}-{part}");
            }
        }
        assert!(
            page.contains(".diagram .wide { display: none; } .diagram .narrow { display: block; }")
        );
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
    answer.issues[0].without[0] = (evil.into(), evil.into());
    answer.issues[0].models[3].summary = evil.into();
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
        assert!(page.len() < 1_000_000, "{name}: {} bytes", page.len());
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
    issue.models[4].moved_by = vec![vec![Some(99); 99]; 9];
    issue.models[4].cycle = Some((0, 0));
    issue.models[4].inputs80 = Some((1.0, f64::INFINITY));
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
    let network = between(&page, "<svg class=\"wide\" id=\"exchange-network-wide\"", "</svg>");
    assert_eq!(occurrences(network, "<g class=\"trade\""), 3);
    answer.issues[0].high = 4.0;
    assert!(!html(&answer).contains("NaN"), "a scale without length");
}
