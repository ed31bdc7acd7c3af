//! The tables of positions on contested issues.

use super::{Field, Fields, Kind, NAME, NOTE, SOURCE, needed, optional};
use zopa_scenario::{Procedure, VotingIndex};

/// The words of every index of voting power.
pub fn voting_indices() -> Vec<&'static str> {
    VotingIndex::ALL.iter().map(|(_, word)| *word).collect()
}

/// The words of every procedure.
pub fn procedures() -> Vec<&'static str> {
    Procedure::ALL.iter().map(|(_, word)| *word).collect()
}

const TABLE_SOURCE: Field = optional(
    "source",
    Kind::Sources,
    "",
    "Citations for numbers of the table that have none of their own.",
);

/// `[position.ID]`
pub static POSITION: Fields = Fields {
    header: "[position.ID]",
    noun: "an issue with positions",
    meaning: "A contested issue as a scale on which parties stand, for forecasts of where they end up. The identifier is that of an `[issue.ID]` or a new one. A party that takes no position is left out of all its tables.",
    fields: &[
        NAME,
        optional(
            "group",
            Kind::Text,
            "",
            "The negotiation or proposal that the issue belongs to, where a file has several.",
        ),
        optional("scale", Kind::Ends, "[0, 100]", "The ends of the scale, the lower first."),
        optional(
            "points",
            Kind::TextsByName,
            "",
            "`{ 0 = \"none\", 100 = \"all\" }`: what points of the scale mean; a point with a decimal stands in quotes.",
        ),
        optional(
            "reference_point",
            Kind::Quantity,
            "",
            "What happens without agreement: a number on the scale.",
        ),
        optional(
            "outcome",
            Kind::Quantity,
            "",
            "What came to be, where it is known: a number on the scale.",
        ),
        optional("position", Kind::Table(&POSITION_HERE), "", "Where each party stands; needed."),
        optional("salience", Kind::Table(&SALIENCE_HERE), "", "How much each party cares; needed."),
        optional(
            "capability",
            Kind::Table(&CAPABILITY_HERE),
            "[capability] or [voting]",
            "How much each party weighs on this issue.",
        ),
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

/// `[position.ID.position]`
pub static POSITION_HERE: Fields = Fields {
    header: "[position.ID.position]",
    noun: "a table of positions",
    meaning: "Where each party stands on the scale.",
    fields: &[TABLE_SOURCE],
    others: Some((
        "PARTY",
        Kind::Quantity,
        "The position: a number, or a distribution whose parameters are numbers.",
    )),
};

/// `[position.ID.salience]`
pub static SALIENCE_HERE: Fields = Fields {
    header: "[position.ID.salience]",
    noun: "a table of salience",
    meaning: "How much each party that takes a position cares.",
    fields: &[TABLE_SOURCE],
    others: Some((
        "PARTY",
        Kind::Quantity,
        "The salience, 0 to 1: a number, or a distribution whose parameters are numbers.",
    )),
};

/// `[position.ID.capability]`
pub static CAPABILITY_HERE: Fields = Fields {
    header: "[position.ID.capability]",
    noun: "a table of capabilities",
    meaning: "How much parties weigh on this issue, in place of `[capability]` and `[voting]`.",
    fields: &[TABLE_SOURCE],
    others: Some((
        "PARTY",
        Kind::Quantity,
        "The capability, 0 or more in any unit: a number, or a distribution whose parameters are numbers.",
    )),
};

/// `[capability]`
pub static CAPABILITY: Fields = Fields {
    header: "[capability]",
    noun: "[capability]",
    meaning: "How much parties weigh on every issue with positions that does not say.",
    fields: &[TABLE_SOURCE],
    others: Some((
        "PARTY",
        Kind::Quantity,
        "The capability, 0 or more in any unit: a number, or a distribution whose parameters are numbers.",
    )),
};

const QUOTA: &str = "The votes that a decision needs: a whole number, a share of all votes such as `\"65 %\"` or `\"2/3\"`, or `\"all\"` for unanimity.";

/// `[voting]`
pub static VOTING: Fields = Fields {
    header: "[voting]",
    noun: "[voting]",
    meaning: "How the parties decide. With votes and quotas, capabilities are the parties' voting power, in place of `[capability]`. With an agenda setter, the agenda-setter model forecasts every issue that has a reference point; the quota is carried over to the votes of those that take a position.",
    fields: &[
        optional(
            "weights",
            Kind::TableOr(&VOTES, "equal"),
            "",
            "The votes of each party, or `\"equal\"`: one each. Without weights and `rules`, but with an agenda setter, capabilities are the votes and `quota` is a share of them.",
        ),
        optional("quota", Kind::Quantity, "", QUOTA),
        optional(
            "rules",
            Kind::Tables(&VOTING_RULE),
            "",
            "Rules that must all hold, besides `weights` and `quota` where these are stated: a double or triple majority.",
        ),
        optional(
            "blocking_members",
            Kind::Count,
            "1",
            "The least number of members that can block: where fewer are against, a decision passes whatever the rules say.",
        ),
        optional(
            "index",
            Kind::Word(voting_indices),
            "shapley_shubik",
            "How votes become capability: the share of orders in which a party decides, or its share of all swings.",
        ),
        optional(
            "agenda_setter",
            Kind::Text,
            "",
            "The party that proposes what the others accept or reject.",
        ),
        optional(
            "procedure",
            Kind::Word(procedures),
            "closed",
            "What others can do besides accepting or rejecting: nothing; amend by unanimity of the voters; refuse as a second chamber, named in `vetoes`.",
        ),
        optional(
            "vetoes",
            Kind::Texts,
            "",
            "Parties without whose consent nothing passes, such as a second chamber.",
        ),
        SOURCE,
        NOTE,
    ],
    others: None,
};

/// `rules = [{ … }]`
pub static VOTING_RULE: Fields = Fields {
    header: "rules = [{ … }]",
    noun: "a voting rule",
    meaning: "A condition on a decision, such as a share of the population.",
    fields: &[
        needed(
            "weights",
            Kind::TableOr(&VOTES, "equal"),
            "The weight of each party, such as its population, or `\"equal\"`: one each.",
        ),
        needed("quota", Kind::Quantity, QUOTA),
    ],
    others: None,
};

/// `weights = { … }`
pub static VOTES: Fields = Fields {
    header: "weights = { … }",
    noun: "a table of votes",
    meaning: "The votes of each party.",
    fields: &[TABLE_SOURCE],
    others: Some(("PARTY", Kind::Quantity, "The votes, a whole number.")),
};
