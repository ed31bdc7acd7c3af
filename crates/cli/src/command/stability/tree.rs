//! The evolution tree from the status quo.

use super::{paths, words};
use crate::exit::Failure;
use serde_json::{Value, json};
use zopa_exchange::NamedConflict;
use zopa_stability::evolution::Evolution;

/// Most nodes shown; the tree grows exponentially.
const NODES: usize = 2_000;

/// The tree of all moves down to a depth, a branch at a time: as indented lines and as data.
///
/// # Errors
/// Where there is no status quo.
pub fn tree(named: &NamedConflict, depth: usize) -> Result<(Vec<String>, Value), Failure> {
    let Some(root) = named.status_quo else {
        return Err(Failure::wrong("--tree needs a status quo").hint("name it with `--from STATE`"));
    };
    let evolution = Evolution::by_any_moves(&named.conflict);
    let mut lines = vec![named.state_name(root)];
    let mut nodes = Vec::new();
    let mut walk = evolution.tree_walk(root, depth).skip(1);
    for node in walk.by_ref().take(NODES) {
        let Some(step) = node.path.last() else { continue };
        let again = if node.returns { ", which comes again" } else { "" };
        let indent = "· ".repeat(node.depth());
        lines.push(format!("{indent}{}{again}", words::step(named, step)));
        nodes.push(json!({
            "depth": node.depth(),
            "party": named.parties[step.mover].id,
            "from": step.from,
            "to": step.to,
            "kind": paths::kind(step.kind),
            "returns": node.returns,
        }));
    }
    let cut = walk.next().is_some();
    if cut {
        lines.push(format!("… cut after {NODES} moves"));
    }
    Ok((lines, json!({ "root": root, "depth": depth, "nodes": nodes, "cut": cut })))
}
