//! The life of a draw by known answers: talks, signature, holding, breakdown, what comes after.

mod scenario_text;

use scenario_text::{answer, column, compiled, options, replayed, text};
use std::collections::BTreeMap;
use zopa_bargaining::{Outcomes, Solution, solve};
use zopa_ensemble::block::{BlockResult, Plan, Worker, run_block};
use zopa_ensemble::{Answer, Manifest, Options, Unobserved, run};
use zopa_equations::compile;
use zopa_equations::model::Model;
use zopa_equations::program::Program;
use zopa_equations::tape::LANES;
use zopa_sampling::{Copula, Design, Sampler, Site};

/// One issue with two options, the second better for both; no deal gives both 0.25.
const TWO: &str = r#"
[party.a]
name = "A"
no_deal = 0.25
[party.b]
name = "B"
no_deal = 0.25
[issue.i]
name = "I"
options = [{ id = "none", name = "None", size = 1 }, { id = "full", name = "Full", size = 5 }]
[issue.i.value]
a = [0, 1]
b = [0, 0.5]
[issue.i.salience]
a = 1
b = 1
"#;

fn months(end: usize) -> String {
    format!("\"0 to {end} [month]\"")
}

/// The two parties with monthly rounds, more keys of the negotiation, and more tables.
fn two(end: usize, negotiation: &str, tables: &str) -> String {
    text(
        &months(end),
        &format!("{TWO}[negotiation]\nevery = \"1 [month]\"\n{negotiation}\n{tables}"),
    )
}

/// A share against its expectation: within four standard errors.
fn assert_share(found: f64, expected: f64, n: u64, what: &str) {
    let error = (expected * (1.0 - expected) / n as f64).sqrt();
    assert!((found - expected).abs() <= 4.0 * error, "{what}: {found}, not {expected}");
}

/// Blocks of all draws of a scenario.
fn blocks(text: &str, options: Options) -> (Model, Vec<BlockResult>) {
    let (_, compiled) = compiled(text);
    let model = compiled.model.expect("a model");
    let program = Program::new(&model, false);
    let sites: Vec<Site> = model.samples.iter().map(|s| Site::named(&s.site)).collect();
    let sampler =
        Sampler::new(options.design, options.seed, options.draws, &sites).expect("a design");
    let copula = Copula::new(sites.len(), &model.correlations).expect("correlations");
    let plan = Plan::new(&model, &program, options.seed, &sampler, &copula);
    let mut worker = Worker::new(&program);
    let blocks = (0..options.draws.div_ceil(LANES as u64))
        .map(|block| {
            let first = block * LANES as u64;
            let lanes = (options.draws - first).min(LANES as u64) as usize;
            run_block(&plan, &mut worker, first, lanes, &mut |_, _| {})
        })
        .collect();
    (model, blocks)
}

/// Survival with scale 0.54 per square root of a year: S(1) = 0.583, S(5) = 0.299.
#[test]
fn deals_survive_as_weibull_spells() {
    let hold = "[hold]\nhazard = \"weibull_hazard(0.54, 0.5)\"\n";
    let time = "{ start = 0, end = 5, step = 0.125, unit = \"year\" }";
    let tables = format!("{TWO}[negotiation]\nevery = \"0.125 [year]\"\n{hold}");
    let answer = answer(&text(time, &tables), 20_000);
    for (years, expected) in [("1", 0.582_748), ("2", 0.465_964), ("5", 0.298_969)] {
        let point = answer.survival.get(years).expect("a point");
        assert_share(point.p, expected, 20_000, years);
        assert!(point.low < point.p && point.p < point.high);
    }
    assert_eq!(answer.survival.get("0").map(|s| s.p), Some(1.0));
    assert_eq!(answer.survival.get("0").map(|s| s.at_risk), Some(20_000));
}

#[test]
fn a_constant_hazard_gives_exponential_spells() {
    // 0.6 a year in a monthly model: the engine converts.
    let scenario = two(24, "", "[hold]\nhazard = \"0.6 [1/year]\"\n");
    let answer = answer(&scenario, 20_000);
    for (month, expected) in [("6", 0.740_818), ("12", 0.548_812), ("24", 0.301_194)] {
        assert_share(answer.survival.get(month).expect("a point").p, expected, 20_000, month);
    }
}

