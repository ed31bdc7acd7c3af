//! Distributions: definitions, moments, independent implementations, published values, extremes.

#![allow(clippy::excessive_precision, reason = "published digits")]

use proptest::prelude::*;
use statrs::distribution::{ContinuousCDF, DiscreteCDF};
use zopa_sampling::incomplete_beta::{incomplete_beta, inverse_incomplete_beta};
use zopa_sampling::incomplete_gamma::{incomplete_gamma, inverse_incomplete_gamma};
use zopa_sampling::{Distribution, DistributionError, FAMILIES};

/// A distribution function of another implementation.
type Function = Box<dyn Fn(f64) -> f64>;

fn named(name: &str, parameters: &[f64]) -> Distribution {
    Distribution::from_name(name, parameters).unwrap()
}

fn continuous_examples() -> Vec<Distribution> {
    vec![
        named("uniform", &[-3.0, 8.0]),
        named("triangular", &[28.0, 33.0, 40.0]),
        named("triangular", &[0.0, 0.0, 2.0]),
        named("triangular", &[0.0, 2.0, 2.0]),
        named("pert", &[0.0, 1.0, 4.0]),
        named("pert", &[-5.0, 5.0, 5.0]),
        named("normal", &[12.5, 4.6]),
        named("truncated_normal", &[1.0, 2.0, 0.0, 3.0]),
        named("truncated_normal", &[0.0, 1.0, 3.0, 4.0]),
        named("truncated_normal", &[0.0, 1.0, -30.0, -29.0]),
        named("truncated_normal", &[10.0, 1.0, 10.2, 10.5]),
        named("truncated_normal", &[0.0, 1.0, 2.0, f64::INFINITY]),
        named("lognormal", &[10.0, 0.42]),
        named("lognormal", &[3.0, 1.2]),
        named("beta", &[2.0, 5.0]),
        named("beta", &[0.5, 0.7]),
        named("beta", &[120.0, 3.0]),
        named("gamma", &[0.4, 2.0]),
        named("gamma", &[2.0, 3.0]),
        named("gamma", &[300.0, 0.1]),
        named("gamma", &[2e5, 0.01]),
        named("plus_minus", &[-2.0, 0.5]),
        named("interval", &[5.0, 20.0]),
    ]
}

fn discrete_examples() -> Vec<Distribution> {
    vec![
        Distribution::new_constant(4.5).unwrap(),
        named("poisson", &[0.3]),
        named("poisson", &[9.9]),
        named("poisson", &[10.1]),
        named("poisson", &[350.0]),
        named("poisson", &[12_345.0]),
        named("bernoulli", &[0.3]),
        named("discrete_uniform", &[-2.0, 9.0]),
        named("choice", &[3.0, 1.0, -1.0, 2.0, 7.5, 0.5, 3.0, 1.5, 9.0, 0.0]),
    ]
}

/// Integral over (0, 1) of g(quantile(u)), after u = 1 / (1 + exp(-2 s)), s = sinh t:
/// the trapezium rule then converges exponentially.
fn expectation(distribution: &Distribution, g: impl Fn(f64) -> f64) -> f64 {
    const STEP: f64 = 1.0 / 256.0;
    (-910..=910)
        .map(|k| {
            let t = f64::from(k) * STEP;
            let s = libm::sinh(t);
            let u = 1.0 / (1.0 + libm::exp(-2.0 * s));
            let weight = 2.0 * libm::cosh(t) * u * (1.0 - u);
            if weight == 0.0 { 0.0 } else { weight * g(distribution.quantile(u)) }
        })
        .sum::<f64>()
        * STEP
}

#[test]
fn continuous_moments_are_those_of_the_quantile_function() {
    for d in continuous_examples() {
        let mean = expectation(&d, |x| x);
        let variance = expectation(&d, |x| (x - d.mean()) * (x - d.mean()));
        let sd = variance.sqrt();
        assert!((mean - d.mean()).abs() < 1e-7 * sd, "{d}: mean {mean}, stated {}", d.mean());
        assert!((variance / d.variance() - 1.0).abs() < 1e-6, "{d}: {variance} {}", d.variance());
    }
}

