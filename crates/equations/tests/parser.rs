//! The grammar, by tables; texts that must never panic; the registry of functions.

use proptest::prelude::*;
use zopa_equations::expression::{Expression, Kind, Moment, Operator};
use zopa_equations::function::{self, ENTRIES, Function};
use zopa_equations::parser::{MAXIMUM_LENGTH, Problem, parse, to_text};
use zopa_scenario::Code;

/// The tree in prefix form: `(+ a (* b 2))`.
fn tree(e: &Expression) -> String {
    match &e.kind {
        Kind::Number(v, None) => format!("{v}"),
        Kind::Number(v, Some(unit)) => format!("{v}[{unit}]"),
        Kind::Name(name) => name.clone(),
        Kind::Negate(a) => format!("(neg {})", tree(a)),
        Kind::Not(a) => format!("(not {})", tree(a)),
        Kind::Binary(op, a, b) => {
            format!("({} {} {})", zopa_equations::parser::spelling(*op), tree(a), tree(b))
        }
        Kind::If(c, a, b) => format!("(if {} {} {})", tree(c), tree(a), tree(b)),
        Kind::Call(name, _, arguments) => {
            let list: Vec<String> = arguments.iter().map(tree).collect();
            format!("{name}<{}>", list.join(" "))
        }
        Kind::Pair(a, b) => format!("{{{} {}}}", tree(a), tree(b)),
        Kind::At(a, Moment::Time(t)) => format!("(at {} {})", tree(a), tree(t)),
        Kind::At(a, moment) => format!("(at {} {moment:?})", tree(a)),
        Kind::Is(a, b) => format!("(is {a} {b})"),
        Kind::PlusMinus(a, b) => format!("(± {} {})", tree(a), tree(b)),
        Kind::Interval(a, b) => format!("(to {} {})", tree(a), tree(b)),
    }
}

#[test]
fn grammar() {
    for (text, expected) in [
        ("12", "12"),
        ("1_500", "1500"),
        ("3e-4", "0.0003"),
        (".5", "0.5"),
        ("6000 [km2]", "6000[km2]"),
        ("5%", "5[%]"),
        ("5% * x", "(* 5[%] x)"),
        ("true", "1"),
        ("a + b * 2", "(+ a (* b 2))"),
        ("a - b - c", "(- (- a b) c)"),
        ("a / b / c", "(/ (/ a b) c)"),
        ("2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"),
        ("2 ** 3", "(^ 2 3)"),
        ("-a ^ 2", "(neg (^ a 2))"),
        ("-a * b", "(* (neg a) b)"),
        ("a * -b", "(* a (neg b))"),
        ("2 ^ -3 * 4", "(* (^ 2 (neg 3)) 4)"),
        ("a − b × c ÷ d", "(- a (/ (* b c) d))"),
        ("a < b", "(< a b)"),
        ("a <> b", "(!= a b)"),
        ("a ≤ b", "(<= a b)"),
        ("not a == b and c or d", "(or (and (not (== a b)) c) d)"),
        ("NOT a AND b", "(and (not a) b)"),
        ("a :AND: :NOT: b :or: c", "(or (and a (not b)) c)"),
        ("a && b || c", "(or (and a b) c)"),
        ("if c then a else b + 1", "(if c a (+ b 1))"),
        ("if (c) then a else b", "(if c a b)"),
        ("if c, a".trim_end_matches(", a").trim_start_matches("if "), "c"),
        ("if(c, a, b)", "(if c a b)"),
        ("IF THEN ELSE(c > 0, a, b) * 2", "(* (if (> c 0) a b) 2)"),
        ("if a then 1 else if b then 2 else 3", "(if a 1 (if b 2 3))"),
        ("force.troops * 2", "(* force.troops 2)"),
        ("force is large", "(is force large)"),
        ("force is not large and a", "(and (not (is force large)) a)"),
        ("area_held at 24", "(at area_held 24)"),
        ("x at 2 [year] ^ 2", "(^ (at x 2[year]) 2)"),
        ("x at START - x at end", "(- (at x Start) (at x End))"),
        ("(a + b) at signature", "(at (+ a b) Signature)"),
        ("max(a, b) at breakdown", "(at max<a b> Breakdown)"),
        ("x at (t1 + 3)", "(at x (+ t1 3))"),
        ("0.6 ± 0.1", "(± 0.6 0.1)"),
        ("0.6 +- 0.1", "(± 0.6 0.1)"),
        ("0.6 +/- 0.1", "(± 0.6 0.1)"),
        ("a + -b", "(+ a (neg b))"),
        ("-5 to 20", "(to (neg 5) 20)"),
        ("2 * (5 to 20)", "(* 2 (to 5 20))"),
        ("a or b to c", "(to (or a b) c)"),
        ("smooth(x, 3 [month])", "smooth<x 3[month]>"),
        ("SMTH1(x, 3)", "SMTH1<x 3>"),
        ("DELAY FIXED(x, 3, 0)", "DELAY FIXED<x 3 0>"),
        ("Pulse  Train(1, 2, 3, 4)", "Pulse Train<1 2 3 4>"),
        ("SAMPLE IF TRUE(c, x, 0)", "SAMPLE IF TRUE<c x 0>"),
        ("WITH LOOKUP(x, (0, 0), (1, -2))", "WITH LOOKUP<x {0 0} {1 (neg 2)}>"),
        ("lookup((a), (0, 0), (1, 2))", "lookup<a {0 0} {1 2}>"),
        ("unknown_function()", "unknown_function<>"),
        ("α_1 * Größe", "(* α_1 Größe)"),
        (":NA:", "(neg 649037107316853500000000000000000)"),
    ] {
        let parsed = parse(text).unwrap_or_else(|p| panic!("{text}: {p:?}"));
        let expected =
            expected.replace("649037107316853500000000000000000", &format!("{}", 2f64.powi(109)));
        assert_eq!(tree(&parsed), expected, "{text}");
    }
}

