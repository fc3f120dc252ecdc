//! What an expression says.

use rust_decimal::Decimal;

use super::moment::Moment;
use super::quantity::Quantity;

/// One part of an expression.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// `{}`
    Empty,
    Literal(Literal),
    /// `$this`
    This,
    /// `$index`
    Index,
    /// `$total`
    Total,
    /// `%name`
    Variable(String),
    /// A name, of something or at the beginning.
    Member(Option<Box<Node>>, String),
    /// A function, of something or at the beginning.
    Call(Option<Box<Node>>, String, Vec<Node>),
    /// `a[b]`
    Indexer(Box<Node>, Box<Node>),
    /// `-a`, `+a`
    Sign(bool, Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    /// `a is T`, `a as T`
    Type(TypeOperator, Box<Node>, TypeName),
}

#[derive(Clone, Debug)]
pub(super) enum Literal {
    Boolean(bool),
    Integer(i64),
    Decimal(Decimal),
    Text(String),
    Moment(Moment),
    Quantity(Quantity),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeOperator {
    Is,
    As,
}

/// `FHIR.Patient`, `System.String`, `Quantity`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypeName {
    pub(super) space: Option<String>,
    pub(super) name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Implies,
    Or,
    Xor,
    And,
    In,
    Contains,
    Equal,
    NotEqual,
    Equivalent,
    NotEquivalent,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Union,
    Plus,
    Minus,
    Join,
    Times,
    Over,
    Div,
    Mod,
}

impl Operator {
    /// The operator, and how strongly it binds; of two the stronger is done first.
    pub(super) fn of(symbol: &str) -> Option<(Self, u8)> {
        Some(match symbol {
            "implies" => (Self::Implies, 1),
            "or" => (Self::Or, 2),
            "xor" => (Self::Xor, 2),
            "and" => (Self::And, 3),
            "in" => (Self::In, 4),
            "contains" => (Self::Contains, 4),
            "=" => (Self::Equal, 5),
            "!=" => (Self::NotEqual, 5),
            "~" => (Self::Equivalent, 5),
            "!~" => (Self::NotEquivalent, 5),
            "<" => (Self::Less, 6),
            "<=" => (Self::LessOrEqual, 6),
            ">" => (Self::Greater, 6),
            ">=" => (Self::GreaterOrEqual, 6),
            "|" => (Self::Union, 7),
            "+" => (Self::Plus, 9),
            "-" => (Self::Minus, 9),
            "&" => (Self::Join, 9),
            "*" => (Self::Times, 10),
            "/" => (Self::Over, 10),
            "div" => (Self::Div, 10),
            "mod" => (Self::Mod, 10),
            _ => return None,
        })
    }
}

/// How strongly `is` and `as` bind.
pub(super) const TYPE_STRENGTH: u8 = 8;
