//! What can be typed after `zopa`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Exit codes, as shown at the end of every help text.
const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 the analysis says no (errors in the scenario, a number that is not finite); \
2 wrong usage (bad arguments, missing file, output that cannot be written, too many draws); \
130 stopped at once by a second Ctrl-C (the first ends a run with what it has, marked partial).
Data goes to standard output, status to standard error. NO_COLOR is honoured.";

/// From an account of a conflict to an executable model: is there a deal, would it hold, what
/// would change that?
#[derive(Debug, Parser)]
#[command(name = "zopa", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub struct Arguments {
    /// Print data as JSON on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a scenario and answer: is there a deal, on which terms, does it hold, who gains
    #[command(after_help = RUN_JSON)]
    Run(RunArguments),
    /// Check a scenario: is it sound, and which of its numbers have a source
    #[command(after_help = CHECK_JSON)]
    Check(CheckArguments),
    /// Explain one name: its equation, unit, distribution and sources, down to the paragraph
    #[command(after_help = EXPLAIN_JSON)]
    Explain(ExplainArguments),
    /// Show the whole model as a typeset listing, equations first
    #[command(
        after_help = "JSON fields: title, sections [{heading, entries [{lines, label, unit, sources, note}]}]."
    )]
    Show(ScenarioArgument),
    /// Which states of a conflict are stable, under which foresight, and by which paths
    #[command(after_help = STABILITY_JSON)]
    Stability(Box<StabilityArguments>),
    /// Where positions on contested issues end up, by every model, with the accuracy it has shown
    #[command(after_help = POSITIONS_JSON)]
    Positions(PositionsArguments),
    /// Compute a closed form of the literature, or list them all
    #[command(after_help = THEORY_JSON)]
    Theory(TheoryArguments),
    /// Write a small, commented, working scenario to start from
    #[command(after_help = "JSON fields: ok, file.")]
    New(NewArguments),
    /// Format scenario files; comments stay
    #[command(after_help = "JSON fields: ok, files [{file, changed, diagnostics}].")]
    Fmt(FormatArguments),
    /// Print the JSON Schema of scenario files, for completion in editors
    Schema,
}

const RUN_JSON: &str = "\
JSON fields (the same as in answer.json): title, summary, as_of, time_unit, manifest, findings, \
deal_by[time].{p,low,high,n}, zone_at_start, terms[issue][option], packages, binding, \
parties[id].{deal,no_deal,gain}, survival[time], trade_off, paths[name], \
measures[name].{mean,low,high,quantiles}, drivers, evidence, limits, remarks.

Settings: `--set LEVER` or `--set LEVER=on` pulls a lever; `--set NAME=VALUE` gives an input or a \
variable another value, such as `--set aid=\"triangular(1, 2, 3) [billion EUR/month] @source\"`.";
const CHECK_JSON: &str = "\
JSON fields: ok, errors, warnings, diagnostics [{code, severity, message, labels [{start, end, \
line, column, message}], hints}], summary {title, parties, issues, packages, …}, evidence \
{sourced, conflicts, assumptions, gaps, by_table}.";
const EXPLAIN_JSON: &str = "\
Names: inputs, stocks, variables, series, parties, issues, options, sources (and `source:paragraph`), \
levers, measures, claims, `deal.PARTY`, `terms.PARTY`, `negotiation.chance`, `hold.hazard`, \
`chance_of_deal`, functions, and diagnostic codes such as Z102.

JSON fields: explanations [{name, kind, label, meaning, unit, axes, equations [{name, written, \
typeset, unit}], distributions [{site, family, reading, parameters, mean, quantiles}], values, \
sources [{source, locator, title, grade, url, date}], note, comment, uses, used_by, touched_by, way, next}].";
const STABILITY_JSON: &str = "\
JSON fields: title, parties [id], party_names[id], options [{id, name, party, direction}], states \
[one letter Y or N per option, or the identifier], labels, status_quo (an index into states, as \
everywhere), concepts[name].{name, equilibria, stable[party]}, profile, coalitions, paths, \
tree, explanations, inverse, robustness, views, levers, known, symbolic, manifest; parts that were not \
asked for are absent.

