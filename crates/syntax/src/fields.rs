//! The tables of a scenario file and their fields, stated once: reading, "did you mean", the JSON
//! Schema and the reference page all follow from these lists.

mod positions;
mod stability;

pub use positions::{
    CAPABILITY, CAPABILITY_HERE, POSITION, POSITION_HERE, SALIENCE_HERE, VOTES, VOTING,
    VOTING_RULE, procedures, voting_indices,
};
pub use stability::{
    CONFLICT_OPTION, FORBIDDEN, KNOWN, PREFERENCE, STABILITY, VIEW, VIEWED_PREFERENCE, attitudes,
    option_directions,
};

use zopa_scenario::{Direction, Interpolation, Method, Seat, Solution};

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A date.
    Date,
    /// A plain number.
    Number,
    /// A whole number, 1 or more.
    Count,
    /// A quantity: number, compact text or long table.
    Quantity,
    /// A length of time: a number in the scenario's unit of time, or `"3 [month]"`.
    Duration,
    /// The time axis.
    TimeAxis,
    /// One citation or a list of citations.
    Sources,
    /// A list of texts.
    Texts,
    /// A list of pairs of time or date and value.
    Points,
    /// One of a few words.
    Word(fn() -> Vec<&'static str>),
    /// A table with these fields.
    Table(&'static Fields),
    /// A table with these fields, or this word.
    TableOr(&'static Fields, &'static str),
    /// A list of tables with these fields.
    Tables(&'static Fields),
    /// Tables by identifier.
    ById(&'static Fields),
    /// Quantities by dotted name.
    Quantities(&'static Fields),
    /// For each party, a list of quantities.
    Rows,
    /// Texts by name.
    TextsByName,
    /// Words by name.
    WordsByName(fn() -> Vec<&'static str>),
    /// What a lever changes.
    Changes,
    /// A list of lists of texts.
    TextLists,
    /// Lists of texts by name.
    TextListsByName,
    /// A list of texts and of lists of texts.
    Ranking,
    /// Plain numbers by name.
    NumbersByName,
    /// For each party and state, a list of states.
    Moves,
    /// Two numbers, the lower first.
    Ends,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether the table is incomplete without it.
    pub required: bool,
    /// What holds when it is absent; empty where nothing does.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// One table.
#[derive(Debug)]
pub struct Fields {
    /// How the table is written, such as `[party.ID]`.
    pub header: &'static str,
    /// What one such table is, in messages.
    pub noun: &'static str,
    /// What it is for.
    pub meaning: &'static str,
    /// Its named fields.
    pub fields: &'static [Field],
    /// What its further keys are, where it has any.
    pub others: Option<(&'static str, Kind, &'static str)>,
}

impl Fields {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.fields.iter().map(|field| field.name)
    }
}

/// The words of every seat.
pub fn seats() -> Vec<&'static str> {
    Seat::ALL.iter().map(|(_, word)| *word).collect()
}

/// The words of every direction.
pub fn directions() -> Vec<&'static str> {
    Direction::ALL.iter().map(|(_, word)| *word).collect()
}

/// The words of every solution.
pub fn solutions() -> Vec<&'static str> {
    Solution::ALL.iter().map(|(_, word)| *word).collect()
}

/// The words of every integration method.
pub fn methods() -> Vec<&'static str> {
    Method::ALL.iter().map(|(_, word)| *word).collect()
}

/// Every interpolation with its word.
pub const INTERPOLATIONS: [(Interpolation, &str); 2] =
    [(Interpolation::Linear, "linear"), (Interpolation::Step, "step")];

/// The words of every interpolation.
pub fn interpolations() -> Vec<&'static str> {
    INTERPOLATIONS.iter().map(|(_, word)| *word).collect()
}

const fn needed(name: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field { name, kind, required: true, default: "", meaning }
}

const fn optional(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    meaning: &'static str,
) -> Field {
    Field { name, kind, required: false, default, meaning }
}

const NAME: Field = optional("name", Kind::Text, "the identifier", "Name shown to readers.");
const NOTE: Field = optional("note", Kind::Text, "", "A remark for the reader.");
const SOURCE: Field =
    optional("source", Kind::Sources, "", "Citations: `\"source:locator\"`, or a list of them.");
