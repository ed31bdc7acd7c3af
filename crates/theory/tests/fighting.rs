//! Contests, laws of attrition and walks over forts against definitions and integration.

use proptest::prelude::*;
use zopa_theory::fort_walk::{duration, win_probability};
use zopa_theory::fort_walk_discounted::absorption;
use zopa_theory::{
    contest_with_draw, difference_contest, lanchester_linear, lanchester_mixed,
    lanchester_reinforced, lanchester_square, ratio_contest, stubborn_types, war_of_attrition,
};

/// Runge–Kutta integration of a pair of equations over `t` in `steps` steps.
fn integrate(
    mut state: (f64, f64),
    t: f64,
    steps: u32,
    slope: impl Fn(f64, f64, f64) -> (f64, f64),
) -> (f64, f64) {
    let h = t / f64::from(steps);
    for step in 0..steps {
        let now = h * f64::from(step);
        let (a, b) = state;
        let k1 = slope(now, a, b);
        let k2 = slope(now + h / 2.0, a + h / 2.0 * k1.0, b + h / 2.0 * k1.1);
        let k3 = slope(now + h / 2.0, a + h / 2.0 * k2.0, b + h / 2.0 * k2.1);
        let k4 = slope(now + h, a + h * k3.0, b + h * k3.1);
        state = (
            a + h / 6.0 * (k1.0 + 2.0 * k2.0 + 2.0 * k3.0 + k4.0),
            b + h / 6.0 * (k1.1 + 2.0 * k2.1 + 2.0 * k3.1 + k4.1),
        );
    }
    state
}

/// Win probability, expected length and discounted absorption from the linear recursions of the
/// walk, by elimination (the definition): f(x) = boundary terms + p f(x+1) + q f(x−1).
fn recursion(p: f64, n: usize, factor: f64, source: f64, lost: f64, won: f64) -> Vec<f64> {
    // f(i) = alpha(i) + beta(i) f(i+1)
    let (mut alpha, mut beta) = (vec![lost; n], vec![0.0; n]);
    for i in 1..n {
        let left = factor * (1.0 - p);
        let denominator = 1.0 - left * beta[i - 1];
        alpha[i] = (source + left * alpha[i - 1]) / denominator;
        beta[i] = factor * p / denominator;
    }
    let mut f = vec![won; n + 1];
    for i in (0..n).rev() {
        f[i] = alpha[i] + beta[i] * f[i + 1];
    }
    f
}

