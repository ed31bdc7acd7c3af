//! Misperception: the conflict as each party sees it, and the hypergame of all of them.

use super::analysis::Analysis;
use super::part::Part;
use crate::exit::Failure;
use serde_json::{Map, Value, json};
use zopa_report::stability::ResultTable;
use zopa_stability::hypergame::{Reading, solve_hypergame};
use zopa_stability::{Concept, Conflict};

/// The equilibria of each party's own game, and of the hypergame. `conflict` is the one with the
/// true preferences and all moves.
///
/// # Errors
/// Where a game cannot be analysed.
pub fn part(
    analysis: &Analysis<'_>,
    conflict: &Conflict,
    concepts: &[Concept],
) -> Result<Part, Failure> {
    let named = analysis.named;
    let found = solve_hypergame(conflict, &named.views, Reading::OwnGames, concepts)
        .map_err(|error| Failure::wrong(format!("views: {error}")))?;
    let mut table = ResultTable {
        title: "Equilibria as each party sees the conflict".into(),
        note: "The hypergame's equilibria are the states that are stable for each party in the \
               game as that party sees it"
            .into(),
        columns: std::iter::once("concept".to_owned())
            .chain(named.parties.iter().map(|p| format!("as {} sees it", p.name)))
            .chain(["of the hypergame".to_owned()])
            .collect(),
        rows: Vec::new(),
        method: "each party analyses the states it sees with the preferences it believes in".into(),
    };
    let mut data = Map::new();
    for (concept, stable) in concepts.iter().zip(&found) {
        let views: Vec<Vec<u32>> = stable.views.iter().map(|view| view.equilibria()).collect();
        let whole = stable.whole.equilibria();
        let list = |states: &[u32]| match states {
            [] => "none".to_owned(),
            states => super::text::list(named, states),
        };
        let mut row = vec![concept.abbreviation()];
        row.extend(views.iter().map(|states| list(states)));
        row.push(list(&whole));
        table.rows.push(row);
        let by_party: Map<String, Value> = named
            .parties
            .iter()
            .zip(views)
            .map(|(party, states)| (party.id.clone(), states.into()))
            .collect();
        data.insert(
            concept.abbreviation(),
            json!({ "views": by_party, "equilibria": whole,
                    "equilibria_seen_by_all": stable.equilibria_seen_by_all() }),
        );
    }
    Ok(Part {
        key: "views",
        data: Value::Object(data),
        tables: vec![table],
        remarks: vec![
            "In the table of states nobody makes a move to or from a state that it does not see; \
             preferences there are the true ones."
                .into(),
        ],
    })
}
