//! Writing the form `zopa-conflict/1`.

use crate::scenario_text::{groups, pattern_letters};
use crate::{DegreeTable, NamedConflict, StateNames, letters};
use serde_json::{Map, Value, json};
use zopa_stability::attitude::Attitude;
use zopa_stability::{Comparison, FeasibleStates, Graph, Preference, Reversibility, Statement};

/// The text of a conflict in the form that [`super::read`] reads back without loss.
pub fn write(conflict: &NamedConflict) -> String {
    let name = |state: u32| Value::from(conflict.state_name(state));
    let party = |party: usize| conflict.parties[party].id.clone();
    let states = |states: &[u32]| Value::from_iter(states.iter().map(|&state| name(state)));
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("format", json!("zopa-conflict/1"));
    put("title", json!(conflict.title));
    put("summary", json!(conflict.summary));
    put("sources", json!(conflict.sources));
    put(
        "parties",
        conflict.parties.iter().map(|named| json!({"id": named.id, "name": named.name})).collect(),
    );
    if let Some(form) = &conflict.form {
        let options = conflict.options.iter().zip(&form.options).map(|(named, option)| {
            let direction = match option.reversibility {
                Reversibility::Both => "both",
                Reversibility::Forward => "forward",
                Reversibility::Back => "back",
            };
            json!({"id": named.id, "name": named.name, "party": party(option.owner),
                   "direction": direction})
        });
        put("options", options.collect());
        if let FeasibleStates::Listed(numbers) = &form.feasible {
            let options = form.options.len();
            put("combinations", numbers.iter().map(|&n| letters(n, options)).collect());
        }
        let patterns = &conflict.infeasible;
        put(
            "infeasible",
            patterns.iter().map(|p| pattern_letters(*p, form.options.len())).collect(),
        );
    }
    if let StateNames::Listed { ids, labels } = &conflict.states {
        let states = ids.iter().zip(labels).map(|(id, label)| json!({"id": id, "label": label}));
        put("states", states.collect());
    }
    if !conflict.aliases.is_empty() {
        let aliases = conflict.aliases.iter().map(
            |(&state, alias)| json!({"state": name(state), "id": alias.id, "label": alias.label}),
        );
        put("aliases", aliases.collect());
    }
    if let Graph::Listed(graph) = &conflict.conflict.graph {
        let moves = (0..conflict.parties.len()).map(|mover| {
            let lists = (0..graph.states() as u32)
                .filter(|&state| !graph.moves(mover, state).is_empty())
                .map(|state| (conflict.state_name(state), states(graph.moves(mover, state))));
            (party(mover), Value::Object(lists.collect()))
        });
        put("moves", Value::Object(moves.collect()));
    }
    let preferences = conflict.conflict.preferences.iter().enumerate();
    let preferences =
        preferences.map(|(index, preference)| (party(index), base(preference, conflict)));
    put("preferences", Value::Object(preferences.collect()));
    let statements = conflict.statements.iter().enumerate().filter_map(|(index, statements)| {
        let list = statements.as_ref()?.iter().map(|one| statement(one, conflict)).collect();
        Some((party(index), list))
    });
    put("statements", Value::Object(statements.collect()));
    if let Some(rows) = &conflict.attitudes {
        let rows = rows.iter().enumerate().map(|(index, row)| {
            let row = row.iter().enumerate().map(|(other, attitude)| {
                let word = match attitude {
                    Attitude::Positive => "positive",
                    Attitude::Neutral => "neutral",
                    Attitude::Negative => "negative",
                };
                (party(other), json!(word))
            });
            (party(index), Value::Object(row.collect()))
        });
        put("attitudes", Value::Object(rows.collect()));
    }
    for (key, tables) in [("fuzzy", &conflict.fuzzy), ("probabilities", &conflict.probabilities)] {
        if let Some(tables) = tables {
            let tables = tables.iter().enumerate();
            let tables =
                tables.map(|(index, table)| (party(index), degrees(table, conflict.states())));
            put(key, Value::Object(tables.collect()));
        }
    }
    let views = conflict.views.iter().map(|view| {
        let preferences = view.preferences.iter();
        let preferences =
            preferences.map(|(of, preference)| (party(*of), base(preference, conflict)));
        json!({"party": party(view.party), "unseen": states(&view.unseen),
               "preferences": Value::Object(preferences.collect())})
    });
    put("views", views.collect());
    let coalitions = conflict.coalitions.iter();
    put("coalitions", coalitions.map(|c| c.iter().map(|&p| party(p)).collect::<Value>()).collect());
    if let Some(state) = conflict.status_quo {
        put("status_quo", name(state));
    }
    let known = conflict.known.iter().map(|known| {
        let stable = known.stable.iter().map(|(index, list)| (party(*index), states(list)));
        let mut result = json!({"concept": known.concept, "source": known.source,
                                "stable": Value::Object(stable.collect())});
        if let Some(equilibria) = &known.equilibria {
            result["equilibria"] = states(equilibria);
        }
        if let Some(disagrees) = &known.disagrees {
            result["disagrees"] = json!(disagrees);
        }
        result
    });
    put("known", known.collect());

    // One member per line: readable, and lists of states stay short.
    let lines: Vec<String> =
        object.iter().map(|(key, value)| format!(" {}: {}", json!(key), spread(value))).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// A value with each member or element on a line of its own where these are objects or long.
fn spread(value: &Value) -> String {
    let parts: Vec<String> = match value {
        Value::Array(elements) if elements.iter().any(Value::is_object) => {
            elements.iter().map(|element| format!("  {element}")).collect()
        }
        Value::Object(members) => {
            members.iter().map(|(key, value)| format!("  {}: {value}", json!(key))).collect()
        }
        _ => return value.to_string(),
    };
    if parts.is_empty() {
        return value.to_string();
    }
    let (open, close) = if value.is_array() { ('[', ']') } else { ('{', '}') };
    format!("{open}\n{}\n {close}", parts.join(",\n"))
}

fn base(preference: &Preference, conflict: &NamedConflict) -> Value {
    let name = |state: u32| conflict.state_name(state);
    match preference {
        Preference::Ranking(ranking) => {
            let groups = groups(ranking);
            let mut gaps = Vec::new();
            for (position, pair) in groups.windows(2).enumerate() {
                let (above, below) =
                    (ranking.strength_class(pair[0][0]), ranking.strength_class(pair[1][0]));
                gaps.extend((below..above).map(|_| position));
            }
            let groups: Vec<Vec<String>> =
                groups.iter().map(|group| group.iter().map(|&s| name(s)).collect()).collect();
            if gaps.is_empty() {
                json!({"groups": groups})
            } else {
                json!({"groups": groups, "strong_gaps": gaps})
            }
        }
        Preference::Relation(relation) => {
            let states = relation.states() as u32;
            let mut pairs = Vec::new();
            for one in 0..states {
                for other in one + 1..states {
                    let (better, sign, worse) = match relation.compare(one, other) {
                        Comparison::Better(strength) => (one, ">".repeat(strength as usize), other),
                        Comparison::Worse(strength) => (other, ">".repeat(strength as usize), one),
                        Comparison::Equal => (one, "~".to_owned(), other),
                        Comparison::Unknown => continue,
                    };
                    pairs.push([name(better), sign, name(worse)]);
                }
            }
            json!({"pairs": pairs})
        }
    }
}

fn degrees(table: &DegreeTable, states: usize) -> Value {
    let rows: Vec<&[f64]> = table.value.chunks(states.max(1)).collect();
    json!({"threshold": table.threshold, "degrees": rows})
}

fn statement(one: &Statement, conflict: &NamedConflict) -> Value {
    let part = |part: &Statement| statement(part, conflict);
    let parts = |parts: &[Statement]| parts.iter().map(part).collect::<Value>();
    match one {
        Statement::Taken(option) => json!(conflict.options[*option].id),
        Statement::Constant(value) => json!(value),
        Statement::Not(inner) => json!({"not": part(inner)}),
        Statement::And(all) => json!({"and": parts(all)}),
        Statement::Or(any) => json!({"or": parts(any)}),
        Statement::If(then, condition) => json!({"if": [part(then), part(condition)]}),
        Statement::IfAndOnlyIf(one, other) => json!({"iff": [part(one), part(other)]}),
    }
}