proptest! {
    #[test]
    fn fort_walk_solves_its_recursions(
        p in prop_oneof![0.02..0.98_f64, Just(0.5), 0.499_999..0.500_001_f64],
        n in 2..30_usize,
        delta in prop_oneof![0.3..0.999_f64, Just(1.0)],
    ) {
        let size = n as f64;
        let win = recursion(p, n, 1.0, 0.0, 0.0, 1.0);
        let length = recursion(p, n, 1.0, 1.0, 0.0, 0.0);
        let discounted = recursion(p, n, delta, 0.0, 0.0, 1.0);
        let lost = recursion(p, n, delta, 0.0, 1.0, 0.0);
        for x in 0..=n {
            let at = x as f64;
            prop_assert!((win_probability(p, at, size) - win[x]).abs() < 1e-9);
            let scale = 1.0 + length[x];
            prop_assert!((duration(p, at, size) - length[x]).abs() < 1e-8 * scale);
            let (w, l) = absorption(p, at, size, delta);
            prop_assert!((w - discounted[x]).abs() < 1e-9 && (l - lost[x]).abs() < 1e-9);
        }
    }

    /// Also for fractional positions: bounds, symmetry, the limits δ → 1 and p → 1/2.
    #[test]
    fn fort_walk_identities(
        p in 0.0..=1.0_f64,
        n in 0.5..40.0_f64,
        part in 0.0..=1.0_f64,
        delta in 0.0..=1.0_f64,
    ) {
        let x = part * n;
        let (w, l) = absorption(p, x, n, delta);
        prop_assert!((0.0..=1.0).contains(&w) && (0.0..=1.0).contains(&l) && w + l <= 1.0 + 1e-12);
        let (mirror_w, mirror_l) = absorption(1.0 - p, n - x, n, delta);
        prop_assert!((w - mirror_l).abs() < 1e-9 && (l - mirror_w).abs() < 1e-9);
        let (sure_w, sure_l) = absorption(p, x, n, 1.0);
        prop_assert!((sure_w - win_probability(p, x, n)).abs() < 1e-9);
        prop_assert!((sure_w + sure_l - 1.0).abs() < 1e-9);
        prop_assert!(win_probability((p + 0.01).min(1.0), x, n) >= win_probability(p, x, n) - 1e-12);
        let battles = duration(p, x, n);
        prop_assert!(battles >= 0.0 && battles.is_finite());
        for near in [0.5 - 1e-9, 0.5 + 1e-9] {
            prop_assert!((win_probability(near, x, n) - part).abs() < 1e-6);
            prop_assert!((duration(near, x, n) - x * (n - x)).abs() < 1e-6 * (1.0 + n * n));
        }
    }

    /// The series near p = 1/2 meets the closed form.
    #[test]
    fn duration_is_smooth_where_the_formula_changes(x in 1.0..9.0_f64) {
        let (n, edge) = (10.0, 1.0 / (1.0 + libm::exp(-0.1)));
        let below = duration(edge - 1e-10, x, n);
        let above = duration(edge + 1e-10, x, n);
        prop_assert!((below - above).abs() < 1e-7);
    }

    #[test]
    fn lanchester_laws_solve_their_equations(
        a0 in 20.0..200.0_f64,
        b0 in 20.0..200.0_f64,
        a in 0.005..0.03_f64,
        b in 0.005..0.03_f64,
        part in 0.05..0.95_f64,
    ) {
        let end = lanchester_square::duration(a0, b0, a, b).min(100.0);
        let t = part * end;
        let (x, y) = integrate((a0, b0), t, 2_000, |_, m, n| (-b * n, -a * m));
        let (p, q) = lanchester_square::path(a0, b0, a, b, t);
        prop_assert!((x - p).abs() < 1e-6 && (y - q).abs() < 1e-6);

        let (c, d) = (a / 100.0, b / 100.0);
        let (x, y) = integrate((a0, b0), 50.0, 2_000, |_, m, n| (-d * m * n, -c * m * n));
        let (p, q) = lanchester_linear::path(a0, b0, c, d, 50.0);
        prop_assert!((x - p).abs() < 1e-6 && (y - q).abs() < 1e-6);

        let t = part * lanchester_mixed::duration(a0, b0, a, d).min(200.0);
        let (x, y) = integrate((a0, b0), t, 4_000, |_, m, n| (-d * m * n, -a * m));
        let (p, q) = lanchester_mixed::path(a0, b0, a, d, t);
        prop_assert!((x - p).abs() < 1e-5 && (y - q).abs() < 1e-5, "{} {} {} {}", x, p, y, q);
    }

    /// No effort on a grid beats the equilibrium effort.
    #[test]
    fn contest_efforts_are_best_replies(
        v1 in 1.0..20.0_f64,
        v2 in 1.0..20.0_f64,
        m in 0.1..1.0_f64,
        k in 0.1..2.0_f64,
    ) {
        let best = |payoff: &dyn Fn(f64) -> f64, top: f64| {
            (0..=4_000).map(|i| payoff(top * f64::from(i) / 4_000.0)).fold(f64::MIN, f64::max)
        };
        let (x1, x2) = ratio_contest::efforts(v1, v2, m).unwrap();
        let first = |x: f64| v1 * ratio_contest::win_probability(x, x2, m) - x;
        let second = |x: f64| v2 * ratio_contest::win_probability(x, x1, m) - x;
        prop_assert!(first(x1) >= best(&first, v1) - 1e-9);
        prop_assert!(second(x2) >= best(&second, v2) - 1e-9);

        let (x1, x2) = contest_with_draw::efforts(v1, v2);
        let first = |x: f64| v1 * contest_with_draw::win_probability(x, x2) - x;
        let second = |x: f64| v2 * contest_with_draw::win_probability(x, x1) - x;
        prop_assert!(first(x1) >= best(&first, v1) - 1e-9);
        prop_assert!(second(x2) >= best(&second, v2) - 1e-9);

        if let Ok((x1, x2)) = difference_contest::efforts(v1, v2, k) {
            let first = |x: f64| v1 * difference_contest::win_probability(x, x2, k) - x;
            let second = |x: f64| v2 * difference_contest::win_probability(x, x1, k) - x;
            prop_assert!(first(x1) >= best(&first, v1) - 1e-9);
            prop_assert!(second(x2) >= best(&second, v2) - 1e-9);
        }
    }

    /// In the war of attrition waiting a moment longer is worth as much as conceding.
    #[test]
    fn attrition_hazards_leave_the_other_indifferent(
        v1 in 0.5..20.0_f64,
        v2 in 0.5..20.0_f64,
        c1 in 0.1..3.0_f64,
        c2 in 0.1..3.0_f64,
    ) {
        let (h1, h2) = war_of_attrition::hazards(v1, v2, c1, c2);
        prop_assert!((h2 * v1 - c1).abs() < 1e-12 && (h1 * v2 - c2).abs() < 1e-12);
    }

    /// Both reputations reach certainty together, and only one side concedes at once.
    #[test]
    fn stubborn_reputations_end_together(
        l1 in 0.01..1.0_f64,
        l2 in 0.01..1.0_f64,
        z1 in 0.01..0.99_f64,
        z2 in 0.01..0.99_f64,
    ) {
        let t = stubborn_types::horizon(l1, l2, z1, z2);
        let (q1, q2) = (
            stubborn_types::concedes_at_once(l1, z1, t),
            stubborn_types::concedes_at_once(l2, z2, t),
        );
        prop_assert!(q1.min(q2) < 1e-9);
        // (1 − q_i) e^{−λ_i T} of side i is left at T: exactly the stubborn part.
        prop_assert!(((1.0 - q1) * libm::exp(-l1 * t) - z1).abs() < 1e-9);
        prop_assert!(((1.0 - q2) * libm::exp(-l2 * t) - z2).abs() < 1e-9);
    }
}

