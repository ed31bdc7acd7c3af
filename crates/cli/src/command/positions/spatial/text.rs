//! The answer of `zopa positions spatial` for the terminal: findings first.

use super::data::settled;
use super::{Answer, LEVEL, settings};
use crate::output::{FAINT, HEADING, RESET, count};
use crate::wrap::{shortened, wrapped};
use zopa_positions::Values;
use zopa_positions::spatial::{Candidate, Move, Turn};

/// Parties told as movers.
const MOVERS: usize = 3;
/// Parties that stand together told by name.
const TOGETHER: usize = 4;
/// Turns told one by one, at the start and at the end.
const FIRST_TURNS: usize = 12;
const LAST_TURNS: usize = 3;
/// Columns of the turns left to who moves because of whom.
const MOVES: usize = 36;
/// Letters of a name in a column.
const LETTERS: usize = 12;

/// What is to be known of the model, whatever the file.
const KNOWN: [&str; 3] = [
    "On 252 decisions of the European Union its opening election missed by 21.1 points of 100, what \
     bargaining led to by 22.3; the compromise model missed by 21.0 on the same.",
    "Bargaining is not steady: small differences decide whom a party challenges and which bargain \
     wins. On 231 decisions of the European Union, changing far digits of capabilities moved the end \
     by more than 5 points on 40. The opening election is steady.",
    "Splitting a party in two changes the result, as elections count heads as well as capability; \
     saliences do not enter the elections.",
];

/// The whole answer.
pub fn text(answer: &Answer<'_>, width: usize) -> String {
    let mut text = format!("{HEADING}{}{RESET}\n", answer.positions.title);
    if !answer.positions.summary.is_empty() {
        text.push_str(&wrapped("  ", &answer.positions.summary, width));
    }
    text.push_str(&format!("\n{HEADING}Where it ends{RESET}\n"));
    if let Some(line) = answer.left_out() {
        text.push_str(&wrapped("  ", &line, width));
    }
    text.push_str(&ends(answer, width));
    for line in findings(answer) {
        text.push_str(&wrapped("  ", &line, width));
    }
    text.push_str(&format!("\n{HEADING}Turns{RESET}\n"));
    text.push_str(&turns(answer, width));
    text.push_str(&format!("\n{HEADING}Options{RESET}\n"));
    text.push_str(&options(answer, width));
    text.push_str(&format!("\n{HEADING}What to know of it{RESET}\n"));
    for remark in answer.remarks() {
        let mut letters = remark.chars();
        let capital = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
        text.push_str(&wrapped("  - ", &format!("{capital}{}.", letters.as_str()), width));
    }
    for known in KNOWN {
        text.push_str(&wrapped("  - ", known, width));
    }
    text
}

/// The table of issues.
fn ends(answer: &Answer<'_>, width: usize) -> String {
    let (Some(first), Some(last)) = (answer.history.opening(), answer.history.closing()) else {
        return String::new();
    };
    let names: Vec<&str> = answer
        .space
        .issues
        .iter()
        .map(|&issue| answer.positions.issues[issue].named.name.as_str())
        .collect();
    let drawn = answer.endings.as_ref().map_or("", |_| "  mean of draws  80 % of draws ");
    let last_turn = match (answer.by_chance(), &answer.endings) {
        (true, _) => "  expected in the first draw  most likely",
        (false, Some(_)) => "  at central values  most likely",
        (false, None) => "  expected  most likely",
    };
    let columns = last_turn.trim_end_matches("  most likely").chars().count() - 2;
    // The margin, the opening and the scale take 2, 9 and about 12 columns.
    let others = 23 + drawn.chars().count() + last_turn.chars().count();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(5);
    let wide = longest.min(width.saturating_sub(others)).max(10.min(longest)).max(5);
    let mut text = format!("  {:<wide$}  opening{drawn}{last_turn}  scale\n", "issue");
    for (dimension, name) in names.iter().enumerate() {
        let at = |share: f64| answer.on_scale(dimension, share);
        let issue = &answer.positions.issues[answer.space.issues[dimension]].issue;
        let opening = at(first.expected[dimension]);
        text.push_str(&format!("  {:<wide$}  {opening:>7.1}", shortened(name, wide)));
        if let Some(endings) = &answer.endings {
            let (low, high) = endings.interval(LEVEL, |ending| ending.expected[dimension]);
            let mean = at(endings.mean(|ending| ending.expected[dimension]));
            text.push_str(&format!("  {mean:>13.1}  {:>5.1} to {:>5.1}", at(low), at(high)));
        }
        text.push_str(&format!(
            "  {:>columns$.1}  {:>11.1}  {} to {}\n",
            at(last.expected[dimension]),
            at(last.most_likely[dimension]),
            issue.low,
            issue.high
        ));
    }
    text
}

