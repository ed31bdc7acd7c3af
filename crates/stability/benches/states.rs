//! Time for all five basic concepts and all parties, by number of states: the fast method beside
//! the definitions and beside listed moves.

#[path = "../tests/definitions/mod.rs"]
mod definitions;
#[path = "../tests/random_conflicts/mod.rs"]
mod random_conflicts;

use divan::Bencher;
use random_conflicts::{SplitMix64, synthetic, trade_talks};
use zopa_stability::rank_solver::{Representation, solve, solve_as};
use zopa_stability::{
    Concept, Conflict, ConflictOption, FeasibleStates, Graph, OptionForm, Preference, Ranking,
    Reversibility, Stable,
};

fn main() {
    divan::main();
}

fn run(bencher: Bencher<'_, '_>, conflict: &Conflict, representation: Representation) {
    bencher.bench(|| solve_as(conflict, &Concept::BASIC, representation));
}

/// The baseline: straight from the definitions, three parties.
#[divan::bench(args = [4, 6, 8, 9])]
fn definitions_by_options(bencher: Bencher<'_, '_>, options: usize) {
    let conflict = synthetic(options, 3, 1, 0);
    bencher.bench(|| definitions::solve(&conflict, &Concept::BASIC));
}

/// Moves listed, three parties.
#[divan::bench(args = [4, 6, 8, 9, 12, 14])]
fn listed_by_options(bencher: Bencher<'_, '_>, options: usize) {
    run(bencher, &synthetic(options, 3, 1, 0), Representation::Listed);
}

/// Arrays over combinations of options, three parties.
#[divan::bench(args = [4, 6, 8, 9, 12, 14, 16, 18, 20], max_time = 4)]
fn dense_by_options(bencher: Bencher<'_, '_>, options: usize) {
    run(bencher, &synthetic(options, 3, 1, 0), Representation::Dense);
}

/// States sorted into classes, three parties.
#[divan::bench(args = [4, 6, 8, 9, 12, 14, 16], max_time = 4)]
fn sparse_by_options(bencher: Bencher<'_, '_>, options: usize) {
    run(bencher, &synthetic(options, 3, 1, 0), Representation::Sparse);
}

/// One concept at a time, 20 options, three parties.
#[divan::bench(args = Concept::BASIC, max_time = 4)]
fn dense_by_concept(bencher: Bencher<'_, '_>, concept: &Concept) {
    let conflict = synthetic(20, 3, 1, 0);
    bencher.bench(|| solve(&conflict, std::slice::from_ref(concept)));
}

/// A conflict of textbook size: five options of two parties, twelve states, one option one-way.
#[divan::bench]
fn twelve_states(bencher: Bencher<'_, '_>) {
    let option = |owner| ConflictOption { owner, reversibility: Reversibility::Both };
    let mut options = [0, 0, 1, 1, 1].map(option).to_vec();
    options[4].reversibility = Reversibility::Forward;
    let states = (0..32_u64).filter(|state| state & 3 != 3 && state & 4 == 0);
    let form =
        OptionForm { parties: 2, options, feasible: FeasibleStates::Listed(states.collect()) };
    let mut random = SplitMix64(12);
    let ranking = |_| Preference::Ranking(Ranking::new(random.permutation(12)));
    let preferences = (0..2).map(ranking).collect();
    let conflict = Conflict::new(Graph::Options(form), preferences).expect("parts that fit");
    bencher.bench(|| -> Vec<Stable> { solve(&conflict, &Concept::BASIC) });
}

/// Six parties, 20 options, 138,240 feasible states, in both representations.
#[divan::bench(args = [Representation::Dense, Representation::Sparse], max_time = 4)]
fn six_party_trade_talks(bencher: Bencher<'_, '_>, representation: &Representation) {
    run(bencher, &trade_talks(1), *representation);
}

/// 18 options of three parties, of which the first so many are those of one party, all one-way.
#[divan::bench(args = [6, 12], max_time = 4)]
fn one_way_options(bencher: Bencher<'_, '_>, one_way: usize) {
    let conflict = synthetic(18, 3, 1, 0);
    let Graph::Options(mut form) = conflict.graph else { return };
    for (option, described) in form.options.iter_mut().enumerate() {
        if option < one_way {
            *described = ConflictOption { owner: 0, reversibility: Reversibility::Forward };
        } else {
            described.owner = 1 + option % 2;
        }
    }
    let conflict = Conflict::new(Graph::Options(form), conflict.preferences).expect("the same");
    run(bencher, &conflict, Representation::Dense);
}

/// 100,000 states among 40 options of four parties.
#[divan::bench(max_time = 4)]
fn few_states_among_many(bencher: Bencher<'_, '_>) {
    let mut random = SplitMix64(40);
    let mut states: Vec<u64> = (0..100_000)
        .map(|_| (0..8).fold(0, |state, _| state | 1_u64 << random.below(40)))
        .collect();
    states.extend(0..1 << 14);
    states.sort_unstable();
    states.dedup();
    let preferences = (0..4)
        .map(|_| Preference::Ranking(Ranking::new(random.permutation(states.len()))))
        .collect();
    let option =
        |option: usize| ConflictOption { owner: option / 10, reversibility: Reversibility::Both };
    let form = OptionForm {
        parties: 4,
        options: (0..40).map(option).collect(),
        feasible: FeasibleStates::Listed(states),
    };
    let conflict = Conflict::new(Graph::Options(form), preferences).expect("parts that fit");
    run(bencher, &conflict, Representation::Sparse);
}
