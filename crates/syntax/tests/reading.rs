//! What a sound scenario reads as, and that the field lists are what reading follows.

use zopa_scenario::{Interpolation, LeverChange, Quantity, Seat, Span};
use zopa_syntax::fields::{self, Kind};
use zopa_syntax::quantities::each_quantity;
use zopa_syntax::{
    EXAMPLES, json_schema, language_reference, quantity_from_setting, read_scenario,
};

const SOUND: &str = include_str!("sound.toml");

fn at(span: Span) -> &'static str {
    &SOUND[span.start..span.end]
}

fn cited(quantity: &Quantity) -> Vec<String> {
    let show = |s: &zopa_scenario::SourceReference| match &s.locator {
        Some(locator) => format!("{}:{locator}", s.source),
        None => s.source.clone(),
    };
    quantity.sources.iter().map(show).collect()
}

#[test]
fn declarations_keep_the_order_of_the_file() {
    let scenario = read_scenario(SOUND).scenario.unwrap();
    let names: Vec<&str> = scenario.inputs.iter().map(|i| i.id.text.as_str()).collect();
    assert_eq!(names, ["noise", "cost", "front.speed", "front.depth"]);
    assert_eq!(scenario.inputs.iter().map(|i| at(i.id.span)).collect::<Vec<_>>(), names);
    let options: Vec<&str> =
        scenario.issues[0].options.iter().map(|o| o.id.text.as_str()).collect();
    assert_eq!(options, ["none", "high", "low"]);
    assert_eq!(scenario.package_count(), Some(6));
    assert_eq!(scenario.parties[0].name.text, "Anna");
    assert_eq!(scenario.parties[1].name.text, "bruno");
    assert_eq!(scenario.parties[1].seat, Seat::Signatory);
    assert_eq!(scenario.units[0].1.text, "base");
}

#[test]
fn a_subtable_may_come_before_its_table() {
    let text =
        "[issue.b.value]\nx=[1]\n[issue.a]\noptions=[]\n[issue.b]\noptions=[{id='o'}]\n[party.x]\n";
    let scenario = read_scenario(text).scenario.unwrap();
    let b = scenario.issue("b").unwrap();
    assert_eq!((b.options.len(), b.values.len()), (1, 1));
}

#[test]
fn every_exact_piece_stands_where_it_says() {
    let scenario = read_scenario(SOUND).scenario.unwrap();
    let mut seen = 0;
    each_quantity(&scenario, |quantity, _| {
        for text in [&quantity.expression].into_iter().chain(&quantity.unit) {
            assert!(text.exact, "{text}");
            assert_eq!(at(text.span), text.text);
        }
        for source in &quantity.sources {
            assert!(at(source.span).contains(&source.source));
        }
        seen += 1;
    });
    assert_eq!(seen, 35);
}

#[test]
fn escapes_make_a_piece_inexact() {
    let text = "[input]\na = \"1 \\u002B 2 [m]\"\nb = '''\n1 + 2'''\nc = \"\"\"1 +\\\n  2\"\"\"\nd = 0x1F\ne = +5\n";
    let scenario = read_scenario(text).scenario.unwrap();
    let pieces: Vec<(&str, bool, &str)> = scenario
        .inputs
        .iter()
        .map(|i| &i.value.expression)
        .map(|e| (e.text.as_str(), e.exact, &text[e.span.start..e.span.end]))
        .collect();
    assert_eq!(pieces[0], ("1 + 2", false, "1 \\u002B 2 [m]"));
    assert_eq!(pieces[1], ("1 + 2", true, "1 + 2"));
    assert_eq!((pieces[2].0, pieces[2].1), ("1 +2", false));
    assert_eq!(pieces[3], ("31", false, "0x1F"));
    assert_eq!(pieces[4], ("5", true, "5"));
}

