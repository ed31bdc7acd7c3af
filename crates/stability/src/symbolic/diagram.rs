//! Operations on binary decision diagrams (Bryant 1986) with a bound on their size.

use super::SymbolicError;
use crate::Statement;
use biodivine_lib_bdd::{Bdd, BddNode, BddVariable, BddVariableSet, op_function};
use std::cell::Cell;

/// Steps that one operation may take for each node that its result may have. A step asks for the
/// value of two terminals; about 24 bytes are kept for two of them.
const STEPS_PER_NODE: usize = 32;

/// Diagrams over the same variables, in the order of their numbers.
pub(super) struct Diagrams {
    variables: BddVariableSet,
    /// Most nodes of a diagram.
    limit: usize,
    /// Nodes of the largest diagram met so far.
    largest: Cell<usize>,
}

type Terminal = Option<bool>;

impl Diagrams {
    pub(super) fn new(variables: u16, limit: usize) -> Self {
        let variables = BddVariableSet::new_anonymous(variables);
        Diagrams { variables, limit, largest: Cell::new(0) }
    }

    /// Nodes of the largest diagram met so far.
    pub(super) fn largest(&self) -> usize {
        self.largest.get()
    }

    /// How many variables there are.
    pub(super) fn variables(&self) -> u16 {
        self.variables.num_vars()
    }

    pub(super) fn constant(&self, value: bool) -> Bdd {
        if value { self.variables.mk_true() } else { self.variables.mk_false() }
    }

    pub(super) fn variable(&self, variable: u16) -> Bdd {
        self.variables.mk_var(BddVariable::from_index(usize::from(variable)))
    }

    /// The diagram of a statement, given the variable of each option.
    pub(super) fn statement(
        &self,
        statement: &Statement,
        variable: &[u16],
    ) -> Result<Bdd, SymbolicError> {
        let of = |part: &Statement| self.statement(part, variable);
        match statement {
            Statement::Taken(option) => match variable.get(*option) {
                Some(&variable) => Ok(self.variable(variable)),
                None => Err(SymbolicError::UnknownOption { option: *option }),
            },
            Statement::Constant(value) => Ok(self.constant(*value)),
            Statement::Not(part) => Ok(of(part)?.not()),
            Statement::And(parts) => {
                parts.iter().try_fold(self.constant(true), |all, part| self.and(&all, &of(part)?))
            }
            Statement::Or(parts) => {
                parts.iter().try_fold(self.constant(false), |any, part| self.or(&any, &of(part)?))
            }
            Statement::If(then, condition) => self.or(&of(then)?, &of(condition)?.not()),
            Statement::IfAndOnlyIf(one, other) => self.same(&of(one)?, &of(other)?),
        }
    }

    pub(super) fn and(&self, one: &Bdd, other: &Bdd) -> Result<Bdd, SymbolicError> {
        self.apply(one, other, op_function::and)
    }

    pub(super) fn or(&self, one: &Bdd, other: &Bdd) -> Result<Bdd, SymbolicError> {
        self.apply(one, other, op_function::or)
    }

    pub(super) fn and_not(&self, one: &Bdd, other: &Bdd) -> Result<Bdd, SymbolicError> {
        self.apply(one, other, op_function::and_not)
    }

    pub(super) fn same(&self, one: &Bdd, other: &Bdd) -> Result<Bdd, SymbolicError> {
        self.apply(one, other, op_function::iff)
    }

    fn apply(
        &self,
        one: &Bdd,
        other: &Bdd,
        operation: fn(Terminal, Terminal) -> Terminal,
    ) -> Result<Bdd, SymbolicError> {
        let steps = Cell::new(0);
        let counted = self.counted(&steps, operation);
        // Nothing larger than the limit is built, and where steps run out the rest is `false`.
        let result = Bdd::binary_op_with_limit(self.limit.max(2), one, other, counted);
        self.checked(result, &steps)
    }

    /// `one and other`, with the chosen variables quantified away: for some value of them.
    pub(super) fn and_exists(
        &self,
        one: &Bdd,
        other: &Bdd,
        chosen: &[bool],
    ) -> Result<Bdd, SymbolicError> {
        let steps = Cell::new(0);
        let result = Bdd::binary_op_nested(
            one,
            other,
            |variable| chosen[variable.to_index()],
            self.counted(&steps, op_function::and),
            self.counted(&steps, op_function::or),
        );
        self.checked(Some(result), &steps)
    }

    /// Whether the diagram holds for some value of the chosen variables.
    pub(super) fn exists(&self, diagram: &Bdd, chosen: &[bool]) -> Result<Bdd, SymbolicError> {
        self.and_exists(diagram, &self.constant(true), chosen)
    }

    /// The diagram with the variable fixed; no larger than it was.
    pub(super) fn fixed(&self, diagram: &Bdd, variable: u16, value: bool) -> Bdd {
        diagram.var_restrict(BddVariable::from_index(usize::from(variable)), value)
    }

    fn counted<'a>(
        &'a self,
        steps: &'a Cell<usize>,
        operation: fn(Terminal, Terminal) -> Terminal,
    ) -> impl Fn(Terminal, Terminal) -> Terminal + 'a {
        let most = self.limit.saturating_mul(STEPS_PER_NODE);
        move |one, other| {
            steps.set(steps.get() + 1);
            if steps.get() > most { Some(false) } else { operation(one, other) }
        }
    }

    fn checked(&self, result: Option<Bdd>, steps: &Cell<usize>) -> Result<Bdd, SymbolicError> {
        match result {
            Some(diagram)
                if steps.get() <= self.limit.saturating_mul(STEPS_PER_NODE)
                    && diagram.size() <= self.limit.max(2) =>
            {
                self.largest.set(self.largest.get().max(diagram.size()));
                Ok(diagram)
            }
            _ => Err(SymbolicError::TooLarge { nodes: self.limit }),
        }
    }

    /// The diagram with variables renamed, which must leave their order as it is.
    pub(super) fn renamed(&self, diagram: &Bdd, name: impl Fn(u16) -> u16) -> Bdd {
        renamed(diagram, self.variables.num_vars(), name)
    }
}

/// The diagram over so many variables with those that it depends on renamed, which must leave
/// their order as it is.
pub(super) fn renamed(diagram: &Bdd, variables: u16, name: impl Fn(u16) -> u16) -> Bdd {
    let mut nodes: Vec<BddNode> = diagram.clone().to_nodes();
    for (index, node) in nodes.iter_mut().enumerate() {
        let new = if index < 2 { variables } else { name(node.var.to_index() as u16) };
        node.var = BddVariable::from_index(usize::from(new));
    }
    Bdd::from_nodes(&nodes).expect("renaming keeps the order of variables")
}
