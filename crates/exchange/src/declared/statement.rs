//! Statements on options as text: `accept and not (delay or abandon)`.
//!
//! Loosest first: `iff`, `if`, `or` (`|`), `and` (`&`), `not` (`!`, `-`, `~`), parentheses.
//! `A if B` and `if B then A` are false only where `B` holds and `A` does not. Words count in
//! capitals too.

use zopa_scenario::suggestion::closest;
use zopa_scenario::{Code, Diagnostic, Text};
use zopa_stability::Statement;

/// Deepest nesting of a statement.
const DEPTH_LIMIT: usize = 200;

/// Reads a statement; `options` are the identifiers of options in the order of bits.
///
/// # Errors
/// Every unknown option, or the first place where the grammar is left.
///
/// ```
/// use zopa_exchange::declared::statement::read;
/// use zopa_scenario::Text;
/// let statement = read(&Text::outside("b if a and not c"), &["a", "b", "c"]).unwrap();
/// let truth: Vec<bool> = (0..8).map(|state| statement.holds(state)).collect();
/// assert_eq!(truth, [true, false, true, true, true, true, true, true]);
/// ```
pub fn read(text: &Text, options: &[&str]) -> Result<Statement, Vec<Diagnostic>> {
    let mut parser =
        Parser { text, tokens: tokens(text)?, next: 0, options, unknown: Vec::new(), depth: 0 };
    let statement = parser.whole().map_err(|problem| vec![problem])?;
    if parser.unknown.is_empty() { Ok(statement) } else { Err(parser.unknown) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Iff,
    If,
    Then,
    Or,
    And,
    Not,
    Open,
    Close,
    Constant(bool),
    Name,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

fn tokens(text: &Text) -> Result<Vec<Token>, Vec<Diagnostic>> {
    let source = text.text.as_str();
    let mut found = Vec::new();
    let mut characters = source.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let mut end = start + character.len_utf8();
        let kind = match character {
            c if c.is_whitespace() => continue,
            '(' => Kind::Open,
            ')' => Kind::Close,
            '!' | '-' | '~' | '¬' => Kind::Not,
            '|' | '&' => {
                // Doubled as in programming languages means the same.
                if characters.peek().is_some_and(|(_, next)| *next == character) {
                    characters.next();
                    end += 1;
                }
                if character == '|' { Kind::Or } else { Kind::And }
            }
            c if c.is_alphanumeric() || c == '_' => {
                while let Some((at, next)) = characters.peek().copied() {
                    if !(next.is_alphanumeric() || next == '_') {
                        break;
                    }
                    end = at + next.len_utf8();
                    characters.next();
                }
                match source[start..end].to_lowercase().as_str() {
                    "iff" => Kind::Iff,
                    "if" => Kind::If,
                    "then" => Kind::Then,
                    "or" => Kind::Or,
                    "and" => Kind::And,
                    "not" => Kind::Not,
                    "true" => Kind::Constant(true),
                    "false" => Kind::Constant(false),
                    _ => Kind::Name,
                }
            }
            other => {
                return Err(vec![
                    Diagnostic::new(
                        Code::BadStatement,
                        format!("`{other}` has no meaning in a statement"),
                    )
                    .label(text.place(start, end), "not expected here")
                    .hint("a statement joins options by `not`, `and`, `or`, `if` and `iff`"),
                ]);
            }
        };
        found.push(Token { kind, start, end });
    }
    Ok(found)
}

struct Parser<'p> {
    text: &'p Text,
    tokens: Vec<Token>,
    next: usize,
    options: &'p [&'p str],
    unknown: Vec<Diagnostic>,
    depth: usize,
}

type Parsed = Result<Statement, Diagnostic>;