#[test]
fn a_constant_chance_gives_geometric_times_of_deals() {
    let answer = answer(&two(60, "chance = 0.04", ""), 20_000);
    for month in [6, 12, 24, 36, 60] {
        // Rounds at 0, 1, …, month.
        let expected = 1.0 - 0.96_f64.powi(month + 1);
        let found = answer.deal_by.get(&month.to_string()).expect("a time");
        assert_share(found.p, expected, 20_000, &month.to_string());
    }
    let binding: Vec<&str> = answer.binding.iter().map(|(name, _)| name).collect();
    assert_eq!(binding, ["chance"]);
}

#[test]
fn ratification_multiplies_the_chance() {
    let scenario = two(12, "chance = 0.5", "")
        .replace(
            "[party.a]",
            "[party.o]\nname = \"O\"\nseat = \"observer\"\nratifies = 0\n[party.a]\nratifies = 0.5",
        )
        .replace("[party.b]", "[party.b]\nratifies = 0.4");
    let answer = answer(&scenario, 20_000);
    for month in [6, 12] {
        let expected = 1.0 - 0.9_f64.powi(month + 1);
        let found = answer.deal_by.get(&month.to_string()).expect("a time");
        assert_share(found.p, expected, 20_000, &month.to_string());
    }
    assert_eq!(answer.binding.iter().next().map(|(name, _)| name), Some("ratification"));
}

#[test]
fn rounds_are_held_when_they_are_due() {
    let scenario =
        two(12, "", "[variable]\nagreed = \"in_force\"\n[measure]\nwhen = \"deal_time\"\n");
    for (keys, expected) in [
        ("every = \"3 [month]\"", 0.0),
        ("every = \"3 [month]\"\nfirst = \"2 [month]\"", 2.0),
        // The second round.
        (
            "every = \"3 [month]\"\nfirst = \"2 [month]\"\nchance = \"if round >= 2 then 1 else 0\"",
            5.0,
        ),
        ("every = \"1 [quarter]\"\nchance = \"if time >= 4 [month] then 1 else 0\"", 6.0),
    ] {
        let scenario = scenario.replace("every = \"1 [month]\"", keys);
        assert_eq!(
            answer(&scenario, 3).measures.get("when").map(|m| m.mean),
            Some(expected),
            "{keys}"
        );
    }
}

#[test]
fn the_chance_sees_the_round() {
    // Surplus 0.25 at `full`; one of two packages in the zone.
    for (chance, expected) in
        [("surplus", 0.25), ("best_surplus / 2", 0.125), ("zone_share", 0.5), ("i.size / 10", 0.5)]
    {
        let answer =
            answer(&two(3, &format!("chance = \"{chance}\"\nfirst = \"3 [month]\""), ""), 20_000);
        assert_share(answer.deal_by.get("3").expect("a time").p, expected, 20_000, chance);
        assert_eq!((answer.zone_at_start.p, answer.zone_share_at_start), (1.0, 0.5));
    }
}

#[test]
fn the_package_in_force_moves_the_dynamics() {
    let scenario = two(
        4,
        "first = \"2 [month]\"",
        "[variable]\ny = \"i.size\"\n[stock]\nx = { start = 0, change = \"i.size\" }\n[measure]\nsize = \"i.size at signature\"\nbefore = \"y at 1\"\n",
    );
    let replay = replayed(&scenario, 1, 0);
    assert_eq!(column(&replay, "y"), [1.0, 1.0, 5.0, 5.0, 5.0]);
    assert_eq!(column(&replay, "x"), [0.0, 1.0, 2.0, 7.0, 12.0]);
    assert_eq!(replay.events, [(2.0, "a deal is signed: i = full".to_owned())]);
    let found = answer(&scenario, 2);
    assert_eq!(found.measures.get("size").map(|m| m.mean), Some(5.0));
    assert_eq!(found.measures.get("before").map(|m| m.mean), Some(1.0));
    let other = scenario.replace("first =", "reference = { i = \"full\" }\nfirst =");
    assert_eq!(column(&replayed(&other, 1, 0), "y"), [5.0; 5]);
}