const VALUE: Field = needed("value", Kind::Quantity, "The expression or distribution.");
const UNIT: Field = optional("unit", Kind::Text, "inferred", "The unit, without brackets.");

/// The file as a whole.
pub static FILE: Fields = Fields {
    header: "the file",
    noun: "a scenario",
    meaning: "One scenario.",
    fields: &[
        needed("scenario", Kind::Table(&SCENARIO), "What the scenario is and its time axis."),
        optional(
            "units",
            Kind::TextsByName,
            "",
            "Units: `\"base\"`, or a unit expression such as `\"1e9 EUR\"`; a plain unit makes a synonym.",
        ),
        optional("source", Kind::ById(&SOURCES), "", "Evidence that numbers and claims cite."),
        optional("party", Kind::ById(&PARTY), "", "The parties and what they want."),
        optional(
            "issue",
            Kind::ById(&ISSUE),
            "",
            "What is under negotiation. A package holds one option of each issue.",
        ),
        optional(
            "input",
            Kind::Quantities(&NAMED_QUANTITY),
            "",
            "Numbers from outside the model, known or uncertain.",
        ),
        optional("stock", Kind::Quantities(&STOCK), "", "Quantities that accumulate."),
        optional("variable", Kind::Quantities(&NAMED_QUANTITY), "", "Equations."),
        optional("series", Kind::Quantities(&SERIES), "", "Dated or time-indexed values."),
        optional("lever", Kind::ById(&LEVER), "", "What a party could do differently."),
        optional(
            "measure",
            Kind::Quantities(&NAMED_QUANTITY),
            "",
            "Numbers that describe an outcome, one per draw.",
        ),
        optional("claim", Kind::ById(&CLAIM), "", "Causal claims of the account, to be tested."),
        optional("negotiation", Kind::Table(&NEGOTIATION), "no talks", "How talks are held."),
        optional(
            "hold",
            Kind::Table(&HOLD),
            "deals hold",
            "Whether a deal holds and what resumes when it does not.",
        ),
        optional(
            "correlation",
            Kind::Tables(&CORRELATION),
            "",
            "Rank correlations between inputs.",
        ),
        optional(
            "option",
            Kind::ById(&CONFLICT_OPTION),
            "",
            "What parties can do, for stability analysis; the order is that of the letters of a state.",
        ),
        optional(
            "stability",
            Kind::Table(&STABILITY),
            "",
            "The conflict for stability analysis: its states, moves and known results.",
        ),
        optional(
            "preference",
            Kind::ById(&PREFERENCE),
            "",
            "How each party prefers the states to one another.",
        ),
        optional("view", Kind::ById(&VIEW), "", "How a party sees the conflict wrongly."),
        optional(
            "position",
            Kind::ById(&POSITION),
            "",
            "Contested issues as scales: where each party stands and how much it cares.",
        ),
        optional(
            "capability",
            Kind::Table(&CAPABILITY),
            "",
            "How much each party weighs, on every issue with positions that does not say.",
        ),
        optional(
            "voting",
            Kind::Table(&VOTING),
            "",
            "How the parties decide: votes and quotas, from which capabilities follow, and who sets the agenda.",
        ),
    ],
    others: None,
};

/// `[scenario]`
pub static SCENARIO: Fields = Fields {
    header: "[scenario]",
    noun: "[scenario]",
    meaning: "What the scenario is and its time axis.",
    fields: &[
        needed("title", Kind::Text, "What the scenario is called."),
        optional("summary", Kind::Text, "", "One or two sentences on what is modelled."),
        optional(
            "as_of",
            Kind::Date,
            "",
            "The day on which the account stands; it is the first time of the axis, and later evidence must not be used.",
        ),
        optional(
            "time",
            Kind::TimeAxis,
            "needed, unless the file has options for stability analysis or positions and nothing moves in time",
            "The time axis: `\"0 to 60 [month]\"`, or a table.",
        ),
        optional("limits", Kind::Texts, "", "What the model cannot say; shown with every answer."),
        optional(
            "show",
            Kind::Texts,
            "",
            "Names whose paths over time are kept, besides all stocks.",
        ),
        optional(
            "teaching_example",
            Kind::Boolean,
            "false",
            "Every number is made up for teaching: no sources are asked for.",
        ),
    ],
    others: None,
};

