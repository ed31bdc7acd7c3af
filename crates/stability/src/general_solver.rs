//! Stability for any relation.

use crate::{Concept, ConflictError, Graph, Judgement, Stable};

/// Being written.
pub fn solve(
    _graph: &Graph,
    _judgement: &impl Judgement,
    _concepts: &[Concept],
) -> Result<Vec<Stable>, ConflictError> {
    Ok(Vec::new())
}
