//! The files of a run: the same bytes on any number of threads, readable rows, partial and failing
//! runs.

mod scenario_text;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use scenario_text::{column, compiled, options, text};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use zopa_ensemble::{
    Answer, Manifest, NotFiniteReport, Observer, Options, RunError, Unobserved, replay, run,
};
use zopa_sampling::Design;

/// A new empty folder that goes away with this value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("zopa-files-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const WRITTEN: [&str; 4] = ["manifest.json", "answer.json", "draws.parquet", "paths.parquet"];

/// Talks over two issues, a hazard, noise, stocks, measures that may be missing.
fn scenario() -> String {
    text(
        "{ start = 0, end = 18, step = 1, unit = \"month\", method = \"rk4\" }",
        r#"
[party.a]
name = "A"
no_deal = "0.4 - 0.01 * x"
[party.b]
name = "B"
no_deal = "hope"
ratifies = "logistic(terms.b * 4)"
[issue.i]
name = "I"
options = [{ id = "none", name = "None", size = 1 }, { id = "half", name = "Half", size = "uniform(2, 4)" }, { id = "full", name = "Full", size = 5 }]
[issue.i.value]
a = [0, "uniform(0.3, 0.7)", 1]
b = [1, "uniform(0.3, 0.7)", 0]
[issue.i.salience]
a = 0.5
b = 0.5
[issue.j]
name = "J"
options = [{ id = "no", name = "No" }, { id = "yes", name = "Yes" }]
[issue.j.value]
a = [0, 1]
b = [0, "uniform(0, 1)"]
[issue.j.salience]
a = 0.5
b = 0.5
[input]
hope = "uniform(0.2, 0.7)"
[stock]
x = { start = "uniform(0, 3)", change = "0.1 * pressure" }
[variable]
pressure = "i.size + noise_ar1(1, 0.7) - smooth(x, 4)"
[negotiation]
every = "2 [month]"
chance = 0.3
off_table = ["i is full and j is yes"]
[hold]
hazard = "0.05 * pressure ^ 2"
durability = "1 / i.size"
[measure]
when = "deal_time"
end = "x at end"
held = "breakdown_time - deal_time"
"#,
    )
}

fn write(folder: &Path, text: &str, options: &Options) -> Answer {
    let (scenario, compiled) = compiled(text);
    let manifest = Manifest { version: "1".to_owned(), ..Manifest::default() };
    run(&scenario, &compiled, options, manifest, Some(folder), &Unobserved).expect("an answer")
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let text = scenario();
    for draws in [1, 63, 64, 65, 5000] {
        for design in Design::ALL {
            let of = |threads: usize| {
                let folder = Folder::new(&format!("threads-{draws}-{}-{threads}", design.name()));
                write(
                    folder.path(),
                    &text,
                    &Options { design, threads: Some(threads), ..options(draws) },
                );
                WRITTEN.map(|name| folder.read(name))
            };
            let one = of(1);
            for threads in [2, 5] {
                let many = of(threads);
                for (name, (a, b)) in WRITTEN.iter().zip(one.iter().zip(&many)) {
                    assert!(a == b, "{name} with {draws} draws on {threads} threads, {design:?}");
                }
            }
        }
    }
}

#[test]
fn another_seed_gives_other_draws() {
    let (one, two) = (Folder::new("seed-1"), Folder::new("seed-2"));
    write(one.path(), &scenario(), &options(64));
    write(two.path(), &scenario(), &Options { seed: 2, ..options(64) });
    assert_ne!(one.read("draws.parquet"), two.read("draws.parquet"));
}

/// Columns of a Parquet file; a missing number is NaN, a missing text empty.
struct Columns {
    rows: usize,
    numbers: BTreeMap<String, Vec<f64>>,
    texts: BTreeMap<String, Vec<String>>,
    marked_partial: bool,
}

fn read(path: &Path) -> Columns {
    let reader =
        SerializedFileReader::new(File::open(path).expect("a file")).expect("a Parquet file");
    let metadata = reader.metadata().file_metadata();
    let marked_partial = metadata.key_value_metadata().is_some_and(|all| {
        all.iter().any(|kv| kv.key == "partial" && kv.value.as_deref() == Some("true"))
    });
    let text_columns: Vec<bool> = metadata
        .schema_descr()
        .columns()
        .iter()
        .map(|c| c.physical_type() == parquet::basic::Type::BYTE_ARRAY)
        .collect();
    let mut columns =
        Columns { rows: 0, numbers: BTreeMap::new(), texts: BTreeMap::new(), marked_partial };
    for row in reader.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        columns.rows += 1;
        for ((name, field), is_text) in row.get_column_iter().zip(&text_columns) {
            if *is_text {
                let text = match field {
                    Field::Str(text) => text.clone(),
                    Field::Null => String::new(),
                    other => panic!("{name}: {other:?}"),
                };
                columns.texts.entry(name.clone()).or_default().push(text);
            } else {
                let number = match field {
                    Field::Long(n) => *n as f64,
                    Field::Double(x) => *x,
                    Field::Null => f64::NAN,
                    other => panic!("{name}: {other:?}"),
                };
                columns.numbers.entry(name.clone()).or_default().push(number);
            }
        }
    }
    columns
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let there: Vec<f64> = values.filter(|x| x.is_finite()).collect();
    there.iter().sum::<f64>() / there.len() as f64
}

