//! The tables of a conflict for stability analysis.

use super::{Field, Fields, Kind, NAME, NOTE, SOURCE, needed, optional};
use zopa_scenario::stability::{DeclaredAttitude, OptionDirection};

/// The words of every direction in which an option can be changed.
pub fn option_directions() -> Vec<&'static str> {
    OptionDirection::ALL.iter().map(|(_, word)| *word).collect()
}

/// The words of every attitude.
pub fn attitudes() -> Vec<&'static str> {
    DeclaredAttitude::ALL.iter().map(|(_, word)| *word).collect()
}

/// `[option.ID]`
pub static CONFLICT_OPTION: Fields = Fields {
    header: "[option.ID]",
    noun: "an option",
    meaning: "What a party can do or leave. A state says of each option whether it is taken: `Y` or `N`, in the order of the file.",
    fields: &[
        NAME,
        needed("party", Kind::Text, "The party that controls it."),
        optional(
            "direction",
            Kind::Word(option_directions),
            "both",
            "Which way it can be changed: `forward` only from no to yes, `back` only from yes to no.",
        ),
        SOURCE,
        NOTE,
    ],
    others: None,
};

/// `[stability]`
pub static STABILITY: Fields = Fields {
    header: "[stability]",
    noun: "[stability]",
    meaning: "The conflict for stability analysis. A state is written in letters (`NYNNN`), by its identifier, or as a statement that holds in one feasible state only; a pattern has `Y`, `N` and `-`; a statement joins options by `not`, `and`, `or`, `if`, `iff` and parentheses.",
    fields: &[
        optional("status_quo", Kind::Text, "", "The state in which the conflict stands."),
        optional(
            "infeasible",
            Kind::Texts,
            "",
            "Patterns or statements; a state that fits any of them cannot be.",
        ),
        optional("always", Kind::Texts, "", "Statements that hold in every feasible state."),
        optional(
            "exclusive",
            Kind::TextLists,
            "",
            "Sets of options of which at most one is taken.",
        ),
        optional(
            "at_least_one",
            Kind::TextLists,
            "",
            "Sets of options of which at least one is taken.",
        ),
        optional("forbidden", Kind::Tables(&FORBIDDEN), "", "Moves that are ruled out."),
        optional(
            "coalesced",
            Kind::TextsByName,
            "",
            "`ID = \"pattern or statement\"`: the states that fit count as one, called ID.",
        ),
        optional("names", Kind::TextsByName, "", "`ID = \"state\"`: identifiers of states."),
        optional("labels", Kind::TextsByName, "", "Words for states, by identifier or letters."),
        optional("coalitions", Kind::TextLists, "", "Sets of parties that may act together."),
        optional(
            "states",
            Kind::Texts,
            "",
            "Identifiers of all states, where the graph is listed by hand instead of options.",
        ),
        optional(
            "moves",
            Kind::Moves,
            "",
            "`PARTY = { s1 = [\"s2\"] }`: the moves of a graph that is listed by hand.",
        ),
        optional(
            "levers",
            Kind::Texts,
            "",
            "Levers, each owned by a party, that become options; preferences come from the ensemble.",
        ),
        optional("draws", Kind::Count, "200", "Draws for preferences over levers."),
        optional("known", Kind::Tables(&KNOWN), "", "Results that sources state."),
        SOURCE,
        NOTE,
    ],
    others: None,
};

/// `forbidden = [ { … } ]`
pub static FORBIDDEN: Fields = Fields {
    header: "forbidden = [ { … } ]",
    noun: "a forbidden move",
    meaning: "No move leads from a state of one description to a state of another.",
    fields: &[
        needed("from", Kind::Text, "Pattern or statement of the states left."),
        needed("to", Kind::Text, "Pattern or statement of the states entered."),
        optional("party", Kind::Text, "every party", "The party that cannot make the move."),
    ],
    others: None,
};

