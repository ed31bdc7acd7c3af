//! The evolution tree, unfolded node by node.

use super::{Evolution, Step};

/// A node of the evolution tree: a path from the root. Its children are found when asked for.
///
/// A branch ends where a state comes back that is already on it, and where no party may move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeNode {
    root: u32,
    /// The path from the root, without the root itself.
    pub path: Vec<Step>,
    /// Whether the state was on the path before: the branch ends here.
    pub returns: bool,
}

impl TreeNode {
    pub(super) fn root(state: u32) -> Self {
        TreeNode { root: state, path: Vec::new(), returns: false }
    }

    /// The state at the node.
    pub fn state(&self) -> u32 {
        self.path.last().map_or(self.root, |step| step.to)
    }

    /// The number of moves from the root.
    pub fn depth(&self) -> usize {
        self.path.len()
    }

    pub(super) fn children(&self, evolution: &Evolution) -> Vec<TreeNode> {
        if self.returns {
            return Vec::new();
        }
        let child = |step: Step| {
            let returns = step.to == self.root || self.path.iter().any(|past| past.to == step.to);
            let path = self.path.iter().copied().chain([step]).collect();
            TreeNode { root: self.root, path, returns }
        };
        let last = self.path.last().map(|step| step.mover);
        evolution.steps(self.state(), last).into_iter().map(child).collect()
    }
}

/// The nodes of the evolution tree down to a depth, parents before children, a branch at a time.
///
/// Memory is that of the siblings along one branch, whatever the size of the tree.
///
/// ```
/// use zopa_stability::evolution::Evolution;
/// use zopa_stability::*;
/// let mut graph = ListedGraph::without_moves(3);
/// graph.add_party(&[vec![1], vec![], vec![0]]);
/// graph.add_party(&[vec![], vec![2], vec![]]);
/// let flat = Preference::Ranking(Ranking::new(vec![0; 3]));
/// let conflict = Conflict::new(Graph::Listed(graph), vec![flat.clone(), flat])?;
/// let evolution = Evolution::by_any_moves(&conflict);
/// let states: Vec<u32> = evolution.tree_walk(0, 10).map(|node| node.state()).collect();
/// assert_eq!(states, [0, 1, 2, 0]); // the last is a return to the root
/// # Ok::<(), ConflictError>(())
/// ```
#[derive(Debug)]
pub struct TreeWalk<'e> {
    evolution: &'e Evolution<'e>,
    depth: usize,
    waiting: Vec<TreeNode>,
}

impl<'e> TreeWalk<'e> {
    pub(super) fn new(evolution: &'e Evolution<'e>, from: u32, depth: usize) -> Self {
        TreeWalk { evolution, depth, waiting: vec![TreeNode::root(from)] }
    }
}

impl Iterator for TreeWalk<'_> {
    type Item = TreeNode;

    fn next(&mut self) -> Option<TreeNode> {
        let node = self.waiting.pop()?;
        if node.depth() < self.depth {
            self.waiting.extend(node.children(self.evolution).into_iter().rev());
        }
        Some(node)
    }
}
