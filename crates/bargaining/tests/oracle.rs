//! Fast algorithms against the definitions, on random tables of small whole numbers with many ties.

use proptest::prelude::*;
use std::cmp::Ordering;
use zopa_bargaining::{
    GainTable, Outcomes, Scope, Selector, Solution, pareto, solve, solve_all, solve_on, zone,
};

/// Utilities as whole numbers, so that every comparison of the definitions is exact.
#[derive(Clone, Debug)]
struct Table {
    utilities: Vec<Vec<i64>>,
    disagreement: Vec<i64>,
    weights: Vec<i64>,
}

impl Table {
    fn parties(&self) -> usize {
        self.utilities.len()
    }
    fn packages(&self) -> usize {
        self.utilities[0].len()
    }
    fn gain(&self, party: usize, package: usize) -> i64 {
        self.utilities[party][package] - self.disagreement[party]
    }
    fn zone(&self) -> Vec<usize> {
        (0..self.packages())
            .filter(|&o| (0..self.parties()).all(|i| self.gain(i, o) >= 0))
            .collect()
    }
    fn ideal(&self, party: usize) -> i64 {
        self.zone().iter().map(|&o| self.gain(party, o)).max().unwrap_or(0)
    }
    fn dominates(&self, a: usize, b: usize) -> bool {
        self.utilities.iter().all(|u| u[a] >= u[b]) && self.utilities.iter().any(|u| u[a] > u[b])
    }
    /// Not dominated by any, compared one with all.
    fn efficient(&self, among: &[usize]) -> Vec<usize> {
        let open = |&b: &usize| !among.iter().any(|&a| self.dominates(a, b));
        among.iter().copied().filter(open).collect()
    }
    /// Best by a complete order of packages, then efficient.
    fn best(&self, among: &[usize], order: impl Fn(usize, usize) -> Ordering) -> Vec<usize> {
        let best: Vec<usize> = among
            .iter()
            .copied()
            .filter(|&a| among.iter().all(|&b| order(a, b) != Ordering::Less))
            .collect();
        self.efficient(&best)
    }
    fn leximin(&self, fraction: impl Fn(usize, usize) -> (i64, i64)) -> Vec<usize> {
        let sorted = |o: usize| {
            let mut all: Vec<(i64, i64)> = (0..self.parties()).map(|i| fraction(i, o)).collect();
            all.sort_by(compare);
            all
        };
        self.best(&self.zone(), |a, b| {
            let (a, b) = (sorted(a), sorted(b));
            a.iter()
                .zip(&b)
                .map(|(a, b)| compare(a, b))
                .find(|&o| o != Ordering::Equal)
                .unwrap_or(Ordering::Equal)
        })
    }
    fn relative(&self, party: usize, package: usize) -> (i64, i64) {
        match self.ideal(party) {
            0 => (1, 1),
            ideal => (self.gain(party, package), ideal),
        }
    }
    fn expected(&self, solution: &Solution<'_>) -> Vec<usize> {
        let zone = self.zone();
        let parties = 0..self.parties();
        let active: Vec<usize> = parties.clone().filter(|&i| self.ideal(i) > 0).collect();
        let product = |o: usize, power: &dyn Fn(usize) -> u32| -> i128 {
            active.iter().map(|&i| i128::from(self.gain(i, o)).pow(power(i))).product()
        };
        let nash = |power: &dyn Fn(usize) -> u32| {
            if zone.iter().all(|&o| product(o, power) == 0) {
                return self.leximin(|i, o| self.relative(i, o));
            }
            self.best(&zone, |a, b| product(a, power).cmp(&product(b, power)))
        };
        match solution {
            Solution::Nash => nash(&|_| 1),
            Solution::AsymmetricNash(_) => nash(&|i| self.weights[i] as u32),
            Solution::KalaiSmorodinsky => self.leximin(|i, o| self.relative(i, o)),
            Solution::Egalitarian => self.leximin(|i, o| (self.gain(i, o), 1)),
            Solution::Proportional(_) => self.leximin(|i, o| (self.gain(i, o), self.weights[i])),
            Solution::Utilitarian => {
                let sum = |o: usize| -> i64 { self.utilities.iter().map(|u| u[o]).sum() };
                self.best(&zone, |a, b| sum(a).cmp(&sum(b)))
            }
            Solution::RelativeUtilitarian => {
                let whole: i64 = active.iter().map(|&i| self.ideal(i)).product();
                let sum = |o: usize| -> i64 {
                    active.iter().map(|&i| self.gain(i, o) * (whole / self.ideal(i))).sum()
                };
                self.best(&zone, |a, b| sum(a).cmp(&sum(b)))
            }
            Solution::Maximin => {
                let least = |o: usize| parties.clone().map(|i| self.gain(i, o)).min();
                self.best(&zone, |a, b| least(a).cmp(&least(b)))
            }
        }
    }
    /// Columns `scale_i u_i + shift_i` and the disagreement values moved along.
    fn columns(&self, scale: &[f64], shift: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
        let moved = |i: usize, u: i64| scale[i] * u as f64 + shift[i];
        let columns = (0..self.parties())
            .map(|i| self.utilities[i].iter().map(|&u| moved(i, u)).collect())
            .collect();
        let disagreement = (0..self.parties()).map(|i| moved(i, self.disagreement[i])).collect();
        (columns, disagreement)
    }
}