const THREE: &str = r#"
[party.a]
name = "A"
no_deal = "uniform_a"
power = 2
[party.b]
name = "B"
no_deal = "uniform_b"
power = 0.5
[party.c]
name = "C"
no_deal = 0.2
[party.o]
name = "O"
seat = "observer"
no_deal = 10
[input]
uniform_a = "uniform(0.1, 0.5)"
uniform_b = "uniform(0.1, 0.5)"
"#;

/// Three issues of 4, 3 and 2 options with random values for three parties.
fn three(solution: &str) -> String {
    let mut tables = THREE.to_owned();
    for (issue, n) in [("i", 4), ("j", 3), ("k", 2)] {
        let options: Vec<String> =
            (0..n).map(|o| format!("{{ id = \"o{o}\", name = \"O\" }}")).collect();
        tables.push_str(&format!(
            "[issue.{issue}]\nname = \"I\"\noptions = [{}]\n[issue.{issue}.value]\n",
            options.join(", ")
        ));
        for party in ["a", "b", "c"] {
            let values = vec!["\"uniform(0, 1)\""; n].join(", ");
            tables.push_str(&format!("{party} = [{values}]\n"));
        }
        tables.push_str(&format!(
            "[issue.{issue}.salience]\na = 0.5\nb = 0.25\nc = \"uniform(0.1, 0.5)\"\n"
        ));
    }
    tables.push_str(&format!("[negotiation]\nevery = \"1 [month]\"\nsolution = \"{solution}\"\n"));
    text(&months(1), &tables)
}

#[test]
fn packages_are_those_of_the_solution() {
    let powers = [2.0, 0.5, 1.0];
    for (word, rule) in [
        ("nash", Solution::Nash),
        ("asymmetric_nash", Solution::AsymmetricNash(&powers)),
        ("kalai_smorodinsky", Solution::KalaiSmorodinsky),
        ("egalitarian", Solution::Egalitarian),
        ("utilitarian", Solution::Utilitarian),
        ("maximin", Solution::Maximin),
    ] {
        let (model, blocks) = blocks(&three(word), options(300));
        let mut deals = 0;
        for block in &blocks {
            for lane in 0..block.lanes {
                let sample: BTreeMap<&str, f64> = model
                    .samples
                    .iter()
                    .enumerate()
                    .map(|(i, s)| (s.site.as_str(), block.samples[i * LANES + lane]))
                    .collect();
                let mut columns = vec![Vec::new(); 3];
                let mut packages = Vec::new();
                for (i, j, k) in (0..24).map(|p| (p / 6, p / 2 % 3, p % 2)) {
                    packages.push([i, j, k]);
                    for (p, column) in columns.iter_mut().enumerate() {
                        let party = ["a", "b", "c"][p];
                        let of = |issue: &str, option: u32| {
                            let weight = match party {
                                "a" => 0.5,
                                "b" => 0.25,
                                _ => sample[format!("{issue}.salience.c").as_str()],
                            };
                            weight * sample[format!("{issue}.o{option}.value.{party}").as_str()]
                        };
                        column.push(of("i", i) + of("j", j) + of("k", k));
                    }
                }
                let least = vec![sample["uniform_a"], sample["uniform_b"], 0.2];
                let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                let outcomes = Outcomes::new(columns, least).expect("outcomes");
                let expected =
                    solve(&outcomes, &rule).expect("a solution").map(|c| packages[c.pick]);
                let found = (!block.deal_time[lane].is_nan())
                    .then(|| [0, 1, 2].map(|issue| block.package[issue * LANES + lane]));
                assert_eq!(found, expected, "{word} in draw {}", block.first + lane as u64);
                deals += u32::from(found.is_some());
            }
        }
        assert!((30..=290).contains(&deals), "{word}: {deals} deals of 300 tell nothing");
    }
}

