//! FHIRPath (2.0, with the functions that R4 adds): questions to a document, asked by patches, invariants and search.
//!
//! An expression is read once and can be asked of many documents. Evaluation has a budget of steps, so that no expression
//! and no document can hold a thread. Types are those of the definitions of R4 ([`crate::structure`]).

mod ast;
mod equality;
mod eval;
mod functions;
mod item;
mod lexer;
mod moment;
mod navigate;
mod operators;
mod parser;
mod quantity;

use jiff::Zoned;

use self::ast::Operator;

use crate::tree::Json;

pub use item::{Item, Node};
pub use moment::{Kind, Moment};
pub use quantity::Quantity;

/// Why an expression has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not FHIRPath.
    #[error("this is not FHIRPath: {0}")]
    Syntax(String),
    /// It asks for what R4 does not have.
    #[error("{0}")]
    Semantic(String),
    /// It cannot be answered for this document.
    #[error("{0}")]
    Execution(String),
    /// It takes too long.
    #[error("the expression takes too many steps on this document")]
    TooLong,
}

/// An expression that has been read.
#[derive(Clone, Debug)]
pub struct Expression {
    root: ast::Node,
}

/// What an expression is asked of.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The resource: `%resource`.
    pub resource: &'a Json,
    /// The resource that it is contained in, or itself: `%rootResource`. An entry of a bundle is a resource of its own.
    pub root: &'a Json,
    /// The element it is asked of, where that is not the document itself, and the type of it.
    pub element: Option<(&'a Json, &'static str)>,
    /// What `now()` and `today()` are.
    pub now: Zoned,
    /// Whether an element that R4 does not know is an error; else it is nothing.
    pub is_strict: bool,
}

impl<'a> Context<'a> {
    /// For a whole document.
    #[must_use]
    pub const fn new(resource: &'a Json, now: Zoned) -> Self {
        Self { resource, root: resource, element: None, now, is_strict: false }
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// [`Fault::Syntax`] with what was expected.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        parser::parse(text).map(|root| Self { root })
    }

    /// The expression without its last name, and that name; nothing where it does not end in one.
    #[must_use]
    pub fn split_last(self) -> Option<(Self, String)> {
        match self.root {
            ast::Node::Member(Some(base), name) => Some((Self { root: *base }, name)),
            ast::Node::Member(None, name) => Some((Self { root: ast::Node::This }, name)),
            _ => None,
        }
    }

    /// Asks it of a document.
    ///
    /// # Errors
    /// Every [`Fault`] but that of syntax.
    pub fn evaluate<'a>(&self, context: &Context<'a>) -> Result<Vec<Item<'a>>, Fault> {
        eval::evaluate(&self.root, context, &mut { u32::MAX })
    }

    /// Whether it holds: one answer, which is true or no truth at all. What has no answer is broken by nobody. Takes its steps
    /// from those that are left for many questions.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn holds(&self, context: &Context<'_>, left: &mut u32) -> Result<bool, Fault> {
        Ok(match &eval::evaluate(&self.root, context, left)?[..] {
            [] => true,
            [one] => one.truth().unwrap_or(true),
            _ => return Err(Fault::Execution("a condition has more than one answer".to_owned())),
        })
    }
}

fn execution<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Execution(what.into()))
}

fn semantic<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Semantic(what.into()))
}
