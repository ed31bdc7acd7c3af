//! A conflict as the text of a scenario, in the form that `zopa` reads: `[party.ID]`, `[option.ID]`,
//! `[stability]`, `[preference.ID]` and `[view.ID]`.
//!
//! Options are written where states are combinations of them. Where states were merged or moves
//! ruled out, states and moves are listed: the same graph, without the options behind it.

use crate::{NamedConflict, StateNames};
use std::fmt::Write;
use zopa_stability::attitude::Attitude;
use zopa_stability::prioritising::ranking_from_statements;
use zopa_stability::{
    Comparison, FeasibleStates, Graph, Pattern, Preference, Ranking, Reversibility, Statement,
};

/// Most entries on one line of a list.
const ON_A_LINE: usize = 12;

/// The text of a scenario with this conflict. Parties and options are called by identifiers made
/// from theirs. Linear in the number of states, or of pairs where preferences are stated by pairs.
///
/// ```
/// let text = r#"{"options": [{"name": "Swerve"}, {"name": "Swerve"}], "decisionMakers": [
///     {"name": "Row", "options": [0], "preferenceRanking": [3, 4, 2, 1]},
///     {"name": "Column", "options": [1], "preferenceRanking": [2, 4, 3, 1]}]}"#;
/// let chicken = zopa_exchange::gmcr::read(text).conflict.expect("a conflict");
/// let scenario = zopa_exchange::scenario_text::write(&chicken);
/// assert!(scenario.contains(r#"ranking = ["NY", "YY", "YN", "NN"]"#));
/// ```
pub fn write(conflict: &NamedConflict) -> String {
    let writer = Writer::of(conflict);
    let mut text = String::new();
    writer.head(&mut text);
    writer.stability(&mut text);
    for party in 0..conflict.parties.len() {
        writer.preference(party, &mut text);
    }
    writer.views(&mut text);
    writer.known(&mut text);
    text
}

struct Writer<'c> {
    conflict: &'c NamedConflict,
    parties: Vec<String>,
    options: Vec<String>,
    /// Feasible states, where states are combinations of options.
    feasible: Option<&'c FeasibleStates>,
}

impl<'c> Writer<'c> {
    fn of(conflict: &'c NamedConflict) -> Self {
        let ids = |named: &[crate::Named], otherwise: &str| {
            let ids = named.iter().map(|named| match named.id.as_str() {
                id if is_identifier(id) => id.to_owned(),
                id => identifier(id, otherwise),
            });
            distinct(ids.collect(), '_')
        };
        let feasible = match &conflict.conflict.graph {
            Graph::Options(form) => Some(&form.feasible),
            Graph::Listed(_) => None,
        };
        Writer {
            conflict,
            parties: ids(&conflict.parties, "party"),
            options: ids(&conflict.options, "option"),
            feasible,
        }
    }

    fn state(&self, state: u32) -> String {
        quoted(&self.conflict.state_name(state))
    }

    fn head(&self, text: &mut String) {
        let conflict = self.conflict;
        let title = if conflict.title.is_empty() { "A conflict" } else { &conflict.title };
        let _ = writeln!(text, "[scenario]\ntitle = {}", quoted(title));
        if !conflict.summary.is_empty() {
            let _ = writeln!(text, "summary = {}", quoted(&conflict.summary));
        }
        for (number, source) in (1..).zip(&conflict.sources) {
            let _ = writeln!(text, "\n[source.source_{number}]\ntitle = {}", quoted(source));
        }
        for (id, party) in self.parties.iter().zip(&conflict.parties) {
            let name = if party.name.is_empty() { &party.id } else { &party.name };
            let _ = writeln!(text, "\n[party.{id}]\nname = {}", quoted(name));
        }
        let (Some(_), Graph::Options(form)) = (self.feasible, &conflict.conflict.graph) else {
            return;
        };
        for ((id, named), option) in self.options.iter().zip(&conflict.options).zip(&form.options) {
            let name = if named.name.is_empty() { &named.id } else { &named.name };
            let _ = writeln!(
                text,
                "\n[option.{id}]\nname = {}\nparty = \"{}\"",
                quoted(name),
                self.parties[option.owner]
            );
            match option.reversibility {
                Reversibility::Both => {}
                Reversibility::Forward => text.push_str("direction = \"forward\"\n"),
                Reversibility::Back => text.push_str("direction = \"back\"\n"),
            }
        }
    }