/// What follows, a sentence each.
fn findings(answer: &Answer<'_>) -> Vec<String> {
    let (Some(first), Some(last)) = (answer.history.opening(), answer.history.closing()) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some(endings) = &answer.endings {
        lines.push(format!(
            "Movement dies down in {:.0} % of {}.{}",
            100.0 * endings.settled(),
            count(endings.each.len(), "draw"),
            if answer.by_chance() { " What follows is told of the first." } else { "" }
        ));
    }
    let best = last.candidates.iter().fold(None, |best: Option<&Candidate>, one| match best {
        Some(found) if found.probability >= one.probability => best,
        _ => Some(one),
    });
    if let Some(best) = best {
        let there = |&actor: &usize| last.positions[actor] == last.positions[best.actor];
        let names: Vec<&str> =
            (0..last.positions.len()).filter(there).map(|actor| answer.actor(actor)).collect();
        lines.push(format!(
            "The most likely position is that of {}, {:.0} % in the election of the last turn.",
            list(&names, TOGETHER),
            100.0 * best.probability
        ));
    }
    let steps = count(answer.history.steps(), "turn");
    lines.push(if answer.history.turns.iter().all(|turn| turn.moves.is_empty()) {
        "Nobody moves.".into()
    } else if settled(answer) {
        format!("Movement dies down after {steps}.")
    } else {
        format!("It still moves after {steps}: the answer depends on where the turns stop.")
    });
    lines.extend(movers(answer, first, last));
    lines.push(other_reading(answer, last));
    lines
}

/// Where the other reading ends, on the issues on which it ends elsewhere.
fn other_reading(answer: &Answer<'_>, last: &Turn) -> String {
    let mut told = Vec::new();
    for (dimension, (&issue, &share)) in
        answer.space.issues.iter().zip(&answer.other.expected).enumerate()
    {
        let mean = answer.endings.as_ref().filter(|_| answer.by_chance());
        let here = mean.map_or(last.expected[dimension], |endings| {
            endings.mean(|ending| ending.expected[dimension])
        });
        if (share - here).abs() >= 5e-4 {
            let name = &answer.positions.issues[issue].named.name;
            told.push(format!("{name} {:.1}", answer.on_scale(dimension, share)));
        }
    }
    let (reading, mean) =
        (answer.other.reading, if answer.by_chance() { ", on average" } else { "" });
    if told.is_empty() {
        format!("Expected {reading}{mean}: the same.")
    } else {
        format!("Expected {reading}{mean}: {}.", told.join(", "))
    }
}

/// Who moved most, and who stayed.
fn movers(answer: &Answer<'_>, first: &Turn, last: &Turn) -> Vec<String> {
    let distance = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt()
    };
    let gone = |actor: usize| distance(&first.positions[actor], &last.positions[actor]);
    let mut order: Vec<usize> = (0..first.positions.len()).collect();
    order.sort_by(|&a, &b| gone(b).total_cmp(&gone(a)).then(a.cmp(&b)));
    let mut lines = Vec::new();
    for &actor in order.iter().take(MOVERS).filter(|&&actor| gone(actor) > 0.0) {
        // The issue on which it went farthest, and the turn in which it did.
        let from_to = first.positions[actor].iter().zip(&last.positions[actor]);
        let along: Vec<f64> = from_to.map(|(a, b)| (a - b).abs()).collect();
        let dimension =
            (0..along.len()).fold(0, |best, k| if along[k] > along[best] { k } else { best });
        let mut because: Option<(f64, usize, Move)> = None;
        for (turn, pair) in answer.history.turns.windows(2).enumerate() {
            let step = distance(&pair[0].positions[actor], &pair[1].positions[actor]);
            let found = pair[0].moves.iter().find(|one| one.actor == actor);
            if let Some(found) = found.filter(|_| because.is_none_or(|(most, ..)| step > most)) {
                because = Some((step, turn + 1, *found));
            }
        }
        let lead = if lines.is_empty() { "moves most" } else { "moves" };
        let name = &answer.positions.issues[answer.space.issues[dimension]].named.name;
        let mut line = format!(
            "{} {lead}: on {name} from {:.1} to {:.1}",
            answer.actor(actor),
            answer.on_scale(dimension, first.positions[actor][dimension]),
            answer.on_scale(dimension, last.positions[actor][dimension]),
        );
        if let Some((_, turn, found)) = because {
            line.push_str(&format!(
                ", the largest step in turn {turn} because of {}",
                answer.actor(found.because_of())
            ));
        }
        lines.push(format!("{line}."));
    }
    let stayed: Vec<&str> = order
        .iter()
        .filter(|&&actor| {
            answer.history.turns.iter().all(|turn| turn.positions[actor] == first.positions[actor])
        })
        .map(|&actor| answer.actor(actor))
        .collect();
    if !lines.is_empty() && !stayed.is_empty() {
        let verb = if stayed.len() == 1 { "stays" } else { "stay" };
        lines.push(format!("{} {verb} in place throughout.", list(&stayed, TOGETHER)));
    }
    lines
}

