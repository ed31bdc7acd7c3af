//! The registry of functions: names, aliases, arguments and exact semantics.
//!
//! t is the time at the start of the step, h the step. Semantics follow Vensim and XMILE, as
//! confirmed by the cross-tool test models of the system-dynamics community (SDXorg test-models).

mod entries;
mod reference;

pub use entries::ENTRIES;
pub use reference::reference;

use zopa_theory::ScalarFunction;

/// A function of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is described by its entry in the registry")]
pub enum Function {
    Abs,
    Exp,
    Ln,
    Log10,
    Log,
    Sqrt,
    Sin,
    Cos,
    Tan,
    Arcsin,
    Arccos,
    Arctan,
    Min,
    Max,
    Sum,
    Integer,
    Int,
    Ceiling,
    Round,
    Modulo,
    Mod,
    Quantum,
    Sign,
    Clamp,
    Logistic,
    Xidz,
    Zidz,
    Power,
    Step,
    Pulse,
    PulseXmile,
    PulseTrain,
    Ramp,
    Smooth,
    Smooth3,
    SmoothN,
    Trend,
    Forecast,
    Delay1,
    Delay3,
    DelayN,
    DelayFixed,
    Previous,
    Initial,
    ActiveInitial,
    SampleIfTrue,
    Total,
    Lookup,
    LookupExtrapolate,
    LookupForward,
    LookupBackward,
    LookupInvert,
    NoiseNormal,
    NoiseAr1,
    Happens,
    WeibullHazard,
    /// A distribution, by its name.
    Distribution(&'static str),
    /// A closed form of the theory crate, by its name.
    Theory(&'static str),
}

/// Groups of functions, as in the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Functions of numbers alone.
    Elementary,
    /// Steps, pulses and ramps in time.
    TestInput,
    /// Exponential smoothing and what rests on it.
    Smoothing,
    /// Delays of flows.
    Delay,
    /// Tables of points.
    Lookup,
    /// Functions that remember.
    Memory,
    /// Noise and events.
    Random,
    /// Uncertain numbers.
    Distribution,
    /// Closed forms of the literature.
    Theory,
}

impl Group {
    /// Every group with its heading, in the order of the reference.
    pub const ALL: [(Group, &'static str); 9] = [
        (Group::Elementary, "Elementary functions"),
        (Group::TestInput, "Test inputs"),
        (Group::Smoothing, "Smoothing"),
        (Group::Delay, "Delays"),
        (Group::Lookup, "Lookups"),
        (Group::Memory, "Memory"),
        (Group::Random, "Noise and events"),
        (Group::Distribution, "Distributions"),
        (Group::Theory, "Closed forms of the literature"),
    ];
}

/// One function of the registry.
#[derive(Debug)]
pub struct Entry {
    /// Which function.
    pub function: Function,
    /// Its name.
    pub name: &'static str,
    /// Other names, among them those of Vensim and XMILE.
    pub aliases: &'static [&'static str],
    /// Names of the arguments; optional ones end with `?`, a last one that may repeat with `…`.
    pub arguments: &'static [&'static str],
    /// Fewest arguments.
    pub minimum: usize,
    /// Most arguments.
    pub maximum: usize,
    /// Its group.
    pub group: Group,
    /// What it computes, exactly.
    pub meaning: &'static str,
    /// An expression that uses it.
    pub example: &'static str,
}

/// A function found by name.
#[derive(Clone, Copy)]
pub enum Found {
    /// A function of the language itself.
    Entry(&'static Entry),
    /// A closed form of the theory crate.
    Theory(&'static ScalarFunction),
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found({})", self.name())
    }
}

impl Found {
    /// Which function.
    pub fn function(self) -> Function {
        match self {
            Found::Entry(entry) => entry.function,
            Found::Theory(theory) => Function::Theory(theory.name),
        }
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Found::Entry(entry) => entry.name,
            Found::Theory(theory) => theory.name,
        }
    }