#[test]
fn evidence_is_inherited_from_the_nearest_table() {
    let scenario = read_scenario(SOUND).scenario.unwrap();
    let [wall, hours] = scenario.issues.as_slice() else { panic!("two issues") };
    assert_eq!(cited(&wall.values[0].values[2]), ["assumption"]);
    assert_eq!(cited(&hours.values[0].values[1]), ["survey:4", "survey:5"]);
    assert_eq!(cited(&hours.salience[1].value), ["survey"]);
    assert_eq!(cited(&scenario.inputs[0].value), ["survey:3"]);
    let text = "[party.a]\nsource='s'\nno_deal='0.5'\n[issue.i]\noptions=[{id='o'}]\nvalue.a=[0.5]\nsalience.a='1 @t'\n";
    let scenario = read_scenario(text).scenario.unwrap();
    assert_eq!(cited(scenario.parties[0].no_deal.as_ref().unwrap()), ["s"]);
    assert_eq!(cited(&scenario.issues[0].values[0].values[0]), ["s"]);
    assert_eq!(cited(&scenario.issues[0].salience[0].value), ["t"]);
}

#[test]
fn times_are_in_the_unit_of_the_axis() {
    let scenario = read_scenario(SOUND).scenario.unwrap();
    let talks = scenario.negotiation.unwrap();
    assert_eq!((talks.every, talks.first), (1.0, Some(2.0)));
    assert_eq!(scenario.hold.unwrap().pause, 2.0);
    // 14 days before as_of, at 365.25 / 12 days a month.
    let series = &scenario.series[0];
    assert!((series.points[1].time + 14.0 / 30.4375).abs() < 1e-12);
    assert_eq!((series.points[1].value, series.interpolation), (45.0, Interpolation::Linear));
    let text = "[scenario]\ntime={start=2,end=10,unit='years',step=0.25}\n[negotiation]\nevery='6 [month]'\n[hold]\npause='2 [quarter]'\n";
    let scenario = read_scenario(text).scenario.unwrap();
    assert_eq!((scenario.time.unit.as_str(), scenario.time.start), ("year", 2.0));
    assert_eq!(scenario.negotiation.unwrap().every, 0.5);
    assert_eq!(scenario.hold.unwrap().pause, 0.5);
}

#[test]
fn levers_change_values_seats_and_the_table() {
    let text = "[lever.l]\nset = { x = 1, front.speed = '2 [km]', 'seat.a' = 'absent', negotiation.off_table = ['i.o'] }\n";
    let scenario = read_scenario(text).scenario.unwrap();
    let shown: Vec<String> = scenario.levers[0]
        .set
        .iter()
        .map(|change| match change {
            LeverChange::Value { target, value } => format!("{target} = {}", value.expression),
            LeverChange::Seat { party, seat } => format!("{party} {}", seat.word()),
            LeverChange::OffTable(off) => format!("off {}", off[0]),
        })
        .collect();
    assert_eq!(shown, ["x = 1", "front.speed = 2", "a absent", "off i.o"]);
}

#[test]
fn settings_stand_in_no_file() {
    let quantity = quantity_from_setting("2 [km] @a:b").unwrap();
    assert_eq!(quantity.span, Span::default());
    assert_eq!(quantity.expression.span, Span::default());
    assert!(!quantity.expression.exact);
    let problems = quantity_from_setting("[km]").unwrap_err();
    assert_eq!(problems[0].code, zopa_scenario::Code::BadSetting);
    assert!(problems[0].labels.is_empty());
}

