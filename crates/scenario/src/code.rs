//! The registry of diagnostic codes: title, default severity, explanation and an example of each.

use crate::Severity;

macro_rules! codes {
    ($( $name:ident $code:literal $severity:ident $title:literal $explanation:literal; )*) => {
        /// A stable code of a diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $( #[doc = $title] $name, )* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[ $( Code::$name, )* ];

            /// The code as printed, such as `Z102`.
            pub fn as_str(self) -> &'static str { match self { $( Code::$name => $code, )* } }

            /// What it means, in a few words.
            pub fn title(self) -> &'static str { match self { $( Code::$name => $title, )* } }

            /// Severity unless stated otherwise.
            pub fn severity(self) -> Severity { match self { $( Code::$name => Severity::$severity, )* } }

            /// Why it is a problem and what to do.
            pub fn explanation(self) -> &'static str { match self { $( Code::$name => $explanation, )* } }
        }
    };
}

codes! {
    NotToml "Z001" Error "not valid TOML" "The file is not TOML 1.1, so nothing in it can be read.";
    DuplicateKey "Z002" Error "duplicate key" "A key stands twice in one table; TOML keeps no order between them, so neither can be preferred.";
    WrongType "Z003" Error "wrong type" "A value has another type than the field asks for.";
    UnknownField "Z004" Error "unknown field" "The table has no field of this name.";
    MissingField "Z005" Error "missing field" "The table needs a field that is not there.";
    Unreadable "Z006" Error "unreadable file" "The file cannot be read as a scenario: it is missing, not UTF-8, too large or nested too deeply.";
    BadDate "Z007" Error "bad date or time" "A date, a time or a time axis cannot be understood.";
    BadExpression "Z101" Error "expression cannot be read" "The expression does not follow the grammar.";
    UnknownName "Z102" Error "unknown name" "No input, stock, variable, series, option attribute or built-in has this name.";
    UnknownFunction "Z103" Error "unknown function" "No function has this name.";
    WrongArguments "Z104" Error "wrong number of arguments" "The function takes another number of arguments.";
    ChainedComparison "Z105" Error "chained comparison" "Comparisons do not chain: `a < b < c` would compare a truth value with c. Write `a < b and b < c`.";
    Circle "Z106" Error "circle of variables" "Each variable needs the next one at the same moment. Make one of them a stock, smooth it, or use `previous`.";
    InitialCircle "Z107" Error "circle of initial values" "Starting values need each other. Give one of them a number.";
    DuplicateName "Z108" Error "name declared twice" "Inputs, stocks, variables and series share one set of names.";
    NotHere "Z109" Error "not allowed here" "The expression is well formed but makes no sense in this place.";
    ConstantNeeded "Z110" Error "constant needed" "This place needs a number that does not change.";
    UnitMismatch "Z201" Error "units differ" "Two quantities that must have one unit have different ones.";
    BadUnit "Z202" Error "unit cannot be read" "The unit does not follow the grammar, or is defined by itself.";
    UnknownUnit "Z203" Warning "unit used once" "This unit stands in one place only and looks like another one.";
    OptionValues "Z301" Error "option values do not match" "A party's row needs exactly one value per option.";
    DuplicateOption "Z302" Error "option declared twice" "Two options of an issue, two issues or two parties have one identifier.";
    Salience "Z303" Warning "salience does not sum to 1" "A party's weights over the issues should sum to 1; they are used as written.";
    NoSource "Z304" Warning "no source" "Every number carries a source or is marked @assumption.";
    Unused "Z305" Warning "never used" "Nothing that is reported depends on this name.";
    Probability "Z306" Error "probability outside 0..1" "A probability must lie between 0 and 1.";
    ValueRange "Z307" Warning "value outside 0..1" "Values of options and packages are meant to lie between 0 and 1.";
    UnknownSource "Z308" Error "unknown source" "The cited source is not declared.";
    UnknownReference "Z309" Error "unknown party, issue, option, lever or measure" "The name refers to nothing that is declared.";
    NoParties "Z310" Error "no one to agree" "A negotiation needs at least one issue and one signatory.";
    BadCorrelation "Z311" Error "impossible correlation" "The stated correlations cannot hold together, or name something that is not an uncertain input.";
    LaterEvidence "Z312" Warning "evidence later than as_of" "The source is dated after the day on which the account stands.";
    EveryRound "Z313" Error "talks do not fit the steps" "Time between rounds must be a whole number of steps.";
    BadDistribution "Z401" Error "impossible distribution" "The parameters of the distribution cannot be.";
    NotADistribution "Z402" Error "distribution not allowed here" "A distribution may stand only where an uncertain number may: in inputs, starting values, option attributes, values and salience.";
    PackageSpace "Z501" Error "package space too large" "The number of packages exceeds the limit.";
    Horizon "Z502" Error "too many steps" "The time axis has more steps than the limit, or none.";
    Draws "Z503" Error "too many draws" "The number of draws exceeds the limit, or is zero.";
    TooLarge "Z504" Error "model too large" "The model exceeds a stated limit.";
    NotFinite "Z601" Error "not a finite number" "A variable became infinite or not a number while running.";
    StepTooLong "Z602" Warning "step too long for a delay" "A delay or smoothing time is shorter than two steps, so its shape is lost.";
    BadSetting "Z701" Error "bad setting" "A value given on the command line cannot be used.";
    Output "Z702" Error "output cannot be written" "The output folder or a file in it cannot be written.";
    BadPattern "Z801" Error "pattern does not fit the options" "A pattern has one letter per option, in the order of the options: `Y` taken, `N` not taken, `-` either.";
    BadStatement "Z802" Error "statement cannot be read" "A statement joins options by `not`, `and`, `or`, `if`, `iff` and parentheses.";
    UnknownOption "Z803" Error "unknown option" "No `[option.ID]` has this name. An option is what a party can do; options of issues are something else.";
    UnknownState "Z804" Error "unknown state" "A state is written in letters, one per option, or by an identifier that `names`, `coalesced` or `states` declares.";
    InfeasibleState "Z805" Error "infeasible state" "The state is ruled out by `infeasible`, `always`, `exclusive` or `at_least_one`, so nothing can be said of it.";
    NotOneState "Z806" Error "not one state" "The description should hold in exactly one feasible state.";
    NoState "Z807" Error "no feasible state" "What is ruled out leaves no state, or a conflict has no party that can move.";
    TooManyStates "Z808" Error "too many states" "The conflict exceeds the limit of options or states, so its states cannot be listed.";
    MissingState "Z809" Error "ranking misses a state" "A ranking names every feasible state exactly once; what is not named has no place in it.";
    RepeatedState "Z810" Error "state named twice" "A ranking, a list of states or a table of names has one place for each state.";
    NoPreference "Z811" Error "preference missing" "Every party that can move needs a preference over the states: a ranking, statements, weights or pairs.";
    Contradiction "Z812" Error "comparisons contradict each other" "A pair is compared in two ways, or a chain of comparisons comes back to its beginning.";
    Overlap "Z813" Error "merged states overlap" "A state belongs to two coalesced states; each state can be merged into one only.";
    MergedPreference "Z814" Error "merged states are not equal" "States that count as one must be equally preferred, or the preference must say where the merged state stands.";
    PreferenceForm "Z815" Error "preference in two forms" "A preference has one base: a ranking, statements, weights or pairs.";
    ModelForm "Z816" Error "options and listed states" "A conflict has either options, from which states and moves follow, or states and moves listed by hand.";
    BadComparison "Z817" Error "comparison cannot be read" "A comparison is two states with `>`, `>>`, `~` or `?` between them.";
    OutsideScale "Z901" Error "outside the scale" "A position, a labelled point, the reference point and the outcome lie between the ends of the issue's scale. In a table a number lies between its bounds, such as `position_low` and `position_high`.";
    NoScale "Z902" Error "scale without length, or not stated" "A scale is two finite numbers, the lower end first. As a warning: a table states no scale and its positions do not tell it, so their span is taken; state the ends in the columns `issue_low` and `issue_high`.";
    MissingSalience "Z903" Error "salience missing" "Every party that takes a position needs a salience: without it nothing says how much the party cares.";
    SalienceRange "Z904" Error "salience outside 0 to 1, or 0" "A salience is 0 to 1. As a warning: at least half of the saliences of a table exceed 1, so all are read as running from 0 to 100 and divided by 100; or a party has salience 0, and counts only in models that ignore salience.";
    MissingPosition "Z905" Error "position missing" "A salience or a capability on an issue belongs to a party that takes a position on it.";
    MissingCapability "Z906" Error "capability missing" "Every party that takes a position needs a capability: on the issue, in `[capability]` or by its votes.";
    CapabilityRange "Z907" Error "capability cannot be" "A capability is 0 or more, and on each issue some party has more than 0.";
    TwoCapabilities "Z908" Error "capabilities of two kinds" "Capabilities on one issue are compared, so all of them come from votes or none does.";
    NotConstant "Z909" Error "not a number or distribution" "A position, salience or capability is a number or a distribution whose parameters are numbers; the equations are not run for it. A quota is no distribution: a number of votes, a share of them or `all`.";
    BadQuota "Z910" Error "quota cannot be" "A quota is a whole number from 1 to the sum of the votes, a share of them above 0 and at most 1 (`0.65`, `65 [%]`, `2/3`), or `all`.";
    MissingVotes "Z911" Error "voting weight missing" "Where capabilities follow from votes, every party that takes a position has a voting weight.";
    BadVotes "Z912" Error "voting weight cannot be" "A voting weight is a whole number, 0 or more.";
    BadPoint "Z913" Error "point is no number" "Each labelled point is a number of the scale and stands once.";
    NoPosition "Z914" Error "nobody takes a position" "An issue needs at least one party that takes a position on it.";
    OneParty "Z915" Warning "one party alone" "With a single position there is nothing to forecast: every model answers with that position.";
    SetterStands "Z916" Warning "agenda setter without a position" "The agenda setter and every party with a veto need a position on an issue; where one has none, the agenda-setter model has no forecast of it.";
    BadProcedure "Z917" Error "procedure without its parts" "A procedure needs an agenda setter, co-decision a party with a veto; votes need weights or an agenda setter.";
    BadName "Z008" Error "not a name" "An identifier must be usable in an expression: a letter or `_`, then letters, digits and `_`, and no word of the language.";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
