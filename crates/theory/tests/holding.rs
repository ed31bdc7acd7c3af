//! Durability, choice, learning and domestic forms against quadrature, fixed points and enumeration.

use proptest::prelude::*;
use zopa_theory::breakdown_weight::breakdown_weight;
use zopa_theory::complementary_error::{scaled, scaled_times_argument};
use zopa_theory::logit_equilibrium::{Game, principal};
use zopa_theory::logit_response::choice;
use zopa_theory::weibull_spell::{mean_hazard, survival};
use zopa_theory::{
    deterrence_threshold, learning_from_battles, learning_from_refusal, logit_response,
    minimum_guarantee, self_enforcement, veto_players, weariness, win_set,
};

/// Φ = 1 − r ∫ e^{−rt} S(t) dt with t = s², by Simpson's rule.
fn weight_by_quadrature(h: f64, r: f64) -> f64 {
    let top = (40.0 / r).sqrt().min(40.0 / h);
    let cells = 200_000;
    let step = top / f64::from(cells);
    let value = |s: f64| 2.0 * s * r * libm::exp(-r * s * s - h * s);
    let mut sum = value(0.0) + value(top);
    for i in 1..cells {
        sum += value(step * f64::from(i)) * if i % 2 == 1 { 4.0 } else { 2.0 };
    }
    1.0 - sum * step / 3.0
}

#[test]
fn breakdown_weight_agrees_with_quadrature() {
    for h in [0.02, 0.064, 0.3, 0.54, 1.5, 6.0] {
        for r in [0.01, 0.08, 0.12, 0.2, 1.0] {
            let error = breakdown_weight(h, r) - weight_by_quadrature(h, r);
            assert!(error.abs() < 1e-9, "h {h} r {r}: {error}");
        }
    }
    assert_eq!((breakdown_weight(0.0, 0.1), breakdown_weight(0.3, 0.0)), (0.0, 1.0));
}

/// erfcx(z) = 2/√π ∫ exp(−u² − 2 z u) du, by Simpson's rule.
#[test]
fn scaled_error_function_agrees_with_its_integral() {
    for z in [0.0, 0.3, 1.0, 1.9, 1.999, 2.0, 2.1, 3.0, 5.0, 12.0, 30.0] {
        let top = if z > 3.0 { 20.0 / z } else { 7.0 };
        let cells = 20_000;
        let step = top / f64::from(cells);
        let value = |u: f64| libm::exp(-u * u - 2.0 * z * u);
        let mut sum = value(0.0) + value(top);
        for i in 1..cells {
            sum += value(step * f64::from(i)) * if i % 2 == 1 { 4.0 } else { 2.0 };
        }
        let exact = 2.0 / std::f64::consts::PI.sqrt() * sum * step / 3.0;
        assert!((scaled(z) / exact - 1.0).abs() < 1e-12, "z {z}");
    }
    assert!((scaled(2.0 - 1e-15) / scaled(2.0) - 1.0).abs() < 1e-13);
    assert!(scaled(1e200) > 0.0 && scaled(f64::INFINITY) == 0.0);
    assert_eq!(scaled_times_argument(1e200), 1.0);
}

/// Values by arithmetic of 30 digits.
#[test]
fn scaled_error_function_has_its_digits() {
    let table = [
        (0.5, 0.615_690_344_192_925_9),
        (1.0, 0.427_583_576_155_807),
        (1.75, 0.284_972_234_737_436_4),
        (2.0, 0.255_395_676_310_505_75),
        (2.25, 0.231_087_258_730_391_88),
        (3.0, 0.179_001_151_181_389_96),
        (4.5, 0.122_484_804_273_841_42),
        (7.0, 0.079_800_054_329_152_94),
        (10.0, 0.056_140_992_743_822_59),
        (25.0, 0.022_549_572_432_641_36),
        (100.0, 0.005_641_613_782_989_433),
    ];
    for (z, exact) in table {
        let relative: f64 = scaled(z) / exact - 1.0;
        assert!(relative.abs() < 2e-15, "z {z}: {relative}");
    }
}