fn compare(a: &(i64, i64), b: &(i64, i64)) -> Ordering {
    (a.0 * b.1).cmp(&(b.0 * a.1))
}

fn outcomes<'a>(columns: &'a [Vec<f64>], disagreement: &[f64]) -> Outcomes<'a> {
    Outcomes::new(columns.iter().map(Vec::as_slice).collect(), disagreement.to_vec()).unwrap()
}

fn all<'w>(weights: &'w [f64]) -> [Solution<'w>; 8] {
    [
        Solution::Nash,
        Solution::AsymmetricNash(weights),
        Solution::KalaiSmorodinsky,
        Solution::Egalitarian,
        Solution::Utilitarian,
        Solution::RelativeUtilitarian,
        Solution::Maximin,
        Solution::Proportional(weights),
    ]
}

prop_compose! {
    fn table()(parties in 1usize..=6, packages in 1usize..=60, top in 1i64..=9)
        (utilities in prop::collection::vec(prop::collection::vec(0..=top, packages), parties),
         disagreement in prop::collection::vec(0..=(top + 1) / 2, parties),
         weights in prop::collection::vec(1i64..=3, parties)) -> Table {
        Table { utilities, disagreement, weights }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn solutions_follow_their_definitions(table in table()) {
        let (columns, disagreement) = table.columns(&[1.0; 6], &[0.0; 6]);
        let outcomes = outcomes(&columns, &disagreement);
        let weights: Vec<f64> = table.weights.iter().map(|&w| w as f64).collect();
        let feasible = table.zone();
        let gains: Vec<Vec<f64>> = (0..table.parties())
            .map(|i| feasible.iter().map(|&o| table.gain(i, o) as f64).collect())
            .collect();
        let columns_of_gains: Vec<&[f64]> = gains.iter().map(Vec::as_slice).collect();
        let flat = gains.concat();
        let mut selector = Selector::new();
        for solution in all(&weights) {
            let expected = table.expected(&solution);
            let choice = solve(&outcomes, &solution).unwrap();
            prop_assert_eq!(choice.as_ref().map(|c| c.ties.clone()).unwrap_or_default(), expected.clone(), "{:?}", solution);
            prop_assert_eq!(choice.as_ref().map(|c| c.pick), expected.first().copied());
            let pick = solve_on(&columns_of_gains, &solution, &mut selector).unwrap();
            prop_assert_eq!(pick.map(|k| feasible[k]), expected.first().copied(), "{:?}", solution);
            let table = GainTable::new(&flat, table.parties(), feasible.len(), feasible.len());
            prop_assert_eq!(selector.select(&solution, &table).unwrap(), pick);
            if let Some(choice) = choice {
                let efficient = pareto(&outcomes, Scope::Zone).packages();
                prop_assert!(choice.ties.iter().all(|o| efficient.contains(o)));
            }
        }
    }

    #[test]
    fn pareto_set_is_what_nothing_dominates(table in table()) {
        let (columns, disagreement) = table.columns(&[1.0; 6], &[0.0; 6]);
        let outcomes = outcomes(&columns, &disagreement);
        let everything: Vec<usize> = (0..table.packages()).collect();
        for (scope, among) in [(Scope::All, everything), (Scope::Zone, table.zone())] {
            let set = pareto(&outcomes, scope);
            prop_assert_eq!(set.packages(), table.efficient(&among));
            let mut before = None;
            for point in 0..set.points() {
                let group = set.attained_by(point);
                prop_assert!(before < Some(group[0]) && group.is_sorted());
                before = Some(group[0]);
                let vector = outcomes.utilities(group[0]);
                let equal: Vec<usize> =
                    among.iter().copied().filter(|&o| outcomes.utilities(o) == vector).collect();
                prop_assert_eq!(group, &equal[..]);
            }
        }
        // Restricting to the zone before or after gives the same set.
        let after: Vec<usize> =
            pareto(&outcomes, Scope::All).packages().into_iter().filter(|o| table.zone().contains(o)).collect();
        prop_assert_eq!(pareto(&outcomes, Scope::Zone).packages(), after);
    }

    #[test]
    fn zone_and_nearest_miss_follow_their_definitions(table in table()) {
        let (columns, disagreement) = table.columns(&[1.0; 6], &[0.0; 6]);
        let zone = zone(&outcomes(&columns, &disagreement));
        let least = |o: usize| (0..table.parties()).map(|i| table.gain(i, o)).min().unwrap();
        let surplus = (0..table.packages()).map(least).max().unwrap();
        prop_assert_eq!(&zone.feasible, &table.zone());
        prop_assert_eq!(zone.share, table.zone().len() as f64 / table.packages() as f64);
        prop_assert_eq!(zone.best_surplus, surplus as f64);
        prop_assert_eq!(Some(zone.best_package), (0..table.packages()).find(|&o| least(o) == surplus));
        prop_assert_eq!(zone.nearest_miss.shortfall, (-surplus).max(0) as f64);
        prop_assert_eq!(zone.nearest_miss.package, zone.best_package);
        prop_assert_eq!(table.gain(zone.nearest_miss.binding_party, zone.best_package), surplus);
        prop_assert_eq!(zone.is_empty(), surplus < 0);
        let ideal: Vec<f64> = (0..table.parties()).map(|i| (table.ideal(i) + table.disagreement[i]) as f64).collect();
        prop_assert_eq!(zone.ideal, (surplus >= 0).then_some(ideal));
    }

    /// Affine rescaling moves rounding noise into every utility; the selections must stay.
    #[test]
    fn scale_invariant_solutions_ignore_scale_and_origin(
        table in table(),
        scale in prop::collection::vec(0.01f64..100.0, 6),
        shift in prop::collection::vec(-10.0f64..10.0, 6),
    ) {
        let weights: Vec<f64> = table.weights.iter().map(|&w| w as f64).collect();
        let (columns, disagreement) = table.columns(&scale, &shift);
        let moved = outcomes(&columns, &disagreement);
        for solution in [
            Solution::Nash,
            Solution::AsymmetricNash(&weights),
            Solution::KalaiSmorodinsky,
            Solution::RelativeUtilitarian,
        ] {
            let ties = solve(&moved, &solution).unwrap().map(|c| c.ties).unwrap_or_default();
            prop_assert_eq!(ties, table.expected(&solution), "{:?}", solution);
        }
        prop_assert_eq!(pareto(&moved, Scope::Zone).packages(), table.efficient(&table.zone()));
    }

    #[test]
    fn egalitarian_solution_ignores_common_shift_and_scale(
        table in table(), scale in 0.01f64..100.0, shift in -10.0f64..10.0,
    ) {
        let weights: Vec<f64> = table.weights.iter().map(|&w| w as f64).collect();
        let (columns, disagreement) = table.columns(&[scale; 6], &[shift; 6]);
        let moved = outcomes(&columns, &disagreement);
        for solution in [
            Solution::Egalitarian, Solution::Maximin, Solution::Utilitarian, Solution::Proportional(&weights),
        ] {
            let ties = solve(&moved, &solution).unwrap().map(|c| c.ties).unwrap_or_default();
            prop_assert_eq!(ties, table.expected(&solution), "{:?}", solution);
        }
    }

    /// Independence of irrelevant alternatives: dropping what was not chosen changes nothing.
    #[test]
    fn nash_and_egalitarian_ignore_irrelevant_alternatives(table in table(), keep in prop::collection::vec(any::<bool>(), 60)) {
        for solution in [Solution::Nash, Solution::Egalitarian] {
            let chosen = table.expected(&solution);
            let Some(&first) = chosen.first() else { continue };
            // A party that can gain no more is no longer in the product, nor one with a zero product.
            if solution == Solution::Nash && (0..table.parties()).any(|i| table.gain(i, first) == 0) {
                continue;
            }
            let left: Vec<usize> = (0..table.packages()).filter(|o| keep[*o] || *o == first).collect();
            let (columns, disagreement) = table.columns(&[1.0; 6], &[0.0; 6]);
            let smaller: Vec<Vec<f64>> = columns.iter().map(|c| left.iter().map(|&o| c[o]).collect()).collect();
            let choice = solve(&outcomes(&smaller, &disagreement), &solution).unwrap().unwrap();
            let ties: Vec<usize> = choice.ties.iter().map(|&k| left[k]).collect();
            let expected: Vec<usize> = chosen.iter().copied().filter(|o| left.contains(o)).collect();
            prop_assert_eq!(ties, expected);
        }
    }

    /// Products and logarithms order packages alike, also where products underflow.
    #[test]
    fn nash_by_products_is_nash_by_logarithms(
        parties in 1usize..=16, packages in 1usize..=40, power in 0.0f64..30.0,
        raw in prop::collection::vec(0.0f64..1.0, 640),
    ) {
        let gains: Vec<Vec<f64>> = (0..parties)
            .map(|i| (0..packages).map(|k| libm::pow(10.0, -power * raw[i * 40 + k])).collect())
            .collect();
        let columns: Vec<&[f64]> = gains.iter().map(Vec::as_slice).collect();
        let ones = vec![1.0; parties];
        let mut selector = Selector::new();
        let by_products = selector.select(&Solution::Nash, &columns[..]).unwrap();
        let by_logarithms = selector.select(&Solution::AsymmetricNash(&ones), &columns[..]).unwrap();
        prop_assert_eq!(by_products, by_logarithms);
        let score = |k: usize| gains.iter().map(|g| libm::log(g[k])).sum::<f64>();
        let best = (0..packages).map(score).fold(f64::NEG_INFINITY, f64::max);
        prop_assert!(score(by_products.unwrap()) >= best - 1e-8);
    }
}

/// A reproducible stream of numbers in 0..1 (the splitmix generator).
fn stream(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Independent levels, or for no level a pie of 40 slices of which some are lost.
fn large_columns(parties: usize, levels: Option<f64>) -> Vec<Vec<f64>> {
    let mut next = stream(parties as u64);
    let mut columns = vec![Vec::new(); parties];
    for _ in 0..40_000 {
        match levels {
            Some(levels) => columns.iter_mut().for_each(|c| c.push((next() * levels).floor())),
            None => {
                let mut left = 40.0 - (next() * 1.2).floor();
                for (i, column) in columns.iter_mut().enumerate() {
                    let rest = (parties - i) as f64;
                    let share = if rest == 1.0 {
                        left
                    } else {
                        (left * (1.0 - libm::pow(next(), 1.0 / (rest - 1.0)))).floor()
                    };
                    column.push(share);
                    left -= share;
                }
            }
        }
    }
    columns
}

/// Tables above the task size: both first filters, blocks and thread counts.
#[test]
fn large_tables_agree_with_the_definition_for_any_number_of_threads() {
    for parties in 1..=6 {
        for levels in [Some(7.0), Some(1e6), None] {
            let columns = large_columns(parties, levels);
            let outcomes = outcomes(&columns, &vec![levels.unwrap_or(6.0) / 3.0; parties]);
            let run = |threads: usize| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| {
                    let weights = vec![1.0; parties];
                    let choices = solve_all(&outcomes, &all(&weights)).unwrap();
                    (pareto(&outcomes, Scope::All), zone(&outcomes), choices)
                })
            };
            let once = run(1);
            assert_eq!(once, run(2));
            assert_eq!(once, run(5));
            let found = once.0.packages();
            assert!(!found.is_empty());
            let mut frontier: Vec<Vec<f64>> =
                once.0.representatives().iter().map(|&o| outcomes.utilities(o)).collect();
            let dominates = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| a >= b) && a != b;
            // The frontier of the pie is long: there the definition is checked on a part.
            let step = if levels.is_none() { 31 } else { 1 };
            for (k, a) in frontier.iter().enumerate().step_by(step) {
                let others = || frontier[k + 1..].iter();
                assert!(others().all(|b| !dominates(a, b) && !dominates(b, a) && a != b));
            }
            frontier.sort_by(|a, b| b.iter().sum::<f64>().total_cmp(&a.iter().sum::<f64>()));
            for package in (0..outcomes.packages()).step_by(step) {
                let vector = outcomes.utilities(package);
                let efficient = found.binary_search(&package).is_ok();
                assert_eq!(efficient, !frontier.iter().any(|f| dominates(f, &vector)));
            }
        }
    }
}