#[test]
fn only_signatories_consent() {
    let with = |seat: &str| {
        two(2, "", "").replace(
            "[party.b]",
            &format!("[party.o]\nname = \"O\"\nseat = \"{seat}\"\nno_deal = 10\n[party.b]"),
        )
    };
    for seat in ["observer", "mediator", "absent"] {
        assert_eq!(answer(&with(seat), 100).deal_by.get("2").map(|d| d.p), Some(1.0), "{seat}");
    }
    let blocked = answer(&with("signatory"), 100);
    assert_eq!(blocked.deal_by.get("2").map(|d| d.p), Some(0.0));
    assert_eq!(blocked.binding.get("o").map(|b| b.p), Some(1.0));
    // A lever gives the seat.
    let scenario = format!(
        "{}[lever.seat]\nname = \"Seat\"\nset = {{ \"seat.o\" = \"signatory\" }}\n",
        with("observer")
    );
    let (mut scenario, _) = compiled(&scenario);
    let lever = scenario.levers[0].clone();
    zopa_equations::lever::pull(&mut scenario, &lever).expect("a seat");
    let compiled = compile(&scenario);
    let pulled = run(&scenario, &compiled, &options(100), Manifest::default(), None, &Unobserved);
    assert_eq!(pulled.expect("an answer").binding.get("o").map(|b| b.p), Some(1.0));
}

