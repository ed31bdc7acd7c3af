//! Checking a scenario of 500 variables: reading, units, order, compiling.

use divan::{Bencher, black_box};
use zopa_equations::compile;
use zopa_scenario::diagnostic::any_error;

fn main() {
    divan::main();
}

/// 500 variables that use each other, ten stocks and twenty uncertain inputs, all with units.
fn generated() -> String {
    let mut text = "[scenario]\ntitle = \"Generated\"\ntime = \"0 to 60 [month]\"\nteaching_example = true\nshow = [\"v499\"]\n[input]\n".to_owned();
    for i in 0..20 {
        text.push_str(&format!("share_{i} = \"uniform(0.1, 0.9) [1]\"\nforce_{i} = \"triangular(10, 20, 40) [thousand people]\"\n"));
    }
    text.push_str("[stock]\n");
    for i in 0..10 {
        text.push_str(&format!("level_{i} = {{ start = \"force_{i}\", change = \"v{} / (6 [month])\", minimum = 0 }}\n", 49 * i));
    }
    text.push_str("[variable]\n");
    for i in 0..500 {
        let (a, b) = (i % 20, (7 * i + 3) % 20);
        let level = i % 10;
        let base = match i {
            0 => "force_0".to_owned(),
            _ => format!("v{}", i - 1),
        };
        let far = if i > 40 { format!("v{}", i - 37) } else { format!("force_{b}") };
        text.push_str(&match i % 4 {
            0 => format!("v{i} = \"share_{a} * {base} + (1 - share_{b}) * {far}\"\n"),
            1 => format!("v{i} = \"if level_{level} > {far} then {base} else max({far}, force_{a}) * share_{b}\"\n"),
            2 => format!("v{i} = \"smooth({base}, 3 [month]) * logistic(4 * (share_{a} - 0.5)) + {far} / 2\"\n"),
            _ => format!("v{i} = \"min({base}, {far}) * (1 + 0.1 * sin(2 * pi * time / (12 [month])))\"\n"),
        });
    }
    text
}

#[divan::bench]
fn five_hundred_variables(bencher: Bencher) {
    let text = generated();
    let reading = zopa_syntax::read_scenario(&text);
    assert!(!any_error(&reading.diagnostics), "{:#?}", reading.diagnostics);
    let compiled = compile(&reading.scenario.expect("a scenario"));
    assert!(!any_error(&compiled.diagnostics), "{:#?}", compiled.diagnostics);
    bencher.bench_local(|| {
        let scenario = zopa_syntax::read_scenario(black_box(&text)).scenario.expect("a scenario");
        compile(&scenario)
    });
}
