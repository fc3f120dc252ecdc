//! Why a parameter of a query is refused.

/// What is wrong with one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The parameter as it was written, with its modifier.
    pub parameter: String,
    /// Why.
    pub reason: Reason,
}

impl Issue {
    /// An issue with a parameter.
    #[must_use]
    pub fn new(parameter: &str, reason: Reason) -> Self {
        Self { parameter: parameter.to_owned(), reason }
    }
}

impl std::fmt::Display for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.parameter, self.reason)
    }
}

/// Why a parameter is refused. The sentences hold nothing of the value, which may be about somebody's health.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// R4 has no such parameter for the type.
    #[error("R4 has no such search parameter for {0}")]
    Unknown(&'static str),
    /// The modifier is none of R4, or none of this type of parameter.
    #[error("the modifier :{0} does not go with a parameter of type {1}")]
    Modifier(String, &'static str),
    /// R4 has it, and this server does not.
    #[error("this server does not support {0}")]
    Unsupported(&'static str),
    /// The value cannot be read.
    #[error("the value is not {0}")]
    Value(&'static str),
    /// Nothing stands there.
    #[error("it has no value")]
    Empty,
    /// The prefix does not go with the type.
    #[error("the prefix {0} does not go with this parameter")]
    Prefix(&'static str),
    /// A chain of what is no reference.
    #[error("{0} is no reference, and nothing can be chained to it")]
    NoReference(String),
    /// A chain whose parameter none of the target types has.
    #[error("none of the types it points to has the parameter {0}")]
    NoTarget(String),
    /// There are too many of something.
    #[error("there are more than {0}")]
    TooMany(&'static str),
    /// Given twice.
    #[error("it stands there more than once")]
    Twice,
}