#[test]
fn rows_agree_with_the_answer() {
    let folder = Folder::new("rows");
    let draws = 5000;
    let answer = write(folder.path(), &scenario(), &options(draws));
    let columns = read(&folder.path().join("draws.parquet"));
    let number =
        |name: &str| columns.numbers.get(name).unwrap_or_else(|| panic!("no column {name}"));
    assert_eq!(columns.rows, draws as usize);
    assert!(!columns.marked_partial);
    assert!(number("draw").iter().enumerate().all(|(i, x)| *x == i as f64));

    let signed: Vec<bool> = number("deal_time").iter().map(|t| !t.is_nan()).collect();
    for (time, share) in answer.deal_by.iter() {
        let limit: f64 = time.parse().expect("a time");
        let by = number("deal_time").iter().filter(|t| **t <= limit).count();
        assert_eq!(by as f64 / draws as f64, share.p, "{time}");
    }
    let deals = signed.iter().filter(|s| **s).count();
    assert!((500..4500).contains(&deals), "{deals} deals tell nothing");
    for (issue, options) in answer.terms.iter() {
        let taken = &columns.texts[&format!("package.{issue}")];
        assert!(taken.iter().zip(&signed).all(|(t, s)| t.is_empty() != *s));
        for (option, share) in options.iter() {
            let n = taken.iter().filter(|t| *t == option).count();
            assert_eq!(n as f64 / deals as f64, share.p, "{issue} {option}");
        }
    }
    assert!(
        !columns.texts["package.i"]
            .iter()
            .zip(&columns.texts["package.j"])
            .any(|(i, j)| i == "full" && j == "yes")
    );
    for (id, party) in answer.parties.iter() {
        let (deal, no_deal) = (number(&format!("deal.{id}")), number(&format!("no_deal.{id}")));
        let near = |found: f64, expected: f64| {
            assert!((found - expected).abs() < 1e-9, "{id} {found} {expected}")
        };
        near(mean(deal.iter().copied()), party.deal.mean);
        near(mean(no_deal.iter().copied()), party.no_deal.mean);
        near(
            mean(number(&format!("no_deal_at_start.{id}")).iter().copied()),
            party.no_deal_at_start.mean,
        );
        assert!(
            deal.iter().zip(no_deal).all(|(d, n)| d.is_nan() || d >= n),
            "a deal is never worse"
        );
    }
    for (id, estimate) in answer.measures.iter() {
        let values = number(&format!("measure.{id}"));
        let there = values.iter().filter(|x| x.is_finite()).count() as u64;
        assert_eq!(there, estimate.n, "{id}");
        assert!((mean(values.iter().copied()) - estimate.mean).abs() < 1e-9, "{id}");
        let mut sorted: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let middle = 0.5 * (sorted.len() - 1) as f64;
        let median = 0.5 * (sorted[middle.floor() as usize] + sorted[middle.ceil() as usize]);
        assert!((estimate.quantiles.get("0.5").expect("a median") - median).abs() < 1e-12, "{id}");
    }
    for ((when, broken), measured) in
        number("deal_time").iter().zip(number("breakdown_time")).zip(number("measure.held"))
    {
        assert!(broken.is_nan() || broken > when);
        assert!(
            broken.is_nan() == measured.is_nan() && (broken.is_nan() || *measured == broken - when)
        );
    }
    let hope = number("input.hope");
    assert!(hope.iter().all(|h| (0.2..0.7).contains(h)));
    let best = number("best_surplus_at_start");
    let zones = best.iter().filter(|x| **x >= 0.0).count();
    assert_eq!(zones as f64 / draws as f64, answer.zone_at_start.p);
    assert!(
        (mean(number("zone_share_at_start").iter().copied()) - answer.zone_share_at_start).abs()
            < 1e-9
    );

    // One draw again, alone.
    let (scenario, compiled) = compiled(&scenario());
    for draw in [0, 777, 4999] {
        let again = replay(&scenario, &compiled, &options(draws), draw as u64).expect("a replay");
        assert_eq!(again.inputs, [("hope".to_owned(), hope[draw])]);
        assert_eq!(column(&again, "x").last(), Some(&number("measure.end")[draw]));
        let first = again.events.first().map_or(f64::NAN, |(t, _)| *t);
        assert!(first == number("deal_time")[draw] || (first.is_nan() && !signed[draw]));
    }
}