/// `time = { … }`
pub static TIME: Fields = Fields {
    header: "time = { … }",
    noun: "a time axis",
    meaning: "The time axis, in full.",
    fields: &[
        optional("start", Kind::Number, "0", "First time."),
        needed("end", Kind::Number, "Last time."),
        optional("step", Kind::Number, "1", "Length of a reported step."),
        needed(
            "unit",
            Kind::Text,
            "Calendar unit of time: second, minute, hour, day, week, month, quarter or year.",
        ),
        optional("method", Kind::Word(methods), "euler", "How stocks are integrated."),
        optional("substeps", Kind::Count, "1", "Integration steps per reported step."),
    ],
    others: None,
};

/// `[source.ID]`
pub static SOURCES: Fields = Fields {
    header: "[source.ID]",
    noun: "a source",
    meaning: "A source, cited as `@ID` or `@ID:locator`. The identifier `assumption` is reserved.",
    fields: &[
        needed("title", Kind::Text, "Title."),
        optional("author", Kind::Text, "", "Author."),
        optional("publisher", Kind::Text, "", "Publisher."),
        optional(
            "date",
            Kind::Date,
            "",
            "Date of publication; a year or a month in quotes stands for its first day.",
        ),
        optional("url", Kind::Text, "", "Address."),
        optional(
            "grade",
            Kind::Text,
            "",
            "Grade in the NATO system: reliability of the source A-F, credibility of the information 1-6.",
        ),
        optional("licence", Kind::Text, "", "Licence of the material."),
        optional("note", Kind::Text, "", "A remark, such as a known bias."),
    ],
    others: None,
};

/// `[party.ID]`
pub static PARTY: Fields = Fields {
    header: "[party.ID]",
    noun: "a party",
    meaning: "A party to the conflict.",
    fields: &[
        NAME,
        optional(
            "seat",
            Kind::Word(seats),
            "signatory",
            "Place at the table; only signatories must consent.",
        ),
        optional("deal", Kind::Quantity, "terms.ID", "Value of a package, 0..1 by convention."),
        optional("no_deal", Kind::Quantity, "0", "Value of going on without a deal."),
        optional(
            "ratifies",
            Kind::Quantity,
            "1",
            "Probability that a package is ratified at home.",
        ),
        optional(
            "power",
            Kind::Quantity,
            "equal",
            "Bargaining weight in the asymmetric Nash solution.",
        ),
        optional(
            "interactions",
            Kind::Tables(&INTERACTION),
            "",
            "What combinations of options add to the salience-weighted value.",
        ),
        optional(
            "source",
            Kind::Sources,
            "",
            "Citations for every number of this party that has none of its own.",
        ),
        NOTE,
    ],
    others: None,
};

/// `interactions = [ { … } ]`
pub static INTERACTION: Fields = Fields {
    header: "interactions = [ { … } ]",
    noun: "an interaction",
    meaning: "Added to `terms.PARTY` where a package holds all named options.",
    fields: &[
        needed(
            "options",
            Kind::Texts,
            "Two or more options of different issues, each `\"issue.option\"`.",
        ),
        needed("value", Kind::Quantity, "What is added."),
        SOURCE,
    ],
    others: None,
};

/// `[issue.ID]`
pub static ISSUE: Fields = Fields {
    header: "[issue.ID]",
    noun: "an issue",
    meaning: "An issue under negotiation.",
    fields: &[
        NAME,
        needed(
            "options",
            Kind::Tables(&OPTION),
            "The options, the first one standing for the status quo.",
        ),
        optional("value", Kind::Table(&VALUES), "", "How each party values the options."),
        optional("salience", Kind::Table(&SALIENCE), "", "How much each party cares."),
        optional(
            "source",
            Kind::Sources,
            "",
            "Citations for every number of this issue that has none of its own.",
        ),
        NOTE,
    ],
    others: None,
};

