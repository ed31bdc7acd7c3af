//! Reading parties, issues, levers, claims, talks and what holds a deal.

use crate::fields::{self, Fields};
use crate::names::Named;
use crate::reader::Reader;
use crate::toml_tree::{Entry, Node, Value};
use std::collections::BTreeMap;
use zopa_scenario::{
    Claim, Code, Diagnostic, Direction, Expectation, Hold, Interaction, Issue, IssueOption, Lever,
    LeverChange, Negotiation, Party, PartyRow, PartyScalar, Quantity, Reset, Seat, Solution,
    SourceReference, SurvivalReference, Text, TimeAxis,
};

impl Reader<'_> {
    /// `[party.ID]`, with the evidence stated for the whole party.
    pub fn party(&mut self, declared: Named<'_>) -> Option<(Party, Vec<SourceReference>)> {
        self.check_name(&declared.id, false);
        if fields::VALUES.field(&declared.id.text).is_some() {
            self.report(
                Diagnostic::new(Code::BadName, format!("`{}` cannot name a party", declared.id))
                    .label(declared.id.span, "a field of [issue.ID.value]"),
            );
        }
        let open = self.open(declared.node, &fields::PARTY, declared.declared)?;
        let sources = self.sources(open.get("source"));
        let mut part = |name| open.get(name).and_then(|node| self.quantity(node, &sources));
        let (deal, no_deal) = (part("deal"), part("no_deal"));
        let (ratifies, power) = (part("ratifies"), part("power"));
        let seat = self.word(open.get("seat"), &Seat::ALL);
        let mut interactions = Vec::new();
        if let Some(list) = open.get("interactions") {
            for item in self.tables(list, fields::INTERACTION.header) {
                interactions.extend(self.interaction(item, &sources));
            }
        }
        let name = self.text(open.get("name")).unwrap_or_else(|| declared.id.clone());
        let party = Party {
            name,
            seat: seat.map_or(Seat::Signatory, |(seat, _)| seat),
            seat_span: seat.map_or(declared.id.span, |(_, span)| span),
            deal,
            no_deal,
            ratifies,
            power,
            interactions,
            note: self.text(open.get("note")),
            span: declared.declared,
            id: declared.id,
        };
        Some((party, sources))
    }

    fn interaction(&mut self, node: &Node, inherited: &[SourceReference]) -> Option<Interaction> {
        let open = self.open(node, &fields::INTERACTION, node.span)?;
        let own = self.sources(open.get("source"));
        let evidence = if own.is_empty() { inherited } else { &own };
        let value = open.get("value").and_then(|value| self.quantity(value, evidence));
        let list = open.get("options")?;
        let texts = self.texts(Some(list));
        let options: Vec<(Text, Text)> =
            texts.iter().filter_map(|text| self.issue_option(text)).collect();
        let distinct = options
            .iter()
            .enumerate()
            .all(|(i, (issue, _))| options[..i].iter().all(|(other, _)| other.text != issue.text));
        if options.len() == texts.len() && (options.len() < 2 || !distinct) {
            self.report(
                Diagnostic::new(
                    Code::WrongType,
                    "an interaction names two or more options of different issues",
                )
                .label(list.span, "expected such as `[\"force.large\", \"land.none\"]`"),
            );
        }
        Some(Interaction { options, value: value?, span: node.span })
    }

    /// `issue.option` as a pair.
    fn issue_option(&mut self, text: &Text) -> Option<(Text, Text)> {
        let Some(dot) = text.text.find('.') else {
            self.report(
                Diagnostic::new(
                    Code::WrongType,
                    format!("expected `issue.option`, found `{text}`"),
                )
                .label(text.span, "an issue and an option with a dot between them"),
            );
            return None;
        };
        let end = text.text.len();
        let part = crate::compact::part;
        Some((part(text, 0, dot), part(text, dot + 1, end)))
    }

    /// `[issue.ID]`. `party_sources` gives the evidence stated for a whole party.
    pub fn issue(
        &mut self,
        declared: Named<'_>,
        party_sources: &BTreeMap<String, Vec<SourceReference>>,
    ) -> Option<Issue> {
        self.check_name(&declared.id, false);
        let open = self.open(declared.node, &fields::ISSUE, declared.declared)?;
        let sources = self.sources(open.get("source"));
        let mut issue = Issue {
            name: self.text(open.get("name")).unwrap_or_else(|| declared.id.clone()),
            note: self.text(open.get("note")),
            span: declared.declared,
            id: declared.id,
            ..Issue::default()
        };
        if let Some(list) = open.get("options") {
            for item in self.tables(list, fields::OPTION.header) {
                issue.options.extend(self.option(item, &sources));
            }
            if matches!(&list.value, Value::List(items) if items.is_empty()) {
                self.report(
                    Diagnostic::new(Code::WrongType, "an issue needs at least one option")
                        .label(list.span, "no options"),
                );
            }
        }
        for (entry, evidence) in
            self.party_entries(open.get("value"), &fields::VALUES, &sources, party_sources)
        {
            issue.values.extend(self.row(entry, &evidence, &issue.options));
        }
        let salience = open.get("salience");
        issue.salience = self.party_scalars(salience, &fields::SALIENCE, &sources, party_sources);
        Some(issue)
    }

    /// The quantities by party of a table, each with the evidence it inherits.
    pub fn party_scalars(
        &mut self,
        node: Option<&Node>,
        fields: &'static Fields,
        sources: &[SourceReference],
        party_sources: &BTreeMap<String, Vec<SourceReference>>,
    ) -> Vec<PartyScalar> {
        let mut scalars = Vec::new();
        for (entry, evidence) in self.party_entries(node, fields, sources, party_sources) {
            if let Some(value) = self.quantity(&entry.node, &evidence) {
                scalars.push(PartyScalar { party: self.key(entry), value });
            }
        }
        scalars
    }

    /// The entries by party of a value or salience table, each with the evidence it inherits:
    /// of the table, else of the issue, else of the party.
    fn party_entries<'n>(
        &mut self,
        node: Option<&'n Node>,
        fields: &'static Fields,
        issue_sources: &[SourceReference],
        party_sources: &BTreeMap<String, Vec<SourceReference>>,
    ) -> Vec<(&'n Entry, Vec<SourceReference>)> {
        let Some(node) = node else { return Vec::new() };
        let Some(open) = self.open(node, fields, node.span) else { return Vec::new() };
        let own = self.sources(open.get("source"));
        open.others()
            .map(|entry| {
                let of_party = || party_sources.get(&entry.key);
                let evidence = if !own.is_empty() {
                    own.clone()
                } else if !issue_sources.is_empty() {
                    issue_sources.to_vec()
                } else {
                    of_party().cloned().unwrap_or_default()
                };
                (entry, evidence)
            })
            .collect()
    }

    fn option(&mut self, node: &Node, inherited: &[SourceReference]) -> Option<IssueOption> {
        let open = self.open(node, &fields::OPTION, node.span)?;
        let own = self.sources(open.get("source"));
        let evidence = if own.is_empty() { inherited } else { &own };
        let mut attributes = Vec::new();
        for entry in open.others() {
            let key = self.key(entry);
            if key.text == "note" {
                self.report(
                    Diagnostic::new(Code::UnknownField, "an option has no field `note`")
                        .label(key.span, "unknown field")
                        .hint("put the remark into the `note` of the issue"),
                );
                continue;
            }
            self.check_name(&key, true);
            if let Some(value) = self.quantity(&entry.node, evidence) {
                attributes.push((key, value));
            }
        }
        // An option without an identifier keeps its place, so that rows of values still fit.
        let id = self.text(open.get("id")).unwrap_or_default();
        if id != Text::default() {
            self.check_name(&id, false);
        }
        Some(IssueOption { id, name: self.text(open.get("name")), attributes, span: node.span })
    }

    fn row(
        &mut self,
        entry: &Entry,
        evidence: &[SourceReference],
        options: &[IssueOption],
    ) -> Option<PartyRow> {
        let Value::List(items) = &entry.node.value else {
            let ids: Vec<&str> = options.iter().map(|option| option.id.text.as_str()).collect();
            let found = entry.node.value.kind();
            self.report(
                Diagnostic::new(
                    Code::WrongType,
                    format!("expected a list with one value per option, found {found}"),
                )
                .label(entry.node.span, format!("this is {found}"))
                .hint(format!("give the values in the order of the options: {}", ids.join(", "))),
            );
            return None;
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            // A value that cannot be read keeps its place in the row.
            values.push(self.quantity(item, evidence).unwrap_or_default());
        }
        Some(PartyRow { party: self.key(entry), values, span: entry.node.span })
    }

    /// `[lever.ID]`.
    pub fn lever(&mut self, declared: Named<'_>) -> Option<Lever> {
        let open = self.open(declared.node, &fields::LEVER, declared.declared)?;
        let mut set = Vec::new();
        if let Some(node) = open.get("set") {
            for change in self.named(node, &fields::QUANTITY) {
                set.extend(self.change(change));
            }
        }
        Some(Lever {
            name: self.text(open.get("name")),
            party: self.text(open.get("party")),
            set,
            sources: self.sources(open.get("source")),
            note: self.text(open.get("note")),
            span: declared.declared,
            id: declared.id,
        })
    }

    fn change(&mut self, change: Named<'_>) -> Option<LeverChange> {
        if change.id.text == "negotiation.off_table" {
            return Some(LeverChange::OffTable(self.texts(Some(change.node))));
        }
        if change.id.text.starts_with("seat.") {
            let (seat, _) = self.word(Some(change.node), &Seat::ALL)?;
            let end = change.id.text.len();
            let party = crate::compact::part(&change.id, "seat.".len(), end);
            return Some(LeverChange::Seat { party, seat });
        }
        let value = self.quantity(change.node, &[])?;
        Some(LeverChange::Value { target: change.id, value })
    }

    /// `[claim.ID]`.
    pub fn claim(&mut self, declared: Named<'_>) -> Option<Claim> {
        let open = self.open(declared.node, &fields::CLAIM, declared.declared)?;
        let mut expect = Vec::new();
        if let Some(node) = open.get("expect") {
            for (measure, node) in self.leaves(node, "a table of measures and directions") {
                if let Some((direction, _)) = self.word(Some(node), &Direction::ALL) {
                    expect.push(Expectation { measure, direction });
                }
            }
        }
        Some(Claim {
            text: self.text(open.get("text")).unwrap_or_default(),
            lever: self.text(open.get("lever")).unwrap_or_default(),
            given: self.text(open.get("given")),
            expect,
            by_construction: self.boolean(open.get("by_construction")),
            sources: self.sources(open.get("source")),
            note: self.text(open.get("note")),
            span: declared.declared,
            id: declared.id,
        })
    }

    /// The leaves of a table of dotted names.
    fn leaves<'n>(&mut self, node: &'n Node, expected: &str) -> Vec<(Text, &'n Node)> {
        static NONE: Fields =
            Fields { header: "", noun: "", meaning: "", fields: &[], others: None };
        if !matches!(node.value, Value::Table(_)) {
            self.wrong_type(node, expected);
            return Vec::new();
        }
        self.named(node, &NONE).into_iter().map(|named| (named.id, named.node)).collect()
    }

    /// `[negotiation]`.
    pub fn negotiation(&mut self, node: &Node, axis: Option<&TimeAxis>) -> Option<Negotiation> {
        let open = self.open(node, &fields::NEGOTIATION, node.span)?;
        let every = self.duration(open.get("every"), axis);
        if let (Some(every), Some(axis), Some(at)) = (every, axis, open.get("every"))
            && (every <= 0.0 || !crate::time::whole(every / axis.step) || every / axis.step < 0.5)
        {
            let steps = rounded(every / axis.step);
            self.report(
                Diagnostic::new(Code::EveryRound, "talks are not a whole number of steps apart")
                    .label(at.span, format!("{steps} steps"))
                    .hint(format!("a step is {} {}", axis.step, axis.unit)),
            );
        }
        let reference = open.get("reference").map(|node| self.texts_by_name(node));
        Some(Negotiation {
            every: every.unwrap_or_default(),
            first: self.duration(open.get("first"), axis),
            off_table: self.texts(open.get("off_table")),
            solution: self
                .word(open.get("solution"), &Solution::ALL)
                .map_or(Solution::Nash, |(solution, _)| solution),
            chance: open.get("chance").and_then(|node| self.quantity(node, &[])),
            reference: reference.unwrap_or_default(),
            span: node.span,
        })
    }

    /// `[hold]`.
    pub fn hold(&mut self, node: &Node, axis: Option<&TimeAxis>) -> Option<Hold> {
        let open = self.open(node, &fields::HOLD, node.span)?;
        let mut part = |name| open.get(name).and_then(|node| self.quantity(node, &[]));
        let (hazard, durability): (Option<Quantity>, Option<Quantity>) =
            (part("hazard"), part("durability"));
        let mut hold = Hold { hazard, durability, span: node.span, ..Hold::default() };
        if let Some(node) = open.get("resumes") {
            for reset in self.named(node, &fields::QUANTITY) {
                if let Some(value) = self.quantity(reset.node, &[]) {
                    hold.resumes.push(Reset { stock: reset.id, value });
                }
            }
        }
        if let Some(pause) = self.duration(open.get("pause"), axis) {
            if pause < 0.0 {
                let place = open.get("pause").map(|node| node.span).unwrap_or_default();
                self.report(Diagnostic::new(Code::BadDate, "a pause cannot be negative").at(place));
            }
            hold.pause = pause.max(0.0);
        }
        if let Some(list) = open.get("compare") {
            for item in self.tables(list, fields::COMPARE.header) {
                hold.compare.extend(self.survival_reference(item, axis));
            }
        }
        Some(hold)
    }

    fn survival_reference(
        &mut self,
        node: &Node,
        axis: Option<&TimeAxis>,
    ) -> Option<SurvivalReference> {
        let open = self.open(node, &fields::COMPARE, node.span)?;
        let points = self.points(open.get("points"), None, axis);
        for (_, share, place) in &points {
            if !(0.0..=1.0).contains(share) {
                self.report(
                    Diagnostic::new(Code::Probability, format!("a share of {share}"))
                        .label(*place, "the share that still holds lies between 0 and 1"),
                );
            }
        }
        Some(SurvivalReference {
            name: self.text(open.get("name")).unwrap_or_default(),
            points: points.into_iter().map(|(time, share, _)| (time, share)).collect(),
            cases: self.count(open.get("cases"), 1 << 53),
            sources: self.sources(open.get("source")),
            span: node.span,
        })
    }
}

/// A number with at most three decimals.
fn rounded(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
