//! Random declared conflicts against the definition: which states are feasible, which merged, and
//! who can move where, worked out letter by letter.

use std::collections::{BTreeMap, BTreeSet};
use zopa_exchange::declared::build;
use zopa_stability::Preference;
use zopa_syntax::read_scenario;

/// Numbers that look random (a linear congruential generator, upper bits).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((self.0 >> 33) as usize) % bound
    }

    fn pattern(&mut self, options: usize, dashes: usize) -> String {
        (0..options)
            .map(|_| match self.below(2 + dashes) {
                0 => 'Y',
                1 => 'N',
                _ => '-',
            })
            .collect()
    }
}

fn fits(state: &str, pattern: &str) -> bool {
    state.chars().zip(pattern.chars()).all(|(s, p)| p == '-' || s == p)
}

/// The pattern as a statement on options, written one way or another.
fn stated(pattern: &str, numbers: &mut Numbers) -> String {
    if numbers.below(2) == 0 || pattern.chars().all(|c| c == '-') {
        return pattern.to_owned();
    }
    let literal = |(option, letter): (usize, char)| match letter {
        'Y' => Some(format!("o{option}")),
        'N' => Some(format!("not o{option}")),
        _ => None,
    };
    let parts: Vec<String> = pattern.chars().enumerate().filter_map(literal).collect();
    parts.join([" and ", " & "][numbers.below(2)])
}

struct Model {
    options: usize,
    parties: usize,
    owner: Vec<usize>,
    direction: Vec<&'static str>,
    infeasible: Vec<String>,
    exclusive: Vec<usize>,
    at_least_one: Vec<usize>,
    always: Option<(usize, usize)>,
    forbidden: Vec<(String, String, Option<usize>)>,
    coalesced: Vec<String>,
    weights: Vec<i32>,
}

impl Model {
    fn random(numbers: &mut Numbers) -> Self {
        let options = 2 + numbers.below(4);
        let parties = 2 + numbers.below(2);
        let some = |numbers: &mut Numbers| -> Vec<usize> {
            (0..options).filter(|_| numbers.below(2) == 0).collect()
        };
        Model {
            options,
            parties,
            // Every party controls something as long as there are options.
            owner: (0..options)
                .map(|o| if o < parties { o } else { numbers.below(parties) })
                .collect(),
            direction: (0..options)
                .map(|_| ["both", "both", "forward", "back"][numbers.below(4)])
                .collect(),
            infeasible: (0..numbers.below(3)).map(|_| numbers.pattern(options, 2)).collect(),
            exclusive: some(numbers),
            at_least_one: some(numbers),
            always: (numbers.below(2) == 0)
                .then(|| (numbers.below(options), numbers.below(options))),
            forbidden: (0..numbers.below(3))
                .map(|_| {
                    let party = (numbers.below(2) == 0).then(|| numbers.below(parties));
                    (numbers.pattern(options, 3), numbers.pattern(options, 3), party)
                })
                .collect(),
            coalesced: (0..numbers.below(2)).map(|_| numbers.pattern(options, 3)).collect(),
            weights: (0..options).map(|_| numbers.below(5) as i32 - 2).collect(),
        }
    }

    fn text(&self, numbers: &mut Numbers) -> String {
        let list = |items: &[String]| {
            items.iter().map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(", ")
        };
        let names = |set: &[usize]| list(&set.iter().map(|o| format!("o{o}")).collect::<Vec<_>>());
        let mut text = String::from("[scenario]\ntitle = \"Random\"\nteaching_example = true\n");
        for party in 0..self.parties {
            text.push_str(&format!("[party.p{party}]\n"));
        }
        for option in 0..self.options {
            text.push_str(&format!(
                "[option.o{option}]\nparty = \"p{}\"\ndirection = \"{}\"\n",
                self.owner[option], self.direction[option]
            ));
        }
        let infeasible: Vec<String> =
            self.infeasible.iter().map(|pattern| stated(pattern, numbers)).collect();
        text.push_str(&format!("[stability]\ninfeasible = [{}]\n", list(&infeasible)));
        text.push_str(&format!("exclusive = [[{}]]\n", names(&self.exclusive)));
        if !self.at_least_one.is_empty() {
            text.push_str(&format!("at_least_one = [[{}]]\n", names(&self.at_least_one)));
        }
        if let Some((then, condition)) = self.always {
            text.push_str(&match numbers.below(2) {
                0 => format!("always = [\"o{then} if o{condition}\"]\n"),
                _ => format!("always = [\"if o{condition} then o{then}\"]\n"),
            });
        }
        let bans: Vec<String> = self
            .forbidden
            .iter()
            .map(|(from, to, party)| {
                let party = party.map_or(String::new(), |p| format!(", party = \"p{p}\""));
                format!("{{ from = \"{from}\", to = \"{to}\"{party} }}")
            })
            .collect();
        if !bans.is_empty() {
            text.push_str(&format!("forbidden = [{}]\n", bans.join(", ")));
        }
        for (at, pattern) in self.coalesced.iter().enumerate() {
            text.push_str(&format!("coalesced.m{at} = \"{}\"\n", stated(pattern, numbers)));
        }
        text
    }

