//! The parser of expressions: operator precedence by binding strength (V. R. Pratt, "Top down
//! operator precedence", 1973), with recovery, so that several problems show at once.

mod text;

pub use text::to_text;

use crate::expression::{Expression, Kind, Moment, Operator, Range};
use crate::function;
use crate::lexer::{Token, TokenKind, short, tokens};
use zopa_scenario::Code;

/// Longest expression, in bytes.
pub const MAXIMUM_LENGTH: usize = 100_000;

/// Deepest expression: levels of its tree, and levels of nesting while it is read.
pub const MAXIMUM_DEPTH: usize = 200;

/// Most problems reported for one expression.
const MAXIMUM_PROBLEMS: usize = 10;

/// A problem in the text of one expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its code: Z101 or Z105.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Its bytes in the text.
    pub range: Range,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Problem {
    fn new(message: impl Into<String>, range: Range) -> Self {
        Problem { code: Code::BadExpression, message: message.into(), range, hints: Vec::new() }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// Parses one expression.
///
/// # Errors
/// Every problem found: Z101 for what does not follow the grammar, is longer than
/// [`MAXIMUM_LENGTH`] or deeper than [`MAXIMUM_DEPTH`]; Z105 for a chained comparison.
///
/// ```
/// use zopa_equations::expression::{Kind, Operator};
/// use zopa_equations::parser::{parse, to_text};
/// let sum = parse("a + b * 2").unwrap();
/// assert!(matches!(sum.kind, Kind::Binary(Operator::Add, _, _)));
/// assert_eq!(to_text(&parse("(a) + ((b) * 2)").unwrap()), "a + b * 2");
/// ```
pub fn parse(text: &str) -> Result<Expression, Vec<Problem>> {
    if text.len() > MAXIMUM_LENGTH {
        let message =
            format!("the expression is {} bytes long; the limit is {MAXIMUM_LENGTH}", text.len());
        return Err(vec![Problem::new(message, 0..text.len())]);
    }
    let (tokens, problems) = tokens(text);
    if tokens.len() == 1 && problems.is_empty() {
        return Err(vec![Problem::new("the expression is empty", 0..text.len())]);
    }
    let brackets = brackets(&tokens);
    let lexical = problems.len();
    let mut parser =
        Parser { text, tokens, brackets, at: 0, depth: 0, too_deep: false, lexical, problems };
    let expression = parser.whole();
    if parser.problems.is_empty() {
        return Ok(expression);
    }
    let mut problems = parser.problems;
    problems.sort_by_key(|p| (p.range.start, p.range.end));
    problems.dedup_by_key(|p| p.range.start);
    problems.truncate(MAXIMUM_PROBLEMS);
    Err(problems)
}

/// For an opening parenthesis: the token that closes it, and the commas directly inside.
type Bracket = Option<(usize, usize)>;

fn brackets(tokens: &[Token]) -> Vec<Bracket> {
    let mut found = vec![None; tokens.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Symbol("(") => open.push((i, 0)),
            TokenKind::Symbol(",") => {
                if let Some(last) = open.last_mut() {
                    last.1 += 1;
                }
            }
            TokenKind::Symbol(")") => {
                if let Some((start, commas)) = open.pop() {
                    found[start] = Some((i, commas));
                }
            }
            _ => {}
        }
    }
    found
}

/// Binding strengths, loosest first.
mod strength {
    pub const INTERVAL: u8 = 0;
    pub const IF: u8 = 1;
    pub const OR: u8 = 2;
    pub const AND: u8 = 3;
    pub const NOT: u8 = 4;
    pub const COMPARISON: u8 = 5;
    pub const SUM: u8 = 6;
    pub const PRODUCT: u8 = 7;
    pub const NEGATION: u8 = 8;
    pub const POWER: u8 = 9;
    pub const MOMENT: u8 = 10;
    pub const PRIMARY: u8 = 11;
}

/// Binding strength of a binary operator.
fn strength_of(operator: Operator) -> u8 {
    use Operator::*;
    match operator {
        Or => strength::OR,
        And => strength::AND,
        Less | LessEqual | Greater | GreaterEqual | Equal | NotEqual => strength::COMPARISON,
        Add | Subtract => strength::SUM,
        Multiply | Divide => strength::PRODUCT,
        Power => strength::POWER,
    }
}

/// The spelling of a binary operator.
pub fn spelling(operator: Operator) -> &'static str {
    use Operator::*;
    match operator {
        Add => "+",
        Subtract => "-",
        Multiply => "*",
        Divide => "/",
        Power => "^",
        Less => "<",
        LessEqual => "<=",
        Greater => ">",
        GreaterEqual => ">=",
        Equal => "==",
        NotEqual => "!=",
        And => "and",
        Or => "or",
    }
}

/// Words that cannot be names of quantities.
pub const KEYWORDS: &[&str] = &["if", "then", "else", "and", "or", "not", "is", "at", "to"];