fn problems(text: &str) -> Vec<Problem> {
    parse(text).expect_err(text)
}

#[test]
fn refusals_name_the_place_and_the_cure() {
    for (text, place, message, hint) in [
        ("", "", "empty", ""),
        ("a = b + 1", "=", "does not compare", "`a == b + 1`"),
        ("0 < a + 1 <= b", "0 < a + 1 <= b", "do not chain", "`0 < a + 1 and a + 1 <= b`"),
        ("a < b < c < d", "a < b < c < d", "do not chain", "`a < b and b < c and c < d`"),
        ("a b", "b", "no operator", "a_b"),
        ("2x", "x", "follows a number", "`* x`"),
        ("3 months", "months", "no operator", "`[months]`"),
        ("(a + b", "(", "without `)`", ""),
        ("a + b)", ")", "without `(`", ""),
        ("max(a, b", "(", "without `)`", ""),
        ("a +", "", "missing before the end", ""),
        ("a + * b", "*", "missing before `*`", ""),
        ("a [km]", "[km]", "not after a number", "after a number"),
        ("5 [km", "[km", "without `]`", ""),
        ("10 % 3", "%", "means nothing", "modulo"),
        ("a % 3", "%", "means nothing", "modulo"),
        ("!a", "!", "not an operator", "`not`"),
        ("if a then b", "if", "without `else`", "if c then a else b"),
        ("if a else b", "else", "`then` is missing", ""),
        ("if(a, b)", "if(a, b)", "found 2", ""),
        ("(1, 2)", ",", "a pair", ""),
        ("1,5", ",", "outside", "`.`"),
        ("x at", "at", "no time", "at signature"),
        ("x at -3", "-", "in parentheses", "at (-3)"),
        ("force is 3", "is", "no option", ""),
        ("(a + b) is large", "is", "name of an issue", ""),
        ("1 to 2 to 3", "to", "another range", "parentheses"),
        ("1e999", "1e999", "too large", ""),
        ("a; b", ";", "means nothing", "`,`"),
        ("then", "then", "missing", ""),
    ] {
        let found = problems(text);
        let first = &found[0];
        let case = format!("{text}: {found:?}");
        assert_eq!(&text[first.range.clone()], place, "{case}");
        assert!(first.message.contains(message), "{case}");
        assert!(first.hints.join(" ").contains(hint), "{case}");
        assert_eq!(found.len(), 1, "{case}");
    }
    assert_eq!(problems("a < b < c")[0].code, Code::ChainedComparison);
    assert_eq!(problems("a = b")[0].code, Code::BadExpression);
}

