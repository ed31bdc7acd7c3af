//! Small wrong scenarios with the codes they give and the text that each points at.

use zopa_scenario::Code;
use zopa_syntax::{EXAMPLES, read_bytes, read_scenario};

/// A complete small scenario without any problem.
const SOUND: &str = include_str!("sound.toml");

/// The problems of a text as `code: text pointed at`.
fn problems(text: &str) -> Vec<String> {
    read_scenario(text)
        .diagnostics
        .iter()
        .map(|problem| match problem.labels.first() {
            Some(label) => format!("{}: {}", problem.code, &text[label.span.start..label.span.end]),
            None => problem.code.to_string(),
        })
        .collect()
}

#[test]
fn the_sound_scenario_has_no_problem() {
    assert_eq!(problems(SOUND), [""; 0]);
}

#[test]
fn every_example_shows_its_code_and_nothing_worse() {
    let mut failures = Vec::new();
    for (code, text) in EXAMPLES {
        let found: Vec<Code> = read_scenario(text).diagnostics.iter().map(|d| d.code).collect();
        if found != [*code] {
            failures.push(format!("{code}: {found:?} from {text}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Each row: what is replaced in the sound scenario, by what, and the problems that follow.
const WRONG: &[(&str, &str, &[&str])] = &[
    ("title = \"A wall\"", "title = 3", &["Z003: 3"]),
    ("title = \"A wall\"", "titel = \"A wall\"", &["Z004: titel"]),
    ("title = \"A wall\"\n", "", &["Z005: [scenario]"]),
    ("as_of = 2025-02-15", "as_of = \"soon\"", &["Z007: \"soon\""]),
    ("\"0 to 24 [month]\"", "\"0 until 24 [month]\"", &["Z007: 0 until 24"]),
    ("\"0 to 24 [month]\"", "\"0 to 24 [moth]\"", &["Z007: moth"]),
    ("\"0 to 24 [month]\"", "\"0 to 24\"", &["Z007: 0 to 24"]),
    ("\"0 to 24 [month]\"", "\"24 to 0 [month]\"", &["Z502: 24 to 0"]),
    ("\"0 to 24 [month]\"", "{ end = 24, step = 1e-9, unit = \"month\" }", &["Z502: 24"]),
    ("\"0 to 24 [month]\"", "{ end = inf, unit = \"month\" }", &["Z003: inf"]),
    ("\"0 to 24 [month]\"", "{ end = 24, unit = \"month\", method = \"rk5\" }", &["Z003: rk5"]),
    ("noise = \"triangular", "noise = nan # ", &["Z003: nan"]),
    (
        "noise = \"triangular",
        "noise = \"40\"\nnoise = \"triangular",
        &["Z304: \"40\"", "Z002: noise"],
    ),
    (
        "[issue.wall.value]",
        "[issue.wal.value]",
        &["Z005: wal", "Z304: \"0.6 ± 0.1\"", "Z304: \"0.4 ± 0.1\""],
    ),
    ("anna = [0, 1, \"0.6 ± 0.1\"]", "anna = [0, 1]", &["Z301: [0, 1]"]),
    ("anna = [0, 1, \"0.6 ± 0.1\"]", "anna = [0, 1, 1, 1]", &["Z301: [0, 1, 1, 1]"]),
    ("anna = [0, 1, \"0.6 ± 0.1\"]", "anna = 0.5", &["Z003: 0.5"]),
    ("anna = [0, 1, \"0.6 ± 0.1\"]", "ana = [0, 1, 1]", &["Z309: ana"]),
    ("anna = [0, 1, \"0.6 ± 0.1\"]", "anna = [0, 1, -0.5]", &["Z307: -0.5"]),
    ("id = \"high\"", "id = \"low\"", &["Z309: high", "Z302: low", "Z309: high"]),
    ("anna = 0.7", "anna = 0.1", &["Z303: 0.1"]),
    ("@survey:3", "@suvrey:3", &["Z308: @suvrey:3"]),
    (" @survey:3", "", &["Z304: \"triangular(30, 40, 60) [dB]\""]),
    ("@survey:3", "@survey page 3", &["Z101: page 3"]),
    ("date = 2025-01-15", "date = 2026-01-15", &["Z312: survey"]),
    ("ratifies = \"0.9 @assumption\"", "ratifies = \"90 [%] @assumption\"", &[]),
    ("ratifies = \"0.9 @assumption\"", "ratifies = \"9 @assumption\"", &["Z306: 9"]),
    ("seat = \"signatory\"", "seat = \"chair\"", &["Z003: chair"]),
    ("lever = \"quiet_hours\"", "lever = \"quiet_hour\"", &["Z309: quiet_hour"]),
    ("noise_at_end = \"decreases\"", "noise_end = \"decreases\"", &["Z309: noise_end"]),
    ("noise_at_end = \"decreases\"", "noise_at_end = \"falls\"", &["Z003: falls"]),
    ("set = { noise = \"20 [dB]\" }", "set = { anger = 0 }", &["Z309: anger"]),
    ("set = { noise = \"20 [dB]\" }", "set = { nose = 0 }", &["Z102: nose"]),
    ("set = { noise = \"20 [dB]\" }", "set = { \"seat.bruno\" = \"gone\" }", &["Z003: gone"]),
    ("set = { noise = \"20 [dB]\" }", "set = { seat.brnuo = \"absent\" }", &["Z309: brnuo"]),
    ("every = \"1 [month]\"", "every = \"10 [day]\"", &["Z313: \"10 [day]\""]),
    ("every = \"1 [month]\"\n", "", &["Z005: [negotiation]"]),
    ("off_table = [\"wall.high\"]", "off_table = [\"wall.tall\"]", &["Z309: tall"]),
    ("off_table = [\"wall.high\"]", "off_table = [\"wall.height > 2\"]", &[]),
    ("reference = { wall = \"none\" }", "reference = { wal = \"none\" }", &["Z309: wal"]),
    ("resumes = { anger = 1 }", "resumes = { angr = 1 }", &["Z102: angr"]),
    ("pause = \"2 [month]\"", "pause = \"2 [m]\"", &["Z007: m"]),
    ("rank = 0.3", "rank = -1", &["Z311: [[correlation]]"]),
    ("between = [\"noise\", \"cost\"]", "between = [\"noise\", \"anger\"]", &["Z311: anger"]),
    ("between = [\"noise\", \"cost\"]", "between = [\"noise\"]", &["Z003: [\"noise\"]"]),
    ("show = [\"bother\"]", "show = [\"brother\"]", &["Z102: brother"]),
    ("[variable]", "[variables]", &["Z102: bother", "Z004: variables"]),
    ("bother = ", "if = ", &["Z102: bother", "Z008: if"]),
    ("bother = ", "time = ", &["Z102: bother", "Z108: time"]),
    ("bother = ", "wall.height = ", &["Z102: bother", "Z108: wall.height"]),
    ("change = \"bother / 10 - 0.1 * anger\"", "chnge = \"0\"", &["Z004: chnge"]),
    ("[2025-01-01, 40]", "[2025-01-01]", &["Z003: [2025-01-01]"]),
    ("[2025-01-01, 40]", "[2025-02-01, 40]", &["Z007: [2025-02-01, 45]"]),
];

#[test]
fn wrong_scenarios_point_at_the_place() {
    let mut failures = Vec::new();
    for (from, to, expected) in WRONG {
        assert!(SOUND.contains(from), "{from}");
        let found = problems(&SOUND.replacen(from, to, 1));
        if found != *expected {
            failures.push(format!("{from} -> {to}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn both_places_of_a_duplicate_are_shown() {
    let places = |text: &str| -> Vec<String> {
        let reading = read_scenario(text);
        let duplicate = reading.diagnostics.iter().find(|d| d.code == Code::DuplicateKey);
        let labels = duplicate.map(|d| d.labels.clone()).unwrap_or_default();
        labels
            .iter()
            .map(|l| format!("{}:{}", l.span.start, &text[l.span.start..l.span.end]))
            .collect()
    };
    assert_eq!(places("a = 1\na = 2\n"), ["6:a", "0:a"]);
    assert_eq!(places("[a]\nx = 1\n[b]\nx = 1\nx = 2\n"), ["20:x", "14:x"]);
    assert_eq!(places("[a]\nx = 1\n[a]\ny = 2\n"), ["11:a", "0:[a]"]);
    assert_eq!(places("x = 1\na = { x = 1, x = 2 }\n"), ["19:x", "12:x"]);
    assert_eq!(places("[a]\nb.x = 1\nb.x = 2\n"), ["14:x", "6:x"]);
}

#[test]
fn suggestions_are_given() {
    let hints = |from: &str, to: &str| -> String {
        let reading = read_scenario(&SOUND.replacen(from, to, 1));
        reading.diagnostics.iter().flat_map(|d| d.hints.clone()).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(hints("title =", "titel ="), "did you mean `title`?");
    assert_eq!(hints("@survey:3", "@suvrey:3"), "did you mean `survey`?");
    assert_eq!(hints("lever = \"quiet_hours\"", "lever = \"quiet\""), "there is `quiet_hours`");
    assert_eq!(hints("pause = \"2 [month]\"", "every = 3"), "`every` belongs to [negotiation]");
}

#[test]
fn unreadable_files_are_refused() {
    let code = |bytes: &[u8]| {
        let reading = read_bytes(bytes);
        assert_eq!(reading.scenario, None);
        reading.diagnostics[0].code
    };
    assert_eq!(code(b"title = \"\xff\""), Code::Unreadable);
    assert_eq!(code(b"\x7fELF\0\0"), Code::Unreadable);
    assert_eq!(code(&vec![b' '; zopa_syntax::SIZE_LIMIT + 1]), Code::Unreadable);
    for nest in ["x = [", "{a=", "[a.", "a.", "x = {a.a.a=", "a = [{b.c = "] {
        assert_eq!(code(nest.repeat(100_000).as_bytes()), Code::Unreadable, "{nest}");
    }
}

#[test]
fn too_many_names_and_issues_are_refused() {
    let head =
        "[scenario]\ntitle = 't'\nteaching_example = true\ntime = '0 to 1 [year]'\n[input]\n";
    let many: String = (0..10_001).map(|i| format!("n{i} = {i}\n")).collect();
    assert_eq!(problems(&format!("{head}{many}")), ["Z504: n10000"]);
    let issues: String = (0..65).map(|i| format!("[issue.i{i}]\noptions=[{{id='o'}}]\n")).collect();
    assert_eq!(problems(&format!("{head}{issues}")), ["Z504: i64"]);
}
