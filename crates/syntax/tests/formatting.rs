//! The formatter: fixed cases, and on random scenarios that nothing is lost.

use proptest::prelude::*;
use zopa_syntax::{format, new_scenario, read_bytes, read_scenario, without_places};

const SOUND: &str = include_str!("sound.toml");

/// All comments of a text that is TOML, in order.
fn comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut quote: Option<&str> = None;
    let mut i = 0;
    while i < text.len() {
        let rest = &text[i..];
        let length = rest.chars().next().map_or(1, char::len_utf8);
        match quote {
            Some(open) => {
                if open.starts_with('"') && rest.starts_with('\\') {
                    i += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                    continue;
                }
                if rest.starts_with(open) {
                    i += open.len();
                    quote = None;
                    continue;
                }
            }
            None if rest.starts_with('#') => {
                let line = rest.lines().next().unwrap_or("");
                found.push(line.trim_end().to_owned());
                i += line.len();
                continue;
            }
            None => {
                quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|q| rest.starts_with(q));
                i += quote.map_or(length, str::len);
                continue;
            }
        }
        i += length;
    }
    found
}

fn check(text: &str) -> String {
    let formatted = format(text).expect("is TOML");
    assert_eq!(format(&formatted).expect("still TOML"), formatted, "not stable:\n{text}");
    let scenario = |text: &str| read_scenario(text).scenario.map(|s| without_places(&s));
    assert_eq!(scenario(text), scenario(&formatted), "{text}\n->\n{formatted}");
    assert_eq!(comments(text), comments(&formatted), "{text}\n->\n{formatted}");
    formatted
}

#[test]
fn layout() {
    let cases = [
        ("", "\n"),
        ("# only\n\n\n# comments", "# only\n\n# comments\n"),
        ("[a]\nx=1\nlong . y  =  2 #c\n\n\n\nz=3", "[a]\nx      = 1\nlong.y = 2  #c\n\nz = 3\n"),
        ("[ a ]\n[b]#t\n[b . c]\n", "[a]\n\n[b]  #t\n[b.c]\n"),
        ("a=1\n# about b\n[b]\n", "a = 1\n\n# about b\n[b]\n"),
        (
            "[input]\na={value=\"x/3\",unit=\"m\",source=[\"s:1\",\"@t\"]}\n",
            "[input]\na = \"x/3 [m] @s:1 @t\"\n",
        ),
        (
            "[input]\na={value=3,note=\"n\"}\nb={value=2}\n",
            "[input]\na = { value = 3, note = \"n\" }\nb = 2\n",
        ),
        ("o=[{id='a'},{id='b'}]", "o = [\n  { id = 'a' },\n  { id = 'b' },\n]\n"),
        (
            "o=[# first\n1 # one\n,2, # two\n# last\n]",
            "o = [\n  # first\n  1,  # one\n  2,  # two\n  # last\n]\n",
        ),
        ("o={ # c,\n a.b=1,# d\n c=2}", "o = {\n  # c,\n  a.b = 1,  # d\n  c = 2,\n}\n"),
        (
            "long_name=1\no=[1,#c\n]\nx=2\nyy=3",
            "long_name = 1\no = [\n  1,  #c\n]\nx  = 2\nyy = 3\n",
        ),
        ("a.x=1\nb=2\na.y=3\n", "a.x = 1\nb   = 2\na.y = 3\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(check(text), expected, "{text}");
    }
}

#[test]
fn long_lists_are_broken() {
    let points: Vec<String> = (0..40).map(|i| format!("[{i}, 0.5]")).collect();
    let formatted = check(&format!("p=[{}]", points.join(",")));
    assert!(formatted.lines().all(|line| line.chars().count() <= 100), "{formatted}");
    assert!(formatted.lines().count() < 10, "{formatted}");
}

#[test]
fn scenarios_keep_their_meaning() {
    check(SOUND);
    let template = new_scenario("A \"small\" \\ case");
    let reading = read_scenario(&template);
    assert_eq!(reading.diagnostics, []);
    assert_eq!(reading.scenario.unwrap().title.text, "A \"small\" \\ case");
    assert_eq!(check(&template), template);
}

#[test]
fn line_ends_and_byte_order_marks_are_normalised() {
    let windows = SOUND.replace('\n', "\r\n");
    assert_eq!(check(&windows), check(SOUND));
    let marked = std::format!("\u{feff}{SOUND}");
    assert_eq!(read_bytes(marked.as_bytes()).diagnostics, []);
    assert_eq!(format(&marked), format(SOUND));
}

/// A piece of TOML value.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("1".to_owned()),
        Just("-2.5e3".to_owned()),
        Just("true".to_owned()),
        Just("2024-07-01".to_owned()),
        Just("'lit # no comment'".to_owned()),
        Just("\"x [km] @a:1\"".to_owned()),
        Just("\"\"\"\n# text\n\n  two\"\"\"".to_owned()),
        Just("{ value = 3, unit = 'km', source = ['a', 'b:2'] }".to_owned()),
        Just("{value='x / 3 [month]',unit=\"km\"}".to_owned()),
        "[a-z ]{0,70}".prop_map(|s| format!("\"{s}\"")),
    ];
    let gap = prop_oneof![
        4 => Just(String::new()),
        2 => Just(" ".to_owned()),
        1 => Just("\n\n  ".to_owned()),
        1 => Just(" # note, here\n".to_owned()),
    ];
    leaf.prop_recursive(3, 24, 5, move |inner| {
        let list = prop::collection::vec((gap.clone(), inner.clone(), gap.clone()), 0..5);
        let table = prop::collection::vec((gap.clone(), inner, gap.clone()), 0..4);
        prop_oneof![
            (list, gap.clone()).prop_map(|(items, last)| {
                let items: Vec<String> =
                    items.into_iter().map(|(a, v, b)| format!("{a}{v}{b}")).collect();
                format!("[{}{last}]", items.join(","))
            }),
            (table, gap.clone()).prop_map(|(items, last)| {
                let items: Vec<String> = items
                    .into_iter()
                    .enumerate()
                    .map(|(i, (a, v, b))| format!("{a}k{i} . x= {v}{b}"))
                    .collect();
                format!("{{{}{last}}}", items.join(","))
            }),
        ]
    })
}

