//! Bargaining forms against backward induction, best replies on grids, and brute force.

use proptest::prelude::*;
use zopa_theory::frontier::Frontier;
use zopa_theory::{
    alternating_offers, breakdown_risk, early_concession, egalitarian, find, inside_options,
    kalai_smorodinsky, logrolling, majority_bargaining, nash_bargaining, outside_option,
    private_cost_offer,
};

/// Share of side 1 as first proposer with `rounds` rounds to go. In every round the responder can
/// take its exit or the best it gets later; flows are worth `(1 − δ) b` per round.
fn backward_induction(delta: [f64; 2], exit: [f64; 2], inside: [f64; 2], rounds: usize) -> f64 {
    let mut mine = [1.0, 1.0];
    for _ in 0..rounds {
        let demand = |proposer: usize| {
            let other = 1 - proposer;
            let wait = (1.0 - delta[other]) * inside[other] + delta[other] * mine[other];
            1.0 - wait.max(exit[other])
        };
        mine = [demand(0), demand(1)];
    }
    mine[0]
}

proptest! {
    #[test]
    fn alternating_offers_is_the_limit_of_backward_induction(
        d1 in 0.0..0.97_f64,
        d2 in 0.0..0.97_f64,
        w1 in 0.0..0.5_f64,
        w2 in 0.0..0.5_f64,
        b1 in 0.0..0.5_f64,
        b2 in 0.0..0.5_f64,
    ) {
        let delta = [d1, d2];
        let none = [0.0, 0.0];
        let plain = backward_induction(delta, none, none, 2_000);
        prop_assert!((alternating_offers::proposer_share(d1, d2) - plain).abs() < 1e-9);
        let exits = backward_induction(delta, [w1, w2], none, 2_000);
        prop_assert!((outside_option::proposer_share(d1, d2, w1, w2) - exits).abs() < 1e-9);
        let flows = backward_induction(delta, none, [b1, b2], 2_000);
        prop_assert!((inside_options::proposer_share(d1, d2, b1, b2) - flows).abs() < 1e-9);
    }

    #[test]
    fn breakdown_risk_is_the_limit_of_backward_induction(
        risk in 0.03..1.0_f64,
        d1 in 0.0..0.5_f64,
        d2 in 0.0..0.5_f64,
    ) {
        let d = [d1, d2];
        let mut mine = [1.0, 1.0];
        for _ in 0..2_000 {
            mine = [
                1.0 - (risk * d[1] + (1.0 - risk) * mine[1]),
                1.0 - (risk * d[0] + (1.0 - risk) * mine[0]),
            ];
        }
        prop_assert!((breakdown_risk::proposer_share(risk, d1, d2) - mine[0]).abs() < 1e-9);
    }

    /// Solutions on a standard frontier against a grid of 20 000 divisions.
    #[test]
    fn solutions_match_brute_force(
        scale in 0.2..4.0_f64,
        exponent in 0.2..1.0_f64,
        d1 in -0.2..0.4_f64,
        part in -0.2..0.5_f64,
        alpha in 0.1..0.9_f64,
    ) {
        let frontier = Frontier { scale, exponent, d1, d2: part * scale * 0.5 };
        let nash = nash_bargaining::share(&frontier, alpha).unwrap();
        let fair = kalai_smorodinsky::share(&frontier).unwrap();
        let equal = egalitarian::share(&frontier).unwrap();
        let cells = 20_000;
        let gains = |x: f64| (x - frontier.d1, frontier.second(x) - frontier.d2);
        let ideal = (0..=cells).map(|i| f64::from(i) / f64::from(cells)).fold(
            (0.0_f64, 0.0_f64),
            |best, x| {
                let (g1, g2) = gains(x);
                if g1 >= 0.0 && g2 >= 0.0 { (best.0.max(g1), best.1.max(g2)) } else { best }
            },
        );
        let product = |x: f64| {
            let (g1, g2) = gains(x);
            if g1 < 0.0 || g2 < 0.0 {
                -1.0
            } else {
                libm::pow(g1, alpha) * libm::pow(g2, 1.0 - alpha)
            }
        };
        let smallest_gain = |x: f64| gains(x).0.min(gains(x).1);
        let smallest_part = |x: f64| (gains(x).0 / ideal.0).min(gains(x).1 / ideal.1);
        let (mut best_product, mut best_gain, mut best_part) = (-1.0, -1e9, -1e9);
        for i in 0..=cells {
            let x = f64::from(i) / f64::from(cells);
            best_product = product(x).max(best_product);
            best_gain = smallest_gain(x).max(best_gain);
            best_part = smallest_part(x).max(best_part);
        }
        prop_assert!(product(nash) >= best_product - 1e-12);
        prop_assert!(smallest_gain(equal) >= best_gain - 1e-12);
        // The grid misses the ideal point by up to a cell.
        prop_assert!(smallest_part(fair) >= best_part - 2e-2);
        let (g1, g2) = gains(fair);
        let (low, high) = frontier.rational_shares().unwrap();
        let ratios = (g1 / (high - frontier.d1), g2 / (frontier.second(low) - frontier.d2));
        prop_assert!((ratios.0 - ratios.1).abs() < 1e-9);
    }

    /// Trade over two issues against a grid of all divisions.
    #[test]
    fn logrolling_matches_brute_force(
        wa in 0.05..0.95_f64,
        wb in 0.05..0.95_f64,
        d1 in 0.0..0.4_f64,
        d2 in 0.0..0.4_f64,
    ) {
        let (a, b) = logrolling::nash_utilities(wa, wb, d1, d2).unwrap();
        let found = (a - d1) * (b - d2);
        let mut best = 0.0_f64;
        let mut best_rest = 0.0_f64;
        for i in 0..=200 {
            for j in 0..=200 {
                let (x, y) = (f64::from(i) / 200.0, f64::from(j) / 200.0);
                let ua = wa * x + (1.0 - wa) * y;
                let ub = wb * (1.0 - x) + (1.0 - wb) * (1.0 - y);
                if ua >= d1 && ub >= d2 {
                    best = best.max((ua - d1) * (ub - d2));
                }
                if j == 0 {
                    best_rest = best_rest.max(ua * (ub - (1.0 - wb)));
                }
            }
        }
        prop_assert!(found >= best - 1e-12 && found <= best + 1e-2, "{} {}", found, best);
        let (given_a, given_b) = early_concession::utilities(wa, wb, 2, 0.0, 0.0).unwrap();
        let rest = given_a * (given_b - (1.0 - wb));
        prop_assert!((rest - best_rest).abs() < 1e-4);
    }

    /// The best demand beats every other demand.
    #[test]
    fn private_cost_demand_is_best(p in 0.0..1.0_f64, cost in 0.0..0.6_f64, top in 0.01..0.8_f64) {
        let payoff = |x: f64| {
            let war = ((x - p) / top).clamp(0.0, 1.0);
            x * (1.0 - war) + (p - cost) * war
        };
        let (demand, war) = private_cost_offer::best_demand(p, cost, top);
        prop_assert!(demand <= 1.0 && (0.0..=1.0).contains(&war));
        for i in 0..=2_000 {
            prop_assert!(payoff(demand) >= payoff(f64::from(i) / 2_000.0) - 1e-12);
        }
    }

    /// Stationary conditions of majority bargaining: a partner is paid what waiting is worth.
    #[test]
    fn majority_partners_are_indifferent(half in 1..20_u32, delta in 0.0..1.0_f64) {
        let n = f64::from(2 * half + 1);
        let quota = f64::from(half + 1);
        let (proposer, partner) = majority_bargaining::shares(n, quota, delta);
        prop_assert!((proposer + partner * (quota - 1.0) - 1.0).abs() < 1e-12);
        // Before the draw: proposer with 1/n, else partner with (quota − 1)/(n − 1).
        let chosen = (quota - 1.0) / (n - 1.0);
        let before = proposer / n + (n - 1.0) / n * chosen * partner;
        prop_assert!((delta * before - partner).abs() < 1e-12);
        prop_assert!((proposer - (1.0 - delta * (n - 1.0) / (2.0 * n))).abs() < 1e-12);
    }
}

