//! Whether rankings are what their statements say.

use zopa_exchange::{NamedConflict, StateNames};
use zopa_stability::Preference;
use zopa_stability::prioritising::ranking_from_statements;

/// For each party whether its ranking orders the states as its statements do; `None` where it has
/// no statements.
pub fn follows(named: &NamedConflict) -> Vec<Option<bool>> {
    let StateNames::Options(feasible) = &named.states else {
        return vec![None; named.parties.len()];
    };
    let of_party = |(preference, statements): (&Preference, &Option<Vec<_>>)| {
        let statements = statements.as_ref()?;
        let Preference::Ranking(stated) = preference else { return Some(false) };
        let scored = ranking_from_statements(feasible, statements, &[]);
        let mut states: Vec<usize> = (0..stated.rank.len()).collect();
        states.sort_by_key(|&state| (stated.rank[state], scored.rank[state]));
        Some(states.windows(2).all(|pair| {
            let (a, b) = (pair[0], pair[1]);
            stated.rank[a].cmp(&stated.rank[b]) == scored.rank[a].cmp(&scored.rank[b])
        }))
    };
    named.conflict.preferences.iter().zip(&named.statements).map(of_party).collect()
}
