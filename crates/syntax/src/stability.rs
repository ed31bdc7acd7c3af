//! Reading the conflict in the graph model: options, `[stability]`, preferences and views.

use crate::fields::{self, Fields};
use crate::names::Named;
use crate::reader::{Open, Reader};
use crate::toml_tree::{Entry, Node, Value};
use zopa_scenario::stability::{
    DeclaredAttitude, DeclaredOption, DeclaredPreference, DeclaredView, ForbiddenMove, KnownResult,
    ListedMoves, NameSet, NamedNumber, OptionDirection, PreferenceBase, RankedPlace, Stability,
    StatementPlace,
};
use zopa_scenario::{Code, Diagnostic, Span, Text};

/// Most draws that a file can ask for.
const DRAW_LIMIT: u64 = 10_000_000;

/// The mark of a strong gap in a ranking or a list of statements.
const STRONG_GAP: &str = ">>";

/// Words of statements that cannot name an option, besides those of expressions.
const STATEMENT_WORDS: [&str; 8] = ["and", "or", "not", "if", "iff", "then", "true", "false"];

impl Reader<'_> {
    /// `[option.ID]`.
    pub fn conflict_option(&mut self, declared: Named<'_>) -> Option<DeclaredOption> {
        let word = declared.id.text.to_lowercase();
        if STATEMENT_WORDS.contains(&word.as_str()) {
            self.report(
                Diagnostic::new(
                    Code::BadName,
                    format!("`{}` is a word of statements", declared.id),
                )
                .label(declared.id.span, "cannot name an option"),
            );
        } else {
            self.check_name(&declared.id, false);
        }
        let open = self.open(declared.node, &fields::CONFLICT_OPTION, declared.declared)?;
        let direction = self.word(open.get("direction"), &OptionDirection::ALL);
        Some(DeclaredOption {
            name: self.text(open.get("name")).unwrap_or_else(|| declared.id.clone()),
            party: self.text(open.get("party")).unwrap_or_default(),
            direction: direction.map_or(OptionDirection::Both, |(direction, _)| direction),
            sources: self.sources(open.get("source")),
            note: self.text(open.get("note")),
            span: declared.declared,
            id: declared.id,
        })
    }

    /// `[stability]`.
    pub fn stability(&mut self, node: &Node) -> Option<Stability> {
        let open = self.open(node, &fields::STABILITY, node.span)?;
        let mut pairs = |name| open.get(name).map(|node| self.texts_by_name(node));
        let (coalesced, names, labels) = (pairs("coalesced"), pairs("names"), pairs("labels"));
        let mut forbidden = Vec::new();
        if let Some(list) = open.get("forbidden") {
            for item in self.tables(list, fields::FORBIDDEN.header) {
                forbidden.extend(self.forbidden_move(item));
            }
        }
        let mut known = Vec::new();
        if let Some(list) = open.get("known") {
            for item in self.tables(list, fields::KNOWN.header) {
                known.extend(self.known_result(item));
            }
        }
        Some(Stability {
            status_quo: self.text(open.get("status_quo")),
            infeasible: self.texts(open.get("infeasible")),
            always: self.texts(open.get("always")),
            exclusive: self.name_sets(open.get("exclusive")),
            at_least_one: self.name_sets(open.get("at_least_one")),
            forbidden,
            coalesced: coalesced.unwrap_or_default(),
            names: names.unwrap_or_default(),
            labels: labels.unwrap_or_default(),
            coalitions: self.name_sets(open.get("coalitions")),
            states: self.texts(open.get("states")),
            moves: self.listed_moves(open.get("moves")),
            levers: self.texts(open.get("levers")),
            draws: self.count(open.get("draws"), DRAW_LIMIT),
            known,
            sources: self.sources(open.get("source")),
            note: self.text(open.get("note")),
            span: node.span,
        })
    }

    fn forbidden_move(&mut self, node: &Node) -> Option<ForbiddenMove> {
        let open = self.open(node, &fields::FORBIDDEN, node.span)?;
        let (from, to) = (self.text(open.get("from")), self.text(open.get("to")));
        let party = self.text(open.get("party"));
        Some(ForbiddenMove { from: from?, to: to?, party, span: node.span })
    }

    fn known_result(&mut self, node: &Node) -> Option<KnownResult> {
        let open = self.open(node, &fields::KNOWN, node.span)?;
        Some(KnownResult {
            concept: self.text(open.get("concept")).unwrap_or_default(),
            equilibria: open.get("equilibria").map(|list| self.texts(Some(list))),
            stable: self.text_lists_by_name(open.get("stable"), "a table of lists of states"),
            sources: self.sources(open.get("source")),
            disagrees: self.text(open.get("disagrees")),
            span: node.span,
        })
    }

    /// A list of lists of texts.
    fn name_sets(&mut self, node: Option<&Node>) -> Vec<NameSet> {
        let Some(node) = node else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type(node, "a list of lists of names");
            return Vec::new();
        };
        let mut sets = Vec::new();
        for item in items {
            match &item.value {
                Value::List(_) => {
                    sets.push(NameSet { names: self.texts(Some(item)), span: item.span });
                }
                Value::Text(_) => {
                    let found = item.value.kind();
                    self.report(
                        Diagnostic::new(
                            Code::WrongType,
                            format!("expected a list of names, found {found}"),
                        )
                        .label(item.span, format!("this is {found}"))
                        .hint("one set is written `[[\"a\", \"b\"]]`, a list within the list"),
                    );
                }
                _ => self.wrong_type(item, "a list of names"),
            }
        }
        sets
    }

    fn entries_of<'n>(&mut self, node: Option<&'n Node>, expected: &str) -> &'n [Entry] {
        match node.map(|node| (&node.value, node)) {
            None => &[],
            Some((Value::Table(table), _)) => &table.entries,
            Some((_, node)) => {
                self.wrong_type(node, expected);
                &[]
            }
        }
    }

    fn text_lists_by_name(
        &mut self,
        node: Option<&Node>,
        expected: &str,
    ) -> Vec<(Text, Vec<Text>)> {
        let mut found = Vec::new();
        for entry in self.entries_of(node, expected) {
            found.push((self.key(entry), self.texts(Some(&entry.node))));
        }
        found
    }

    fn listed_moves(&mut self, node: Option<&Node>) -> Vec<ListedMoves> {
        let mut found = Vec::new();
        for entry in self.entries_of(node, "a table of moves by party") {
            let expected = "a table of lists of states, `{ s1 = [\"s2\"] }`";
            let reachable = self.text_lists_by_name(Some(&entry.node), expected);
            found.push(ListedMoves { party: self.key(entry), reachable });
        }
        found
    }

    fn numbers_by_name(&mut self, node: Option<&Node>) -> Vec<NamedNumber> {
        let mut found = Vec::new();
        for entry in self.entries_of(node, "a table of numbers") {
            if let Some(value) = self.number(Some(&entry.node)) {
                found.push(NamedNumber { name: self.key(entry), value, span: entry.node.span });
            }
        }
        found
    }

    /// `[preference.PARTY]`, or what another takes it to be.
    pub fn preference(
        &mut self,
        declared: Named<'_>,
        fields: &'static Fields,
    ) -> Option<DeclaredPreference> {
        let open = self.open(declared.node, fields, declared.declared)?;
        let closed = open.get("closed").is_none() || self.boolean(open.get("closed"));
        let mut preference = DeclaredPreference {
            base: self.preference_base(&open, &declared, closed),
            unknown: self.texts(open.get("unknown")),
            span: declared.declared,
            party: declared.id,
            ..DeclaredPreference::default()
        };
        if !std::ptr::eq(fields, &fields::PREFERENCE) {
            return Some(preference);
        }
        preference.degree = self.numbers_by_name(open.get("degree"));
        preference.threshold = self.number(open.get("threshold"));
        if let (Some(threshold), Some(node)) = (preference.threshold, open.get("threshold"))
            && !(threshold > 0.0 && threshold <= 1.0)
        {
            self.report(
                Diagnostic::new(Code::Probability, format!("a threshold of {threshold}"))
                    .label(node.span, "a threshold is more than 0 and at most 1"),
            );
        }
        preference.probability = self.numbers_by_name(open.get("probability"));
        let degrees = preference.degree.iter().map(|number| (number, "degree of preference"));
        let chances = preference.probability.iter().map(|number| (number, "probability"));
        for (number, what) in degrees.chain(chances) {
            if !(0.0..=1.0).contains(&number.value) {
                self.report(
                    Diagnostic::new(Code::Probability, format!("a {what} of {}", number.value))
                        .label(number.span, "must lie between 0 and 1"),
                );
            }
        }
        for entry in self.entries_of(open.get("attitude"), "a table of attitudes by party") {
            if let Some((attitude, _)) = self.word(Some(&entry.node), &DeclaredAttitude::ALL) {
                preference.attitude.push((self.key(entry), attitude));
            }
        }
        preference.value = self.text(open.get("value"));
        preference.sources = self.sources(open.get("source"));
        preference.note = self.text(open.get("note"));
        Some(preference)
    }

    fn preference_base(
        &mut self,
        open: &Open<'_>,
        declared: &Named<'_>,
        closed: bool,
    ) -> Option<(PreferenceBase, Span)> {
        let forms = ["ranking", "statements", "weights", "pairs"];
        let mut stated = forms.iter().filter_map(|form| Some((*form, open.get(form)?)));
        let (first, node) = stated.next()?;
        if let Some((second, other)) = stated.next() {
            self.report(
                Diagnostic::new(
                    Code::PreferenceForm,
                    format!("`{}` has `{first}` and `{second}`", declared.id),
                )
                .label(other.span, format!("`{second}` here"))
                .label(node.span, format!("`{first}` here"))
                .hint("keep the one that the preference rests on"),
            );
        }
        let base = match first {
            "ranking" => PreferenceBase::Ranking(self.ranking(node)),
            "statements" => PreferenceBase::Statements(
                self.texts(Some(node))
                    .into_iter()
                    .map(|text| match text.text.trim() {
                        STRONG_GAP => StatementPlace::StrongGap(text.span),
                        _ => StatementPlace::Statement(text),
                    })
                    .collect(),
            ),
            "weights" => PreferenceBase::Weights(self.numbers_by_name(Some(node))),
            _ => PreferenceBase::Pairs { comparisons: self.texts(Some(node)), closed },
        };
        Some((base, node.span))
    }

    fn ranking(&mut self, node: &Node) -> Vec<RankedPlace> {
        let Value::List(items) = &node.value else {
            self.wrong_type(node, "a list of states, best first");
            return Vec::new();
        };
        let mut places = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Text(text) if text.trim() == STRONG_GAP => {
                    places.push(RankedPlace::StrongGap(item.span));
                }
                Value::Text(text) => {
                    places.push(RankedPlace::Tie(vec![self.contents(item, text)], item.span));
                }
                Value::List(_) => {
                    places.push(RankedPlace::Tie(self.texts(Some(item)), item.span));
                }
                _ => self.wrong_type(item, "a state, or a list of states that are tied"),
            }
        }
        places
    }

    /// `[view.PARTY]`.
    pub fn view(&mut self, declared: Named<'_>) -> Option<DeclaredView> {
        let open = self.open(declared.node, &fields::VIEW, declared.declared)?;
        let mut preferences = Vec::new();
        if let Some(node) = open.get("preference") {
            for of in self.by_id(node, "view.PARTY.preference") {
                preferences.extend(self.preference(of, &fields::VIEWED_PREFERENCE));
            }
        }
        Some(DeclaredView {
            unseen: self.texts(open.get("unseen")),
            preferences,
            note: self.text(open.get("note")),
            span: declared.declared,
            party: declared.id,
        })
    }
}