/// The rule for preventive war against the two plans valued round by round.
#[test]
fn preventive_war_compares_the_two_plans() {
    let rule = find("preventive_war").unwrap();
    for (delta, p1, p2, cost) in
        [(0.9, 0.4, 0.5, 0.3), (0.9, 0.4, 0.44, 0.3), (0.6, 0.2, 0.9, 0.5), (0.95, 0.3, 0.31, 0.9)]
    {
        // War now: 1 − p1 of every round's pie, less the cost. Peace: the whole pie now, war next.
        let mut weight = 1.0;
        let (mut now, mut later) = (-cost, 1.0 - delta * cost);
        for round in 0..20_000 {
            now += weight * (1.0 - p1);
            if round > 0 {
                later += weight * (1.0 - p2);
            }
            weight *= delta;
        }
        let values = (rule.evaluate)(&[delta, p1, p2, cost]).unwrap();
        assert!((values[0] - (now - later) * (1.0 - delta)).abs() < 1e-9);
        assert_eq!(values[1], f64::from(u8::from(now > later)));
    }
}

/// Unanimity: the stationary shares make every responder indifferent.
#[test]
fn unanimity_responders_are_indifferent() {
    let topic = find("unanimity").unwrap();
    for (n, delta) in [(2.0, 0.9), (3.0, 0.7), (5.0, 0.99)] {
        let values = (topic.evaluate)(&[n, delta]).unwrap();
        assert!((values[1] + (n - 1.0) * values[2] - 1.0).abs() < 1e-12);
        assert!((values[2] - delta * values[1]).abs() < 1e-12);
        // Rotation: the k-th next proposer gets δ^k times the proposer's share.
        let mut total = 0.0;
        let mut share = values[4];
        let mut left = n;
        while left > 0.0 {
            total += share;
            share *= delta;
            left -= 1.0;
        }
        assert!((total - 1.0).abs() < 1e-12);
        // Random proposer: each responder is paid δ/n.
        assert!((values[5] + (n - 1.0) * delta / n - 1.0).abs() < 1e-12);
    }
}
