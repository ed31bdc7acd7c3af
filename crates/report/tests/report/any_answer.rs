//! Any answer whatever gives a page and a summary without a panic and without “NaN”.

use proptest::prelude::*;
use zopa_ensemble::answer::*;

use crate::wage_dispute as fixture;

/// Replaces numbers, texts and lengths of an answer by drawn ones.
#[derive(Debug)]
struct Spoiler {
    numbers: Vec<f64>,
    counts: Vec<u64>,
    texts: Vec<String>,
    lengths: Vec<usize>,
    at: usize,
}

impl Spoiler {
    fn turn(&mut self) -> usize {
        self.at += 1;
        self.at
    }

    fn number(&mut self, x: &mut f64) {
        let turn = self.turn();
        *x = self.numbers[turn % self.numbers.len()];
    }

    fn count(&mut self, n: &mut u64) {
        let turn = self.turn();
        *n = self.counts[turn % self.counts.len()];
    }

    fn text(&mut self, text: &mut String) {
        let turn = self.turn();
        text.clone_from(&self.texts[turn % self.texts.len()]);
    }

    fn length<T>(&mut self, list: &mut Vec<T>) {
        let turn = self.turn();
        list.truncate(self.lengths[turn % self.lengths.len()]);
    }

    fn keys<T>(&mut self, keyed: &mut Keyed<T>) {
        self.length(&mut keyed.0);
        if self.turn().is_multiple_of(3) {
            for (key, _) in &mut keyed.0 {
                self.text(key);
            }
        }
    }

    fn share(&mut self, share: &mut Proportion) {
        self.number(&mut share.p);
        self.number(&mut share.low);
        self.number(&mut share.high);
        self.count(&mut share.n);
    }

    fn shares(&mut self, shares: &mut Keyed<Proportion>) {
        self.keys(shares);
        for (_, share) in &mut shares.0 {
            self.share(share);
        }
    }

    fn estimate(&mut self, estimate: &mut Estimate) {
        self.text(&mut estimate.name);
        self.text(&mut estimate.unit);
        self.number(&mut estimate.mean);
        self.number(&mut estimate.low);
        self.number(&mut estimate.high);
        self.count(&mut estimate.n);
        self.keys(&mut estimate.quantiles);
        for (_, x) in &mut estimate.quantiles.0 {
            self.number(x);
        }
    }

    fn answer(&mut self, answer: &mut Answer) {
        for text in
            [&mut answer.title, &mut answer.summary, &mut answer.as_of, &mut answer.time_unit]
        {
            self.text(text);
        }
        self.count(&mut answer.manifest.draws);
        self.count(&mut answer.manifest.draws_done);
        self.text(&mut answer.manifest.command);
        self.length(&mut answer.findings);
        self.shares(&mut answer.deal_by);
        self.share(&mut answer.zone_at_start);
        self.number(&mut answer.zone_share_at_start);
        self.keys(&mut answer.terms);
        for (_, options) in &mut answer.terms.0 {
            self.shares(options);
        }
        self.keys(&mut answer.issue_names);
        self.keys(&mut answer.option_names);
        self.length(&mut answer.packages);
        for (package, share) in &mut answer.packages {
            self.keys(package);
            self.share(share);
        }
        self.shares(&mut answer.binding);
        self.keys(&mut answer.parties);
        for (_, party) in &mut answer.parties.0 {
            self.text(&mut party.name);
            for value in
                [&mut party.deal, &mut party.no_deal, &mut party.gain, &mut party.no_deal_at_start]
            {
                self.estimate(value);
            }
        }
        self.keys(&mut answer.survival);
        for (_, point) in &mut answer.survival.0 {
            self.number(&mut point.p);
            self.number(&mut point.low);
            self.number(&mut point.high);
            self.count(&mut point.at_risk);
        }
        for reference in &mut answer.survival_reference {
            for (t, p) in &mut reference.points {
                self.number(t);
                self.number(p);
            }
        }
        if self.turn().is_multiple_of(4) {
            answer.trade_off = None;
        }
        if let Some(trade_off) = &mut answer.trade_off {
            self.length(&mut trade_off.frontier);
            for point in &mut trade_off.frontier {
                self.number(&mut point.durability);
                self.share(&mut point.accepted);
            }
            self.length(&mut trade_off.bins);
            for bin in &mut trade_off.bins {
                self.number(&mut bin.from);
                self.number(&mut bin.to);
                self.number(&mut bin.accepted_best);
                self.keys(&mut bin.accepted_by);
                for (_, p) in &mut bin.accepted_by.0 {
                    self.number(p);
                }
            }
        }
        self.keys(&mut answer.paths);
        for (_, path) in &mut answer.paths.0 {
            self.length(&mut path.times);
            self.length(&mut path.mean);
            self.keys(&mut path.quantiles);
            for values in std::iter::once(&mut path.mean)
                .chain(std::iter::once(&mut path.times))
                .chain(path.quantiles.0.iter_mut().map(|(_, values)| values))
            {
                for x in values.iter_mut().take(20) {
                    self.number(x);
                }
            }
        }
        self.keys(&mut answer.measures);
        for (_, measure) in &mut answer.measures.0 {
            self.estimate(measure);
        }
        for drivers in &mut answer.drivers {
            self.text(&mut drivers.outcome);
            self.length(&mut drivers.inputs);
            for driver in &mut drivers.inputs {
                self.number(&mut driver.first_order);
                self.number(&mut driver.low);
                self.number(&mut driver.high);
                self.number(&mut driver.rank_correlation);
                driver.distinct = self.turn().is_multiple_of(2);
            }
        }
        for n in [
            &mut answer.evidence.sourced,
            &mut answer.evidence.conflicts,
            &mut answer.evidence.assumptions,
            &mut answer.evidence.gaps,
        ] {
            self.count(n);
        }
        self.length(&mut answer.evidence.rows);
        self.length(&mut answer.evidence.sources);
        self.length(&mut answer.limits);
    }
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => any::<f64>(),
        3 => -0.5..1.5,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
        1 => Just(0.0),
        1 => Just(-0.0),
        1 => Just(f64::MAX),
        1 => Just(f64::MIN_POSITIVE / 4.0),
    ]
}