/// Sixteen parties, products of 1e-320 and twice that: below the smallest normal number.
#[test]
fn nash_product_may_underflow() {
    let gains: Vec<[f64; 3]> = (0..16)
        .map(|i| match i {
            0 => [1.0, 2e-40, 0.0],
            i if i % 2 == 0 => [1.0, 1e-40, 1.0],
            _ => [1e-40, 1.0, 1.0],
        })
        .collect();
    let columns: Vec<&[f64]> = gains.iter().map(|g| &g[..]).collect();
    let mut selector = Selector::new();
    assert_eq!(selector.select(&Solution::Nash, &columns[..]), Ok(Some(1)));
}

/// The third party gains 5e-17 at the first package and 0 at the others, which is noise: counted as
/// a gain it would leave the first package alone with a product above 0.
#[test]
fn gains_of_rounding_noise_decide_nothing() {
    let noise = 0.1 + 0.2;
    assert!(noise > 0.3);
    let columns: [&[f64]; 4] = [
        &[0.1, 0.5, 0.9, 0.0],
        &[0.6, 0.5, 0.1, 0.0],
        &[noise, 0.3, 0.3, 0.0],
        &[0.1, 0.5, 1.0, 0.0],
    ];
    let disagreement = [0.0, 0.0, 0.3, 0.0];
    let outcomes = Outcomes::new(columns.to_vec(), disagreement.to_vec()).unwrap();
    assert_eq!(zone(&outcomes).feasible, [0, 1, 2]);
    assert_eq!(solve(&outcomes, &Solution::Nash).unwrap().unwrap().pick, 1);
    // The selector sees gains alone and has to be told what is noise.
    let gains: Vec<Vec<f64>> = columns
        .iter()
        .zip(disagreement)
        .map(|(c, d)| c[..3].iter().map(|u| u - d).collect())
        .collect();
    let gains: Vec<&[f64]> = gains.iter().map(Vec::as_slice).collect();
    let mut selector = Selector::new();
    assert_eq!(selector.select(&Solution::Nash, &gains[..]), Ok(Some(0)));
    assert_eq!(selector.select_above(&Solution::Nash, &gains[..], &[1e-12; 4]), Ok(Some(1)));
}

