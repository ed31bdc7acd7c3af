//! The abstract syntax of expressions.

/// A range of bytes inside the text of one quantity.
pub type Range = std::ops::Range<usize>;

/// An expression with its place in the quantity's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the quantity's text.
    pub range: Range,
}

/// Kinds of expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number, with the text of its unit where one follows in brackets.
    Number(f64, Option<String>),
    /// A name, possibly dotted.
    Name(String),
    /// `-a`.
    Negate(Box<Expression>),
    /// `not a`.
    Not(Box<Expression>),
    /// `a op b`.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `if c then a else b`.
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `f(a, b, …)`, with the function's name as written and its place.
    Call(String, Range, Vec<Expression>),
    /// `(a, b)` among the arguments of a lookup.
    Pair(Box<Expression>, Box<Expression>),
    /// `name at time`.
    At(Box<Expression>, Moment),
    /// `issue is option`.
    Is(String, String),
    /// `m ± s`: normal with mean and standard deviation.
    PlusMinus(Box<Expression>, Box<Expression>),
    /// `a to b`: a 90 % interval.
    Interval(Box<Expression>, Box<Expression>),
}

/// The moment of `name at …`.
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// A time in model units, a constant expression.
    Time(Box<Expression>),
    /// `start`.
    Start,
    /// `end`.
    End,
    /// `signature`: the first signature.
    Signature,
    /// `breakdown`: the first breakdown.
    Breakdown,
}

/// Binary operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `and`
    And,
    /// `or`
    Or,
}
