//! Generated models: options in blocks, a rank for each party and state.

use super::Located;
use super::fields::{Fields, direction, draft, pattern};
use crate::gmcr::without;
use crate::scenario_text::distinct;
use crate::{Named, NamedConflict, StateNames};
use zopa_scenario::{Code, Diagnostic};
use zopa_stability::{
    Conflict, ConflictOption, Graph, OPTION_LIMIT, OptionForm, Preference, Ranking,
};

/// Reads `{format: "gmcr-bench/1", options: 6, dms: [{name, options: [0, 1]}], infeasible,
/// direction, ranks: [[rank of state 0, …], …]}`; higher ranks are preferred, and every
/// combination of options has one, infeasible ones too.
pub(super) fn read(at: Located, diagnostics: &mut Vec<Diagnostic>) -> Option<NamedConflict> {
    let mut fields = Fields::of(at, diagnostics)?;
    let count = fields.need("options", diagnostics)?;
    let options = match count.whole() {
        Some(options) if options <= 26 => options as usize,
        _ => {
            diagnostics.push(count.wrong_type("options", "a whole number up to 26"));
            return None;
        }
    };
    debug_assert!(options <= OPTION_LIMIT);
    let mut infeasible = Vec::new();
    for one in fields.list("infeasible", diagnostics) {
        infeasible.push(pattern(one, options, diagnostics)?);
    }
    let mut ways = Vec::new();
    for one in fields.list("direction", diagnostics) {
        ways.push(direction(one, diagnostics)?);
    }
    ways.resize(options, zopa_stability::Reversibility::Both);
    let (mut names, mut owners) = (Vec::new(), vec![None; options]);
    let parties = fields.need("dms", diagnostics)?;
    for party in parties.elements().unwrap_or_default() {
        let mut of_party = Fields::of(party, diagnostics)?;
        for one in of_party.list("options", diagnostics) {
            match one.whole().and_then(|option| owners.get_mut(option as usize)) {
                Some(owner @ None) => *owner = Some(names.len()),
                _ => {
                    let message = "an option is named by its number and has one owner";
                    diagnostics.push(Diagnostic::new(Code::UnknownOption, message).at(one.span()));
                    return None;
                }
            }
        }
        names.push(of_party.text("name", diagnostics).unwrap_or_default());
    }
    if owners.iter().any(Option::is_none) {
        let message = "every option belongs to a party";
        diagnostics.push(Diagnostic::new(Code::UnknownOption, message).at(parties.span()));
        return None;
    }
    let feasible = without(&infeasible, options).filter(|feasible| !feasible.is_empty());
    let Some(feasible) = feasible else {
        diagnostics.push(Diagnostic::new(Code::NoState, "no state is feasible").at(at.span()));
        return None;
    };
    let ranks = fields.need("ranks", diagnostics)?;
    let mut preferences = Vec::new();
    for one in ranks.elements().unwrap_or_default() {
        let given: Option<Vec<u32>> = serde_json::from_str(one.raw()).ok();
        let Some(mut rank) = given.filter(|rank| rank.len() == 1 << options) else {
            let message = format!("ranks must be {} whole numbers", 1_u64 << options);
            diagnostics.push(Diagnostic::new(Code::MissingState, message).at(one.span()));
            return None;
        };
        if feasible.len() < rank.len() {
            rank = (0..feasible.len() as u32).map(|s| rank[feasible.number(s) as usize]).collect();
        }
        preferences.push(Preference::Ranking(Ranking::new(rank)));
    }
    let form = OptionForm {
        parties: names.len(),
        options: owners
            .into_iter()
            .flatten()
            .zip(ways)
            .map(|(owner, reversibility)| ConflictOption { owner, reversibility })
            .collect(),
        feasible,
    };
    let states = StateNames::Options(form.feasible.clone());
    let conflict = match Conflict::new(Graph::Options(form.clone()), preferences) {
        Ok(conflict) => conflict,
        Err(error) => {
            let message = error.to_string();
            diagnostics.push(Diagnostic::new(Code::NoPreference, message).at(ranks.span()));
            return None;
        }
    };
    let ids = distinct(names.clone(), '_');
    let parties = ids.into_iter().zip(names).map(|(id, name)| Named { id, name }).collect();
    let mut named = draft(parties, states, conflict);
    named.options =
        (0..options).map(|o| Named { id: format!("o{o}"), name: format!("o{o}") }).collect();
    named.form = Some(form);
    named.infeasible = infeasible;
    Some(named)
}