    fn stability(&self, text: &mut String) {
        let conflict = self.conflict;
        text.push_str("\n[stability]\n");
        let entries = |of: fn(&crate::Alias) -> &str| -> Vec<(u32, String)> {
            let aliases = conflict.aliases.iter();
            aliases
                .filter(|(_, alias)| !of(alias).is_empty())
                .map(|(&state, alias)| (state, of(alias).to_owned()))
                .collect()
        };
        let letters = |state: u32| quoted(&conflict.state_name(state));
        let ids = entries(|alias| &alias.id);
        if !ids.is_empty() {
            let names: Vec<String> =
                ids.iter().map(|(state, id)| format!("{id} = {}", letters(*state))).collect();
            let _ = writeln!(text, "names = {{ {} }}", names.join(", "));
        }
        let labels = entries(|alias| &alias.label);
        if !labels.is_empty() {
            let labels: Vec<String> = labels
                .iter()
                .map(|(state, label)| format!("{} = {}", letters(*state), quoted(label)))
                .collect();
            let _ = writeln!(text, "labels = {{ {} }}", labels.join(", "));
        }
        if let Some(state) = conflict.status_quo {
            let _ = writeln!(text, "status_quo = {}", self.state(state));
        }
        match self.feasible {
            Some(feasible) => {
                let infeasible = self.infeasible(feasible);
                if !infeasible.is_empty() {
                    let _ = writeln!(text, "infeasible = {}", list(&infeasible));
                }
            }
            None => {
                let states: Vec<String> =
                    (0..conflict.states() as u32).map(|state| self.state(state)).collect();
                let _ = writeln!(text, "states = {}", list(&states));
            }
        }
        if let StateNames::Listed { ids, labels } = &conflict.states {
            if let Some(feasible) = self.feasible {
                let names: Vec<String> = (0..)
                    .zip(ids)
                    .map(|(state, id)| {
                        (id, crate::letters(feasible.number(state), self.options.len()))
                    })
                    .filter(|(id, letters)| *id != letters)
                    .map(|(id, letters)| format!("{} = \"{letters}\"", key(id)))
                    .collect();
                if !names.is_empty() {
                    let _ = writeln!(text, "names = {{ {} }}", names.join(", "));
                }
            }
            let labels: Vec<String> = ids
                .iter()
                .zip(labels)
                .filter(|(_, label)| !label.is_empty())
                .map(|(id, label)| format!("{} = {}", key(id), quoted(label)))
                .collect();
            if !labels.is_empty() {
                let _ = writeln!(text, "labels = {{ {} }}", labels.join(", "));
            }
        }
        if !conflict.coalitions.is_empty() {
            let coalitions: Vec<String> = conflict
                .coalitions
                .iter()
                .map(|coalition| {
                    let members: Vec<String> =
                        coalition.iter().map(|&party| quoted(&self.parties[party])).collect();
                    format!("[{}]", members.join(", "))
                })
                .collect();
            let _ = writeln!(text, "coalitions = [{}]", coalitions.join(", "));
        }
        if self.feasible.is_none() {
            text.push_str("\n[stability.moves]\n");
            let graph = conflict.conflict.graph.listed();
            for (party, id) in self.parties.iter().enumerate() {
                let moves: Vec<String> = (0..graph.states() as u32)
                    .filter(|&state| !graph.moves(party, state).is_empty())
                    .map(|state| {
                        let targets: Vec<String> =
                            graph.moves(party, state).iter().map(|&to| self.state(to)).collect();
                        format!("{} = [{}]", key(&conflict.state_name(state)), targets.join(", "))
                    })
                    .collect();
                let _ = writeln!(text, "{id} = {{ {} }}", moves.join(", "));
            }
        }
    }