#[test]
fn one_party_takes_its_best_package() {
    let scenario = text(
        &months(1),
        "[party.a]\nname = \"A\"\nno_deal = 0.3\n[issue.i]\nname = \"I\"\noptions = [{ id = \"x\", name = \"X\" }, { id = \"y\", name = \"Y\" }, { id = \"z\", name = \"Z\" }]\n[issue.i.value]\na = [0.2, 0.9, 0.5]\n[issue.i.salience]\na = 1\n[negotiation]\nevery = \"1 [month]\"\n",
    );
    let answer = answer(&scenario, 10);
    assert_eq!(answer.terms.get("i").and_then(|t| t.get("y")).map(|y| y.p), Some(1.0));
    let gain = answer.parties.get("a").expect("a party").gain.mean;
    assert!((gain - 0.6).abs() < 1e-12);
    assert!((answer.zone_share_at_start - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn an_empty_zone_names_who_stands_in_the_way() {
    // At `full`, the package that comes closest, A gains 0.75 and B lacks 0.1.
    let scenario =
        two(6, "", "").replace("name = \"B\"\nno_deal = 0.25", "name = \"B\"\nno_deal = 0.6");
    let found = answer(&scenario, 100);
    assert!(found.deal_by.iter().all(|(_, d)| d.p == 0.0));
    assert_eq!(found.binding.iter().map(|(n, b)| (n, b.p)).collect::<Vec<_>>(), [("b", 1.0)]);
    assert_eq!(found.zone_at_start.p, 0.0);
    assert!(found.survival.is_empty() && found.packages.is_empty());
    // Nothing on the table.
    let none =
        scenario.replace("[negotiation]", "[negotiation]\noff_table = [\"time >= 0 [month]\"]");
    let found = answer(&none, 100);
    assert_eq!(
        found.binding.iter().map(|(n, b)| (n, b.p)).collect::<Vec<_>>(),
        [("nothing_on_table", 1.0)]
    );
}

/// Deals that break in their first step: pause, resumed talks, stocks set anew.
#[test]
fn what_follows_a_breakdown() {
    let hold = "[hold]\nhazard = \"1000 [1/month]\"\nresumes = { x = 7 }\npause = \"3 [month]\"\n";
    let tables = format!(
        "[stock]\nx = {{ start = 0, change = 1 }}\n[variable]\nf = \"in_force\"\nb = \"breakdowns\"\ns = \"signed\"\ny = \"i.size\"\n{hold}"
    );
    let replay = replayed(&two(10, "", &tables), 1, 0);
    assert_eq!(column(&replay, "f"), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    assert_eq!(column(&replay, "b"), [0.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0]);
    assert_eq!(column(&replay, "s"), [1.0; 11]);
    assert_eq!(column(&replay, "y"), [5.0, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0]);
    assert_eq!(column(&replay, "x"), [0.0, 7.0, 8.0, 9.0, 10.0, 7.0, 8.0, 9.0, 10.0, 7.0, 8.0]);
    let times: Vec<f64> = replay.events.iter().map(|(t, _)| *t).collect();
    assert_eq!(times, [0.0, 1.0, 4.0, 5.0, 8.0, 9.0]);
}

#[test]
fn the_hazard_sees_the_time_since_signature() {
    let hold = "[hold]\nhazard = \"if since_signature >= 2 [month] then 1000 [1/month] else 0 [1/month]\"\n";
    let tables = format!(
        "[variable]\nsince = \"since_signature\"\n[measure]\nsigned_at = \"deal_time\"\nbroken_at = \"breakdown_time\"\nlength = \"breakdown_time - deal_time\"\nsize = \"i.size at breakdown\"\n{hold}"
    );
    let scenario = two(8, "first = \"1 [month]\"", &tables);
    let replay = replayed(&scenario, 1, 0);
    // Signed at 1, broken in the step from 3 to 4, signed again at 4 and at 7.
    assert_eq!(column(&replay, "since"), [0.0, 0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 1.0]);
    let answer = answer(&scenario, 5);
    let mean = |name: &str| answer.measures.get(name).expect("a measure").mean;
    assert_eq!(
        (mean("signed_at"), mean("broken_at"), mean("length"), mean("size")),
        (1.0, 4.0, 3.0, 5.0)
    );
    assert_eq!(answer.survival.get("2").map(|s| s.p), Some(1.0));
    assert_eq!(answer.survival.get("3").map(|s| s.p), Some(0.0));
}

#[test]
fn measures_of_what_did_not_happen_are_missing() {
    let tables = "[measure]\nwhen = \"deal_time\"\nbroken = \"breakdown_time\"\nsigned_at_end = \"signed at end\"\n";
    let answer = answer(&two(2, "chance = 0.25", tables), 4000);
    let n = |name: &str| answer.measures.get(name).expect("a measure").n;
    let deals = answer.deal_by.get("2").expect("a time");
    assert_eq!(n("when"), (deals.p * 4000.0).round() as u64);
    assert_eq!((n("broken"), n("signed_at_end")), (0, 4000));
    assert!(
        (answer.measures.get("signed_at_end").expect("a measure").mean - deals.p).abs() < 1e-12
    );
}

#[test]
fn without_negotiation_there_are_only_dynamics() {
    let tables = "[input]\na = \"uniform(0, 2)\"\n[stock]\nx = { start = 0, change = \"a\" }\n[measure]\nm = \"x at end\"\n";
    let answer = answer(&text(&months(4), tables), 20_000);
    assert!(answer.deal_by.is_empty() && answer.binding.is_empty() && answer.survival.is_empty());
    assert!(answer.terms.is_empty() && answer.parties.is_empty());
    let m = answer.measures.get("m").expect("a measure");
    // Uniform on 0..8.
    assert!((m.mean - 4.0).abs() < 4.0 * 8.0 / (12.0_f64 * 20_000.0).sqrt());
    for (level, expected) in [("0.05", 0.4), ("0.5", 4.0), ("0.95", 7.6)] {
        let found = *m.quantiles.get(level).expect("a quantile");
        assert!((found - expected).abs() < 0.12, "{level} {found}");
    }
}

#[test]
fn a_lever_changes_only_what_it_names() {
    let tables = "[input]\na = \"uniform(0, 1)\"\nb = \"normal(0, 1)\"\n[variable]\ny = \"a + b + noise_normal(1)\"\n[measure]\nm = \"y at end\"\n[lever.up]\nname = \"Up\"\nset = { b = 2 }\n";
    let (scenario, before) = compiled(&text(&months(3), tables));
    let mut pulled = scenario.clone();
    zopa_equations::lever::pull(&mut pulled, &scenario.levers[0]).expect("a lever");
    let after = compile(&pulled);
    for draw in [0, 1, 70] {
        let one = zopa_ensemble::replay(&scenario, &before, &options(100), draw).expect("a replay");
        let two = zopa_ensemble::replay(&pulled, &after, &options(100), draw).expect("a replay");
        assert_eq!(one.inputs[0], two.inputs[0]);
        assert_eq!(two.inputs[1], ("b".to_owned(), 2.0));
        let b = one.inputs[1].1;
        for (x, y) in column(&one, "y").iter().zip(column(&two, "y")) {
            assert!((y - x - (2.0 - b)).abs() < 1e-12, "the noise is the same");
        }
    }
}

/// Spearman's rank correlation.
fn rank_correlation(x: &[f64], y: &[f64]) -> f64 {
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
        let mut ranks = vec![0.0; values.len()];
        order.iter().enumerate().for_each(|(r, &i)| ranks[i] = r as f64);
        ranks
    };
    let (a, b, mean) = (ranks(x), ranks(y), (x.len() - 1) as f64 / 2.0);
    let sum = |f: &dyn Fn(usize) -> f64| (0..x.len()).map(f).sum::<f64>();
    sum(&|i| (a[i] - mean) * (b[i] - mean)) / sum(&|i| (a[i] - mean) * (a[i] - mean))
}

#[test]
fn inputs_have_their_stated_rank_correlation_in_every_design() {
    let tables = "[input]\na = \"lognormal(3, 1)\"\nb = \"uniform(0, 1)\"\nc = \"triangular(0, 1, 4)\"\n[variable]\ny = \"a + b + c\"\n[[correlation]]\nbetween = [\"a\", \"b\"]\nrank = -0.6\n";
    let scenario = text("\"0 to 1 [month]\"", tables);
    for design in Design::ALL {
        let (_, blocks) = blocks(&scenario, Options { design, ..options(4096) });
        let input = |i: usize| -> Vec<f64> {
            blocks.iter().flat_map(|b| b.inputs[i * LANES..][..b.lanes].to_vec()).collect()
        };
        let (a, b, c) = (input(0), input(1), input(2));
        // Four standard errors of independent draws.
        let found = rank_correlation(&a, &b);
        assert!((found + 0.6).abs() < 0.045, "{design:?} {found}");
        assert!(rank_correlation(&a, &c).abs() < 0.063 && rank_correlation(&b, &c).abs() < 0.063);
        let mean = c.iter().sum::<f64>() / c.len() as f64;
        // Spread over slices, the mean is much nearer than that of independent draws (0.054).
        let near = if design == Design::MonteCarlo { 0.054 } else { 0.002 };
        assert!((mean - 5.0 / 3.0).abs() < near, "{design:?} {mean}");
    }
}

fn assert_consistent(answer: &Answer) {
    let proportions_sum = |shares: Vec<f64>, what: &str| {
        let sum: f64 = shares.iter().sum();
        assert!((sum - 1.0).abs() < 1e-9, "{what}: {shares:?}");
    };
    for (issue, options) in answer.terms.iter() {
        proportions_sum(options.iter().map(|(_, p)| p.p).collect(), issue);
    }
    proportions_sum(answer.binding.iter().map(|(_, p)| p.p).collect(), "binding");
    let by: Vec<f64> = answer.deal_by.iter().map(|(_, p)| p.p).collect();
    assert!(by.windows(2).all(|w| w[0] <= w[1]), "{by:?}");
    let survival: Vec<f64> = answer.survival.iter().map(|(_, s)| s.p).collect();
    assert!(survival.windows(2).all(|w| w[0] >= w[1]), "{survival:?}");
    let risk: Vec<u64> = answer.survival.iter().map(|(_, s)| s.at_risk).collect();
    assert!(risk.windows(2).all(|w| w[0] >= w[1]), "{risk:?}");
    for (_, p) in answer.deal_by.iter() {
        assert!(p.low <= p.p && p.p <= p.high && (0.0..=1.0).contains(&p.low) && p.high <= 1.0);
    }
    let deals = answer.deal_by.iter().last().map_or(0.0, |(_, p)| p.p * p.n as f64).round() as u64;
    for (id, party) in answer.parties.iter() {
        for estimate in [&party.deal, &party.no_deal, &party.gain, &party.no_deal_at_start] {
            let quantiles: Vec<f64> = estimate.quantiles.iter().map(|(_, q)| *q).collect();
            assert!(quantiles.windows(2).all(|w| w[0] <= w[1]), "{id} {quantiles:?}");
            assert!(estimate.low <= estimate.mean && estimate.mean <= estimate.high);
        }
        assert_eq!((party.deal.n, party.no_deal.n, party.gain.n), (deals, deals, deals));
        assert_eq!(party.no_deal_at_start.n, answer.manifest.draws_done);
        let gain = party.deal.mean - party.no_deal.mean;
        assert!((gain - party.gain.mean).abs() < 1e-9);
    }
    for (id, path) in answer.paths.iter() {
        let levels: Vec<&Vec<f64>> = path.quantiles.iter().map(|(_, q)| q).collect();
        assert!(levels.windows(2).all(|w| w[0].iter().zip(w[1]).all(|(a, b)| a <= b)), "{id}");
        assert!(levels.iter().all(|q| q.len() == path.times.len() && path.mean.len() == q.len()));
    }
    assert!(!answer.findings.is_empty());
}

#[test]
fn the_answer_agrees_with_itself() {
    let tables = "[hold]\nhazard = \"0.3 [1/month]\"\n[stock]\nx = { start = \"uniform(0, 1)\", change = \"noise_normal(1)\" }\n[measure]\nm = \"x at end\"\n";
    let scenario = three("nash")
        .replace("0 to 1 [month]", "0 to 12 [month]")
        .replace("every = \"1 [month]\"", "chance = 0.1\nevery = \"1 [month]\"");
    // Below and above the number of draws from which quantiles come from a sketch.
    for draws in [500, 21_000] {
        let found = answer(&format!("{scenario}{tables}"), draws);
        assert_consistent(&found);
        assert_eq!((found.manifest.draws_done, found.manifest.partial), (draws, false));
    }
}

/// Of inputs that move nothing, about one in twenty may seem to, however few the draws.
#[test]
fn drivers_are_not_found_in_noise() {
    let tables = "[input]\na = \"uniform(0, 1)\"\nb = \"normal(0, 1)\"\nc = \"uniform(0, 1)\"\n[variable]\ny = \"noise_normal(1) + 0 * (a + b + c)\"\n[measure]\nm = \"y at end\"\n";
    let (scenario, compiled) = compiled(&text(&months(1), tables));
    for draws in [50, 130, 600, 2000] {
        let mut distinct = 0;
        for seed in 0..60 {
            let options = Options { seed, ..options(draws) };
            let answer =
                run(&scenario, &compiled, &options, Manifest::default(), None, &Unobserved)
                    .expect("an answer");
            let inputs = answer.drivers.iter().flat_map(|d| &d.inputs);
            distinct += inputs.filter(|i| i.distinct).count();
        }
        assert!(distinct <= 24, "{distinct} of 180 inputs at {draws} draws");
    }
}

/// What is recorded or set at a breakdown does not depend on how the step is integrated: it is what
/// stood at the start of the step in which the deal broke, stocks included.
#[test]
fn a_breakdown_sees_the_start_of_its_step() {
    let hold = "[hold]\nhazard = \"if since_signature >= 2 [month] then 1000 [1/month] else 0 [1/month]\"\nresumes = { x = \"0.5 * x\" }\npause = \"50 [month]\"\n";
    let tables = format!(
        "[stock]\nx = {{ start = 8, change = 4 }}\n[variable]\ny = \"2 * x\"\nnow = \"time / (1 [month])\"\n[measure]\nstock = \"x at breakdown\"\nvariable = \"y at breakdown\"\nmoment = \"now at breakdown\"\nafter = \"x at 3\"\n{hold}"
    );
    for (method, substeps) in [("euler", 1), ("euler", 4), ("rk2", 1), ("rk4", 1), ("rk4", 2)] {
        let time = format!(
            "{{ start = 0, end = 5, step = 1, unit = \"month\", method = \"{method}\", substeps = {substeps} }}"
        );
        let scenario = two(5, "", &tables).replace("\"0 to 5 [month]\"", &time);
        let answer = answer(&scenario, 2);
        let found = ["stock", "variable", "moment", "after"]
            .map(|name| answer.measures.get(name).expect("a measure").mean);
        // Signed at 0, broken in the step from 2, when x is 16.
        assert_eq!(found, [16.0, 32.0, 2.0, 8.0], "{method} {substeps}");
    }
}