#[test]
fn paths_are_those_of_the_answer() {
    let folder = Folder::new("paths");
    let answer = write(folder.path(), &scenario(), &options(200));
    let columns = read(&folder.path().join("paths.parquet"));
    let (_, path) = answer.paths.iter().next().expect("a path");
    assert_eq!(columns.rows, answer.paths.iter().count() * path.times.len());
    assert_eq!(columns.numbers["time"][..path.times.len()], path.times);
    assert_eq!(columns.numbers["mean"][..path.times.len()], path.mean);
    assert!(columns.texts["variable"].iter().all(|v| v == "x"));
}

#[test]
fn the_answer_file_is_the_answer() {
    let folder = Folder::new("answer");
    let answer = write(folder.path(), &scenario(), &options(100));
    let bytes = folder.read("answer.json");
    let text = serde_json::to_string_pretty(&answer).expect("text");
    assert_eq!(String::from_utf8(bytes).expect("text"), format!("{text}\n"));
    let again: Answer = serde_json::from_str(&text).expect("an answer");
    assert_eq!((&again.manifest, &again.findings), (&answer.manifest, &answer.findings));
    let count =
        |a: &Answer| (a.deal_by.get("12").map(|d| d.n), a.measures.get("when").map(|m| m.n));
    assert_eq!(count(&again), count(&answer));
    assert_eq!(again.paths.iter().count(), answer.paths.iter().count());
    let manifest: Manifest =
        serde_json::from_slice(&folder.read("manifest.json")).expect("a manifest");
    assert_eq!(manifest, answer.manifest);
    assert_eq!((manifest.draws, manifest.draws_done, manifest.seed), (100, 100, 1));
}

/// Ends the run once draws are done.
#[derive(Default)]
struct Impatient {
    after: u64,
    done: AtomicBool,
    most: AtomicU64,
}

impl Observer for Impatient {
    fn progress(&self, done: u64, _total: u64) {
        self.most.fetch_max(done, Ordering::Relaxed);
        if done >= self.after {
            self.done.store(true, Ordering::Relaxed);
        }
    }
    fn cancelled(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }
}

#[test]
fn a_cancelled_run_leaves_a_readable_partial_result() {
    for after in [1, 3000] {
        let folder = Folder::new(&format!("cancelled-{after}"));
        let (scenario, compiled) = compiled(&scenario());
        let observer = Impatient { after, ..Impatient::default() };
        let options = Options { threads: Some(2), ..options(200_000) };
        let answer = run(
            &scenario,
            &compiled,
            &options,
            Manifest::default(),
            Some(folder.path()),
            &observer,
        )
        .expect("an answer");
        let done = answer.manifest.draws_done;
        assert!(answer.manifest.partial && done > 0 && done < 20_000, "{done}");
        assert!(answer.remarks.iter().any(|r| r.contains("stopped")), "{:?}", answer.remarks);
        let columns = read(&folder.path().join("draws.parquet"));
        assert!(columns.marked_partial);
        assert_eq!(columns.rows as u64, done);
        assert!(columns.numbers["draw"].iter().enumerate().all(|(i, x)| *x == i as f64));
        let manifest: Manifest =
            serde_json::from_slice(&folder.read("manifest.json")).expect("a manifest");
        assert_eq!((manifest.partial, manifest.draws, manifest.draws_done), (true, 200_000, done));
        // The draws done are those of a whole run.
        let whole = Folder::new(&format!("whole-{after}"));
        write(whole.path(), &self::scenario(), &Options { draws: done, ..options });
        let other = read(&whole.path().join("draws.parquet"));
        assert_eq!(columns.texts, other.texts);
        for (name, values) in &columns.numbers {
            let bits = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(values), bits(&other.numbers[name]), "{name}");
        }
    }
}

fn failing(folder: &Path) -> RunError {
    let (scenario, compiled) = compiled(&scenario());
    run(&scenario, &compiled, &options(3000), Manifest::default(), Some(folder), &Unobserved)
        .expect_err("a folder that cannot be written")
}

#[test]
fn a_folder_that_is_a_file_is_refused() {
    let folder = Folder::new("file");
    let file = folder.path().join("taken");
    fs::write(&file, "kept").expect("a file");
    for path in [file.clone(), file.join("below")] {
        let error = failing(&path);
        assert!(matches!(error, RunError::Output { .. }), "{error:?}");
    }
    assert_eq!(fs::read_to_string(&file).expect("the file"), "kept");
}

