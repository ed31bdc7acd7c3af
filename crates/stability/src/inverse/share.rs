//! How many strict rankings satisfy a condition.

use super::{Condition, InverseError, Natural};
use biodivine_lib_bdd::{Bdd, BddPointer, BddVariable, BddVariableSet, op_function};

/// Most states that a condition may name for its rankings to be counted.
pub const STATE_LIMIT: usize = 120;
/// Most nodes of the decision diagram of a condition.
pub const NODE_LIMIT: usize = 1 << 18;
/// Most states of a conflict for which rankings are counted in full.
const COUNT_LIMIT: usize = 5000;

/// An exact share of the strict rankings of a party (or of the combinations of rankings of several
/// parties): favourable ones out of all orders of the states that matter.
///
/// With `a` states that matter beside the state itself, and `N_k` sets of `k` of them that satisfy
/// the condition, the share is the sum over `k` of `N_k k! (a - k)! / (a + 1)!`: the chance that
/// exactly a certain set of `k` states stands below the state in a random order. Other states make
/// no difference. Among all `m` states it stands for `sum over good L of |L|! (m - 1 - |L|)!`
/// rankings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    favourable: Natural,
    orders: Natural,
    /// States in the orders counted, the state itself among them; 0 for several parties.
    ordered: usize,
}

impl Share {
    pub(super) fn new(favourable: Natural, orders: Natural, ordered: usize) -> Share {
        Share { favourable, orders, ordered }
    }

    /// All rankings, or none.
    pub fn certain(holds: bool) -> Share {
        Share { favourable: Natural::from(u128::from(holds)), orders: Natural::from(1), ordered: 1 }
    }

    /// Favourable orders of the states that matter.
    pub fn favourable(&self) -> &Natural {
        &self.favourable
    }

    /// All orders of the states that matter.
    pub fn orders(&self) -> &Natural {
        &self.orders
    }

    /// The share as a number in 0..1.
    pub fn as_f64(&self) -> f64 {
        self.favourable.ratio(&self.orders)
    }

    /// The share as a fraction in lowest terms, where both numbers are below 2^128.
    pub fn fraction(&self) -> Option<(u128, u128)> {
        let (favourable, orders) = (self.favourable.as_u128()?, self.orders.as_u128()?);
        let (mut divisor, mut rest) = (orders, favourable);
        while rest > 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Some((favourable / divisor, orders / divisor))
    }

    /// The number of strict rankings of all the states of a conflict; `None` for a share of several
    /// parties' rankings, and for more than 5000 states.
    pub fn count(&self, states: usize) -> Option<Natural> {
        if self.ordered == 0 || states < self.ordered || states > COUNT_LIMIT {
            return None;
        }
        let more = self.ordered as u32 + 1..=states as u32;
        Some(more.fold(self.favourable.clone(), Natural::times))
    }

    /// The share in which both hold, of independent rankings.
    pub fn and(&self, other: &Share) -> Share {
        // A certainty on one side leaves the other a share of one party's rankings.
        let one = Natural::from(1);
        let ordered = match (self.orders == one, other.orders == one) {
            (true, _) => other.ordered,
            (_, true) => self.ordered,
            _ => 0,
        };
        Share {
            favourable: self.favourable.product(&other.favourable),
            orders: self.orders.product(&other.orders),
            ordered,
        }
    }
}

impl Condition {
    /// The share of the party's strict rankings of all states under which the state is stable for
    /// it, exactly, with the preferences of the others as they are.
    ///
    /// By a decision diagram of the condition: at worst exponential in the states named, linear
    /// where each is named once, as under R.
    ///
    /// # Errors
    /// Where the condition names more than [`STATE_LIMIT`] states or its diagram needs more than
    /// [`NODE_LIMIT`] nodes.
    pub fn share(&self) -> Result<Share, InverseError> {
        let states = self.states();
        let named = states.len();
        if named > STATE_LIMIT {
            return Err(InverseError::TooManyStates { states: named, limit: STATE_LIMIT });
        }
        let sets = self.good_sets_by_size()?;
        let mut favourable = Natural::default();
        for (size, &sets) in sets.iter().enumerate() {
            // sets * size! * (named - size)!
            let mut orders = Natural::from(sets);
            for factor in (2..=size as u32).chain(2..=(named - size) as u32) {
                orders = orders.times(factor);
            }
            favourable = favourable.plus(&orders);
        }
        Ok(Share::new(favourable, Natural::factorial(named as u32 + 1), named + 1))
    }

    /// For each size the number of sets of the states named that satisfy the condition.
    fn good_sets_by_size(&self) -> Result<Vec<u128>, InverseError> {
        // Variables in the order in which clauses name states keep related ones together.
        let mut order: Vec<u32> = Vec::new();
        for state in self.clauses.iter().flat_map(|clause| &clause.ways).flatten() {
            if !order.contains(state) {
                order.push(*state);
            }
        }
        let variables = BddVariableSet::new_anonymous(order.len() as u16);
        let variable = |state: &u32| {
            let place = order.iter().position(|named| named == state).unwrap_or(0);
            variables.mk_var(BddVariable::from_index(place))
        };
        let too_many = InverseError::TooManyNodes { limit: NODE_LIMIT };
        let and = |a: &Bdd, b: &Bdd| {
            Bdd::binary_op_with_limit(NODE_LIMIT, a, b, op_function::and).ok_or(too_many)
        };
        let mut all = variables.mk_true();
        for clause in &self.clauses {
            let mut any = variables.mk_false();
            for way in &clause.ways {
                let mut whole = variables.mk_true();
                for state in way {
                    whole = and(&whole, &variable(state))?;
                }
                any = Bdd::binary_op_with_limit(NODE_LIMIT, &any, &whole, op_function::or)
                    .ok_or(too_many)?;
            }
            all = and(&all, &any)?;
        }
        Ok(sets_by_size(&all, order.len()))
    }
}

/// For each size the number of satisfying assignments with so many variables true.
fn sets_by_size(diagram: &Bdd, variables: usize) -> Vec<u128> {
    // The polynomial of a node counts assignments of its own variable and all after it.
    let level = |pointer: BddPointer| match pointer.is_terminal() {
        true => variables,
        false => diagram.var_of(pointer).to_index(),
    };
    let mut counts: Vec<Vec<u128>> = Vec::with_capacity(diagram.size());
    // Children stand before their parents.
    for pointer in diagram.pointers() {
        if pointer.is_terminal() {
            counts.push(vec![u128::from(pointer.is_one())]);
            continue;
        }
        let below =
            |child: BddPointer| free(&counts[child.to_index()], level(child) - level(pointer) - 1);
        let mut sum = below(diagram.low_link_of(pointer));
        let high = below(diagram.high_link_of(pointer));
        sum.resize(variables - level(pointer) + 1, 0);
        for (size, count) in high.into_iter().enumerate() {
            sum[size + 1] += count;
        }
        counts.push(sum);
    }
    let root = diagram.root_pointer();
    let mut sizes = free(&counts[root.to_index()], level(root));
    sizes.resize(variables + 1, 0);
    sizes
}

/// The counts with so many variables more that may be either.
fn free(counts: &[u128], variables: usize) -> Vec<u128> {
    let mut counts = counts.to_vec();
    counts.resize(counts.len() + variables, 0);
    for _ in 0..variables {
        for size in (1..counts.len()).rev() {
            counts[size] += counts[size - 1];
        }
    }
    counts
}