impl Parser<'_> {
    fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.next).map(|token| token.kind)
    }

    fn take(&mut self, kind: Kind) -> bool {
        let found = self.peek() == Some(kind);
        self.next += usize::from(found);
        found
    }

    /// What is wrong at the token that stands next.
    fn unexpected(&self, expected: &str) -> Diagnostic {
        let (found, place) = match self.tokens.get(self.next) {
            Some(token) => (
                format!("found `{}`", &self.text.text[token.start..token.end]),
                self.text.place(token.start, token.end),
            ),
            None => {
                let end = self.text.text.len();
                let last = self.tokens.last().map_or(0, |token| token.start);
                ("the statement ends".to_owned(), self.text.place(last, end))
            }
        };
        Diagnostic::new(Code::BadStatement, format!("expected {expected}, but {found}"))
            .label(place, format!("expected {expected}"))
    }

    fn deeper(&mut self) -> Result<(), Diagnostic> {
        self.depth += 1;
        if self.depth <= DEPTH_LIMIT {
            return Ok(());
        }
        Err(Diagnostic::new(
            Code::BadStatement,
            format!("the statement is nested more than {DEPTH_LIMIT} deep"),
        )
        .at(self.text.span))
    }

    fn whole(&mut self) -> Parsed {
        if self.tokens.is_empty() {
            return Err(Diagnostic::new(Code::BadStatement, "the statement is empty")
                .label(self.text.span, "expected such as `accept and not delay`"));
        }
        let statement = self.iff()?;
        match self.peek() {
            None => Ok(statement),
            Some(Kind::Close) => {
                let problem = self.unexpected("`and`, `or`, `if` or the end");
                Err(problem.hint("no parenthesis is open here"))
            }
            Some(Kind::If) => Err(self
                .unexpected("`and`, `or` or the end")
                .hint("put `if … then …` inside another statement in parentheses")),
            Some(_) => Err(self.unexpected("`and`, `or`, `if` or the end")),
        }
    }

    fn iff(&mut self) -> Parsed {
        let before = self.depth;
        let mut left = self.condition()?;
        while self.take(Kind::Iff) {
            self.deeper()?;
            let right = self.condition()?;
            left = Statement::IfAndOnlyIf(Box::new(left), Box::new(right));
        }
        self.depth = before;
        Ok(left)
    }

    fn condition(&mut self) -> Parsed {
        let before = self.depth;
        let mut left = if self.take(Kind::If) {
            self.deeper()?;
            let condition = self.iff()?;
            if !self.take(Kind::Then) {
                return Err(self.unexpected("`then`"));
            }
            let then = if self.peek() == Some(Kind::If) { self.condition()? } else { self.any()? };
            Statement::If(Box::new(then), Box::new(condition))
        } else {
            self.any()?
        };
        while self.take(Kind::If) {
            self.deeper()?;
            let condition = self.any()?;
            left = Statement::If(Box::new(left), Box::new(condition));
        }
        self.depth = before;
        Ok(left)
    }

    fn any(&mut self) -> Parsed {
        let mut parts = vec![self.all()?];
        while self.take(Kind::Or) {
            parts.push(self.all()?);
        }
        Ok(single_or(parts, Statement::Or))
    }

    fn all(&mut self) -> Parsed {
        let mut parts = vec![self.negation()?];
        while self.take(Kind::And) {
            parts.push(self.negation()?);
        }
        Ok(single_or(parts, Statement::And))
    }

    fn negation(&mut self) -> Parsed {
        let before = self.depth;
        let mut negative = 0;
        while self.take(Kind::Not) {
            negative += 1;
            self.deeper()?;
        }
        let mut statement = self.primary()?;
        for _ in 0..negative {
            statement = Statement::Not(Box::new(statement));
        }
        self.depth = before;
        Ok(statement)
    }

    fn primary(&mut self) -> Parsed {
        let Some(token) = self.tokens.get(self.next).copied() else {
            return Err(self.unexpected("an option"));
        };
        match token.kind {
            Kind::Open => {
                self.next += 1;
                self.deeper()?;
                let statement = self.iff()?;
                self.depth -= 1;
                if self.take(Kind::Close) {
                    return Ok(statement);
                }
                Err(self
                    .unexpected("`)`")
                    .label(self.text.place(token.start, token.end), "opened here"))
            }
            Kind::Constant(value) => {
                self.next += 1;
                Ok(Statement::Constant(value))
            }
            Kind::Name => {
                self.next += 1;
                Ok(self.option(token))
            }
            _ => Err(self.unexpected("an option")),
        }
    }

    /// The option of this name; an unknown one is noted, so that all are reported together.
    fn option(&mut self, token: Token) -> Statement {
        let name = &self.text.text[token.start..token.end];
        let exact = self.options.iter().position(|id| *id == name);
        let mut alike = (0..self.options.len())
            .filter(|&option| self.options[option].to_lowercase() == name.to_lowercase());
        let found = exact.or_else(|| match (alike.next(), alike.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        });
        match found {
            Some(option) => Statement::Taken(option),
            None => {
                self.unknown.push(unknown_option(
                    name,
                    &Text {
                        text: name.to_owned(),
                        span: self.text.place(token.start, token.end),
                        exact: self.text.exact,
                    },
                    self.options,
                ));
                Statement::Constant(false)
            }
        }
    }
}

fn single_or(mut parts: Vec<Statement>, several: fn(Vec<Statement>) -> Statement) -> Statement {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            several(parts)
        }
    }
}

/// An option that is not declared, with what may have been meant.
pub(super) fn unknown_option(name: &str, place: &Text, options: &[&str]) -> Diagnostic {
    let problem = Diagnostic::new(Code::UnknownOption, format!("no option `{name}` is declared"))
        .label(place.span, "unknown option");
    match closest(name, options.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None if options.len() < 9 => {
            let known: Vec<String> = options.iter().map(|id| format!("`{id}`")).collect();
            problem.hint(format!("the options are {}", known.join(", ")))
        }
        None => problem,
    }
}