#[test]
fn an_earlier_run_does_not_pass_for_a_failed_one() {
    let folder = Folder::new("earlier");
    write(folder.path(), &scenario(), &options(64));
    // The rows cannot be written any more: their place is a folder.
    fs::create_dir_all(folder.path().join("draws.parquet.partial/inside")).expect("a folder");
    assert!(matches!(failing(folder.path()), RunError::Output { .. }));
    for name in WRITTEN {
        assert!(!folder.path().join(name).exists(), "{name} is left of the earlier run");
    }
}

/// Writes to `/dev/full` fail as on a full disk.
#[allow(clippy::print_stdout, reason = "says why nothing was tested")]
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_that_looks_complete() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: no /dev/full here");
        return;
    }
    for (name, missing) in [
        ("draws.parquet", &WRITTEN[..]),
        ("paths.parquet", &["manifest.json", "answer.json", "paths.parquet"]),
        ("answer.json", &["manifest.json", "answer.json"]),
        ("manifest.json", &["manifest.json"]),
    ] {
        let folder = Folder::new(&format!("full-{name}"));
        let place = folder.path().join(format!("{name}.partial"));
        std::os::unix::fs::symlink("/dev/full", &place).expect("a link");
        let RunError::Output { path, .. } = failing(folder.path()) else { panic!("another error") };
        assert_eq!(path.file_name().and_then(|n| n.to_str()), Some(name));
        for absent in missing {
            assert!(!folder.path().join(absent).exists(), "{absent} with no room for {name}");
        }
    }
}

fn not_finite(tables: &str) -> NotFiniteReport {
    let (scenario, compiled) = compiled(&text("\"0 to 6 [month]\"", tables));
    let error = run(&scenario, &compiled, &options(500), Manifest::default(), None, &Unobserved)
        .expect_err("a value that is not finite");
    let RunError::NotFinite(report) = error else { panic!("{error:?}") };
    // The draw's own inputs, as a replay finds them.
    let again = replay(&scenario, &compiled, &options(500), report.draw).expect("a replay");
    assert_eq!(again.inputs, report.inputs);
    *report
}

#[test]
fn the_first_value_that_is_not_finite_is_named() {
    let inputs = "[input]\na = \"uniform(0, 1)\"\nb = \"uniform(0, 1)\"\n";
    // In about one draw in twenty, from the start.
    let report = not_finite(&format!(
        "{inputs}[variable]\nfine = \"b + 1\"\nculprit = \"ln(a - 0.05)\"\nvictim = \"culprit * 2\"\n[stock]\nx = {{ start = 0, change = \"victim\" }}\n"
    ));
    assert_eq!((report.variable.as_str(), report.time), ("culprit", 0.0));
    assert_eq!(report.inputs.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(report.inputs[0].1 < 0.05, "{report:?}");
    // Later, in every draw.
    let report = not_finite(&format!(
        "{inputs}[variable]\nculprit = \"a * sqrt(3 - time / (1 [month]))\"\n[stock]\nx = {{ start = \"b\", change = \"culprit\" }}\n"
    ));
    assert_eq!((report.variable.as_str(), report.time, report.draw), ("culprit", 4.0, 0));
    // Infinity counts too.
    let report = not_finite(&format!(
        "{inputs}[variable]\nculprit = \"1 / (2 - time / (1 [month])) * a\"\n[stock]\nx = {{ start = \"b\", change = \"culprit\" }}\n"
    ));
    assert_eq!((report.variable.as_str(), report.time, report.draw), ("culprit", 2.0, 0));
    // What no stock sees but a measure does.
    let report = not_finite(&format!(
        "{inputs}[variable]\nculprit = \"ln(a - 0.05)\"\n[measure]\nm = \"culprit at 2 + b\"\n"
    ));
    assert_eq!(report.variable, "culprit");
    assert!(report.inputs[0].1 < 0.05, "{report:?}");
}

#[test]
fn a_branch_not_taken_may_be_anything() {
    let tables = "[input]\na = \"uniform(0, 1)\"\n[variable]\ny = \"if a > 0.5 then ln(a - 0.5) else 0\"\n[stock]\nx = { start = 0, change = \"y\" }\n[measure]\nm = \"x at end\"\n";
    let (scenario, compiled) = compiled(&text("\"0 to 6 [month]\"", tables));
    let answer = run(&scenario, &compiled, &options(500), Manifest::default(), None, &Unobserved)
        .expect("an answer");
    assert_eq!(answer.measures.get("m").map(|m| m.n), Some(500));
}

#[test]
fn numbers_of_draws_have_limits() {
    let (scenario, compiled) = compiled(&scenario());
    for draws in [0, zopa_ensemble::MOST_DRAWS + 1, u64::MAX] {
        let error =
            run(&scenario, &compiled, &options(draws), Manifest::default(), None, &Unobserved);
        assert!(matches!(error, Err(RunError::Setting(_))), "{draws}");
    }
}