/// `options = [ { … } ]`
pub static OPTION: Fields = Fields {
    header: "options = [ { … } ]",
    noun: "an option",
    meaning: "An option of an issue, with any attributes.",
    fields: &[
        needed("id", Kind::Text, "Identifier, unique within the issue."),
        NAME,
        optional(
            "source",
            Kind::Sources,
            "",
            "Citations for attributes that have none of their own.",
        ),
    ],
    others: Some((
        "ATTRIBUTE",
        Kind::Quantity,
        "An attribute, used in expressions as `issue.attribute`.",
    )),
};

/// `[issue.ID.value]`
pub static VALUES: Fields = Fields {
    header: "[issue.ID.value]",
    noun: "a table of values",
    meaning: "How each party values the options, 0..1.",
    fields: &[optional(
        "source",
        Kind::Sources,
        "",
        "Citations for values that have none of their own.",
    )],
    others: Some(("PARTY", Kind::Rows, "One quantity per option, in the order of the options.")),
};

/// `[issue.ID.salience]`
pub static SALIENCE: Fields = Fields {
    header: "[issue.ID.salience]",
    noun: "a table of salience",
    meaning: "How much each party cares about the issue; a party's weights sum to 1 over the issues.",
    fields: &[optional(
        "source",
        Kind::Sources,
        "",
        "Citations for weights that have none of their own.",
    )],
    others: Some(("PARTY", Kind::Quantity, "The weight.")),
};

/// A long quantity.
pub static QUANTITY: Fields = Fields {
    header: "a quantity in full: { … }",
    noun: "a quantity",
    meaning: "A number, distribution or formula with its evidence.",
    fields: &[VALUE, UNIT, SOURCE, NOTE],
    others: None,
};

/// A long quantity of `[input]`, `[variable]` or `[measure]`.
pub static NAMED_QUANTITY: Fields = Fields {
    header: "[input], [variable], [measure]: NAME = { … }",
    noun: "a quantity",
    meaning: "A named quantity in full; the short form is a number or `\"expression [unit] @source\"`. A name may be dotted.",
    fields: &[NAME, VALUE, UNIT, SOURCE, NOTE],
    others: None,
};

/// `[stock]`
pub static STOCK: Fields = Fields {
    header: "[stock]: NAME = { … }",
    noun: "a stock",
    meaning: "A quantity that accumulates its net flow.",
    fields: &[
        NAME,
        needed("start", Kind::Quantity, "Value at the first time; its unit is the stock's unit."),
        needed("change", Kind::Quantity, "Net flow, in the stock's unit per unit of time."),
        optional("minimum", Kind::Quantity, "none", "Lower bound."),
        optional("maximum", Kind::Quantity, "none", "Upper bound."),
        NOTE,
    ],
    others: None,
};

/// `[series]`
pub static SERIES: Fields = Fields {
    header: "[series]: NAME = { … }",
    noun: "a series",
    meaning: "Dated or time-indexed values, flat outside their points.",
    fields: &[
        needed(
            "points",
            Kind::Points,
            "Pairs of a date or time and a value. Dates count from `as_of`, which is the first time.",
        ),
        UNIT,
        optional(
            "interpolation",
            Kind::Word(interpolations),
            "linear",
            "Between points: straight lines, or the last value until the next.",
        ),
        SOURCE,
        NOTE,
    ],
    others: None,
};

/// `[lever.ID]`
pub static LEVER: Fields = Fields {
    header: "[lever.ID]",
    noun: "a lever",
    meaning: "Something a party could do differently: changes made together.",
    fields: &[
        NAME,
        optional("party", Kind::Text, "", "The party that holds the lever."),
        needed(
            "set",
            Kind::Changes,
            "`NAME = quantity` for an input or variable; `\"seat.PARTY\" = \"absent\"`; `\"negotiation.off_table\" = [ … ]`.",
        ),
        SOURCE,
        NOTE,
    ],
    others: None,
};