#[test]
fn several_problems_show_at_once() {
    let found = problems("(a = b) + max(1 2, ) * $");
    let places: Vec<&str> =
        found.iter().map(|p| &"(a = b) + max(1 2, ) * $"[p.range.clone()]).collect();
    assert_eq!(places, ["=", "2", ")", "$"]);
}

#[test]
fn bombs_are_refused_on_a_small_stack() {
    let bombs = [
        "(".repeat(50_000),
        "-".repeat(50_000) + "1",
        "not ".repeat(20_000) + "a",
        "2^".repeat(40_000) + "2",
        "1+".repeat(40_000) + "1",
        "max(".repeat(20_000),
        "lookup((".repeat(10_000),
        "if a then ".repeat(9_000),
        "a<".repeat(40_000) + "a",
        "if(".repeat(30_000),
        "x at ".repeat(15_000) + "1",
        "1 to ".repeat(15_000) + "1",
        ") ".repeat(40_000),
        "a ".repeat(40_000),
        "1".repeat(MAXIMUM_LENGTH + 1),
    ];
    let work = move || {
        for bomb in bombs {
            let found = parse(&bomb).expect_err("a bomb");
            assert!(matches!(found[0].code, Code::BadExpression | Code::ChainedComparison));
        }
        let deepest = "(".repeat(190) + "a" + &")".repeat(190);
        assert!(parse(&deepest).is_ok());
        assert!(parse(&("1+".repeat(190) + "1")).is_ok());
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}

#[test]
fn places_cover_their_text() {
    let text = "a * smooth(b + 1, 3 [month])";
    let Kind::Binary(Operator::Multiply, _, call) = parse(text).expect("sound").kind else {
        panic!("not a product")
    };
    assert_eq!(&text[call.range.clone()], "smooth(b + 1, 3 [month])");
    let Kind::Call(_, place, arguments) = &call.kind else { panic!("not a call") };
    assert_eq!(&text[place.clone()], "smooth");
    assert_eq!(&text[arguments[0].range.clone()], "b + 1");
    assert_eq!(&text[arguments[1].range.clone()], "3 [month]");
}

fn without_places(e: &Expression) -> Expression {
    let b = |e: &Expression| Box::new(without_places(e));
    let kind = match &e.kind {
        Kind::Negate(a) => Kind::Negate(b(a)),
        Kind::Not(a) => Kind::Not(b(a)),
        Kind::Binary(op, x, y) => Kind::Binary(*op, b(x), b(y)),
        Kind::If(c, x, y) => Kind::If(b(c), b(x), b(y)),
        Kind::Call(name, _, list) => {
            Kind::Call(name.clone(), 0..0, list.iter().map(without_places).collect())
        }
        Kind::Pair(x, y) => Kind::Pair(b(x), b(y)),
        Kind::At(x, Moment::Time(t)) => Kind::At(b(x), Moment::Time(b(t))),
        Kind::At(x, moment) => Kind::At(b(x), moment.clone()),
        Kind::PlusMinus(x, y) => Kind::PlusMinus(b(x), b(y)),
        Kind::Interval(x, y) => Kind::Interval(b(x), b(y)),
        other => other.clone(),
    };
    Expression { kind, range: 0..0 }
}

fn expressions() -> impl Strategy<Value = Expression> {
    let wrap = |kind| Expression { kind, range: 0..0 };
    let names = prop::sample::select(vec!["a", "front.speed", "x_1", "end", "Größe"]);
    let unit = prop::sample::select(vec![None, Some("km2"), Some("%"), Some("1/year")]);
    let leaf = prop_oneof![
        (0.0..1e20_f64, unit.clone())
            .prop_map(move |(v, u)| wrap(Kind::Number(v, u.map(str::to_owned)))),
        (0_u32..100, unit)
            .prop_map(move |(v, u)| wrap(Kind::Number(f64::from(v), u.map(str::to_owned)))),
        any::<f64>()
            .prop_filter("finite", |v| v.is_finite())
            .prop_map(move |v| wrap(Kind::Number(v.abs(), None))),
        names.prop_map(move |n| wrap(Kind::Name(n.to_owned()))),
        Just(wrap(Kind::Is("force".to_owned(), "large".to_owned()))),
    ];
    use Operator::*;
    let operators = prop::sample::select(vec![
        Add,
        Subtract,
        Multiply,
        Divide,
        Power,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Equal,
        NotEqual,
        And,
        Or,
    ]);
    leaf.prop_recursive(6, 60, 4, move |inner| {
        let one = inner.clone().prop_map(Box::new);
        let two = (one.clone(), one.clone());
        prop_oneof![
            one.clone().prop_map(move |a| wrap(Kind::Negate(a))),
            one.clone().prop_map(move |a| wrap(Kind::Not(a))),
            (operators.clone(), two.clone())
                .prop_map(move |(op, (a, b))| wrap(Kind::Binary(op, a, b))),
            (one.clone(), two.clone()).prop_map(move |(c, (a, b))| wrap(Kind::If(c, a, b))),
            two.clone().prop_map(move |(a, b)| wrap(Kind::PlusMinus(a, b))),
            two.clone().prop_map(move |(a, b)| wrap(Kind::Interval(a, b))),
            one.clone().prop_map(move |a| wrap(Kind::At(a, Moment::Signature))),
            two.prop_map(move |(a, t)| wrap(Kind::At(a, Moment::Time(t)))),
            prop::collection::vec(inner.clone(), 0..4).prop_map(move |list| wrap(Kind::Call(
                "max".to_owned(),
                0..0,
                list
            ))),
            prop::collection::vec((inner.clone(), inner), 1..3).prop_map(move |list| {
                let pairs = list
                    .into_iter()
                    .map(|(x, y)| wrap(Kind::Pair(Box::new(x), Box::new(y))))
                    .collect();
                wrap(Kind::Call("DELAY FIXED".to_owned(), 0..0, pairs))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".*") {
        if let Err(found) = parse(&text) {
            prop_assert!(!found.is_empty());
            for problem in found {
                prop_assert!(text.get(problem.range.clone()).is_some());
            }
        }
    }

    #[test]
    fn any_tokens_are_read_or_refused(
        words in prop::collection::vec(prop::sample::select(vec![
            "a", "1", "(", ")", ",", "+", "-", "^", "<", "==", "=", "if", "then", "else", "and",
            "not", "at", "is", "to", "±", "[km]", "max", "start", "%", "DELAY FIXED", "!",
        ]), 0..30)
    ) {
        let text = words.join(" ");
        match parse(&text) {
            Ok(e) => {
                let again = parse(&to_text(&e));
                prop_assert_eq!(again.map(|e| without_places(&e)), Ok(without_places(&e)));
            }
            Err(found) => prop_assert!(!found.is_empty()),
        }
    }

    #[test]
    fn text_reads_back_as_the_same_expression(e in expressions()) {
        let text = to_text(&e);
        match parse(&text) {
            Ok(again) => prop_assert_eq!(without_places(&again), e, "{}", text),
            Err(found) => prop_assert!(false, "{}: {:?}", text, found),
        }
    }
}

#[test]
fn text_has_no_needless_parentheses() {
    for text in [
        "a + b * c - d",
        "a - (b - c)",
        "(a + b) * c",
        "-x ^ 2",
        "(-x) ^ 2",
        "2 ^ -3",
        "not (a and b) or c",
        "if a > 1 then 2 else 3",
        "1 + (if a then b else c)",
        "(a to b) * 2",
        "x at 24 ^ 2",
        "lookup(x, (0, 0), (1, 2))",
        "1e-7 * 1e21",
        "x at (start)",
    ] {
        assert_eq!(to_text(&parse(text).expect(text)), text);
    }
}

#[test]
fn the_registry_is_sound() {
    let plain = |name: &str| name.to_lowercase().replace(' ', "_");
    let mut names = std::collections::BTreeSet::new();
    for entry in ENTRIES {
        for name in std::iter::once(&entry.name).chain(entry.aliases) {
            assert!(names.insert(plain(name)), "{name} stands twice");
        }
        assert!(entry.minimum <= entry.maximum, "{}", entry.name);
        let example = parse(entry.example).unwrap_or_else(|p| panic!("{}: {p:?}", entry.example));
        assert!(uses(&example, entry.function), "{} does not use {}", entry.example, entry.name);
        let optional = entry.arguments.iter().filter(|a| a.ends_with('?')).count();
        let variadic = entry.arguments.iter().any(|a| a.ends_with('…'));
        if variadic {
            assert_eq!(entry.maximum, usize::MAX, "{}", entry.name);
        } else {
            assert_eq!(entry.maximum, entry.arguments.len(), "{}", entry.name);
            assert_eq!(entry.minimum, entry.arguments.len() - optional, "{}", entry.name);
        }
    }
    for theory in zopa_theory::FUNCTIONS {
        // The language's own hazard of a spell is the mean over a step.
        let fresh = names.insert(plain(theory.name));
        assert!(fresh || theory.name == "weibull_hazard", "{} stands twice", theory.name);
        assert!(function::find(theory.name).is_some());
    }
}

/// Whether the expression calls the function, with a number of arguments that it takes.
fn uses(e: &Expression, wanted: Function) -> bool {
    let any = |list: &[&Expression]| list.iter().any(|e| uses(e, wanted));
    match &e.kind {
        Kind::Call(name, _, arguments) => {
            let found = function::resolve(name, arguments.len());
            found.is_some_and(|f| f.function() == wanted && f.takes(arguments.len()))
                || arguments.iter().any(|a| uses(a, wanted))
        }
        Kind::Negate(a) | Kind::Not(a) | Kind::At(a, _) => any(&[a]),
        Kind::Binary(_, a, b) | Kind::Pair(a, b) => any(&[a, b]),
        Kind::If(c, a, b) => any(&[c, a, b]),
        _ => false,
    }
}

#[test]
fn names_of_other_tools_are_known() {
    for (name, function) in [
        ("SMTH1", Function::Smooth),
        ("smth3", Function::Smooth3),
        ("SMTHN", Function::SmoothN),
        ("smooth3i", Function::Smooth3),
        ("DELAY FIXED", Function::DelayFixed),
        ("delay", Function::DelayFixed),
        ("DELAY N", Function::DelayN),
        ("Pulse Train", Function::PulseTrain),
        ("sample if true", Function::SampleIfTrue),
        ("ACTIVE INITIAL", Function::ActiveInitial),
        ("WITH LOOKUP", Function::Lookup),
        ("INIT", Function::Initial),
        ("floor", Function::Int),
        ("INTEGER", Function::Integer),
        ("triangular", Function::Distribution("triangular")),
    ] {
        assert_eq!(function::find(name).map(|f| f.function()), Some(function), "{name}");
    }
    let pulse = |count| function::resolve("PULSE", count).map(|f| f.function());
    assert_eq!(pulse(2), Some(Function::Pulse));
    assert_eq!(pulse(3), Some(Function::PulseXmile));
    assert_eq!(function::suggest("trianguler")[0], "triangular");
    assert!(function::suggest("wholly_other").is_empty());
}

#[test]
fn the_reference_names_every_function() {
    let page = function::reference();
    for entry in ENTRIES {
        assert!(page.contains(&format!("`{}(", entry.name)), "{}", entry.name);
    }
}
