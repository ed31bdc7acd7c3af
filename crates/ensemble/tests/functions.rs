//! Functions with time or memory, step by step, against values worked out by hand from their
//! definitions; integration methods; noise.

mod scenario_text;

use scenario_text::{answer, column, over_time, replayed, text};

/// Step 1 from 0 to this time.
fn whole_steps(end: usize) -> String {
    format!("{{ start = 0, end = {end}, step = 1, unit = \"month\" }}")
}

/// Step 1/2 from 0 to this time.
fn half_steps(end: usize) -> String {
    format!("{{ start = 0, end = {end}, step = 0.5, unit = \"month\" }}")
}

fn variable(expression: &str) -> String {
    format!("[variable]\ny = \"{expression}\"\n")
}

/// The values of an expression at times 0, 1, …
fn check(expression: &str, expected: &[f64]) {
    check_on(&whole_steps(expected.len() - 1), expression, expected);
}

fn check_on(time: &str, expression: &str, expected: &[f64]) {
    let found = over_time(time, &variable(expression), "y");
    assert_eq!(found.len(), expected.len(), "{expression}");
    for (step, (x, y)) in found.iter().zip(expected).enumerate() {
        assert!(
            (x - y).abs() <= 1e-12 * y.abs().max(1.0),
            "{expression} step {step}: {found:?}, not {expected:?}"
        );
    }
}

