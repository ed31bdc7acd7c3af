//! Moves, sanctions and verdicts in words.

use zopa_exchange::{NamedConflict, StateNames};
use zopa_report::wording::list;
use zopa_stability::Comparison;
use zopa_stability::evolution::{MoveKind, Step};
use zopa_stability::explanation::{Account, Explanation, Improvement, Open, Sanction};

/// Sanctions and escapes told one by one; more are counted.
const TOLD: usize = 4;

/// What a mover does in one step: `takes up Insist and gives up Delay`, or `moves to s3`.
pub fn change(named: &NamedConflict, step: &Step) -> String {
    let Some((from, to)) = numbers(named, step) else {
        return format!("moves to {}", named.state_name(step.to));
    };
    let chosen = |bits: u64| -> Vec<String> {
        let options = named.options.iter().enumerate();
        options.filter(|(i, _)| bits >> i & 1 == 1).map(|(_, o)| o.name.clone()).collect()
    };
    let (up, down) = (chosen(to & !from), chosen(from & !to));
    match (up.is_empty(), down.is_empty()) {
        (false, true) => format!("takes up {}", list(&up)),
        (true, false) => format!("gives up {}", list(&down)),
        _ => format!("takes up {} and gives up {}", list(&up), list(&down)),
    }
}

/// The options taken before and after a step, as bits. Of states that count as one only the
/// options that they share are told.
fn numbers(named: &NamedConflict, step: &Step) -> Option<(u64, u64)> {
    if let StateNames::Options(feasible) = &named.states {
        return Some((feasible.number(step.from), feasible.number(step.to)));
    }
    let StateNames::Listed { labels, .. } = &named.states else { return None };
    let letters = |state: u32| {
        let label = labels[state as usize].as_str();
        let whole = label.len() == named.options.len() && !label.is_empty();
        whole.then(|| label.bytes().collect::<Vec<u8>>())
    };
    let (from, to) = (letters(step.from)?, letters(step.to)?);
    let mut bits = (0, 0);
    for (option, (a, b)) in from.iter().zip(&to).enumerate() {
        match (a, b) {
            (b'Y' | b'N', b'Y' | b'N') if a != b => {
                bits.0 |= u64::from(*a == b'Y') << option;
                bits.1 |= u64::from(*b == b'Y') << option;
            }
            (b'-', b'Y') => bits.1 |= 1 << option,
            (b'-', b'N') => bits.0 |= 1 << option,
            (b'Y' | b'N' | b'-', b'Y' | b'N' | b'-') => {}
            _ => return None,
        }
    }
    (bits.0 != bits.1).then_some(bits)
}

/// A party by name.
pub fn party(named: &NamedConflict, party: usize) -> &str {
    &named.parties[party].name
}

/// What a step means to who makes it.
pub fn kind(kind: MoveKind) -> &'static str {
    match kind {
        MoveKind::Improvement => "an improvement for it",
        MoveKind::Equal => "no better and no worse for it",
        MoveKind::Disimprovement => "worse for it",
        MoveKind::Unknown => "whether it prefers that is not known",
    }
}

/// One step: `Local Government takes up Insist, to NYNNY (an improvement for it)`.
pub fn step(named: &NamedConflict, step: &Step) -> String {
    format!("{} ({})", bare_step(named, step), kind(step.kind))
}

fn bare_step(named: &NamedConflict, step: &Step) -> String {
    let to = named.state_name(step.to);
    match change(named, step) {
        change if change.ends_with(&format!("moves to {to}")) => {
            format!("{} {change}", party(named, step.mover))
        }
        change => format!("{} {change}, to {to}", party(named, step.mover)),
    }
}

/// How a party finds one state beside another.
fn finds(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Better(1) => "prefers to",
        Comparison::Better(_) => "strongly prefers to",
        Comparison::Equal => "likes no better than",
        Comparison::Worse(1) => "likes less than",
        Comparison::Worse(_) => "likes much less than",
        Comparison::Unknown => "may or may not prefer to",
    }
}

fn path(named: &NamedConflict, steps: &[Step]) -> String {
    let told: Vec<String> = steps.iter().map(|s| step(named, s)).collect();
    told.join("; then ")
}

/// The accounts of one state, party by party; concepts with the same account are told together.
pub fn accounts(named: &NamedConflict, all: &[Explanation]) -> Vec<String> {
    let mut lines = Vec::new();
    for of_party in all.chunk_by(|a, b| (a.state, a.party) == (b.state, b.party)) {
        let mut told: Vec<(Vec<String>, &Explanation, Vec<String>)> = Vec::new();
        for explanation in of_party {
            let concept = explanation.concept.abbreviation();
            let reasons = reasons(named, explanation);
            let same = |(_, other, others): &&mut (Vec<String>, &Explanation, Vec<String>)| {
                other.stable == explanation.stable && *others == reasons
            };
            match told.iter_mut().find(same) {
                Some((concepts, ..)) => concepts.push(concept),
                None => told.push((vec![concept], explanation, reasons)),
            }
        }
        for (concepts, explanation, reasons) in told {
            let all = concepts.len() == of_party.len() && concepts.len() > 1;
            let under = if all { "every concept".to_owned() } else { list(&concepts) };
            lines.push(verdict(named, explanation, &under));
            lines.extend(reasons.into_iter().map(|reason| format!("- {reason}")));
        }
    }
    lines
}