/// `[[stability.known]]`
pub static KNOWN: Fields = Fields {
    header: "[[stability.known]]",
    noun: "a known result",
    meaning: "A result that a source states of the conflict.",
    fields: &[
        needed(
            "concept",
            Kind::Text,
            "The concept as it is abbreviated: `R`, `GMR`, `SMR`, `SEQ`, `L2`, `GMR_b`, `CR{moe,uniroyal}`.",
        ),
        optional("equilibria", Kind::Texts, "", "The states that are equilibria."),
        optional(
            "stable",
            Kind::TextListsByName,
            "",
            "By party, the states that are stable for it.",
        ),
        SOURCE,
        optional("disagrees", Kind::Text, "", "Why the definition gives something else."),
    ],
    others: None,
};

const RANKING: Field = optional(
    "ranking",
    Kind::Ranking,
    "",
    "All feasible states, best first; ties in inner lists; `\">>\"` where what follows is strongly less preferred.",
);
const STATEMENTS: Field = optional(
    "statements",
    Kind::Texts,
    "",
    "Option prioritising: statements, most important first; `\">>\"` after those whose differences are strong.",
);
const WEIGHTS: Field = optional(
    "weights",
    Kind::NumbersByName,
    "",
    "Option weighting: a state's score is the sum of the weights of its taken options.",
);
const PAIRS: Field = optional(
    "pairs",
    Kind::Texts,
    "",
    "Comparisons `a > b`, `a >> b`, `a ~ b`, `a ? b`; every other pair is unknown.",
);
const CLOSED: Field = optional(
    "closed",
    Kind::Boolean,
    "true",
    "With `pairs`: what follows from comparisons by transitivity holds too.",
);
const UNKNOWN: Field =
    optional("unknown", Kind::Texts, "", "Pairs `a ? b` that are unknown, whatever the rest says.");

/// `[preference.PARTY]`
pub static PREFERENCE: Fields = Fields {
    header: "[preference.PARTY]",
    noun: "a preference",
    meaning: "How a party prefers the states: one of `ranking`, `statements`, `weights` and `pairs`.",
    fields: &[
        RANKING,
        STATEMENTS,
        WEIGHTS,
        PAIRS,
        CLOSED,
        UNKNOWN,
        optional(
            "degree",
            Kind::NumbersByName,
            "1, 0.5 or 0 as ranked",
            "Fuzzy: `\"a > b\" = 0.7`, the degree to which the first is preferred; the reverse is 1 less it.",
        ),
        optional(
            "threshold",
            Kind::Number,
            "1 with `degree`, 0.5 with `probability`",
            "More than 0 and at most 1: the difference of degrees from which on a move is worth making, or the probability above which it is.",
        ),
        optional(
            "probability",
            Kind::NumbersByName,
            "1 or 0 as ranked",
            "`\"a > b\" = 0.8`, the probability that the first is preferred.",
        ),
        optional(
            "attitude",
            Kind::WordsByName(attitudes),
            "neutral",
            "Attitudes to other parties.",
        ),
        optional(
            "value",
            Kind::Text,
            "the expected gain",
            "With levers as options: the measure or variable that the party wants much of; after a minus, little of.",
        ),
        SOURCE,
        NOTE,
    ],
    others: None,
};

/// `[view.PARTY]`
pub static VIEW: Fields = Fields {
    header: "[view.PARTY]",
    noun: "a view",
    meaning: "How a party sees the conflict where it sees it wrongly.",
    fields: &[
        optional("unseen", Kind::Texts, "", "Patterns, statements or states that it does not see."),
        optional(
            "preference",
            Kind::ById(&VIEWED_PREFERENCE),
            "",
            "What it takes the preferences of parties to be.",
        ),
        NOTE,
    ],
    others: None,
};

/// `[view.PARTY.preference.PARTY]`
pub static VIEWED_PREFERENCE: Fields = Fields {
    header: "[view.PARTY.preference.PARTY]",
    noun: "a preference",
    meaning: "What a party takes another's preference to be, or its own: one of `ranking`, `statements`, `weights` and `pairs`.",
    fields: &[RANKING, STATEMENTS, WEIGHTS, PAIRS, CLOSED, UNKNOWN],
    others: None,
};