/// Simulated wars: win share and length within four standard errors.
#[test]
fn fort_walk_agrees_with_simulated_wars() {
    // A 64-bit congruential generator is enough for coin tosses with a fixed seed.
    let mut state = 20_250_215_u64;
    let mut toss = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let (p, start, size, wars) = (0.55, 5_u32, 10_u32, 100_000_u32);
    let (mut won, mut battles, mut squares, mut discounted) = (0.0, 0.0, 0.0, 0.0);
    for _ in 0..wars {
        let (mut x, mut length) = (start, 0.0);
        while x > 0 && x < size {
            x = if toss() < p { x + 1 } else { x - 1 };
            length += 1.0;
        }
        battles += length;
        squares += length * length;
        if x == size {
            won += 1.0;
            discounted += libm::pow(0.95, length);
        }
    }
    let count = f64::from(wars);
    let (share, mean) = (won / count, battles / count);
    let spread = (squares / count - mean * mean).sqrt() / count.sqrt();
    assert!((share - win_probability(p, 5.0, 10.0)).abs() < 4.0 * 0.5 / count.sqrt());
    assert!((mean - duration(p, 5.0, 10.0)).abs() < 4.0 * spread);
    let exact = absorption(p, 5.0, 10.0, 0.95).0;
    assert!((discounted / count - exact).abs() < 4.0 * 0.5 / count.sqrt());
}

#[test]
fn iwo_jima_agrees_with_integration_day_by_day() {
    let mut state = (0.0, 21_500.0);
    for day in 0..28 {
        let arriving = match day {
            0 => 54_000.0,
            2 => 6_000.0,
            5 => 13_000.0,
            _ => 0.0,
        };
        state = integrate(state, 1.0, 200, |_, m, n| (arriving - 0.0544 * n, -0.0106 * m));
    }
    let landings = lanchester_reinforced::IWO_JIMA;
    let (m, n) = lanchester_reinforced::path(0.0, 21_500.0, 0.0544, 0.0106, &landings, 28.0);
    assert!((m - state.0).abs() < 1e-4 && (n - state.1).abs() < 1e-4);
    // The garrison is not negative after its end, and the landing force is then untouched.
    let (late, gone) = lanchester_reinforced::path(0.0, 21_500.0, 0.0544, 0.0106, &landings, 90.0);
    assert!(gone == 0.0 && late > 50_000.0 && late < m);
}

/// Corners at which the formulas divide zero by zero.
#[test]
fn fort_walk_is_finite_in_every_corner() {
    for p in [0.0, 1e-300, 1e-9, 0.5 - 1e-16, 0.5, 0.5 + 1e-16, 1.0 - 1e-16, 1.0] {
        for n in [1e-3, 1.0, 10.0, 1e4] {
            for part in [0.0, 1e-9, 0.5, 1.0 - 1e-9, 1.0] {
                let x = part * n;
                let chance = win_probability(p, x, n);
                assert!((0.0..=1.0).contains(&chance), "{p} {x} {n}: {chance}");
                let battles = duration(p, x, n);
                assert!(battles.is_finite() && battles >= 0.0, "{p} {x} {n}: {battles}");
                for delta in [0.0, 1e-9, 0.5, 1.0 - 1e-12, 1.0] {
                    let (w, l) = absorption(p, x, n, delta);
                    let sane = w >= 0.0 && l >= 0.0 && w + l <= 1.0 + 1e-9;
                    assert!(sane, "{p} {x} {n} {delta}: {w} {l}");
                }
            }
        }
    }
    // Every fort but one is lost for sure against certain defeat, one battle away.
    assert_eq!((win_probability(0.0, 1.0, 2.0), duration(0.0, 1.0, 2.0)), (0.0, 1.0));
    assert_eq!(absorption(1.0, 1.0, 3.0, 0.5), (0.25, 0.0));
}