Exit code 1: the file has errors, so that nothing was analysed.";
const POSITIONS_JSON: &str = "\
JSON fields: ok, partial, title, parties [id], issues[id].{name, scale, points, reference_point, outcome, stands, \
models[name].{forecast, interval80, inputs80, rounds [{positions, forecast, moved_by, manner}], lottery, remarks, \
summary, source}, without_forecast, spread_of_models, spread_of_readings, decisive}, exchange [{outcomes_before, \
outcomes_after, trades}], manifest.

`zopa positions spatial FILE`: issues[id].{expected, most_likely, rounds}, turns, options, remarks. \
`zopa positions models`: models [{name, summary, source, switches [{name, decides, value, choices, low, high}]}].

`zopa positions score FOLDER` reads issues.csv and positions.csv and measures every model: models[name].{rank, \
issues, mean_absolute_error, interval95, root_mean_squared_error, median_absolute_error, within_10, \
difference, difference_interval95, coverage80, width80, crps}, \
stacked_mean_absolute_error, forecasts[issue].{outcome, models[name]}, manifest.";
const THEORY_JSON: &str = "\
JSON fields: topics [{name, title, formula, source}], or for one topic name, title, formula, \
assumptions, source, arguments, outputs [{name, meaning, value}], example.";

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// The scenario file; `-` reads standard input
    pub scenario: PathBuf,
    /// Number of draws
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub draws: u64,
    /// Seed: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// How inputs are sampled
    #[arg(long, value_enum, default_value_t = SamplingDesign::LatinHypercube)]
    pub design: SamplingDesign,
    /// Pull a lever, or give an input or variable another value; may be repeated
    #[arg(long = "set", value_name = "NAME[=VALUE]")]
    pub settings: Vec<String>,
    /// Number of threads; all cores when absent. The result does not depend on it
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Folder for the results; `out/SCENARIO` when absent
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Also run some draws at half the step and print what changes
    #[arg(long)]
    pub check_step: bool,
    /// Replay one draw and print its path instead of running all
    #[arg(long, value_name = "K", conflicts_with_all = ["check_step", "out"])]
    pub draw: Option<u64>,
}

/// How inputs are sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SamplingDesign {
    /// Scrambled sequence of Sobol'
    Sobol,
    /// Latin hypercube
    #[value(name = "latin_hypercube")]
    LatinHypercube,
    /// Independent draws
    #[value(name = "monte_carlo")]
    MonteCarlo,
}

/// Arguments of `stability`.
#[derive(Debug, Args)]
pub struct StabilityArguments {
    /// The conflict: a scenario, or a file that ends in .gmcr or .json; `-` reads a scenario from
    /// standard input
    pub scenario: PathBuf,
    /// Concepts, such as `R,GMR,SMR,SEQ,SSEQ,SIM,L3,NM,MAXIMIN3,MR2,CMR2`, or `all`; the first five
    /// when absent
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub concepts: Vec<String>,
    /// Each party with its own concept, such as `iraq=R,syria=SEQ`
    #[arg(long, value_name = "PARTY=CONCEPT", value_delimiter = ',')]
    pub profile: Vec<String>,
    /// Parties that act as a coalition, such as `moe,uniroyal`; may be repeated
    #[arg(long = "coalition", value_name = "PARTIES")]
    pub coalitions: Vec<String>,
    /// Rankings from a table of states (CSV), in place of the file's
    #[arg(long, value_name = "FILE")]
    pub rankings: Option<PathBuf>,
    /// The state in which the conflict stands, in place of the file's
    #[arg(long, value_name = "STATE")]
    pub from: Option<String>,
    /// The state to explain, and to centre the picture on: its letters, such as `NYNNY`, or its
    /// identifier
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// Paths listed to each equilibrium
    #[arg(long, value_name = "K", default_value_t = 1)]
    pub paths: usize,
    /// Unfold the tree of moves from the status quo to this depth
    #[arg(long, value_name = "DEPTH")]
    pub tree: Option<usize>,
    /// Which preferences would make this state stable
    #[arg(long, value_name = "STATE")]
    pub inverse: Option<String>,
    /// Perturb the preferences so many times: how often is each state an equilibrium
    #[arg(long, value_name = "DRAWS")]
    pub robustness: Option<u64>,
    /// Neighbouring ranks (or statements) exchanged per party in each perturbation
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub swaps: u32,
    /// Seed: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Make these levers of the scenario the options of the conflict
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub levers: Vec<String>,
    /// Draws per combination of levers
    #[arg(long, value_name = "N")]
    pub draws: Option<u64>,
    /// Solve on decision diagrams instead of state by state; done by itself above 2^26 states
    #[arg(long)]
    pub symbolic: bool,
    /// Most states in the table
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub most: usize,
    /// Write a page with the state graph, the table and the paths
    #[arg(long)]
    pub report: bool,
    /// Folder for the page; `out/FILE` when absent
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write the conflict to a file that ends in .gmcr, .json, .csv, .dot or .toml; may be repeated
    #[arg(long = "export", value_name = "FILE")]
    pub exports: Vec<PathBuf>,
}

