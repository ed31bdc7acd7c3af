//! What a name in an expression refers to.

use std::collections::BTreeMap;
use zopa_scenario::Scenario;

/// What a name refers to; indices follow the scenario's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// An input.
    Input(usize),
    /// A stock.
    Stock(usize),
    /// A variable.
    Variable(usize),
    /// A series.
    Series(usize),
    /// An attribute of the options of an issue: issue, and index in [`Symbols::attributes`].
    Attribute(usize, usize),
    /// An option: issue and option.
    Option(usize, usize),
    /// Salience-weighted value of the package to a party.
    Terms(usize),
    /// What one issue adds to the terms of a party: party and issue.
    IssueTerms(usize, usize),
    /// Value of the package to a party.
    Deal(usize),
    /// Value of no deal to a party.
    NoDeal(usize),
    /// Probability of ratification.
    Ratifies(usize),
    /// Bargaining weight.
    Power(usize),
    /// 1 for a signatory.
    Seat(usize),
    /// A built-in name.
    Builtin(Builtin),
}

macro_rules! builtins {
    ($( $name:ident $word:literal $meaning:literal; )*) => {
        /// Built-in names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Builtin { $( #[doc = $meaning] $name, )* }

        impl Builtin {
            /// Every built-in name with its word and meaning.
            pub const ALL: &'static [(Builtin, &'static str, &'static str)] =
                &[ $( (Builtin::$name, $word, $meaning), )* ];
        }
    };
}

builtins! {
    Time "time" "time at the start of the step";
    TimeStep "time_step" "length of an integration step";
    StartTime "start_time" "first time";
    EndTime "end_time" "last time";
    Pi "pi" "ratio of a circle's circumference to its diameter";
    Euler "e" "base of the natural logarithm";
    InForce "in_force" "1 while a deal is in force";
    Signed "signed" "1 from the first signature on";
    SinceSignature "since_signature" "time since the signature of the deal in force; 0 when none";
    Breakdowns "breakdowns" "number of breakdowns so far";
    Surplus "surplus" "smallest gain of any signatory at the chosen package";
    BestSurplus "best_surplus" "largest over packages of the smallest gain";
    ZoneShare "zone_share" "share of packages on the table that lie in the zone";
    Round "round" "rounds held so far";
    DealTime "deal_time" "time of the first signature; missing when there is none";
    BreakdownTime "breakdown_time" "time of the breakdown of the first deal; missing when there is none";
}

/// The names of a scenario.
#[derive(Debug, Clone, Default)]
pub struct Symbols {
    names: BTreeMap<String, Symbol>,
    /// Attribute names per issue, each once.
    pub attributes: Vec<Vec<String>>,
}

impl Symbols {
    /// Collects the names of a scenario. A name declared twice keeps its first meaning.
    pub fn new(scenario: &Scenario) -> Self {
        let mut symbols = Symbols::default();
        let mut add = |name: String, symbol: Symbol| {
            symbols.names.entry(name).or_insert(symbol);
        };
        for (i, x) in scenario.inputs.iter().enumerate() {
            add(x.id.text.clone(), Symbol::Input(i));
        }
        for (i, x) in scenario.stocks.iter().enumerate() {
            add(x.id.text.clone(), Symbol::Stock(i));
        }
        for (i, x) in scenario.variables.iter().enumerate() {
            add(x.id.text.clone(), Symbol::Variable(i));
        }
        for (i, x) in scenario.series.iter().enumerate() {
            add(x.id.text.clone(), Symbol::Series(i));
        }
        let mut attributes = Vec::new();
        for (i, issue) in scenario.issues.iter().enumerate() {
            let mut names: Vec<String> = Vec::new();
            for option in &issue.options {
                for (name, _) in &option.attributes {
                    if !names.contains(&name.text) {
                        names.push(name.text.clone());
                    }
                }
            }
            for (k, name) in names.iter().enumerate() {
                add(format!("{}.{name}", issue.id), Symbol::Attribute(i, k));
            }
            for (o, option) in issue.options.iter().enumerate() {
                add(format!("{}.{}", issue.id, option.id), Symbol::Option(i, o));
            }
            attributes.push(names);
        }
        for (p, party) in scenario.parties.iter().enumerate() {
            for (word, symbol) in [
                ("terms", Symbol::Terms(p)),
                ("deal", Symbol::Deal(p)),
                ("no_deal", Symbol::NoDeal(p)),
                ("ratifies", Symbol::Ratifies(p)),
                ("power", Symbol::Power(p)),
                ("seat", Symbol::Seat(p)),
            ] {
                add(format!("{word}.{}", party.id), symbol);
            }
            for (i, issue) in scenario.issues.iter().enumerate() {
                add(format!("terms.{}.{}", party.id, issue.id), Symbol::IssueTerms(p, i));
            }
        }
        for &(builtin, word, _) in Builtin::ALL {
            add(word.to_owned(), Symbol::Builtin(builtin));
        }
        symbols.attributes = attributes;
        symbols
    }

    /// What this name refers to.
    pub fn find(&self, name: &str) -> Option<Symbol> {
        self.names.get(name).copied()
    }

    /// Declared or built-in names that look like this one, nearest first, at most three.
    pub fn suggest(&self, name: &str) -> Vec<&str> {
        nearest(name, self.names.keys().map(String::as_str))
    }
}

/// Candidates within a small edit distance of `name`, nearest first, at most three.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = name.to_lowercase();
    let allowed = (lower.chars().count() / 3).clamp(1, 4);
    let mut near: Vec<(usize, &str)> = candidates
        .filter(|c| c.len().abs_diff(lower.len()) <= allowed)
        .map(|c| (strsim::damerau_levenshtein(&lower, &c.to_lowercase()), c))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    near.sort();
    near.into_iter().take(3).map(|(_, c)| c).collect()
}
