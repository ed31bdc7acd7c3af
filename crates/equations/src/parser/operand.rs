//! Operands: prefix operators, numbers, names, calls, parentheses and choices.

use super::{Parser, Problem, Tree, is_keyword, strength};
use crate::expression::{Expression, Kind, Moment, Range};
use crate::function;
use crate::lexer::TokenKind;

impl Parser<'_> {
    /// An operand: prefix operators, `if`, and primaries with `at` or `is` behind them.
    pub(super) fn operand(&mut self) -> Tree {
        let start = self.range().start;
        if self.symbol("-") {
            self.next();
            let inner = self.expression(strength::NEGATION);
            let range = start..inner.expression.range.end.max(start + 1);
            return self.build(Kind::Negate(Box::new(inner.expression)), range, &[inner.height]);
        }
        if self.symbol("+") {
            self.next();
            return self.expression(strength::NEGATION);
        }
        if self.keyword("not") || self.symbol("!") {
            if self.symbol("!") {
                let range = self.range();
                self.report(Problem::new("`!` is not an operator", range).hint("write `not`"));
            }
            self.next();
            let inner = self.expression(strength::NOT);
            let range = start..inner.expression.range.end.max(start + 1);
            return self.build(Kind::Not(Box::new(inner.expression)), range, &[inner.height]);
        }
        let primary = self.primary();
        if self.keyword("at") {
            self.moment(primary)
        } else if self.keyword("is") {
            self.option_test(primary)
        } else {
            primary
        }
    }

    fn moment(&mut self, subject: Tree) -> Tree {
        let start = subject.expression.range.start;
        let place = self.range();
        self.next();
        let word = self.word_at(self.at).map(str::to_lowercase);
        let simple = match word.as_deref() {
            Some("start") => Some(Moment::Start),
            Some("end") => Some(Moment::End),
            Some("signature") => Some(Moment::Signature),
            Some("breakdown") => Some(Moment::Breakdown),
            _ => None,
        };
        if let Some(moment) = simple {
            let end = self.range().end;
            self.next();
            let kind = Kind::At(Box::new(subject.expression), moment);
            return self.build(kind, start..end, &[subject.height]);
        }
        if self.symbol("-") {
            let range = self.range();
            self.report(
                Problem::new("a time after `at` is a number, a name or in parentheses", range)
                    .hint("write `at (-3)`"),
            );
            self.next();
        }
        if !self.starts_operand() {
            self.report(
                Problem::new("no time after `at`", place)
                    .hint("write `at 24`, `at start`, `at end`, `at signature` or `at breakdown`"),
            );
            return subject;
        }
        let time = self.primary();
        let range = start..time.expression.range.end;
        let heights = [subject.height, time.height];
        let moment = Moment::Time(Box::new(time.expression));
        self.build(Kind::At(Box::new(subject.expression), moment), range, &heights)
    }

    fn option_test(&mut self, subject: Tree) -> Tree {
        let start = subject.expression.range.start;
        let place = self.range();
        self.next();
        let negated = self.eat_keyword("not");
        let option = match self.word_at(self.at) {
            Some(word) if !is_keyword(word) => word.to_owned(),
            _ => {
                self.report(
                    Problem::new("no option after `is`", place).hint("write `issue is option`"),
                );
                if matches!(self.token().kind, TokenKind::Number(_)) {
                    self.next();
                }
                return subject;
            }
        };
        let end = self.range().end;
        self.next();
        let Kind::Name(issue) = subject.expression.kind else {
            self.report(
                Problem::new("`is` needs the name of an issue before it", place)
                    .hint("write `issue is option`, or `==` to compare numbers"),
            );
            return subject;
        };
        let test = self.build(Kind::Is(issue, option), start..end, &[1]);
        if negated {
            let height = test.height;
            return self.build(Kind::Not(Box::new(test.expression)), start..end, &[height]);
        }
        test
    }

    fn primary(&mut self) -> Tree {
        let range = self.range();
        match self.token().kind.clone() {
            TokenKind::Number(value) => {
                self.next();
                let mut unit = None;
                let mut end = range.end;
                if let TokenKind::Unit(text) = &self.token().kind {
                    unit = Some(text.clone());
                    end = self.range().end;
                    self.next();
                }
                self.build(Kind::Number(value, unit), range.start..end, &[])
            }
            TokenKind::Name(name) => self.named(name),
            TokenKind::Symbol("(") => self.parenthesised(),
            _ => self.missing_operand(),
        }
    }

    fn missing_operand(&mut self) -> Tree {
        let range = self.range();
        let message = format!("a number, name or `(` is missing before {}", self.shown());
        self.report(Problem::new(message, range));
        self.placeholder()
    }

    /// What starts with a word: `if`, a call, a name.
    fn named(&mut self, name: String) -> Tree {
        let range = self.range();
        if name == ":NA:" {
            self.next();
            let missing = Kind::Number(f64::from_bits(0x46c0_0000_0000_0000), None);
            let number = self.build(missing, range.clone(), &[]);
            return self.build(Kind::Negate(Box::new(number.expression)), range, &[1]);
        }
        if self.words_before_call(&["if", "then", "else"]) {
            self.at += 3;
            return self.choice_of_three(range.start);
        }
        if name.eq_ignore_ascii_case("if") {
            return self.choice();
        }
        if is_keyword(&name) {
            return self.missing_operand();
        }
        for value in [("true", 1.0), ("false", 0.0)] {
            if name.eq_ignore_ascii_case(value.0) && !self.symbol_at(self.at + 1, "(") {
                self.next();
                return self.build(Kind::Number(value.1, None), range, &[]);
            }
        }
        for words in (1..=4).rev() {
            if let Some(joined) = self.call_name(words) {
                let end = self.tokens[self.at + words - 1].range.end;
                self.at += words;
                return self.call(joined, range.start..end);
            }
        }
        self.next();
        self.build(Kind::Name(name), range, &[])
    }

    fn words_before_call(&self, words: &[&str]) -> bool {
        let same = words.iter().enumerate().all(|(i, word)| {
            self.word_at(self.at + i).is_some_and(|w| w.eq_ignore_ascii_case(word))
        });
        same && self.symbol_at(self.at + words.len(), "(")
    }

    /// The next `words` words as the name of a call: any single word before `(`, or several that
    /// name a known function.
    fn call_name(&self, words: usize) -> Option<String> {
        if !self.symbol_at(self.at + words, "(") {
            return None;
        }
        let parts: Option<Vec<&str>> = (0..words).map(|i| self.word_at(self.at + i)).collect();
        let joined = parts?.join(" ");
        (words == 1 || function::find(&joined).is_some()).then_some(joined)
    }

    fn call(&mut self, name: String, place: Range) -> Tree {
        let (arguments, heights, end) = self.arguments();
        let range = place.start..end;
        self.build(Kind::Call(name, place, arguments), range, &heights)
    }

    /// Arguments in parentheses, starting at `(`; with their heights and the end of `)`.
    fn arguments(&mut self) -> (Vec<Expression>, Vec<usize>, usize) {
        let open = self.range();
        self.next();
        let (mut arguments, mut heights) = (Vec::new(), Vec::new());
        if self.symbol(")") {
            let end = self.range().end;
            self.next();
            return (arguments, heights, end);
        }
        loop {
            let tree =
                if self.pair_starts() { self.pair() } else { self.expression(strength::INTERVAL) };
            arguments.push(tree.expression);
            heights.push(tree.height);
            if self.symbol(",") {
                self.next();
            } else if self.symbol(")") {
                let end = self.range().end;
                self.next();
                return (arguments, heights, end);
            } else if self.at_end() {
                self.unclosed(open);
                let end = self.range().end;
                return (arguments, heights, end);
            } else {
                let message = format!("`,` or `)` is missing before {}", self.shown());
                let range = self.range();
                self.report(Problem::new(message, range));
                if !self.starts_operand() {
                    self.next();
                }
            }
        }
    }

    /// Whether a pair `(x, y)` starts here and is the whole argument.
    fn pair_starts(&self) -> bool {
        self.symbol("(")
            && self.brackets[self.at].is_some_and(|(close, commas)| {
                commas == 1 && (self.symbol_at(close + 1, ",") || self.symbol_at(close + 1, ")"))
            })
    }

    fn pair(&mut self) -> Tree {
        let start = self.range().start;
        let (mut arguments, heights, end) = self.arguments();
        let second = arguments.pop();
        match (arguments.pop(), second) {
            (Some(x), Some(y)) if arguments.is_empty() => {
                self.build(Kind::Pair(Box::new(x), Box::new(y)), start..end, &heights)
            }
            _ => self.placeholder(),
        }
    }

    fn unclosed(&mut self, open: Range) {
        self.report(Problem::new("`(` without `)`", open));
    }

    fn parenthesised(&mut self) -> Tree {
        let open = self.range();
        self.next();
        let mut tree = self.expression(strength::INTERVAL);
        loop {
            if self.symbol(")") {
                // The parentheses belong to the operand's place, so that messages show them.
                tree.expression.range = open.start..self.range().end;
                self.next();
                return tree;
            }
            if self.at_end() {
                self.unclosed(open);
                return tree;
            }
            let range = self.range();
            if self.symbol(",") {
                self.report(
                    Problem::new("a pair may stand only among the arguments of a function", range)
                        .hint("write `.` in decimal numbers, `_` between thousands"),
                );
                self.next();
            } else {
                let message = format!("an operator or `)` is missing before {}", self.shown());
                self.report(Problem::new(message, range));
                if !self.starts_operand() {
                    self.next();
                }
            }
            if !self.at_end() && !self.symbol(")") {
                tree = self.expression(strength::INTERVAL);
            }
        }
    }

    /// `if c then a else b`, or `if(c, a, b)`.
    fn choice(&mut self) -> Tree {
        let start = self.range();
        self.next();
        if self.symbol("(") && self.brackets[self.at].is_some_and(|(_, commas)| commas > 0) {
            return self.choice_of_three(start.start);
        }
        let condition = self.expression(strength::INTERVAL);
        if !self.eat_keyword("then") {
            let range = self.range();
            self.report(
                Problem::new(format!("`then` is missing before {}", self.shown()), range)
                    .hint("write `if c then a else b`"),
            );
            return condition;
        }
        let yes = self.expression(strength::INTERVAL);
        if !self.eat_keyword("else") {
            let range = if self.at_end() { start } else { self.range() };
            self.report(
                Problem::new("`if` without `else`", range).hint("write `if c then a else b`"),
            );
            return yes;
        }
        let no = self.expression(strength::IF);
        let range = start.start..no.expression.range.end;
        let heights = [condition.height, yes.height, no.height];
        let kind = Kind::If(
            Box::new(condition.expression),
            Box::new(yes.expression),
            Box::new(no.expression),
        );
        self.build(kind, range, &heights)
    }

    /// `(c, a, b)` after `if` or `IF THEN ELSE`.
    fn choice_of_three(&mut self, start: usize) -> Tree {
        let (arguments, heights, end) = self.arguments();
        let count = arguments.len();
        match <[Expression; 3]>::try_from(arguments) {
            Ok([c, a, b]) => {
                let kind = Kind::If(Box::new(c), Box::new(a), Box::new(b));
                self.build(kind, start..end, &heights)
            }
            Err(_) => {
                self.report(
                    Problem::new(
                        format!("a choice takes a condition and two values, found {count}"),
                        start..end,
                    )
                    .hint("write `if c then a else b`"),
                );
                self.placeholder()
            }
        }
    }
}