    /// Names of its arguments, marked as in [`Entry::arguments`].
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Found::Entry(entry) => entry.arguments,
            Found::Theory(theory) => theory.arguments,
        }
    }

    /// Fewest arguments.
    pub fn minimum(self) -> usize {
        match self {
            Found::Entry(entry) => entry.minimum,
            Found::Theory(theory) => theory.arguments.len(),
        }
    }

    /// Most arguments.
    pub fn maximum(self) -> usize {
        match self {
            Found::Entry(entry) => entry.maximum,
            Found::Theory(theory) => theory.arguments.len(),
        }
    }

    /// Its group.
    pub fn group(self) -> Group {
        match self {
            Found::Entry(entry) => entry.group,
            Found::Theory(_) => Group::Theory,
        }
    }

    /// How it is called: `smooth(x, time, initial?)`.
    pub fn signature(self) -> String {
        format!("{}({})", self.name(), self.arguments().join(", "))
    }

    /// Whether it takes this number of arguments.
    pub fn takes(self, count: usize) -> bool {
        (self.minimum()..=self.maximum()).contains(&count)
    }
}

/// Whether two names of functions are the same: case is ignored, spaces and underscores are equal.
fn same_name(a: &str, b: &str) -> bool {
    let plain = |byte: u8| if byte == b' ' { b'_' } else { byte.to_ascii_lowercase() };
    a.len() == b.len() && a.bytes().map(plain).eq(b.bytes().map(plain))
}

/// The function with this name or alias; case is ignored, spaces and underscores are equal.
///
/// Names of the registry come first, then the closed forms of the theory crate: in equations
/// `weibull_hazard` is the mean over a step, which is finite where the hazard itself is not.
///
/// ```
/// use zopa_equations::function::{Function, find};
/// assert_eq!(find("SMTH1").unwrap().function(), Function::Smooth);
/// assert_eq!(find("delay fixed").unwrap().function(), Function::DelayFixed);
/// assert!(find("smoth").is_none());
/// ```
pub fn find(name: &str) -> Option<Found> {
    let entry = ENTRIES
        .iter()
        .find(|e| same_name(e.name, name) || e.aliases.iter().any(|a| same_name(a, name)));
    if let Some(entry) = entry {
        return Some(Found::Entry(entry));
    }
    let plain: String = name.to_ascii_lowercase().replace(' ', "_");
    zopa_theory::function(&plain).map(Found::Theory)
}

/// The function meant by this name with this number of arguments.
///
/// Vensim's `PULSE(start, width)` and XMILE's `PULSE(volume, first, interval)` share a name; three
/// arguments mean the latter.
pub fn resolve(name: &str, count: usize) -> Option<Found> {
    let found = find(name)?;
    if found.function() == Function::Pulse && count == 3 {
        return find("pulse_xmile");
    }
    Some(found)
}

/// Names of functions that look like this one, nearest first, at most three.
///
/// ```
/// use zopa_equations::function::suggest;
/// assert_eq!(suggest("smoth")[0], "smooth");
/// ```
pub fn suggest(name: &str) -> Vec<&'static str> {
    let plain: String = name.to_lowercase().replace(' ', "_");
    let own = ENTRIES.iter().flat_map(|e| {
        std::iter::once((e.name, e.name)).chain(e.aliases.iter().map(|a| (*a, e.name)))
    });
    let theory = zopa_theory::FUNCTIONS.iter().map(|f| (f.name, f.name));
    let allowed = match plain.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let mut near: Vec<(usize, &'static str)> = own
        .chain(theory)
        .map(|(written, name)| {
            (strsim::damerau_levenshtein(&plain, &written.replace(' ', "_")), name)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    near.sort_unstable();
    let mut names: Vec<&'static str> = Vec::new();
    for (_, name) in near {
        if !names.contains(&name) && names.len() < 3 {
            names.push(name);
        }
    }
    names
}