#[test]
fn steps_pulses_and_ramps() {
    check("step(5, 2)", &[0.0, 0.0, 5.0, 5.0, 5.0]);
    // Half a step of tolerance: t + h/2 > time.
    check("step(5, 2.4)", &[0.0, 0.0, 5.0, 5.0]);
    check("step(5, 2.5)", &[0.0, 0.0, 0.0, 5.0]);
    check_on(&half_steps(2), "step(5, 1)", &[0.0, 0.0, 5.0, 5.0, 5.0]);
    check("pulse(2, 3)", &[0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
    // A pulse is never narrower than a step.
    check("pulse(2, 0)", &[0.0, 0.0, 1.0, 0.0, 0.0]);
    check_on(&half_steps(2), "pulse(1, 0)", &[0.0, 0.0, 1.0, 0.0, 0.0]);
    check("pulse_xmile(10, 1, 3)", &[0.0, 10.0, 0.0, 0.0, 10.0, 0.0, 0.0, 10.0]);
    check("impulse(10, 1, 3)", &[0.0, 10.0, 0.0, 0.0, 10.0]);
    check("pulse(10, 1, 3)", &[0.0, 10.0, 0.0, 0.0, 10.0]);
    check("pulse_xmile(10, 1, 0)", &[0.0, 10.0, 0.0, 0.0, 0.0]);
    let twenty = [0.0, 0.0, 20.0, 0.0, 0.0, 0.0, 0.0, 0.0, 20.0];
    check_on(&half_steps(4), "pulse_xmile(10, 1, 3)", &twenty);
    check("pulse_train(1, 1, 3, 7)", &[0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    check("pulse_train(1, 2, 3, 5)", &[0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    check("ramp(2, 1, 3)", &[0.0, 0.0, 2.0, 4.0, 4.0, 4.0]);
    check("ramp(2, 1)", &[0.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
    check_on(&half_steps(2), "ramp(2, 0.5)", &[0.0, 0.0, 1.0, 2.0, 3.0]);
}

#[test]
fn smoothing() {
    check("smooth(step(8, 1), 4)", &[0.0, 0.0, 2.0, 3.5, 4.625]);
    check("smooth(step(8, 1), 4, 4)", &[4.0, 3.0, 4.25, 5.1875]);
    check("smooth3(8, 6, 0)", &[0.0, 0.0, 0.0, 1.0, 2.5, 4.0]);
    check("smooth3(8, 6)", &[8.0; 5]);
    check("smooth_n(8, 4, 2, 0)", &[0.0, 0.0, 2.0, 4.0, 5.5]);
    check("smooth_n(time + 3, 4, 2)", &[3.0, 3.0, 3.0, 3.25, 3.75]);
    // A time that changes: the rate is that of the moment.
    check("smooth(8, 4 - 2 * step(1, 1), 0)", &[0.0, 2.0, 5.0, 6.5]);
}

#[test]
fn trends() {
    check("trend(10 + 2 * time, 4)", &[0.0, 0.05, 1.0 / 12.0, 4.625 / 45.5]);
    check("trend(10, 4, 0.25)", &[0.25, 3.75 / 25.0]);
    check("trend(0 * time, 4)", &[0.0, 0.0]);
    check("trend(0 - 10 - 2 * time, 4)", &[0.0, -0.05, -1.0 / 12.0]);
    check("forecast(10 + 2 * time, 4, 3)", &[10.0, 13.8, 14.0 * (1.0 + 3.0 / 12.0)]);
}

#[test]
fn delays() {
    check("delay1(step(8, 1), 4)", &[0.0, 0.0, 2.0, 3.5, 4.625]);
    check("delay1(8, 4, 0)", &[0.0, 2.0, 3.5, 4.625]);
    check("delay1(8, 4)", &[8.0; 4]);
    check("delay3(8, 6, 0)", &[0.0, 0.0, 0.0, 1.0, 2.5, 4.0]);
    check("delay_n(8, 4, 2, 0)", &[0.0, 0.0, 2.0, 4.0, 5.5]);
    // No stage is shorter than a step: two stages of 1 instead of five of 0.4.
    check("delay_n(8, 2, 5, 0)", &[0.0, 0.0, 8.0, 8.0]);
    check("delay_fixed(time, 2, 0 - 1)", &[-1.0, -1.0, 0.0, 1.0, 2.0]);
    check("delay_fixed(time + 10, 2)", &[10.0, 10.0, 10.0, 11.0, 12.0]);
    check("delay_fixed(time, 0, 0 - 1)", &[-1.0, 0.0, 1.0]);
    check("delay_fixed(time, 1.4, 0 - 1)", &[-1.0, 0.0, 1.0]);
    check("delay_fixed(time, 1.5, 0 - 1)", &[-1.0, -1.0, 0.0, 1.0]);
    check_on(&half_steps(2), "delay_fixed(time, 1, 0 - 1)", &[-1.0, -1.0, 0.0, 0.5, 1.0]);
    // The delay is read once, at the start.
    check("delay_fixed(time, 2 + time, 0 - 1)", &[-1.0, -1.0, 0.0, 1.0]);
    // A delay of what was delayed.
    check("delay_fixed(delay_fixed(time, 1, 0 - 1), 1, 0 - 2)", &[-2.0, -1.0, 0.0, 1.0]);
}

#[test]
fn memory() {
    check("previous(time, 0 - 1)", &[-1.0, 0.0, 1.0, 2.0]);
    check("previous(previous(time, 0 - 1), 0 - 2)", &[-2.0, -1.0, 0.0, 1.0]);
    check("previous(y, 1) * 2", &[2.0, 4.0, 8.0, 16.0]);
    check("initial(time + 3)", &[3.0, 3.0, 3.0]);
    check(
        "sample_if_true(time == 2 or time == 4, 10 * time, 0 - 1)",
        &[-1.0, -1.0, 20.0, 20.0, 40.0, 40.0],
    );
    check("sample_if_true(time == 0, time + 7, 0 - 1)", &[7.0, 7.0]);
    check("total(time)", &[0.0, 0.0, 1.0, 3.0, 6.0]);
    check_on(&half_steps(2), "total(time)", &[0.0, 0.0, 0.25, 0.75, 1.5]);
    let tables = "[stock]\ns = { start = \"y\", change = 0 }\n[variable]\ny = \"active_initial(time + 5, 2)\"\n";
    assert_eq!(over_time(&whole_steps(2), tables, "y"), [5.0, 6.0, 7.0]);
    assert_eq!(over_time(&whole_steps(2), tables, "s"), [2.0, 2.0, 2.0]);
}

#[test]
fn lookups() {
    let points = "(1, 10), (3, 30), (4, 0)";
    check(&format!("lookup(time, {points})"), &[10.0, 10.0, 20.0, 30.0, 0.0, 0.0]);
    check(&format!("lookup_extrapolate(time, {points})"), &[0.0, 10.0, 20.0, 30.0, 0.0, -30.0]);
    check(&format!("lookup_forward(time, {points})"), &[10.0, 10.0, 30.0, 30.0, 0.0, 0.0]);
    check(&format!("lookup_backward(time, {points})"), &[10.0, 10.0, 10.0, 30.0, 0.0, 0.0]);
    check("lookup_invert(15 * time, (1, 10), (3, 30), (4, 40))", &[1.0, 1.5, 3.0, 4.0]);
    check("lookup_invert(20 * time, (0, 40), (10, 20))", &[10.0, 10.0, 0.0, 0.0]);
    // A jump: the value at the jump is that of the first point there.
    check("lookup(0.5 * time, (0, 0), (1, 1), (1, 5), (2, 5))", &[0.0, 0.5, 1.0, 5.0, 5.0]);
}

#[test]
fn arithmetic_with_whole_numbers() {
    // Of constants, and of numbers that are known only while running.
    for (expression, expected) in [
        ("modulo(X - 7, 3)", -1.0),
        ("modulo(X + 7, 0 - 3)", 1.0),
        ("mod(X - 7, 3)", 2.0),
        ("mod(X + 7, 0 - 3)", -2.0),
        ("mod(X + 6, 3)", 0.0),
        ("integer(X - 2.7)", -2.0),
        ("int(X - 2.7)", -3.0),
        ("round(X - 2.5)", -3.0),
        ("quantum(X + 17, 5)", 15.0),
        ("quantum(X - 17, 5)", -15.0),
        ("quantum(X + 17, 0)", 17.0),
        ("quantum(X + 17, 0 - 1)", 17.0),
        ("xidz(1, X, 9)", 9.0),
        ("xidz(1, X + 1e-7, 9)", 9.0),
        ("xidz(1, X - 2e-6, 9)", -5e5),
        ("xidz(1, X + 2, 9)", 0.5),
        ("zidz(3, X)", 0.0),
        ("zidz(3, X - 1.5)", -2.0),
        ("sign(X - 3)", -1.0),
        ("clamp(X + 3, 0, 1)", 1.0),
        ("2 ^ 3 ^ 2 + X", 512.0),
        ("0 - 2 ^ 2 + X", -4.0),
    ] {
        check(&expression.replace('X', "0"), &[expected, expected]);
        check(&expression.replace('X', "(0 * time)"), &[expected, expected]);
    }
}

#[test]
fn values_at_a_time() {
    let tables = "[variable]\ny = \"3 * time\"\n[measure]\na = \"y at start\"\nb = \"y at 2\"\nc = \"y at 2.7\"\nd = \"y at end\"\ne = \"y at 3 - y at 1\"\n";
    let answer = answer(&text(&whole_steps(4), tables), 3);
    for (name, expected) in [("a", 0.0), ("b", 6.0), ("c", 6.0), ("d", 12.0), ("e", 6.0)] {
        assert_eq!(answer.measures.get(name).map(|m| m.mean), Some(expected), "{name}");
    }
}

#[test]
fn series() {
    let timed = |how: &str| {
        format!(
            "[series]\nx = {{ points = [[1, 10], [3, 30], [4, 0]], interpolation = \"{how}\" }}\n[variable]\ny = \"x\"\n"
        )
    };
    assert_eq!(
        over_time(&whole_steps(5), &timed("linear"), "y"),
        [10.0, 10.0, 20.0, 30.0, 0.0, 0.0]
    );
    assert_eq!(over_time(&whole_steps(5), &timed("step"), "y"), [10.0, 10.0, 10.0, 30.0, 0.0, 0.0]);
    // Days since the day of time 0.
    let dated = |how: &str| {
        let points = "[[2025-01-03, 10], [2025-01-05, 30]]";
        format!(
            "as_of = 2025-01-01\n[series]\nx = {{ points = {points}, interpolation = \"{how}\" }}\n[variable]\ny = \"x\"\n"
        )
    };
    let days = "{ start = 0, end = 5, step = 1, unit = \"day\" }";
    assert_eq!(over_time(days, &dated("linear"), "y"), [10.0, 10.0, 10.0, 20.0, 30.0, 30.0]);
    assert_eq!(over_time(days, &dated("step"), "y"), [10.0, 10.0, 10.0, 10.0, 30.0, 30.0]);
}

#[test]
fn calendar_units() {
    let quarter = [0.0, 0.0, 0.0, 5.0, 5.0];
    check("step(5, 1 [quarter])", &quarter);
    check("step(5, 0.25 [year])", &quarter);
    check("delay_fixed(time, 1 [quarter], 0 [month] - 1)", &[-1.0, -1.0, -1.0, 0.0, 1.0]);
    check("smooth(8, 4 [month], 0)", &[0.0, 2.0, 3.5]);
    check("smooth(8, 1 [year] / 3, 0)", &[0.0, 2.0, 3.5]);
    let yearly = "[stock]\nx = { start = \"0 [1]\", change = \"12 [1/year]\" }\n";
    assert_eq!(over_time(&whole_steps(3), yearly, "x"), [0.0, 1.0, 2.0, 3.0]);
    let days = "{ start = 0, end = 3, step = 1, unit = \"day\" }";
    let weekly = "[stock]\nx = { start = \"0 [1]\", change = \"7 [1/week]\" }\n";
    assert_eq!(over_time(days, weekly, "x"), [0.0, 1.0, 2.0, 3.0]);
}

#[test]
fn weibull_hazard_is_the_mean_over_the_reported_step() {
    let mean = |s: f64| 0.3 * ((s + 1.0).sqrt() - s.sqrt());
    let expected: Vec<f64> = (0..5).map(|s| mean(f64::from(s))).collect();
    check("weibull_hazard(0.3, 0.5, time)", &expected);
    let substeps = "{ start = 0, end = 4, step = 1, unit = \"month\", substeps = 4 }";
    check_on(substeps, "weibull_hazard(0.3, 0.5, time)", &expected);
    // Without a deal the time since signature is 0.
    check("weibull_hazard(0.3, 0.5)", &[0.3, 0.3]);
}

#[test]
fn bounds_of_stocks() {
    let up = "[stock]\nx = { start = 0, change = 3, maximum = 5 }\n";
    assert_eq!(over_time(&whole_steps(3), up, "x"), [0.0, 3.0, 5.0, 5.0]);
    let down = "[stock]\nx = { start = 5, change = -3, minimum = 0 }\n";
    assert_eq!(over_time(&whole_steps(3), down, "x"), [5.0, 2.0, 0.0, 0.0]);
    for method in ["rk2", "rk4"] {
        let time =
            format!("{{ start = 0, end = 3, step = 1, unit = \"month\", method = \"{method}\" }}");
        assert_eq!(over_time(&time, down, "x"), [5.0, 2.0, 0.0, 0.0], "{method}");
    }
}

const EPIDEMIC: &str = r#"
[stock]
susceptible = { start = 990, change = "-infection" }
infectious = { start = 10, change = "infection - recovery" }
recovered = { start = 0, change = "recovery" }
[variable]
infection = "0.4 * infectious * susceptible / 1000"
recovery = "infectious / 5"
"#;

#[test]
fn an_epidemic_by_euler_is_its_recursion() {
    let h = 0.25;
    let time = format!("{{ start = 0, end = 60, step = {h}, unit = \"day\" }}");
    let replay = replayed(&text(&time, EPIDEMIC), 1, 0);
    let (mut s, mut i, mut r) = (990.0_f64, 10.0_f64, 0.0_f64);
    for step in 0..=240 {
        let found =
            ["susceptible", "infectious", "recovered"].map(|name| column(&replay, name)[step]);
        assert_eq!(found.map(f64::to_bits), [s, i, r].map(f64::to_bits), "step {step}");
        let (infection, recovery) = (0.4 * i * s / 1000.0, i / 5.0);
        assert_eq!(
            column(&replay, "infection")[step].to_bits(),
            infection.to_bits(),
            "step {step}"
        );
        s += h * -infection;
        i += h * (infection - recovery);
        r += h * recovery;
    }
    assert!(r > 600.0, "the epidemic takes its course: {r}");
}

const COSINE_OF_2: f64 = -0.416_146_836_547_142_4;

#[test]
fn orders_of_convergence() {
    let oscillator =
        "[stock]\nx = { start = 1, change = \"v\" }\nv = { start = 0, change = \"-x\" }\n";
    let error = |method: &str, h: f64| {
        let time = format!(
            "{{ start = 0, end = 2, step = {h}, unit = \"month\", method = \"{method}\" }}"
        );
        let x = *over_time(&time, oscillator, "x").last().expect("a value");
        (x - COSINE_OF_2).abs()
    };
    for (method, order) in [("euler", 1), ("rk2", 2), ("rk4", 4)] {
        let ratio = error(method, 1.0 / 32.0) / error(method, 1.0 / 64.0);
        let expected = f64::from(1 << order);
        assert!((ratio / expected - 1.0).abs() < 0.15, "{method}: {ratio}, not {expected}");
    }
}

#[test]
fn runge_kutta_follows_time_within_the_step() {
    // x' = t^3: the classical method is exact (Simpson's rule), Euler is not.
    let cubic = "[stock]\nx = { start = 0, change = \"time ^ 3\" }\n";
    let rk4 = "{ start = 0, end = 3, step = 1, unit = \"month\", method = \"rk4\" }";
    let found = over_time(rk4, cubic, "x");
    for (t, x) in found.iter().enumerate() {
        let exact = (t as f64).powi(4) / 4.0;
        assert!((x - exact).abs() < 1e-12, "{found:?}");
    }
    assert_eq!(over_time(&whole_steps(3), cubic, "x"), [0.0, 0.0, 1.0, 9.0]);
    // Test inputs are held within the step: a step at 1 adds whole steps.
    let pushed = "[stock]\nx = { start = 0, change = \"step(1, 1)\" }\n";
    for (x, y) in over_time(rk4, pushed, "x").iter().zip([0.0, 0.0, 1.0, 2.0]) {
        assert!((x - y).abs() < 1e-12);
    }
}

#[test]
fn substeps_are_a_smaller_step() {
    for method in ["euler", "rk2", "rk4"] {
        let tables = format!(
            "{EPIDEMIC}forced = \"sin(time / (1 [day])) + step(3, 2) + smooth(infection, 3)\"\n"
        );
        let axis = |step: f64, substeps: u32| {
            format!(
                "{{ start = 0, end = 20, step = {step}, unit = \"day\", method = \"{method}\", substeps = {substeps} }}"
            )
        };
        let whole = replayed(&text(&axis(1.0, 4), &tables), 1, 0);
        let fine = replayed(&text(&axis(0.25, 1), &tables), 1, 0);
        for name in ["susceptible", "infectious", "recovered", "infection", "forced"] {
            for (step, x) in column(&whole, name).iter().enumerate() {
                let y = column(&fine, name)[4 * step];
                assert_eq!(x.to_bits(), y.to_bits(), "{method} {name} step {step}: {x} {y}");
            }
        }
    }
}

/// Mean, standard deviation and correlation from step to step.
fn statistics(x: &[f64]) -> (f64, f64, f64) {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let variance = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let lagged = x.windows(2).map(|w| (w[0] - mean) * (w[1] - mean)).sum::<f64>() / n;
    (mean, variance.sqrt(), lagged / variance)
}

/// Tolerances are four standard errors of 20,000 numbers.
#[test]
fn statistics_of_noise() {
    let tables =
        "[variable]\na = \"noise_normal(2)\"\nb = \"noise_ar1(1, 0.8)\"\nc = \"happens(0.3)\"\n";
    let replay = replayed(&text(&whole_steps(19_999), tables), 1, 0);
    let (mean, sd, lag) = statistics(column(&replay, "a"));
    assert!(
        mean.abs() < 0.057 && (sd - 2.0).abs() < 0.04 && lag.abs() < 0.0283,
        "{mean} {sd} {lag}"
    );
    // Standard errors with correlation 0.8: mean 3/sqrt(n), sd sqrt(1.64/0.36/2n), lag 0.6/sqrt(n).
    let (mean, sd, lag) = statistics(column(&replay, "b"));
    assert!(
        mean.abs() < 0.085 && (sd - 1.0).abs() < 0.043 && (lag - 0.8).abs() < 0.017,
        "{mean} {sd} {lag}"
    );
    let (mean, _, lag) = statistics(column(&replay, "c"));
    let p = 1.0 - 0.740_818_220_681_717_9;
    assert!((mean - p).abs() < 0.0124 && lag.abs() < 0.0283, "{mean} {lag}");
    assert!(column(&replay, "c").iter().all(|x| *x == 0.0 || *x == 1.0));
}

#[test]
fn autoregressive_noise_starts_in_its_stationary_distribution() {
    let tables = "[variable]\nr = \"noise_ar1(1, 0.8)\"\nsquare = \"r * r\"\n[measure]\nfirst = \"square at start\"\nlater = \"square at end\"\nmean = \"r at start\"\n";
    let answer = answer(&text(&whole_steps(3), tables), 20_000);
    for name in ["first", "later"] {
        let m = answer.measures.get(name).expect("a measure").mean;
        assert!((m - 1.0).abs() < 0.04, "{name} {m}");
    }
    assert!(answer.measures.get("mean").expect("a measure").mean.abs() < 0.0283);
}

#[test]
fn noise_is_held_within_a_reported_step() {
    let tables = "[stock]\nx = { start = 0, change = \"n + 10 * jump\" }\n[variable]\nn = \"noise_normal(1) + noise_ar1(1, 0.5)\"\njump = \"happens(0.5)\"\n";
    let axis = |method: &str, substeps: u32| {
        format!(
            "{{ start = 0, end = 50, step = 1, unit = \"month\", method = \"{method}\", substeps = {substeps} }}"
        )
    };
    let plain = replayed(&text(&axis("euler", 1), tables), 1, 0);
    for (method, substeps) in [("euler", 4), ("rk2", 1), ("rk4", 1), ("rk4", 4)] {
        let replay = replayed(&text(&axis(method, substeps), tables), 1, 0);
        for name in ["n", "jump"] {
            assert_eq!(column(&replay, name), column(&plain, name), "{method} {substeps}");
        }
        let (x, n, jump) = (column(&replay, "x"), column(&replay, "n"), column(&replay, "jump"));
        for t in 0..50 {
            let expected = n[t] + 10.0 * jump[t];
            assert!((x[t + 1] - x[t] - expected).abs() < 1e-12, "{method} {substeps} step {t}");
        }
    }
}

#[test]
fn random_numbers_do_not_depend_on_what_else_is_random() {
    let before = "[input]\na = \"uniform(0, 1)\"\n[variable]\nn = \"noise_normal(1) + a\"\nr = \"noise_ar1(1, 0.5)\"\n";
    let after = "[input]\nother = \"normal(0, 1)\"\na = \"uniform(0, 1)\"\n[variable]\nfirst = \"noise_normal(1) + happens(other ^ 2)\"\nn = \"noise_normal(1) + a\"\nr = \"noise_ar1(1, 0.5)\"\n";
    for draw in [0, 63, 64, 99] {
        let one = replayed(&text(&whole_steps(10), before), 100, draw);
        let two = replayed(&text(&whole_steps(10), after), 100, draw);
        for name in ["a", "n", "r"] {
            assert_eq!(column(&one, name), column(&two, name), "{name} in draw {draw}");
        }
        assert_ne!(column(&two, "first"), column(&two, "n"));
    }
}

#[test]
fn a_draw_does_not_depend_on_the_number_of_draws() {
    let tables = "[input]\na = \"uniform(0, 1)\"\n[variable]\nn = \"noise_normal(1) + a\"\n";
    let few = replayed(&text(&whole_steps(5), tables), 70, 69);
    let many = replayed(&text(&whole_steps(5), tables), 500, 69);
    assert_eq!(few.columns, many.columns);
}