#[test]
fn a_sound_scenario_uses_every_field_the_reader_knows() {
    // A field that reading ignores would accept a date anywhere.
    let date_fields = |kind: Kind| matches!(kind, Kind::Date);
    let cases: [(&fields::Fields, &str, &str); 27] = [
        (&fields::SCENARIO, "[scenario]\n", ""),
        (&fields::TIME, "[scenario]\ntime = { ", " }"),
        (&fields::SOURCES, "[source.x]\n", ""),
        (&fields::PARTY, "[party.x]\n", ""),
        (&fields::INTERACTION, "[party.x]\ninteractions = [{ ", " }]"),
        (&fields::ISSUE, "[issue.x]\n", ""),
        (&fields::OPTION, "[issue.x]\noptions = [{ ", " }]"),
        (&fields::NAMED_QUANTITY, "[input.x]\nvalue.x = 1\n", ""),
        (&fields::STOCK, "[stock]\nx = { ", " }"),
        (&fields::SERIES, "[series]\nx = { ", " }"),
        (&fields::LEVER, "[lever.x]\n", ""),
        (&fields::CLAIM, "[claim.x]\n", ""),
        (&fields::NEGOTIATION, "[negotiation]\n", ""),
        (&fields::HOLD, "[hold]\n", ""),
        (&fields::COMPARE, "[hold]\ncompare = [{ ", " }]"),
        (&fields::CORRELATION, "[[correlation]]\n", ""),
        (&fields::CONFLICT_OPTION, "[option.x]\n", ""),
        (&fields::STABILITY, "[stability]\n", ""),
        (&fields::FORBIDDEN, "[stability]\nforbidden = [{ ", " }]"),
        (&fields::KNOWN, "[[stability.known]]\n", ""),
        (&fields::PREFERENCE, "[preference.x]\n", ""),
        (&fields::VIEW, "[view.x]\n", ""),
        (&fields::VIEWED_PREFERENCE, "[view.x.preference.y]\n", ""),
        (&fields::POSITION, "[position.x]\n", ""),
        (&fields::POSITION_HERE, "[position.x.position]\n", ""),
        (&fields::CAPABILITY, "[capability]\n", ""),
        (&fields::VOTING, "[voting]\n", ""),
    ];
    for (table, before, after) in cases {
        for field in table.fields.iter().filter(|field| !date_fields(field.kind)) {
            let needed = match (field.name, before) {
                // The time axis is read once its unit and end are there.
                (name, b) if b.contains("time") => {
                    let rest = [("end", "end = 3"), ("unit", "unit = 'day'")];
                    let rest: Vec<&str> =
                        rest.iter().filter(|(n, _)| *n != name).map(|(_, v)| *v).collect();
                    format!("{}, ", rest.join(", "))
                }
                _ => String::new(),
            };
            if before.starts_with("[input.x]") && field.name == "value" {
                continue;
            }
            let text = format!("{before}{needed}{} = 2020-01-01{after}\n", field.name);
            let flagged = read_scenario(&text).diagnostics.iter().any(|problem| {
                let place = problem.labels[0].span;
                text[place.start..place.end].contains("2020-01-01")
                    && matches!(problem.code.as_str(), "Z003" | "Z007")
            });
            assert!(flagged, "{text}: {:?}", read_scenario(&text).diagnostics);
        }
    }
}

#[test]
fn the_schema_is_closed_and_complete() {
    let schema = json_schema();
    let text = schema.to_string();
    for reference in text.split("\"#/").skip(1) {
        let pointer = format!("/{}", reference.split('"').next().unwrap());
        assert!(schema.pointer(&pointer).is_some(), "{pointer}");
    }
    let reference = language_reference();
    for table in fields::ALL {
        for field in table.fields {
            assert!(text.contains(&format!("\"{}\":", field.name)), "{}", field.name);
            assert!(reference.contains(&format!("| `{}` |", field.name)), "{}", field.name);
            assert!(field.meaning.ends_with('.'), "{}", field.meaning);
        }
    }
    assert!(
        reference.lines().all(|line| !line.starts_with("| ") || line.matches(" | ").count() == 3)
    );
}

#[test]
fn every_code_of_reading_has_an_example() {
    let shown: Vec<&str> = EXAMPLES.iter().map(|(code, _)| code.as_str()).collect();
    for code in [
        "Z001", "Z002", "Z003", "Z004", "Z005", "Z006", "Z007", "Z008", "Z101", "Z102", "Z108",
        "Z110", "Z301", "Z302", "Z303", "Z304", "Z306", "Z307", "Z308", "Z309", "Z310", "Z311",
        "Z312", "Z313", "Z501", "Z502", "Z504", "Z815",
    ] {
        assert!(shown.contains(&code), "{code}");
    }
}