    /// Patterns that leave just the feasible states: those given where they do, else the states
    /// that are ruled out beside them, one by one.
    fn infeasible(&self, feasible: &FeasibleStates) -> Vec<String> {
        let options = self.conflict.options.len();
        let given = &self.conflict.infeasible;
        let fits = |pattern: &&Pattern| {
            !(0..feasible.len() as u32).any(|state| pattern.matches(feasible.number(state)))
        };
        let given: Vec<Pattern> = given.iter().filter(fits).copied().collect();
        let mut patterns: Vec<String> =
            given.iter().map(|pattern| quoted(&pattern_letters(*pattern, options))).collect();
        if let Some(left) = crate::gmcr::without(&given, options) {
            let more = (0..left.len() as u32)
                .map(|state| left.number(state))
                .filter(|&number| feasible.index(number).is_none())
                .map(|number| quoted(&crate::letters(number, options)));
            if left.len() != feasible.len() {
                patterns.extend(more);
            }
        }
        patterns
    }

    fn preference(&self, party: usize, text: &mut String) {
        let conflict = self.conflict;
        let _ = writeln!(text, "\n[preference.{}]", self.parties[party]);
        let preference = &conflict.conflict.preferences[party];
        self.base(preference, conflict.statements.get(party).and_then(Option::as_deref), text);
        let tables = [("degree", &conflict.fuzzy), ("probability", &conflict.probabilities)];
        for (word, tables) in tables {
            let Some(table) = tables.as_ref().and_then(|tables| tables.get(party)) else {
                continue;
            };
            let states = conflict.states() as u32;
            let mut stated = Vec::new();
            for one in 0..states {
                for other in one + 1..states {
                    let value = table.value[(one * states + other) as usize];
                    let follows = match preference.compare(one, other) {
                        Comparison::Better(_) => Some(1.0),
                        Comparison::Equal => Some(0.5),
                        Comparison::Worse(_) => Some(0.0),
                        Comparison::Unknown => None,
                    };
                    if follows != Some(value) {
                        let (one, other) = (conflict.state_name(one), conflict.state_name(other));
                        stated.push(format!("{} = {value}", quoted(&format!("{one} > {other}"))));
                    }
                }
            }
            if !stated.is_empty() {
                let _ = writeln!(text, "{word} = {{ {} }}", stated.join(", "));
            }
            if word == "degree" {
                let _ = writeln!(text, "threshold = {}", table.threshold);
            }
        }
        if let Some(attitudes) = conflict.attitudes.as_ref().and_then(|rows| rows.get(party)) {
            let stated: Vec<String> = attitudes
                .iter()
                .enumerate()
                .filter(|&(other, attitude)| other != party && *attitude != Attitude::Neutral)
                .map(|(other, attitude)| {
                    let word = match attitude {
                        Attitude::Positive => "positive",
                        Attitude::Neutral => "neutral",
                        Attitude::Negative => "negative",
                    };
                    format!("{} = \"{word}\"", self.parties[other])
                })
                .collect();
            if !stated.is_empty() {
                let _ = writeln!(text, "attitude = {{ {} }}", stated.join(", "));
            }
        }
    }

    fn base(&self, preference: &Preference, statements: Option<&[Statement]>, text: &mut String) {
        match preference {
            Preference::Ranking(ranking) => {
                let stated = statements.unwrap_or_default();
                if let (Some(feasible), false) = (self.feasible, stated.is_empty()) {
                    let lines: Vec<String> =
                        stated.iter().map(|one| quoted(&self.statement(one, 0))).collect();
                    let by_statements = ranking_from_statements(feasible, stated, &[]);
                    if groups(&by_statements) == groups(ranking) && ranking.strong_gaps.is_empty() {
                        let _ = writeln!(text, "statements = {}", list(&lines));
                        return;
                    }
                    let _ = writeln!(text, "# Beside the ranking: {}", lines.join(", "));
                }
                let _ = writeln!(text, "ranking = {}", list(&self.places(ranking)));
            }
            Preference::Relation(relation) => {
                let mut pairs = Vec::new();
                let states = relation.states() as u32;
                for one in 0..states {
                    for other in one + 1..states {
                        let (better, sign, worse) = match relation.compare(one, other) {
                            Comparison::Better(strength) => (one, strength, other),
                            Comparison::Worse(strength) => (other, strength, one),
                            Comparison::Equal => (one, 0, other),
                            Comparison::Unknown => continue,
                        };
                        let sign = match sign {
                            0 => "~".to_owned(),
                            strength => ">".repeat(strength as usize),
                        };
                        let name = |state| self.conflict.state_name(state);
                        pairs.push(quoted(&format!("{} {sign} {}", name(better), name(worse))));
                    }
                }
                let _ = writeln!(text, "pairs = {}\nclosed = false", list(&pairs));
            }
        }
    }

