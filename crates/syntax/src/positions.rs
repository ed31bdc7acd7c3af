//! Reading positions of parties on contested issues, their capabilities and votes.

use crate::fields;
use crate::names::Named;
use crate::reader::{Open, Reader};
use crate::toml_tree::{Node, Value};
use std::collections::BTreeMap;
use zopa_scenario::{
    Code, DeclaredPosition, Diagnostic, Procedure, SourceReference, Span, Text, Voting,
    VotingIndex, VotingRule,
};

/// Most members that it can take to block.
const MOST_BLOCKING: u64 = 1_000;

impl Reader<'_> {
    /// `[position.ID]`.
    pub fn position(
        &mut self,
        declared: Named<'_>,
        party_sources: &BTreeMap<String, Vec<SourceReference>>,
    ) -> Option<DeclaredPosition> {
        self.check_name(&declared.id, false);
        let open = self.open(declared.node, &fields::POSITION, declared.declared)?;
        let sources = self.sources(open.get("source"));
        let mut one = |name| open.get(name).and_then(|node| self.quantity(node, &sources));
        let (reference_point, outcome) = (one("reference_point"), one("outcome"));
        let mut by_party =
            |name, fields| self.party_scalars(open.get(name), fields, &sources, party_sources);
        let position = by_party("position", &fields::POSITION_HERE);
        let salience = by_party("salience", &fields::SALIENCE_HERE);
        let capability = by_party("capability", &fields::CAPABILITY_HERE);
        Some(DeclaredPosition {
            name: self.text(open.get("name")).unwrap_or_else(|| declared.id.clone()),
            group: self.text(open.get("group")),
            scale: open.get("scale").and_then(|node| self.ends(node)),
            points: self.points_with_words(open.get("points")),
            reference_point,
            outcome,
            position,
            salience,
            capability,
            note: self.text(open.get("note")),
            span: declared.declared,
            id: declared.id,
            sources,
        })
    }

    /// Two numbers.
    fn ends(&mut self, node: &Node) -> Option<([f64; 2], Span)> {
        let Value::List(items) = &node.value else {
            self.wrong_type(node, "the two ends of the scale, `[0, 100]`");
            return None;
        };
        let [low, high] = items.as_slice() else {
            self.report(
                Diagnostic::new(
                    Code::WrongType,
                    format!("expected the two ends of the scale, found {} values", items.len()),
                )
                .label(node.span, "expected two numbers"),
            );
            return None;
        };
        let (low, high) = (self.number(Some(low)), self.number(Some(high)));
        Some(([low?, high?], node.span))
    }

    /// `{ 0 = "no force", "2.5" = "…" }`.
    fn points_with_words(&mut self, node: Option<&Node>) -> Vec<(Text, Text)> {
        let Some(node) = node else { return Vec::new() };
        let Value::Table(table) = &node.value else {
            self.wrong_type(node, "a table of words by point, `{ 0 = \"none\" }`");
            return Vec::new();
        };
        let mut points = Vec::new();
        for entry in &table.entries {
            if let Value::Table(_) = entry.node.value {
                self.report(
                    Diagnostic::new(Code::BadPoint, format!("words expected at {}", entry.key))
                        .label(entry.key_span, "a dot in a key begins a table")
                        .hint("put a point with a decimal in quotes: `\"2.5\" = \"…\"`"),
                );
            } else if let Some(words) = self.text(Some(&entry.node)) {
                points.push((self.key(entry), words));
            }
        }
        points
    }

    /// `[voting]`.
    pub fn voting(
        &mut self,
        node: &Node,
        party_sources: &BTreeMap<String, Vec<SourceReference>>,
    ) -> Option<Voting> {
        let open = self.open(node, &fields::VOTING, node.span)?;
        let sources = self.sources(open.get("source"));
        let rule =
            VotingRule { span: node.span, ..self.rule_parts(&open, &sources, party_sources) };
        let mut rules = Vec::new();
        if let Some(stated) = open.get("rules") {
            let Value::List(items) = &stated.value else {
                self.wrong_type(stated, "a list of rules, `[{ weights = …, quota = … }]`");
                return None;
            };
            for item in items {
                let open = self.open(item, &fields::VOTING_RULE, item.span)?;
                let parts = self.rule_parts(&open, &sources, party_sources);
                rules.push(VotingRule { span: item.span, ..parts });
            }
        }
        let index = self.word(open.get("index"), &VotingIndex::ALL);
        let blocking = open.get("blocking_members");
        Some(Voting {
            rule,
            rules,
            blocking_members: self
                .count(blocking, MOST_BLOCKING)
                .zip(blocking.map(|node| node.span)),
            index: index.map_or(VotingIndex::ShapleyShubik, |(index, _)| index),
            agenda_setter: self.text(open.get("agenda_setter")),
            procedure: self.word(open.get("procedure"), &Procedure::ALL),
            vetoes: self.texts(open.get("vetoes")),
            note: self.text(open.get("note")),
            span: node.span,
            sources,
        })
    }

    /// Weights and quota of an opened table.
    fn rule_parts(
        &mut self,
        open: &Open<'_>,
        sources: &[SourceReference],
        party_sources: &BTreeMap<String, Vec<SourceReference>>,
    ) -> VotingRule {
        let mut rule = VotingRule::default();
        match open.get("weights").map(|node| (node, &node.value)) {
            Some((node, Value::Text(_))) => {
                rule.equal = self.word(Some(node), &[((), "equal")]).map(|(_, place)| place);
            }
            Some((node, _)) => {
                rule.weights =
                    self.party_scalars(Some(node), &fields::VOTES, sources, party_sources);
            }
            None => {}
        }
        rule.quota = open.get("quota").and_then(|node| self.quantity(node, sources));
        rule
    }
}