fn file() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        6 => value().prop_map(|v| format!("= {v}")),
        1 => Just("#".to_owned()),
        1 => Just("\n".to_owned()),
        1 => Just("[".to_owned()),
    ];
    let comment = prop_oneof![3 => Just(""), 1 => Just(" # why")];
    prop::collection::vec((line, comment), 0..12).prop_map(|lines| {
        let mut text = String::new();
        for (i, (line, comment)) in lines.into_iter().enumerate() {
            match line.as_str() {
                "#" => text.push_str("  # a remark, alone,"),
                "[" => text.push_str(&format!("[ input . n{i}]{comment}")),
                _ if line.starts_with('=') => text.push_str(&format!("  key{i} {line}{comment}")),
                _ => {}
            }
            text.push('\n');
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_files_keep_everything(text in file()) {
        let formatted = check(&text);
        // Keys were indented by two; none would move had the formatter given up.
        prop_assert!(!formatted.lines().any(|line| line.starts_with("  key")), "{formatted}");
    }

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = read_scenario(&text);
        let _ = format(&text);
        let _ = zopa_syntax::quantity_from_setting(&text);
        let quoted = format!("[scenario]\ntitle='t'\ntime=\"{text}\"\n[input]\nx=\"{text}\"\n");
        let _ = read_scenario(&quoted);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn mutations_of_a_sound_scenario_never_panic(
        cut in 0..SOUND.len(),
        edits in prop::collection::vec((0..SOUND.len(), "[\\[\\]{}\"'=.,#@±\n a-z0-9-]{0,4}", 0..6_usize), 0..6),
        truncate in any::<bool>(),
    ) {
        let mut text = SOUND.to_owned();
        for (at, with, remove) in edits {
            let floor = |mut i: usize| { i = i.min(text.len()); while !text.is_char_boundary(i) { i -= 1 } i };
            let (start, end) = (floor(at), floor(at + remove));
            text.replace_range(start..end.max(start), &with);
        }
        if truncate {
            let mut cut = cut.min(text.len());
            while !text.is_char_boundary(cut) { cut -= 1 }
            text.truncate(cut);
        }
        let reading = read_scenario(&text);
        for label in reading.diagnostics.iter().flat_map(|d| &d.labels) {
            prop_assert!(text.get(label.span.start..label.span.end).is_some());
        }
        if format(&text).is_ok() {
            check(&text);
        }
    }
}