    /// A ranking as it is written: states, ties, and marks of strong gaps.
    fn places(&self, ranking: &Ranking) -> Vec<String> {
        let mut places = Vec::new();
        let mut above: Option<u32> = None;
        for group in groups(ranking) {
            let class = ranking.strength_class(group[0]);
            let gaps = above.map_or(0, |above| above - class);
            places.extend(std::iter::repeat_n("\">>\"".to_owned(), gaps as usize));
            above = Some(class);
            places.push(match group.as_slice() {
                [state] => self.state(*state),
                tie => {
                    let tie: Vec<String> = tie.iter().map(|&state| self.state(state)).collect();
                    format!("[{}]", tie.join(", "))
                }
            });
        }
        places
    }

    /// A statement in words; in parentheses where it stands in one that binds at least as tightly.
    fn statement(&self, statement: &Statement, within: u32) -> String {
        let joined = |parts: &[Statement], word: &str, level: u32, none: &str| match parts {
            [] => none.to_owned(),
            [part] => self.statement(part, within),
            parts => {
                let parts: Vec<String> =
                    parts.iter().map(|part| self.statement(part, level)).collect();
                bracketed(parts.join(word), level, within)
            }
        };
        match statement {
            Statement::Taken(option) => self.options[*option].clone(),
            Statement::Constant(value) => value.to_string(),
            Statement::Not(part) => format!("not {}", self.statement(part, 4)),
            Statement::And(parts) => joined(parts, " and ", 3, "true"),
            Statement::Or(parts) => joined(parts, " or ", 2, "false"),
            Statement::If(then, condition) => {
                let words =
                    format!("{} if {}", self.statement(then, 2), self.statement(condition, 2));
                bracketed(words, 1, within)
            }
            Statement::IfAndOnlyIf(one, other) => {
                let words = format!("{} iff {}", self.statement(one, 2), self.statement(other, 2));
                bracketed(words, 1, within)
            }
        }
    }

    fn views(&self, text: &mut String) {
        for view in &self.conflict.views {
            let party = &self.parties[view.party];
            let _ = writeln!(text, "\n[view.{party}]");
            if !view.unseen.is_empty() {
                let unseen: Vec<String> = view.unseen.iter().map(|&s| self.state(s)).collect();
                let _ = writeln!(text, "unseen = {}", list(&unseen));
            }
            for (other, preference) in &view.preferences {
                let _ = writeln!(text, "\n[view.{party}.preference.{}]", self.parties[*other]);
                self.base(preference, None, text);
            }
        }
    }

    fn known(&self, text: &mut String) {
        for known in &self.conflict.known {
            text.push_str("\n[[stability.known]]\n");
            let _ = writeln!(text, "concept = {}", quoted(&self.concept(&known.concept)));
            let states = |states: &[u32]| {
                let states: Vec<String> = states.iter().map(|&state| self.state(state)).collect();
                list(&states)
            };
            if let Some(equilibria) = &known.equilibria {
                let _ = writeln!(text, "equilibria = {}", states(equilibria));
            }
            if !known.stable.is_empty() {
                let stable: Vec<String> = known
                    .stable
                    .iter()
                    .map(|(party, stable)| format!("{} = {}", self.parties[*party], states(stable)))
                    .collect();
                let _ = writeln!(text, "stable = {{ {} }}", stable.join(", "));
            }
            let cited = self.conflict.sources.iter().position(|source| *source == known.source);
            match cited {
                Some(number) => {
                    let _ = writeln!(text, "source = \"source_{}\"", number + 1);
                }
                None if known.source.is_empty() => {}
                None => {
                    let _ = writeln!(text, "# source: {}", one_line(&known.source));
                }
            }
            if let Some(disagrees) = &known.disagrees {
                let _ = writeln!(text, "disagrees = {}", quoted(disagrees));
            }
        }
    }