/// The points of a discrete law and their probabilities, found through its two functions.
fn atoms(d: &Distribution) -> Vec<(f64, f64)> {
    let mut reached = 0.0;
    let mut atoms = Vec::new();
    while reached < 1.0 - 1e-13 {
        let x = d.quantile(reached + 1e-14);
        let next = d.distribution_function(x);
        assert!(next > reached, "{d} at {x}");
        atoms.push((x, next - reached));
        reached = next;
    }
    atoms
}

#[test]
fn discrete_moments_are_those_of_the_atoms() {
    for d in discrete_examples() {
        assert!(d.is_discrete());
        let atoms = atoms(&d);
        let mean: f64 = atoms.iter().map(|(x, p)| x * p).sum();
        let variance: f64 = atoms.iter().map(|(x, p)| (x - mean) * (x - mean) * p).sum();
        assert!((mean - d.mean()).abs() < 1e-9 * (1.0 + mean.abs()), "{d}: {mean}");
        assert!((variance - d.variance()).abs() < 1e-8 * (1.0 + variance), "{d}: {variance}");
    }
}

/// Distribution functions against statrs 0.19, which computes them in its own way.
#[test]
fn distribution_functions_match_an_independent_implementation() {
    use statrs::distribution as other;
    let pairs: Vec<(Distribution, Function)> = vec![
        (named("uniform", &[-3.0, 8.0]), {
            let law = other::Uniform::new(-3.0, 8.0).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("triangular", &[28.0, 33.0, 40.0]), {
            let law = other::Triangular::new(28.0, 40.0, 33.0).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("pert", &[0.0, 1.0, 4.0]), {
            let law = other::Beta::new(2.0, 4.0).unwrap();
            Box::new(move |x| law.cdf(x / 4.0))
        }),
        (named("normal", &[12.5, 4.6]), {
            let law = other::Normal::new(12.5, 4.6).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("lognormal", &[10.0, 0.42]), {
            let law = other::LogNormal::new(libm::log(10.0), 0.42).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("beta", &[0.5, 0.7]), {
            let law = other::Beta::new(0.5, 0.7).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("beta", &[120.0, 3.0]), {
            let law = other::Beta::new(120.0, 3.0).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("gamma", &[0.4, 2.0]), {
            let law = other::Gamma::new(0.4, 0.5).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("gamma", &[300.0, 0.1]), {
            let law = other::Gamma::new(300.0, 10.0).unwrap();
            Box::new(move |x| law.cdf(x))
        }),
        (named("poisson", &[9.9]), {
            let law = other::Poisson::new(9.9).unwrap();
            Box::new(move |x| law.cdf(x as u64))
        }),
        (named("poisson", &[350.0]), {
            let law = other::Poisson::new(350.0).unwrap();
            Box::new(move |x| law.cdf(x as u64))
        }),
        (named("bernoulli", &[0.3]), {
            let law = other::Bernoulli::new(0.3).unwrap();
            Box::new(move |x| law.cdf(x as u64))
        }),
        (named("discrete_uniform", &[-2.0, 9.0]), {
            let law = other::DiscreteUniform::new(-2, 9).unwrap();
            Box::new(move |x| law.cdf(x as i64))
        }),
    ];
    for (d, cdf) in &pairs {
        for k in 1..200 {
            let x = d.quantile(f64::from(k) / 200.0);
            let (ours, theirs) = (d.distribution_function(x), cdf(x));
            assert!((ours - theirs).abs() < 1e-10, "{d} at {x}: {ours} {theirs}");
        }
    }
}

/// Values computed with 40 digits (mpmath 1.3) by the series and continued fractions.
#[test]
fn incomplete_functions_match_forty_digit_values() {
    let gamma = [
        (1e4, 1e4, 0.5013298083399552),
        (1e4, 1.03e4, 0.99852950510361432),
        (2e4, 1.98e4, 0.078300495012177348),
        (1e6, 1.001e6, 0.84134478636834029),
        (9999.0, 10050.0, 0.69584700356817335),
    ];
    for (a, x, lower) in gamma {
        let value: f64 = incomplete_gamma(a, x).0;
        assert!((value - lower).abs() < 1e-12, "P({a}, {x}) = {value}");
    }
    let beta = [
        (1e6, 2e6, 0.3335, 0.72988243250368331),
        (5e6, 5e6, 0.49985, 0.17139085617728965),
        (1e5, 2e5, 0.334, 0.78076181383213304),
        (0.01, 0.02, 1e-30, 0.33423240901642545),
        (200.0, 5.0, 0.96, 0.086410114247588737),
        (2.0, 2000.0, 0.001, 0.59440022380750096),
        (0.5, 600.0, 0.002, 0.87877348298090798),
        (20.0, 20_000.0, 0.0012, 0.82107785331394979),
        (1000.0, 1_001_000.0, 0.001, 0.52939879273246775),
    ];
    for (a, b, x, lower) in beta {
        let value: f64 = incomplete_beta(a, b, x).0;
        assert!((value - lower).abs() < 2e-12, "I_{x}({a}, {b}) = {value}");
    }
}

/// Quantiles computed with scipy 1.17.1 (`gammaincinv`, `betaincinv`, `truncnorm`, `poisson`).
#[test]
fn quantiles_match_reference_values() {
    let gamma = [
        (0.01, 0.5, 4.465535018910562e-31),
        (0.5, 0.1, 0.00789538704671561),
        (3.5, 0.999, 12.160943173928427),
        (250.0, 0.2, 236.60492653583634),
        (2e4, 0.7, 20073.91907184894),
        (1e8, 0.01, 99976737.99190132),
    ];
    for (a, u, x) in gamma {
        let value: f64 = inverse_incomplete_gamma(a, u);
        assert!((value / x - 1.0).abs() < 2e-12, "gamma {a} {u}: {value}");
    }
    let beta = [
        (0.01, 0.02, 0.3, 2.0289416312649547e-35),
        (0.5, 0.5, 0.1, 0.024471741852423214),
        (2.0, 3.0, 0.999, 0.9359618608971666),
        (200.0, 5.0, 0.2, 0.9672735859313454),
        (3e4, 7e4, 0.7, 0.3007589621628421),
        (2e6, 3e6, 0.01, 0.3994903816555482),
    ];
    for (a, b, u, x) in beta {
        let value: f64 = inverse_incomplete_beta(a, b, u);
        assert!((value / x - 1.0).abs() < 2e-12, "beta {a} {b} {u}: {value}");
    }
    let truncated = [
        (-1.0, 2.0, -0.2424038178892269),
        (3.0, 4.0, 3.104057856764677),
        (8.0, 9.0, 8.043792130390242),
        (-30.0, -29.0, -29.04143757850216),
        (0.2, 0.5, 0.28693912773476843),
    ];
    for (low, high, x) in truncated {
        let value = named("truncated_normal", &[0.0, 1.0, low, high]).quantile(0.3);
        assert!((value / x - 1.0).abs() < 1e-12, "truncated {low} {high}: {value}");
    }
    let poisson = [
        (0.5, 0.9, 1.0),
        (9.9, 0.999, 21.0),
        (10.1, 0.001, 2.0),
        (1000.0, 0.25, 979.0),
        (1e6, 0.75, 1_000_674.0),
        (1e10, 0.01, 9_999_767_366.0),
    ];
    for (mean, u, count) in poisson {
        assert_eq!(named("poisson", &[mean]).quantile(u), count);
    }
}

/// Moments of truncated normal laws by quadrature with 40 digits (mpmath 1.3).
#[test]
fn truncated_normal_moments_match_forty_digit_values() {
    let values = [
        (-1.0, 2.0, 0.22963717909132897, 0.51976253921153394),
        (3.0, 4.0, 3.2604542855900212, 0.049277793777393127),
        (8.0, 9.0, 8.1211889929797971, 0.014148542782748111),
        (-30.0, -29.0, -29.034401237736177, 0.0011806604886186853),
        (0.2, 0.5, 0.34738334464831923, 0.0074734268700295691),
        (36.5, 40.0, 36.527356284475012, 0.00074725036176906289),
    ];
    for (low, high, mean, variance) in values {
        let d = named("truncated_normal", &[0.0, 1.0, low, high]);
        assert!((d.mean() / mean - 1.0f64).abs() < 1e-12, "{d}: {}", d.mean());
        assert!((d.variance() / variance - 1.0f64).abs() < 1e-10, "{d}: {}", d.variance());
    }
}

/// Intervals as other tools read them: lognormal and normal laws from the 5th and 95th percentile
/// (values computed with scipy 1.17.1).
#[test]
fn intervals_match_reference_fits() {
    let lognormal = [
        (5.0, 20.0, 0.42140356394179934, 9.999999999999998, 10.928516600812456, 4.817539411059713),
        (1.0, 100.0, 1.3998723383439264, 10.0, 26.639800977355474, 65.77814058734103),
        (
            0.001,
            0.01,
            0.6999361691719632,
            0.00316227766016838,
            0.00404001282694573,
            0.0032121795303920193,
        ),
    ];
    for (low, high, sigma, median, mean, sd) in lognormal {
        let d = named("interval", &[low, high]);
        assert_eq!(d.family(), "lognormal");
        let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        assert!(close(d.parameters()[0], median) && close(d.parameters()[1], sigma));
        assert!(close(d.mean(), mean) && close(d.variance().sqrt(), sd));
        assert!(close(d.quantile(0.05), low) && close(d.quantile(0.95), high));
    }
    let d = named("interval", &[-5.0, 20.0]);
    assert_eq!(d.family(), "normal");
    assert!((d.mean() - 7.5).abs() < 1e-14);
    assert!((d.variance().sqrt() - 7.599460398897114).abs() < 1e-13);
    assert_eq!(named("interval", &[0.0, 20.0]).family(), "normal");
    assert!(Distribution::from_name("interval", &[20.0, 5.0]).is_err());
}

#[test]
fn impossible_parameters_are_named() {
    let refused = [
        ("uniform", vec![2.0, 1.0], "high"),
        ("uniform", vec![f64::NAN, 1.0], "low"),
        ("triangular", vec![0.0, 3.0, 2.0], "mode"),
        ("pert", vec![0.0, -1.0, 2.0], "mode"),
        ("normal", vec![0.0, -1.0], "sd"),
        ("plus_minus", vec![f64::INFINITY, 1.0], "mean"),
        ("truncated_normal", vec![0.0, 1.0, 3.0, 2.0], "high"),
        ("truncated_normal", vec![0.0, 1.0, 50.0, 60.0], "low"),
        ("lognormal", vec![0.0, 1.0], "median"),
        ("lognormal", vec![1.0, -1.0], "sigma"),
        ("beta", vec![0.0, 1.0], "a"),
        ("gamma", vec![1.0, 0.0], "scale"),
        ("poisson", vec![-1.0], "mean"),
        ("bernoulli", vec![1.5], "p"),
        ("discrete_uniform", vec![0.5, 2.0], "low"),
        ("discrete_uniform", vec![3.0, 2.0], "high"),
        ("choice", vec![1.0, -1.0], "weight"),
        ("choice", vec![1.0, 0.0, 2.0, 0.0], "weight"),
        ("interval", vec![3.0, 2.0], "high"),
    ];
    for (name, parameters, culprit) in refused {
        match Distribution::from_name(name, &parameters) {
            Err(DistributionError::Parameter { family, parameter, .. }) => {
                assert_eq!((family, parameter), (name, culprit));
            }
            other => panic!("{name} {parameters:?}: {other:?}"),
        }
    }
    assert!(matches!(
        Distribution::from_name("gaussian", &[0.0, 1.0]),
        Err(DistributionError::UnknownFamily { .. })
    ));
}

/// Every family of the table is made with its number of parameters and refuses any other.
#[test]
fn the_table_of_families_is_the_truth() {
    for family in FAMILIES {
        let given: Vec<f64> = match family.name {
            "truncated_normal" => vec![1.0, 1.0, 0.5, 2.0],
            "triangular" | "pert" => vec![1.0, 2.0, 3.0],
            "bernoulli" => vec![0.5],
            _ => vec![1.0, 2.0, 3.0][..family.parameters.len()].to_vec(),
        };
        let d = named(family.name, &given);
        assert_eq!(
            Distribution::from_name(d.family(), &d.parameters()).unwrap().family(),
            d.family()
        );
        for wrong in [0, given.len() + 1] {
            let parameters = vec![1.0; wrong];
            match Distribution::from_name(family.name, &parameters) {
                Err(DistributionError::ParameterCount { family: name, expected, given }) => {
                    assert_eq!((name, given), (family.name, wrong));
                    if name != "choice" {
                        assert_eq!(expected, family.parameters.join(", "));
                    }
                }
                other => panic!("{}: {other:?}", family.name),
            }
        }
    }
}

#[test]
fn degenerate_parameters_give_the_certain_value() {
    for d in [
        named("uniform", &[2.0, 2.0]),
        named("triangular", &[2.0, 2.0, 2.0]),
        named("pert", &[2.0, 2.0, 2.0]),
        named("normal", &[2.0, 0.0]),
        named("truncated_normal", &[2.0, 0.0, 1.0, 3.0]),
        named("truncated_normal", &[1.0, 1.0, 2.0, 2.0]),
        named("lognormal", &[2.0, 0.0]),
        named("discrete_uniform", &[2.0, 2.0]),
        named("choice", &[2.0, 5.0]),
        named("interval", &[2.0, 2.0]),
    ] {
        for u in [0.0, 1e-16, 0.3, 0.999, 1.0] {
            assert!((d.quantile(u) - 2.0).abs() < 1e-15, "{d} at {u}: {}", d.quantile(u));
        }
        assert!((d.mean() - 2.0).abs() < 1e-15, "{d}");
        assert!(d.variance().abs() < 1e-30, "{d}");
        assert_eq!((d.distribution_function(1.9), d.distribution_function(2.1)), (0.0, 1.0), "{d}");
    }
}

/// Every combination of extreme parameters is refused or answers with ordered numbers.
#[test]
fn extreme_parameters_are_answered() {
    let extremes = [
        -1e308, -1e15, -1.0, -1e-300, 0.0, 5e-324, 1e-300, 1e-10, 0.5, 1.0, 9.99, 1e3, 9999.0, 1e4,
        1e6, 1e9, 1e16, 1e100, 1e308,
    ];
    let uniforms =
        [f64::EPSILON / 2.0, 1e-9, 0.05, 0.5, 0.95, 1.0 - 1e-9, 1.0 - f64::EPSILON / 2.0];
    let mut answered = 0;
    for family in FAMILIES {
        let count = family.parameters.len().min(3);
        for code in 0..extremes.len().pow(count as u32) {
            let mut parameters: Vec<f64> = (0..count)
                .map(|place| extremes[code / extremes.len().pow(place as u32) % extremes.len()])
                .collect();
            if family.name == "truncated_normal" {
                parameters.push(parameters[2] + parameters[1]);
            }
            let Ok(d) = Distribution::from_name(family.name, &parameters) else { continue };
            answered += 1;
            let mut last = f64::NEG_INFINITY;
            for u in uniforms {
                let x = d.quantile(u);
                assert!(!x.is_nan(), "{d} at {u}");
                // Neighbouring quantiles may trade places by rounding only.
                assert!(x >= last || x >= last - 1e-9 * last.abs(), "{d} at {u}: {x} after {last}");
                last = x;
                let p = d.distribution_function(x);
                assert!((0.0..=1.0).contains(&p), "{d} at {x}: {p}");
            }
            assert!(!d.mean().is_nan() && !d.variance().is_nan(), "{d}");
        }
    }
    assert!(answered > 1000, "{answered}");
}

fn any_continuous() -> impl Strategy<Value = Distribution> {
    let three = (-50.0f64..50.0, 0.01f64..40.0, 0.0f64..=1.0);
    prop_oneof![
        three.clone().prop_map(|(low, width, _)| named("uniform", &[low, low + width])),
        three.clone().prop_map(|(low, width, peak)| {
            named("triangular", &[low, low + peak * width, low + width])
        }),
        three.clone().prop_map(|(low, width, peak)| {
            named("pert", &[low, low + peak * width, low + width])
        }),
        (-50.0f64..50.0, 0.01f64..40.0).prop_map(|(mean, sd)| named("normal", &[mean, sd])),
        (-8.0f64..8.0, 0.05f64..9.0)
            .prop_map(|(low, width)| named("truncated_normal", &[0.0, 1.0, low, low + width])),
        (0.001f64..1e4, 0.01f64..3.0).prop_map(|(median, s)| named("lognormal", &[median, s])),
        (-3.0f64..3.5, -3.0f64..8.0)
            .prop_map(|(a, b)| named("beta", &[libm::exp10(a), libm::exp10(b)])),
        (-3.0f64..7.0, 0.001f64..1e3)
            .prop_map(|(shape, scale)| named("gamma", &[libm::exp10(shape), scale])),
    ]
}

fn any_discrete() -> impl Strategy<Value = Distribution> {
    prop_oneof![
        (-3.0f64..7.0).prop_map(|mean| named("poisson", &[libm::exp10(mean)])),
        (0.0f64..=1.0).prop_map(|p| named("bernoulli", &[p])),
        (-1000i32..1000, 0u32..2000).prop_map(|(low, width)| {
            named("discrete_uniform", &[f64::from(low), f64::from(low) + f64::from(width)])
        }),
        prop::collection::vec((-5i32..5, 0.1f64..4.0), 1..8).prop_map(|list| {
            let flat: Vec<f64> = list.iter().flat_map(|&(v, w)| [f64::from(v), w]).collect();
            named("choice", &flat)
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// P(X <= quantile(u)) = u to 1e-11, unless the quantile is at the limit of binary64 or of
    /// the support.
    #[test]
    fn distribution_function_undoes_the_quantile(d in any_continuous(), u in 0.0f64..1.0) {
        prop_assume!(u > 1e-12);
        let x = d.quantile(u);
        let p = d.distribution_function(x);
        let near_an_end = x < 1e-290 || (d.family() == "beta" && x > 1.0 - 1e-13);
        // What one unit in the last place of x is worth.
        let granule = (d.distribution_function(x.next_up()) - p).abs()
            .max((p - d.distribution_function(x.next_down())).abs());
        prop_assert!(near_an_end || (p - u).abs() < 1e-11 + 4.0 * granule, "{} at {}: {} -> {}", d, u, x, p);
    }

    /// quantile(u) is the smallest x with P(X <= x) >= u.
    #[test]
    fn discrete_quantile_is_the_smallest_value(d in any_discrete(), u in 1e-12f64..0.999999999999) {
        let x = d.quantile(u);
        prop_assert!(d.distribution_function(x) >= u - 1e-14, "{} at {}: {}", d, u, x);
        let before = d.distribution_function(x - 1e-6 * x.abs().clamp(1.0, 1e4));
        prop_assert!(before <= u + 1e-14, "{} at {}: {} too large", d, u, x);
    }

    #[test]
    fn quantiles_grow(d in prop_oneof![any_continuous(), any_discrete()], one in 1e-9f64..1.0, two in 1e-9f64..1.0) {
        let (low, high) = (d.quantile(one.min(two)), d.quantile(one.max(two)));
        prop_assert!(low <= high * (1.0 + 1e-13 * high.signum()) + 1e-300, "{}: {} > {}", d, low, high);
    }
}
