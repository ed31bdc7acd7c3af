//! Rankings of a `.gmcr` file: `[3, [1, 2], 4]`, states numbered from 1, best first, ties in inner
//! lists. They may hold millions of entries, so they are read from the text straight into ranks.

use crate::json::Located;
use zopa_scenario::{Code, Diagnostic, Span};

/// Problems of one ranking that are reported; the rest would say the same.
const REPORTED: usize = 5;

/// The rank of each state, higher better, from the text of a ranking of `states` states. Linear in
/// the length of the text; no memory beside the ranks.
pub(super) fn read(
    at: Located,
    states: usize,
    whose: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<u32>> {
    if !at.raw().starts_with('[') {
        diagnostics.push(at.wrong_type(&format!("the ranking of {whose}"), "a list of states"));
        return None;
    }
    const UNRANKED: u32 = u32::MAX;
    let mut rank = vec![UNRANKED; states];
    let mut problems = Vec::new();
    let mut groups: u32 = 0;
    let mut tie_begun = false;
    for item in Items::of(at) {
        match item {
            Item::TieBegins => tie_begun = false,
            Item::Number { number, span, in_tie } => {
                if !in_tie || !tie_begun {
                    groups += 1;
                    tie_begun = in_tie;
                }
                let slot = (number as usize)
                    .checked_sub(1)
                    .filter(|_| number <= u64::from(u32::MAX))
                    .and_then(|index| rank.get_mut(index));
                match slot {
                    None => {
                        let message = format!(
                            "the ranking of {whose} names state {number}, but states are 1 to \
                             {states}"
                        );
                        problems.push(Diagnostic::new(Code::UnknownState, message).at(span));
                    }
                    Some(slot) if *slot != UNRANKED => {
                        let message = format!("the ranking of {whose} names state {number} twice");
                        let mut problem =
                            Diagnostic::new(Code::RepeatedState, message).label(span, "again here");
                        if let Some(first) = place(at, number) {
                            problem = problem.label(first, "first here");
                        }
                        problems.push(problem);
                    }
                    Some(slot) => *slot = groups,
                }
            }
            Item::Other(span) => {
                let message =
                    format!("the ranking of {whose} must hold whole numbers and lists of them");
                problems.push(Diagnostic::new(Code::WrongType, message).at(span));
            }
        }
        if problems.len() >= REPORTED {
            break;
        }
    }
    if problems.len() < REPORTED {
        let mut missing = (1..).zip(&rank).filter(|(_, rank)| **rank == UNRANKED);
        let first: Vec<String> = missing
            .by_ref()
            .take(REPORTED)
            .map(|(number, _): (usize, _)| number.to_string())
            .collect();
        if !first.is_empty() {
            let more = missing.count();
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            let noun = if first.len() == 1 { "state" } else { "states" };
            let message =
                format!("the ranking of {whose} misses {noun} {}{rest}", first.join(", "));
            let end = at.span().end;
            problems.push(
                Diagnostic::new(Code::MissingState, message)
                    .label(Span::new(at.span().start, at.span().start + 1), "this ranking")
                    .label(Span::new(end - 1, end), "ends here")
                    .hint(format!("every feasible state, 1 to {states}, must stand in it once")),
            );
        }
    }
    if problems.is_empty() {
        for rank in &mut rank {
            *rank = groups - *rank;
        }
        Some(rank)
    } else {
        diagnostics.append(&mut problems);
        None
    }
}

/// Where a number stands for the first time.
fn place(at: Located, wanted: u64) -> Option<Span> {
    Items::of(at).find_map(|item| match item {
        Item::Number { number, span, .. } if number == wanted => Some(span),
        _ => None,
    })
}

/// A piece of a ranking.
enum Item {
    TieBegins,
    Number { number: u64, span: Span, in_tie: bool },
    Other(Span),
}

/// The pieces of a ranking in the order of the text, which is known to be JSON.
struct Items<'t> {
    bytes: &'t [u8],
    at: usize,
    start: usize,
    depth: usize,
}

impl<'t> Items<'t> {
    fn of(at: Located<'t>) -> Self {
        Items { bytes: at.raw().as_bytes(), at: 0, start: at.span().start, depth: 0 }
    }

    fn span(&self, from: usize) -> Span {
        Span::new(self.start + from, self.start + self.at)
    }

    /// Goes past a value that is no number, from its first byte.
    fn pass_value(&mut self) {
        let mut depth = 0;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    while self.bytes.get(self.at).is_some_and(|&byte| byte != b'"') {
                        self.at += if self.bytes[self.at] == b'\\' { 2 } else { 1 };
                    }
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' if depth == 0 => return,
                b']' | b'}' => depth -= 1,
                b',' if depth == 0 => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}

impl Iterator for Items<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while let Some(&byte) = self.bytes.get(self.at) {
            let from = self.at;
            match byte {
                b'0'..=b'9' => {
                    let mut number = 0_u64;
                    while let Some(&digit @ b'0'..=b'9') = self.bytes.get(self.at) {
                        number = number.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
                        self.at += 1;
                    }
                    if matches!(self.bytes.get(self.at), Some(b'.' | b'e' | b'E')) {
                        self.pass_value();
                        return Some(Item::Other(self.span(from)));
                    }
                    let in_tie = self.depth == 2;
                    return Some(Item::Number { number, span: self.span(from), in_tie });
                }
                b'[' if self.depth < 2 => {
                    self.depth += 1;
                    self.at += 1;
                    if self.depth == 2 {
                        return Some(Item::TieBegins);
                    }
                }
                b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.at += 1;
                }
                b',' | b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                _ => {
                    self.pass_value();
                    return Some(Item::Other(self.span(from)));
                }
            }
        }
        None
    }
}