    /// The concept with the parties of a coalition by their identifiers here.
    fn concept(&self, concept: &str) -> String {
        let Some((name, rest)) = concept.split_once('{') else { return concept.to_owned() };
        let Some((members, after)) = rest.rsplit_once('}') else { return concept.to_owned() };
        let member = |member: &str| {
            let member = member.trim();
            let found = self.conflict.parties.iter().position(|party| party.id == member);
            found.map_or(member.to_owned(), |party| self.parties[party].clone())
        };
        let members: Vec<String> = members.split(',').map(member).collect();
        format!("{name}{{{}}}{after}", members.join(","))
    }
}

/// The groups of equally preferred states, best first.
pub(crate) fn groups(ranking: &Ranking) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..ranking.rank.len() as u32).collect();
    order.sort_by_key(|&state| std::cmp::Reverse(ranking.rank[state as usize]));
    order
        .chunk_by(|&a, &b| ranking.rank[a as usize] == ranking.rank[b as usize])
        .map(<[u32]>::to_vec)
        .collect()
}

/// The letters of a pattern: `Y`, `N`, and `-` for options it does not speak of.
pub(crate) fn pattern_letters(pattern: Pattern, options: usize) -> String {
    (0..options)
        .map(|option| match (pattern.fixed >> option & 1, pattern.value >> option & 1) {
            (0, _) => '-',
            (_, 1) => 'Y',
            _ => 'N',
        })
        .collect()
}

fn bracketed(words: String, level: u32, within: u32) -> String {
    if within >= level { format!("({words})") } else { words }
}

/// A list in TOML, broken into lines where it is long.
fn list(entries: &[String]) -> String {
    if entries.len() <= ON_A_LINE && entries.iter().map(String::len).sum::<usize>() < 90 {
        return format!("[{}]", entries.join(", "));
    }
    let wide = entries.iter().any(|entry| entry.len() > 30);
    let lines: Vec<String> = entries
        .chunks(if wide { 1 } else { ON_A_LINE })
        .map(|line| format!("    {},\n", line.join(", ")))
        .collect();
    format!("[\n{}]", lines.concat())
}

/// A text as a basic string of TOML, which JSON strings are but for one control character.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn key(name: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn is_identifier(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !WORDS.contains(&id.to_ascii_lowercase().as_str())
}

/// Words of statements and expressions, which no option can be called.
const WORDS: [&str; 34] = [
    "and",
    "or",
    "not",
    "if",
    "iff",
    "then",
    "else",
    "true",
    "false",
    "is",
    "at",
    "to",
    "time",
    "time_step",
    "start_time",
    "end_time",
    "pi",
    "e",
    "in_force",
    "signed",
    "since_signature",
    "breakdowns",
    "surplus",
    "best_surplus",
    "zone_share",
    "round",
    "deal_time",
    "breakdown_time",
    "terms",
    "deal",
    "no_deal",
    "ratifies",
    "power",
    "seat",
];

/// An identifier made from a name: lower-case letters, digits and `_`, beginning with a letter.
/// `otherwise` stands for a name that has none of these.
pub(crate) fn identifier(name: &str, otherwise: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter.to_ascii_lowercase());
        } else if !id.ends_with('_') && !id.is_empty() {
            id.push('_');
        }
    }
    let id = id.trim_end_matches('_');
    match id.chars().next() {
        None => otherwise.to_owned(),
        Some('0'..='9') => format!("{otherwise}_{id}"),
        Some(_) if WORDS.contains(&id) => format!("{id}_"),
        Some(_) => id.to_owned(),
    }
}

/// The names made distinct: where one repeats, a number follows it after the separator.
pub(crate) fn distinct(names: Vec<String>, separator: char) -> Vec<String> {
    let mut taken: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
    let all: std::collections::BTreeSet<String> = names.iter().cloned().collect();
    let mut result = Vec::with_capacity(names.len());
    for name in names {
        let mut candidate = name.clone();
        let mut number = 1;
        while taken.contains(&candidate) || (number > 1 && all.contains(&candidate)) {
            number += 1;
            candidate = format!("{name}{separator}{number}");
        }
        taken.insert(candidate.clone());
        result.push(candidate);
    }
    result
}
