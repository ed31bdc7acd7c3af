//! Tokens of the expression language.

use crate::expression::Range;
use crate::parser::Problem;
use zopa_scenario::Code;

/// One token with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub range: Range,
}

/// Kinds of token.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenKind {
    /// A number, finite and not negative.
    Number(f64),
    /// A name or keyword, dots included, as written.
    Name(String),
    /// The text of a unit in brackets, or `%` after a number.
    Unit(String),
    /// An operator or punctuation in its plain spelling: `**` is `^`, `<>` is `!=`, `±` is `+-`.
    Symbol(&'static str),
    /// The end of the text.
    End,
}

/// Spellings of operators and punctuation, longest first, with the plain spelling of each.
const SYMBOLS: &[(&str, &str)] = &[
    ("+/-", "+-"),
    ("+-", "+-"),
    ("±", "+-"),
    ("**", "^"),
    ("<=", "<="),
    (">=", ">="),
    ("=<", "<="),
    ("=>", ">="),
    ("==", "=="),
    ("!=", "!="),
    ("<>", "!="),
    ("&&", "and"),
    ("||", "or"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("−", "-"),
    ("×", "*"),
    ("·", "*"),
    ("÷", "/"),
    ("+", "+"),
    ("-", "-"),
    ("*", "*"),
    ("/", "/"),
    ("^", "^"),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("!", "!"),
    ("(", "("),
    (")", ")"),
    (",", ","),
];

/// Vensim's logical operators and missing value.
const COLON_WORDS: &[(&str, &str)] =
    &[(":and:", "and"), (":or:", "or"), (":not:", "not"), (":na:", "na")];

/// Splits an expression into tokens; unreadable characters become problems and are left out.
///
/// The last token is always [`TokenKind::End`].
pub fn tokens(text: &str) -> (Vec<Token>, Vec<Problem>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), problems: Vec::new() };
    while lexer.step() {}
    let end = text.len();
    lexer.tokens.push(Token { kind: TokenKind::End, range: end..end });
    (lexer.tokens, lexer.problems)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    problems: Vec<Problem>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        self.tokens.push(Token { kind, range: self.at..self.at + length });
        self.at += length;
    }

    fn problem(&mut self, message: String, length: usize, hint: &str) {
        let hints = if hint.is_empty() { vec![] } else { vec![hint.to_owned()] };
        let range = self.at..self.at + length;
        self.problems.push(Problem { code: Code::BadExpression, message, range, hints });
        self.at += length;
    }

    /// Reads one token; false at the end.
    fn step(&mut self) -> bool {
        let space = self.rest().len() - self.rest().trim_start().len();
        self.at += space;
        let Some(first) = self.rest().chars().next() else { return false };
        if first.is_ascii_digit() || (first == '.' && self.digit_at(self.at + 1)) {
            self.number();
        } else if first.is_alphabetic() || first == '_' {
            self.name();
        } else if first == '[' {
            self.unit();
        } else if first == '%' && space == 0 && self.after_number() {
            self.push(TokenKind::Unit("%".to_owned()), 1);
        } else if !self.colon_word() && !self.symbol() {
            self.unreadable(first);
        }
        true
    }

    fn digit_at(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
    }

    fn after_number(&self) -> bool {
        matches!(self.tokens.last(), Some(Token { kind: TokenKind::Number(_), .. }))
    }

    /// The end of the digits (single `_` between two of them allowed) that start at `at`.
    fn digits_from(&self, mut at: usize) -> usize {
        while self.digit_at(at) || (at > 0 && self.digit_at(at - 1) && self.underscore(at)) {
            at += 1;
        }
        at
    }

    fn underscore(&self, at: usize) -> bool {
        self.text.as_bytes().get(at) == Some(&b'_') && self.digit_at(at + 1)
    }

    fn number(&mut self) {
        let bytes = self.text.as_bytes();
        let mut end = self.digits_from(self.at);
        if bytes.get(end) == Some(&b'.') {
            end = self.digits_from(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            if self.digit_at(end + 1 + sign) {
                end = self.digits_from(end + 1 + sign);
            }
        }
        let length = end - self.at;
        let written = &self.text[self.at..end];
        let plain: String = written.chars().filter(|c| *c != '_').collect();
        match plain.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                self.push(TokenKind::Number(value), length);
                self.letters_after_number();
            }
            Ok(_) => {
                self.problem(format!("the number {} is too large", short(written)), length, "");
                self.tokens
                    .push(Token { kind: TokenKind::Number(1.0), range: self.at - length..self.at });
            }
            Err(_) => self.problem(format!("{} is not a number", short(written)), length, ""),
        }
    }

    /// `3months` and `2x` are refused rather than read as a product.
    fn letters_after_number(&mut self) {
        let Some(next) = self.rest().chars().next() else { return };
        if !(next.is_alphabetic() || next == '_' || next == '.') {
            return;
        }
        let length = name_length(self.rest()).max(next.len_utf8());
        let word = self.rest()[..length].to_owned();
        let hint = format!("write `[{word}]` for a unit, `* {word}` for a product");
        self.problem(format!("`{}` follows a number directly", short(&word)), length, &hint);
    }

    fn name(&mut self) {
        let length = name_length(self.rest());
        let name = self.rest()[..length].to_owned();
        self.push(TokenKind::Name(name), length);
    }

    fn unit(&mut self) {
        match self.rest().find(']') {
            Some(end) => {
                let unit = self.rest()[1..end].trim().to_owned();
                if unit.is_empty() {
                    let hint = "write `[1]` for a number without a unit";
                    self.problem("the brackets hold no unit".to_owned(), end + 1, hint);
                } else if self.after_number() {
                    self.push(TokenKind::Unit(unit), end + 1);
                } else {
                    let hint = "a unit in brackets stands after a number, or at the end of the whole quantity";
                    self.problem(
                        format!("unit `[{}]` not after a number", short(&unit)),
                        end + 1,
                        hint,
                    );
                }
            }
            None => {
                let length = self.rest().len();
                self.problem("`[` without `]`".to_owned(), length, "");
            }
        }
    }

    fn colon_word(&mut self) -> bool {
        if !self.rest().starts_with(':') {
            return false;
        }
        for (written, word) in COLON_WORDS {
            let head = self.rest().get(..written.len());
            if head.is_some_and(|h| h.eq_ignore_ascii_case(written)) {
                let kind = match *word {
                    "na" => TokenKind::Name(":NA:".to_owned()),
                    word => TokenKind::Name(word.to_owned()),
                };
                self.push(kind, written.len());
                return true;
            }
        }
        false
    }

    fn symbol(&mut self) -> bool {
        for (written, plain) in SYMBOLS {
            if self.rest().starts_with(written) {
                let kind = match *plain {
                    "and" | "or" => TokenKind::Name((*plain).to_owned()),
                    plain => TokenKind::Symbol(plain),
                };
                self.push(kind, written.len());
                return true;
            }
        }
        false
    }

    fn unreadable(&mut self, character: char) {
        let hint = match character {
            '%' => "write `5%` or `5 [%]` for per cent, `modulo(a, b)` for a remainder",
            '&' => "write `and`",
            '|' => "write `or`",
            '{' | '}' | ']' => "group with `(` and `)`",
            ';' => "separate arguments with `,`",
            '?' | ':' => "write `if c then a else b`",
            '–' | '—' => "write `-` to subtract, `a to b` for an interval",
            '@' => "sources stand at the very end of the quantity: `expression [unit] @source`",
            '"' | '\'' | '`' => "names need no quotes",
            _ => "",
        };
        let shown: String = character.escape_debug().collect();
        self.problem(format!("`{shown}` means nothing here"), character.len_utf8(), hint);
    }
}

/// Length in bytes of the name at the start of the text: letters, digits and `_`, in parts joined
/// by single dots.
fn name_length(text: &str) -> usize {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut length = text.find(|c| !part(c)).unwrap_or(text.len());
    while length > 0 {
        let Some(rest) = text[length..].strip_prefix('.') else { break };
        if !rest.starts_with(part) {
            break;
        }
        length += 1 + rest.find(|c| !part(c)).unwrap_or(rest.len());
    }
    length
}

/// At most 40 characters of a text, for messages.
pub(crate) fn short(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    let head: String = text.chars().take(39).collect();
    head + "…"
}