fn spoiler() -> impl Strategy<Value = Spoiler> {
    (
        prop::collection::vec(number(), 1..40),
        prop::collection::vec(prop_oneof![Just(0), 1..30_u64, any::<u64>()], 1..10),
        prop::collection::vec("[a-z<>&\"'%{}$ ü→\\n0-9]{0,40}", 1..8),
        prop::collection::vec(prop_oneof![Just(0), 1..4_usize, Just(usize::MAX)], 1..8),
    )
        .prop_map(|(numbers, counts, texts, lengths)| Spoiler {
            numbers,
            counts,
            texts,
            lengths,
            at: 0,
        })
}

/// The words of the page that a reader or a chart sees, without the script and the library.
fn shown(page: &str) -> String {
    let (before, rest) = page.split_once("<script id=\"chart-library\">").expect("library");
    let (_, after) = rest.split_once("</script>").expect("end of library");
    format!("{before}{}", after.split("<script>").next().unwrap_or(""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_answer_is_readable(mut spoiler in spoiler(), width in 0..200_usize) {
        let mut answer = fixture::wage_dispute();
        spoiler.answer(&mut answer);
        let page = zopa_report::html(&answer);
        let text = zopa_report::terminal(&answer, width);
        let body = shown(&page);
        for bad in ["NaN", "Infinity", "inf ", "inf%", "inf,", ">inf<", "null<"] {
            prop_assert!(!body.contains(bad), "page holds {bad}");
            prop_assert!(!text.contains(bad), "summary holds {bad}:\n{text}");
        }
        prop_assert!(text.lines().all(|line| line.chars().count() <= width.clamp(40, 120)));
        prop_assert!(text.lines().count() <= 60);
        prop_assert!(page.len() < 6_000_000);
    }

    #[test]
    fn words_are_never_finer_than_tenths_between_the_ends(p in 0.05..0.95_f64, n in 20..1_000_000_u64) {
        let words = zopa_report::words(p, n);
        prop_assume!(!words.starts_with("never") && !words.starts_with("always"));
        if let Some(parts) = words.strip_prefix("about 1 in ").filter(|d| *d != "10") {
            let share = 1.0 / parts.parse::<f64>().expect("a number of parts");
            prop_assert!(p < 0.075 && (share / p - 1.0).abs() < 0.05, "{p}: {words}");
            return Ok(());
        }
        let tenths = match words.as_str() {
            "about half" => 5.0,
            other => other.strip_prefix("about ").and_then(|w| w.strip_suffix(" in 10"))
                .and_then(|w| w.parse::<f64>().ok()).expect("tenths"),
        };
        prop_assert!((tenths / 10.0 - p).abs() <= 0.050_001, "{p}: {words}");
    }
}