/// Arguments of `positions`.
#[derive(Debug, Args)]
pub struct PositionsArguments {
    /// A scenario, or a file that ends in .csv or .xml; `score` and a folder of past decisions;
    /// `spatial` and a file: all issues as dimensions of one space; or `models`: what there is
    #[arg(value_name = "FILE | score FOLDER | spatial FILE | models", num_args = 1..=2, required = true)]
    pub words: Vec<PathBuf>,
    /// Models, such as `compromise,expected_utility_as_run`; all when absent
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub models: Vec<String>,
    /// A reading of a model beside the others, such as
    /// `expected_utility_printed:q=0.5,choice=lowest_average`; may be repeated
    #[arg(long = "reading", value_name = "MODEL:SWITCH=VALUE,…")]
    pub readings: Vec<String>,
    /// With `spatial`: a switch of the model, such as `victory=quartic`; several separated by commas
    #[arg(long, value_name = "SWITCH=VALUE", value_delimiter = ',')]
    pub set: Vec<String>,
    /// Issues, by identifier; all when absent
    #[arg(long = "issue", value_name = "ID", value_delimiter = ',')]
    pub issues: Vec<String>,
    /// Rounds of models that have rounds; 10 when absent, and until movement dies down with `spatial`
    #[arg(long, value_name = "N")]
    pub rounds: Option<usize>,
    /// Draws of uncertain inputs
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub draws: u64,
    /// Seed: the same seed gives the same bytes
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Write a page with the issue lines, rounds and trades
    #[arg(long)]
    pub report: bool,
    /// Folder for the page; `out/FILE` when absent
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

impl PositionsArguments {
    /// Rounds of models that have rounds.
    pub fn rounds(&self) -> usize {
        self.rounds.unwrap_or(10)
    }
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The scenario file; `-` reads standard input
    pub scenario: PathBuf,
    /// Exit with 1 on warnings too
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The scenario file and a name in it, or a diagnostic code or function alone
    #[arg(value_name = "SCENARIO] [NAME", num_args = 1..=8, required = true)]
    pub words: Vec<String>,
    /// Levels of what it uses and what uses it
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub depth: usize,
}

/// A scenario file.
#[derive(Debug, Args)]
pub struct ScenarioArgument {
    /// The scenario file; `-` reads standard input
    pub scenario: PathBuf,
}

/// Arguments of `theory`.
#[derive(Debug, Args)]
pub struct TheoryArguments {
    /// Name of the closed form; all are listed when absent
    pub name: Option<String>,
    /// Its arguments, such as `p=0.6`
    #[arg(value_name = "KEY=VALUE")]
    pub given: Vec<String>,
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// Name of the scenario; writes NAME.toml
    pub name: String,
}

/// Arguments of `fmt`.
#[derive(Debug, Args)]
pub struct FormatArguments {
    /// Scenario files; `-` formats standard input to standard output
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Change nothing; exit with 1 where a file is not formatted
    #[arg(long)]
    pub check: bool,
}