/// The account of an explanation: the verdict, then each improvement with what becomes of it.
pub fn account(named: &NamedConflict, explanation: &Explanation) -> Vec<String> {
    let mut lines = vec![verdict(named, explanation, &explanation.concept.abbreviation())];
    lines.extend(reasons(named, explanation));
    lines
}

fn reasons(named: &NamedConflict, explanation: &Explanation) -> Vec<String> {
    explanation.improvements.iter().map(|one| improvement(named, explanation, one)).collect()
}

fn verdict(named: &NamedConflict, explanation: &Explanation, under: &str) -> String {
    let (who, state) = (party(named, explanation.party), named.state_name(explanation.state));
    let is_open = |one: &&Improvement| matches!(one.account, Account::Open(_));
    let open = explanation.improvements.iter().filter(is_open).count();
    let stable = if open == 0 { "is stable" } else { "is not stable" };
    let why = match (explanation.improvements.len(), open) {
        (0, _) => "it has no improvement".to_owned(),
        (1, 0) => "its one improvement is deterred".to_owned(),
        (n, 0) => format!("all {n} improvements are deterred"),
        (1, _) => "its one improvement is not deterred".to_owned(),
        (n, 1) => format!("one of its {n} improvements is not deterred"),
        (n, k) if n == k => format!("none of its {n} improvements is deterred"),
        (n, k) => format!("{k} of its {n} improvements are not deterred"),
    };
    format!("{state} {stable} for {who} under {under}: {why}.")
}

fn improvement(named: &NamedConflict, of: &Explanation, improvement: &Improvement) -> String {
    let who = party(named, of.party);
    let opening = format!("If {}", bare_step(named, &improvement.step));
    match &improvement.account {
        Account::Deterred(sanction) => {
            format!("{opening}: {}", deterred(named, of, who, sanction))
        }
        Account::Open(Open::NoForesight) => {
            format!("{opening}: it gains, and under R it looks no further.")
        }
        Account::Open(Open::NoResponse) => format!(
            "{opening}: nothing deters it, for the others have no {} there.",
            if is_by_improvement(of) { "improvement" } else { "move" }
        ),
        Account::Open(Open::NoneDeters { reached, worst, comparison, path: steps, .. }) => format!(
            "{opening}: nothing deters it. The others can lead it to {} by {}, and the worst for \
             {who} is {}, which it {} {}: {}.",
            crate::output::count(*reached, "state"),
            if is_by_improvement(of) { "improvements of their own" } else { "moves of any kind" },
            named.state_name(*worst),
            finds(*comparison),
            named.state_name(of.state),
            path(named, steps)
        ),
        Account::Open(Open::Escapes { deterring, sanctions, .. }) => {
            let mut text = format!(
                "{opening}: the others could lead it to {} that {who} does not prefer, but it \
                 escapes from {}.",
                crate::output::count(*deterring, "state"),
                if *deterring == 1 { "it" } else { "each" }
            );
            for escaped in sanctions.iter().take(TOLD) {
                text.push_str(&format!(
                    " From {} {}, which it {} {}.",
                    named.state_name(escaped.end),
                    bare_step(named, &escaped.escape.step),
                    finds(escaped.escape.comparison),
                    named.state_name(of.state)
                ));
            }
            text
        }
    }
}

fn deterred(named: &NamedConflict, of: &Explanation, who: &str, sanction: &Sanction) -> String {
    let state = named.state_name(of.state);
    let degree = match sanction.comparison {
        Comparison::Equal => "no better",
        Comparison::Worse(1) => "less",
        Comparison::Worse(_) => "much less",
        _ => "perhaps no better",
    };
    let end = named.state_name(sanction.end);
    let responses = path(named, &sanction.path);
    let mut text =
        format!("deterred, for then {responses}. {who} likes {end} {degree} than {state}");
    if matches!(
        of.concept,
        zopa_stability::Concept::SymmetricMetarational
            | zopa_stability::Concept::SymmetricSequential
    ) {
        if sanction.failed_escapes.is_empty() {
            text.push_str(", and has no move from there");
        } else {
            let ways: Vec<String> = sanction
                .failed_escapes
                .iter()
                .take(TOLD)
                .map(|escape| named.state_name(escape.step.to))
                .collect();
            let more = sanction.failed_escapes.len() - ways.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            text.push_str(&format!(
                ", and cannot escape: from there it reaches only {}{more}, no better than {state}",
                list(&ways)
            ));
        }
    }
    text.push('.');
    text
}

fn is_by_improvement(of: &Explanation) -> bool {
    matches!(
        of.concept,
        zopa_stability::Concept::Sequential | zopa_stability::Concept::SymmetricSequential
    )
}