/// `[claim.ID]`
pub static CLAIM: Fields = Fields {
    header: "[claim.ID]",
    noun: "a claim",
    meaning: "A causal claim of the account: pulling the lever moves measures as expected.",
    fields: &[
        needed("text", Kind::Text, "The claim in plain words."),
        needed("lever", Kind::Text, "The lever that is pulled."),
        optional(
            "given",
            Kind::Text,
            "",
            "A lever already pulled on both sides of the comparison.",
        ),
        needed("expect", Kind::WordsByName(directions), "The expected direction of each measure."),
        optional(
            "by_construction",
            Kind::Boolean,
            "false",
            "The lever enters the measure by construction, so the claim tests the code only.",
        ),
        SOURCE,
        NOTE,
    ],
    others: None,
};

/// `[negotiation]`
pub static NEGOTIATION: Fields = Fields {
    header: "[negotiation]",
    noun: "[negotiation]",
    meaning: "How talks are held.",
    fields: &[
        needed("every", Kind::Duration, "Time between rounds, a whole number of steps."),
        optional("first", Kind::Duration, "the first time", "Time of the first round."),
        optional(
            "off_table",
            Kind::Texts,
            "",
            "Packages that cannot be agreed: `\"issue.option\"`, or a condition on a package.",
        ),
        optional(
            "solution",
            Kind::Word(solutions),
            "nash",
            "How a package is picked from the zone of possible agreement.",
        ),
        optional(
            "chance",
            Kind::Quantity,
            "1",
            "Probability that a round with a zone ends in a signature.",
        ),
        optional(
            "reference",
            Kind::TextsByName,
            "first options",
            "The package that stands for the status quo: `issue = \"option\"`.",
        ),
    ],
    others: None,
};

/// `[hold]`
pub static HOLD: Fields = Fields {
    header: "[hold]",
    noun: "[hold]",
    meaning: "Whether a deal holds, and what resumes when it does not.",
    fields: &[
        optional(
            "hazard",
            Kind::Quantity,
            "0",
            "Hazard of breakdown per unit of time while a deal is in force.",
        ),
        optional(
            "durability",
            Kind::Quantity,
            "",
            "Expected share of deals of a package that still hold after a stated time.",
        ),
        optional(
            "resumes",
            Kind::Quantities(&QUANTITY),
            "",
            "`STOCK = quantity`: values that stocks take at a breakdown.",
        ),
        optional(
            "pause",
            Kind::Duration,
            "0",
            "Time after a breakdown before talks can be held again.",
        ),
        optional(
            "compare",
            Kind::Tables(&COMPARE),
            "",
            "Historical survival curves to compare with.",
        ),
    ],
    others: None,
};

/// `compare = [ { … } ]`
pub static COMPARE: Fields = Fields {
    header: "compare = [ { … } ]",
    noun: "a survival curve",
    meaning: "A historical survival curve.",
    fields: &[
        needed("name", Kind::Text, "What it is a curve of."),
        needed("points", Kind::Points, "Pairs of time since signature and share that still holds."),
        optional("cases", Kind::Count, "", "Number of cases."),
        SOURCE,
    ],
    others: None,
};

/// `[[correlation]]`
pub static CORRELATION: Fields = Fields {
    header: "[[correlation]]",
    noun: "a correlation",
    meaning: "A rank correlation between two uncertain inputs.",
    fields: &[
        needed("between", Kind::Texts, "The two inputs."),
        needed("rank", Kind::Number, "Spearman rank correlation, more than -1 and less than 1."),
        SOURCE,
    ],
    others: None,
};

/// Every table, in the order of the reference page.
pub static ALL: [&Fields; 35] = [
    &SCENARIO,
    &TIME,
    &SOURCES,
    &PARTY,
    &INTERACTION,
    &ISSUE,
    &OPTION,
    &VALUES,
    &SALIENCE,
    &NAMED_QUANTITY,
    &QUANTITY,
    &STOCK,
    &SERIES,
    &LEVER,
    &CLAIM,
    &NEGOTIATION,
    &HOLD,
    &COMPARE,
    &CORRELATION,
    &CONFLICT_OPTION,
    &STABILITY,
    &FORBIDDEN,
    &KNOWN,
    &PREFERENCE,
    &VIEW,
    &VIEWED_PREFERENCE,
    &POSITION,
    &POSITION_HERE,
    &SALIENCE_HERE,
    &CAPABILITY_HERE,
    &CAPABILITY,
    &VOTING,
    &VOTING_RULE,
    &VOTES,
    &FILE,
];