#[test]
fn wrong_weights_and_odd_gains_are_errors_or_nothing_and_never_panic() {
    let mut selector = Selector::new();
    let gains: [&[f64]; 2] = [&[1.0, 2.0], &[2.0, 1.0]];
    for weights in [&[1.0][..], &[1.0, 0.0], &[1.0, f64::NAN], &[f64::INFINITY, 1.0]] {
        assert!(selector.select(&Solution::AsymmetricNash(weights), &gains[..]).is_err());
        assert!(selector.select(&Solution::Proportional(weights), &gains[..]).is_err());
    }
    let weights = [1.0, 1.0];
    for solution in all(&weights) {
        let empty: [&[f64]; 2] = [&[], &[]];
        assert_eq!(selector.select(&solution, &empty[..]), Ok(None));
        let odd: [&[f64]; 2] = [&[f64::NAN, f64::INFINITY, -1.0], &[f64::NAN, f64::INFINITY]];
        assert!(selector.select(&solution, &odd[..]).is_ok());
        assert_eq!(selector.select(&solution, &gains[..]), Ok(Some(0)));
        let short = GainTable::new(&[1.0, 2.0, 3.0], 2, 2, 9);
        assert_eq!(selector.select(&solution, &short), Ok(Some(0)));
        let shorter = GainTable::new(&[1.0], 2, usize::MAX, 9);
        assert_eq!(selector.select(&solution, &shorter), Ok(None));
    }
    assert_eq!(selector.select(&Solution::Nash, &[][..]), Ok(None));
}
