//! The conflict of a scenario in the listing of `zopa show`: options, states, preferences, views.

use zopa_equations::listing::{Entry, Section, citation};
use zopa_scenario::stability::{
    DeclaredPreference, OptionDirection, PreferenceBase, RankedPlace, StatementPlace,
};
use zopa_scenario::{Scenario, SourceReference, Stability, Text};

/// Its sections; none where the scenario declares no conflict.
pub fn sections(scenario: &Scenario) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut add = |heading: &str, entries: Vec<Entry>| {
        if !entries.is_empty() {
            sections.push(Section { heading: heading.to_owned(), entries });
        }
    };
    add("Options of the conflict", options(scenario));
    if let Some(stability) = &scenario.stability {
        add("States and moves", states(stability));
    }
    add("Preferences over states", scenario.preferences.iter().map(preference).collect());
    let views = scenario.views.iter().map(|view| {
        let mut lines = vec![format!("{} does not see: {}", view.party, list(&view.unseen))];
        lines.extend(
            view.preferences
                .iter()
                .map(|p| format!("takes {}: {}", p.party, base(p).unwrap_or_default())),
        );
        entry(lines, &[], view.note.as_ref())
    });
    add("Misperceptions", views.collect());
    sections
}

fn entry(lines: Vec<String>, sources: &[SourceReference], note: Option<&Text>) -> Entry {
    Entry {
        lines,
        label: None,
        unit: None,
        sources: sources.iter().map(citation).collect(),
        note: note.map(|note| note.text.clone()),
    }
}

fn list(texts: &[Text]) -> String {
    texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn options(scenario: &Scenario) -> Vec<Entry> {
    let one = |option: &zopa_scenario::stability::DeclaredOption| {
        let direction = match option.direction {
            OptionDirection::Both => "",
            OptionDirection::Forward => ", cannot be taken back",
            OptionDirection::Back => ", cannot be taken up again",
        };
        let line = format!("{} ({}): {}{direction}", option.name, option.id, option.party);
        entry(vec![line], &option.sources, option.note.as_ref())
    };
    scenario.options.iter().map(one).collect()
}

fn states(stability: &Stability) -> Vec<Entry> {
    let mut lines = Vec::new();
    let mut line = |what: &str, texts: String| {
        if !texts.is_empty() {
            lines.push(format!("{what}: {texts}"));
        }
    };
    line("status quo", stability.status_quo.as_ref().map_or(String::new(), |s| s.text.clone()));
    line("infeasible", list(&stability.infeasible));
    line("always", list(&stability.always));
    for set in &stability.exclusive {
        line("at most one of", list(&set.names));
    }
    for set in &stability.at_least_one {
        line("at least one of", list(&set.names));
    }
    for ban in &stability.forbidden {
        let who = ban.party.as_ref().map_or(String::new(), |party| format!(" by {party}"));
        line("no move", format!("from {} to {}{who}", ban.from, ban.to));
    }
    for (id, pattern) in &stability.coalesced {
        line("one state", format!("{id} = {pattern}"));
    }
    line("listed states", list(&stability.states));
    vec![entry(lines, &stability.sources, stability.note.as_ref())]
}

fn preference(preference: &DeclaredPreference) -> Entry {
    let mut lines = Vec::new();
    let who = &preference.party;
    lines.push(match base(preference) {
        Some(base) => format!("{who}: {base}"),
        None => match &preference.value {
            Some(value) => format!("{who} wants much of {value}"),
            None => format!("{who}"),
        },
    });
    for (other, attitude) in &preference.attitude {
        lines.push(format!("attitude to {other}: {attitude:?}").to_lowercase());
    }
    entry(lines, &preference.sources, preference.note.as_ref())
}

/// What a preference rests on, on one line.
fn base(preference: &DeclaredPreference) -> Option<String> {
    let (base, _) = preference.base.as_ref()?;
    Some(match base {
        PreferenceBase::Ranking(places) => {
            let mut text = String::new();
            for (i, place) in places.iter().enumerate() {
                match place {
                    RankedPlace::Tie(states, _) => {
                        if i > 0 && !text.ends_with(">> ") {
                            text.push_str(" > ");
                        }
                        let states: Vec<&str> = states.iter().map(|s| s.text.as_str()).collect();
                        text.push_str(&states.join(" ~ "));
                    }
                    RankedPlace::StrongGap(_) => text.push_str(" >> "),
                }
            }
            text
        }
        PreferenceBase::Statements(places) => {
            let words = places.iter().map(|place| match place {
                StatementPlace::Statement(statement) => statement.text.as_str(),
                StatementPlace::StrongGap(_) => ">>",
            });
            words.collect::<Vec<_>>().join("; then ").replace("; then >>; then", " >>")
        }
        PreferenceBase::Weights(weights) => {
            let words = weights.iter().map(|w| format!("{} {}", w.value, w.name));
            words.collect::<Vec<_>>().join(", ")
        }
        PreferenceBase::Pairs { comparisons, .. } => list(comparisons),
    })
}