/// An expression with the height of its tree.
struct Tree {
    expression: Expression,
    height: usize,
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    brackets: Vec<Bracket>,
    at: usize,
    depth: usize,
    too_deep: bool,
    /// How many of the problems, the first ones, are unreadable characters.
    lexical: usize,
    problems: Vec<Problem>,
}

impl Parser<'_> {
    fn token(&self) -> &Token {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn range(&self) -> Range {
        self.token().range.clone()
    }

    fn next(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    fn at_end(&self) -> bool {
        self.token().kind == TokenKind::End
    }

    fn symbol(&self, symbol: &str) -> bool {
        matches!(self.token().kind, TokenKind::Symbol(s) if s == symbol)
    }

    fn symbol_at(&self, at: usize, symbol: &str) -> bool {
        matches!(self.tokens.get(at).map(|t| &t.kind), Some(TokenKind::Symbol(s)) if *s == symbol)
    }

    fn word_at(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at).map(|t| &t.kind) {
            Some(TokenKind::Name(name)) => Some(name),
            _ => None,
        }
    }

    fn keyword(&self, keyword: &str) -> bool {
        self.word_at(self.at).is_some_and(|w| w.eq_ignore_ascii_case(keyword))
    }

    fn eat_keyword(&mut self, keyword: &str) -> bool {
        let found = self.keyword(keyword);
        if found {
            self.next();
        }
        found
    }

    fn report(&mut self, problem: Problem) {
        // What follows from an unreadable character just before is not reported again.
        let before = self.at.checked_sub(1).map_or(0, |i| self.tokens[i].range.end);
        let here = problem.range.start == self.range().start;
        let unreadable = |p: &Problem| (before..self.range().start).contains(&p.range.start);
        if here && self.problems[..self.lexical].iter().any(unreadable) {
            return;
        }
        if !self.too_deep && self.problems.len() < 4 * MAXIMUM_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// The text of the current token as shown in messages.
    fn shown(&self) -> String {
        match &self.token().kind {
            TokenKind::End => "the end".to_owned(),
            _ => format!("`{}`", short(self.text.get(self.range()).unwrap_or(""))),
        }
    }

    fn slice(&self, range: Range) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// A stand-in where an operand is missing.
    fn placeholder(&self) -> Tree {
        let start = self.range().start;
        let range = start..start;
        Tree { expression: Expression { kind: Kind::Number(0.0, None), range }, height: 1 }
    }

    /// Refuses what is too deep and abandons the rest.
    fn deep(&mut self, range: Range) -> Tree {
        self.report(
            Problem::new(format!("the expression is more than {MAXIMUM_DEPTH} levels deep"), range)
                .hint("split it into several variables; long sums can be written `sum(a, b, …)`"),
        );
        self.too_deep = true;
        self.at = self.tokens.len() - 1;
        self.placeholder()
    }

    fn build(&mut self, kind: Kind, range: Range, heights: &[usize]) -> Tree {
        let height = 1 + heights.iter().copied().max().unwrap_or(0);
        if height > MAXIMUM_DEPTH {
            return self.deep(range);
        }
        Tree { expression: Expression { kind, range }, height }
    }

    fn whole(&mut self) -> Expression {
        let mut tree = self.expression(strength::INTERVAL);
        while !self.at_end() {
            let range = self.range();
            let shown = self.shown();
            if self.symbol(")") {
                self.report(Problem::new("`)` without `(`", range));
                self.next();
            } else if self.symbol(",") {
                self.report(
                    Problem::new("`,` outside the arguments of a function", range)
                        .hint("write `.` in decimal numbers, `_` between thousands"),
                );
                self.next();
            } else if self.starts_operand() {
                let hint = self.hint_for_missing_operator();
                self.report(Problem::new(format!("no operator before {shown}"), range).hint(hint));
            } else {
                self.report(Problem::new(format!("{shown} is not expected here"), range));
                self.next();
            }
            if !self.at_end() {
                tree = self.expression(strength::INTERVAL);
            }
        }
        tree.expression
    }

    fn hint_for_missing_operator(&self) -> String {
        let before = self.at.checked_sub(1);
        let word = self.word_at(self.at).filter(|w| !is_keyword(w));
        match (before.map(|i| &self.tokens[i].kind), word) {
            (Some(TokenKind::Name(first)), Some(word)) if !is_keyword(first) => {
                format!("write `*` for a product; names have no spaces: `{first}_{word}`")
            }
            (Some(TokenKind::Number(_)), Some(word)) => {
                format!("write `[{word}]` for a unit, `* {word}` for a product")
            }
            _ => "write `*` for a product".to_owned(),
        }
    }

    fn starts_operand(&self) -> bool {
        match &self.token().kind {
            TokenKind::Number(_) => true,
            TokenKind::Name(name) => {
                !is_keyword(name)
                    || name.eq_ignore_ascii_case("if")
                    || name.eq_ignore_ascii_case("not")
            }
            TokenKind::Symbol(s) => *s == "(" || *s == "!",
            _ => false,
        }
    }

    /// An expression whose operators bind at least as strongly as `minimum`.
    fn expression(&mut self, minimum: u8) -> Tree {
        if self.depth >= MAXIMUM_DEPTH {
            return self.deep(self.range());
        }
        self.depth += 1;
        let mut left = self.operand();
        let mut ranged = false;
        loop {
            left = match self.binary() {
                Some(Join::Interval(word)) if minimum <= strength::INTERVAL => {
                    if std::mem::replace(&mut ranged, true) {
                        self.report(
                            Problem::new(format!("`{word}` after another range"), self.range())
                                .hint("group with parentheses"),
                        );
                    }
                    self.interval(left, word)
                }
                Some(Join::Operator(operator)) if strength_of(operator) >= minimum => {
                    self.operation(left, operator)
                }
                _ => break,
            };
        }
        self.depth -= 1;
        left
    }

    /// The binary operator at the current token.
    fn binary(&self) -> Option<Join> {
        use Operator::*;
        let operator = match &self.token().kind {
            TokenKind::Symbol(symbol) => match *symbol {
                "+" => Add,
                "-" => Subtract,
                "*" => Multiply,
                "/" => Divide,
                "^" => Power,
                "<" => Less,
                "<=" => LessEqual,
                ">" => Greater,
                ">=" => GreaterEqual,
                "==" | "=" => Equal,
                "!=" => NotEqual,
                "+-" => return Some(Join::Interval("±")),
                _ => return None,
            },
            TokenKind::Name(word) if word.eq_ignore_ascii_case("and") => And,
            TokenKind::Name(word) if word.eq_ignore_ascii_case("or") => Or,
            TokenKind::Name(word) if word.eq_ignore_ascii_case("to") => {
                return Some(Join::Interval("to"));
            }
            _ => return None,
        };
        Some(Join::Operator(operator))
    }

    fn interval(&mut self, left: Tree, word: &'static str) -> Tree {
        self.next();
        let right = self.expression(strength::OR);
        let range = left.expression.range.start..right.expression.range.end;
        let heights = [left.height, right.height];
        let (a, b) = (Box::new(left.expression), Box::new(right.expression));
        let kind = if word == "to" { Kind::Interval(a, b) } else { Kind::PlusMinus(a, b) };
        self.build(kind, range, &heights)
    }

    fn operation(&mut self, left: Tree, operator: Operator) -> Tree {
        let single_equals = self.symbol("=");
        let place = self.range();
        self.next();
        let strength = strength_of(operator);
        let right = match operator {
            Operator::Power => self.expression(strength::POWER),
            _ => self.expression(strength + 1),
        };
        let range = left.expression.range.start..right.expression.range.end;
        if single_equals {
            let a = short(self.slice(left.expression.range.clone()));
            let b = short(self.slice(right.expression.range.clone()));
            self.report(
                Problem::new("`=` does not compare", place)
                    .hint(format!("write `==` to compare: `{a} == {b}`")),
            );
        }
        let heights = [left.height, right.height];
        let (a, b) = (Box::new(left.expression), Box::new(right.expression));
        let tree = self.build(Kind::Binary(operator, a, b), range, &heights);
        if strength == strength::COMPARISON { self.refuse_chain(tree) } else { tree }
    }

    /// Reports `a < b < c` and reads on behind it.
    fn refuse_chain(&mut self, first: Tree) -> Tree {
        let mut links = vec![self.slice(first.expression.range.clone()).to_owned()];
        let mut middle = match &first.expression.kind {
            Kind::Binary(_, _, right) => right.range.clone(),
            _ => return first,
        };
        let mut range = first.expression.range.clone();
        while let Some(Join::Operator(operator)) = self.binary() {
            if strength_of(operator) != strength::COMPARISON || self.too_deep {
                break;
            }
            self.next();
            let right = self.expression(strength::SUM).expression;
            let link = format!(
                "{} {} {}",
                self.slice(middle),
                spelling(operator),
                self.slice(right.range.clone())
            );
            links.push(link);
            middle = right.range.clone();
            range.end = right.range.end;
        }
        if links.len() > 1 {
            let mut problem = Problem::new("comparisons do not chain", range)
                .hint(format!("write `{}`", links.join(" and ")));
            problem.code = Code::ChainedComparison;
            self.report(problem);
        }
        first
    }

    /// An operand: prefix operators, `if`, and primaries with `at` or `is` behind them.
    fn operand(&mut self) -> Tree {
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

/// What joins two operands.
enum Join {
    Operator(Operator),
    Interval(&'static str),
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|k| k.eq_ignore_ascii_case(word))
}