proptest! {
    #[test]
    fn breakdown_weight_rises_with_hazard(h in 0.0..5.0_f64, r in 0.001..2.0_f64) {
        let phi = breakdown_weight(h, r);
        prop_assert!((0.0..=1.0).contains(&phi));
        prop_assert!(breakdown_weight(h + 0.01, r) > phi && breakdown_weight(h, r + 0.01) <= phi);
    }

    /// The mean hazards of the steps multiply up to the survival function.
    #[test]
    fn mean_hazards_compose(h in 0.0..2.0_f64, k in 0.2..2.0_f64, steps in 1..40_u32) {
        let mut lasts = 1.0;
        for step in 0..steps {
            lasts *= libm::exp(-mean_hazard(h, k, f64::from(step) / 12.0, 1.0 / 12.0) / 12.0);
        }
        prop_assert!((lasts - survival(h, k, f64::from(steps) / 12.0)).abs() < 1e-12);
    }

    /// Each side answers the other's play with its logit response.
    #[test]
    fn logit_equilibrium_is_a_fixed_point(
        row in prop::array::uniform4(-5.0..5.0_f64),
        column in prop::array::uniform4(-5.0..5.0_f64),
        lambda in 0.0..5.0_f64,
    ) {
        let (p, q) = principal(&Game { row, column }, lambda);
        let row_gain = q * (row[0] - row[2]) + (1.0 - q) * (row[1] - row[3]);
        let column_gain = p * (column[0] - column[1]) + (1.0 - p) * (column[2] - column[3]);
        prop_assert!((p - choice(lambda, row_gain)).abs() < 1e-9);
        prop_assert!((q - choice(lambda, column_gain)).abs() < 1e-9);
    }

    #[test]
    fn choices_sum_to_one_and_agree_with_two(lambda in 0.0..20.0_f64, u in -5.0..5.0_f64) {
        let chances = logit_response::choices(lambda, &[u, 0.0]);
        prop_assert!((chances[0] - choice(lambda, u)).abs() < 1e-12);
        prop_assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    /// Below the critical patience the best breach pays, above it does not (payoffs summed by round).
    #[test]
    fn critical_patience_separates_keeping_and_breaching(
        gap in 0.1..3.0_f64,
        worth in 0.1..3.0_f64,
        sanction in 0.0..1.0_f64,
        lag in 1..4_u32,
        shift in -0.05..0.05_f64,
    ) {
        prop_assume!(shift.abs() > 1e-3 && gap > sanction);
        let (ended, keep) = (0.0, worth);
        let breach = keep + gap;
        let critical = self_enforcement::critical_delta(breach, keep, ended, sanction, f64::from(lag));
        let delta = critical + shift;
        prop_assume!((0.01..0.99).contains(&delta));
        let (mut kept, mut broken, mut weight) = (0.0, 0.0, 1.0);
        for round in 0..4_000 {
            kept += weight * keep;
            broken += weight * if round < lag { breach - sanction } else { ended };
            weight *= delta;
        }
        prop_assert_eq!(kept > broken, shift > 0.0);
    }

    #[test]
    fn guarantees_leave_the_attacker_indifferent(
        peace in -1.0..1.0_f64,
        above in 0.0..1.0_f64,
        below in 0.01..1.0_f64,
    ) {
        let (renewed, low) = (peace + above, peace - below);
        let g = minimum_guarantee::minimum(peace, renewed, low);
        prop_assert!(((1.0 - g) * renewed + g * low - peace).abs() < 1e-12);
        prop_assert_eq!(g, deterrence_threshold::threshold(renewed, low, peace));
    }

    /// Bayes' rule applied battle by battle gives the posterior in one step.
    #[test]
    fn battles_update_one_by_one(
        prior in 0.01..0.99_f64,
        strong in 0.05..0.95_f64,
        weak in 0.05..0.95_f64,
        wins in 0..8_u32,
        losses in 0..8_u32,
    ) {
        let mut belief = prior;
        for _ in 0..wins {
            belief = belief * strong / (belief * strong + (1.0 - belief) * weak);
        }
        for _ in 0..losses {
            let (s, w) = (1.0 - strong, 1.0 - weak);
            belief = belief * s / (belief * s + (1.0 - belief) * w);
        }
        let fought = f64::from(wins + losses);
        let direct = learning_from_battles::posterior(prior, strong, weak, f64::from(wins), fought);
        prop_assert!((direct - belief).abs() < 1e-9);
        // A refusal by a type that accepts with a is a battle "won" with 1 − a.
        let refused = learning_from_refusal::posterior(prior, 1.0 - strong, 1.0 - weak);
        let once = learning_from_battles::posterior(prior, strong, weak, 1.0, 1.0);
        prop_assert!((refused - once).abs() < 1e-9);
    }

    /// A point is in the win-set iff everyone is nearer to it than to the status quo.
    #[test]
    fn win_set_is_what_everyone_prefers(
        ideals in prop::collection::vec(0.0..1.0_f64, 1..6),
        status_quo in 0.0..1.0_f64,
        y in -1.0..2.0_f64,
    ) {
        let (low, high) = win_set::unanimity(&ideals, status_quo);
        let all = ideals.iter().all(|i| (y - i).abs() < (status_quo - i).abs());
        prop_assert_eq!(all, y > low && y < high);
    }

    #[test]
    fn all_accept_is_a_product(p in 0.0..=1.0_f64, n in 0..20_u32) {
        let product = (0..n).fold(1.0, |whole, _| whole * p);
        prop_assert!((veto_players::all_accept(p, f64::from(n)) - product).abs() < 1e-12);
    }

    /// The path of the stock against small Euler steps.
    #[test]
    fn adjustment_path_solves_its_equation(level in 0.0..1.0_f64, start in 0.0..1.0_f64) {
        let (rate, steps) = (0.95 / 36.0, 100_000);
        let mut stock = start;
        for _ in 0..steps {
            stock += rate * (level - stock) * 24.0 / f64::from(steps);
        }
        prop_assert!((stock - weariness::path(level, start, rate, 24.0)).abs() < 1e-5);
    }
}