    /// The feasible states in letters.
    fn states(&self) -> Vec<String> {
        let letters = |number: usize| -> String {
            (0..self.options).map(|o| if number >> o & 1 == 1 { 'Y' } else { 'N' }).collect()
        };
        let taken = |state: &str, option: usize| state.as_bytes()[option] == b'Y';
        (0..1 << self.options)
            .map(letters)
            .filter(|state| {
                let count =
                    |set: &[usize]| set.iter().filter(|option| taken(state, **option)).count();
                !self.infeasible.iter().any(|pattern| fits(state, pattern))
                    && count(&self.exclusive) <= 1
                    && (self.at_least_one.is_empty() || count(&self.at_least_one) >= 1)
                    && self.always.is_none_or(|(then, condition)| {
                        !taken(state, condition) || taken(state, then)
                    })
            })
            .collect()
    }

    /// What a state is called: its letters, or the merged state that it belongs to.
    fn called(&self, state: &str) -> String {
        let merged = self.coalesced.iter().position(|pattern| fits(state, pattern));
        merged.map_or_else(|| state.to_owned(), |at| format!("m{at}"))
    }

    fn can_move(&self, party: usize, from: &str, to: &str) -> bool {
        let changes = (0..self.options)
            .filter(|o| from.as_bytes()[*o] != to.as_bytes()[*o])
            .collect::<Vec<usize>>();
        let allowed = |o: &usize| {
            let up = to.as_bytes()[*o] == b'Y';
            self.owner[*o] == party
                && match self.direction[*o] {
                    "forward" => up,
                    "back" => !up,
                    _ => true,
                }
        };
        let banned = self.forbidden.iter().any(|(left, entered, only)| {
            only.is_none_or(|only| only == party) && fits(from, left) && fits(to, entered)
        });
        !changes.is_empty() && changes.iter().all(allowed) && !banned
    }

    fn score(&self, state: &str) -> i32 {
        let taken = |o: &usize| state.as_bytes()[*o] == b'Y';
        (0..self.options).filter(taken).map(|o| self.weights[o]).sum()
    }
}

#[test]
fn states_moves_and_rankings_follow_the_definitions() {
    let mut numbers = Numbers(20);
    let (mut compared, mut merged, mut listed) = (0, 0, 0);
    for _ in 0..3_000 {
        let model = Model::random(&mut numbers);
        let states = model.states();
        let called: BTreeSet<String> = states.iter().map(|state| model.called(state)).collect();
        let empty = model.coalesced.iter().any(|p| !states.iter().any(|s| fits(s, p)));
        if states.is_empty() || empty {
            continue;
        }
        // The first party by weights where nothing is merged, everyone else by a full list.
        let mut text = model.text(&mut numbers);
        let quoted: Vec<String> = called.iter().map(|name| format!("\"{name}\"")).collect();
        for party in 0..model.parties {
            text.push_str(&format!("[preference.p{party}]\n"));
            if party == 0 && model.coalesced.is_empty() {
                let weights: Vec<String> =
                    (0..model.options).map(|o| format!("o{o} = {}", model.weights[o])).collect();
                text.push_str(&format!("weights = {{ {} }}\n", weights.join(", ")));
            } else {
                text.push_str(&format!("ranking = [{}]\n", quoted.join(", ")));
            }
        }
        let reading = read_scenario(&text);
        assert_eq!(reading.diagnostics, [], "{text}");
        let built = build(&reading.scenario.unwrap());
        assert_eq!(built.diagnostics, [], "{text}");
        let conflict = built.conflict.unwrap();
        let names: BTreeSet<String> =
            (0..conflict.states() as u32).map(|state| conflict.state_name(state)).collect();
        assert_eq!(names, called, "{text}");
        assert_eq!(conflict.states(), called.len());
        let graph = conflict.conflict.graph.listed();
        for party in 0..model.parties {
            let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for from in &states {
                for to in &states {
                    let (a, b) = (model.called(from), model.called(to));
                    if a != b && model.can_move(party, from, to) {
                        expected.entry(a).or_default().insert(b);
                    }
                }
            }
            for state in 0..conflict.states() as u32 {
                let name = conflict.state_name(state);
                let found: BTreeSet<String> =
                    graph.moves(party, state).iter().map(|to| conflict.state_name(*to)).collect();
                assert_eq!(found, expected.remove(&name).unwrap_or_default(), "{name} in {text}");
            }
        }
        let Preference::Ranking(ranking) = &conflict.conflict.preferences[0] else { panic!() };
        if model.coalesced.is_empty() {
            for a in 0..conflict.states() as u32 {
                for b in 0..conflict.states() as u32 {
                    let score = |state| model.score(&conflict.state_name(state));
                    let ranks = ranking.rank[a as usize].cmp(&ranking.rank[b as usize]);
                    assert_eq!(ranks, score(a).cmp(&score(b)), "{text}");
                }
            }
        }
        compared += 1;
        merged += usize::from(!model.coalesced.is_empty());
        listed += usize::from(!conflict.is_option_form());
    }
    assert!(compared > 1_500 && merged > 300 && listed > 800, "{compared} {merged} {listed}");
}
