//! The parser of expressions: operator precedence by binding strength (V. R. Pratt, "Top down
//! operator precedence", 1973), with recovery, so that several problems show at once.

mod operand;
mod text;

pub use text::to_text;

use crate::expression::{Expression, Kind, Operator, Range};
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
                Some(Join::Interval(word)) if minimum == strength::INTERVAL => {
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
}

/// What joins two operands.
enum Join {
    Operator(Operator),
    Interval(&'static str),
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|k| k.eq_ignore_ascii_case(word))
}