/// Names with `and`, at most so many.
fn list(names: &[&str], most: usize) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        _ if names.len() > most => {
            format!("{} and {} more", names[..most - 1].join(", "), names.len() + 1 - most)
        }
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The table of turns.
fn turns(answer: &Answer<'_>, width: usize) -> String {
    let dimensions = answer.space.issues.len();
    let mut heads: Vec<String> = answer
        .space
        .issues
        .iter()
        .map(|&issue| shortened(&answer.positions.issues[issue].named.name, LETTERS))
        .collect();
    let lead = |heads: &[String]| {
        8 + heads.iter().map(|head| 2 + head.chars().count().max(6)).sum::<usize>()
    };
    while heads.len() > 1 && lead(&heads) + MOVES > width {
        heads.pop();
    }
    let shown = heads.len();
    let mut text = String::from("  turn");
    for head in &heads {
        text.push_str(&format!("  {head:>6}"));
    }
    text.push_str("  who moves because of whom\n");
    let all = &answer.history.turns;
    let told = |turn: usize| turn < FIRST_TURNS || turn + LAST_TURNS >= all.len();
    for (number, turn) in all.iter().enumerate() {
        if !told(number) {
            if told(number - 1) {
                text.push_str(&format!("{FAINT}     …{RESET}\n"));
            }
            continue;
        }
        text.push_str(&format!("  {number:>4}"));
        for (dimension, head) in heads.iter().enumerate() {
            let wide = head.chars().count().max(6);
            let value = answer.on_scale(dimension, turn.expected[dimension]);
            text.push_str(&format!("  {value:>wide$.1}"));
        }
        let line = moves(answer, turn, width.saturating_sub(lead(&heads)).max(MOVES));
        text.push_str(format!("  {line}").trim_end());
        text.push('\n');
    }
    if dimensions > shown {
        let line = format!(
            "  expected positions of the first {shown} of {dimensions} issues; all are in --json\n"
        );
        text.push_str(&format!("{FAINT}{line}{RESET}"));
    } else {
        text.push_str(&format!(
            "{FAINT}  expected positions by turn; turn 0 is the opening{RESET}\n"
        ));
    }
    text
}

/// Who moves because of whom, as many as there is room for.
fn moves(answer: &Answer<'_>, turn: &Turn, room: usize) -> String {
    let mut line = String::new();
    for (told, one) in turn.moves.iter().enumerate() {
        let comma = if told == 0 { "" } else { ", " };
        let next = format!(
            "{comma}{} ← {}",
            answer.actor_id(one.actor),
            answer.actor_id(one.because_of())
        );
        let left = turn.moves.len() - told;
        let rest = if left == 1 { 0 } else { format!(", {left} more").len() };
        if told > 0 && line.chars().count() + next.chars().count() + rest > room {
            line.push_str(&format!(", {left} more"));
            break;
        }
        line.push_str(&next);
    }
    shortened(&line, room)
}

/// The switches that were set, and how to set others.
fn options(answer: &Answer<'_>, width: usize) -> String {
    let mut text = String::new();
    let default = zopa_positions::spatial::Options::as_program();
    let other = |switch: &str| answer.options.setting(switch) != default.setting(switch);
    let told: Vec<_> = answer.set.iter().filter(|one| other(one.switch)).collect();
    for one in &told {
        let meaning = settings::find(one.switch).and_then(|switch| match switch.values {
            Values::Choices(choices) => choices.iter().find(|(name, _)| *name == one.value),
            _ => None,
        });
        let meaning = meaning.map_or(String::new(), |(_, meaning)| format!(": {meaning}"));
        let by = if one.by == "file" { "the file" } else { "the command" };
        let line = format!("{} = {}{meaning} (by {by})", one.switch, one.value);
        text.push_str(&wrapped("  - ", &line, width));
    }
    let rest = if told.is_empty() { "All" } else { "All others" };
    let line = format!(
        "{rest} as in the KTAB program. `--set SWITCH=VALUE` sets another: {}; `--json` shows them all.",
        zopa_positions::spatial::Options::SWITCHES
            .iter()
            .map(|switch| switch.name)
            .collect::<Vec<_>>()
            .join(", ")
    );
    text.push_str(&wrapped("  ", &line, width));
    text
}
