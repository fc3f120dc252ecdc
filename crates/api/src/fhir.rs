//! The record as FHIR R4 over HTTP, for registered systems: one thin room over `app::exchange`. Decides nothing.

mod answer;
mod bundle;
mod call;
mod everything;
mod export;
mod form;
mod merge;
mod meta;
mod metadata;
mod openapi;
mod outcome;
mod patch;
mod read;
pub mod routes;
mod search;
mod token;
mod validate;
mod write;

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use helsami_app::exchange::{Asserted, Exchange};
use jiff::Timestamp;
use tokio::sync::Semaphore;

pub use export::work_on;
pub use routes::router;

/// Checks a signed assertion for the token endpoint: who has signed it, or why it does not hold.
pub type CheckAssertion = Arc<dyn Fn(&str, Timestamp) -> Result<Asserted, &'static str> + Send + Sync>;

/// How much one request, and one system, may ask of us.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// Requests of one system at once.
    pub at_once: usize,
    /// For the whole answer.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body_bytes: 16 << 20, at_once: 64, answer: Duration::from_secs(25) }
    }
}

/// What the routes share. Cheap to clone: each layer of each request does.
#[derive(Clone)]
pub struct Fhir(Arc<Shared>);

/// What is behind it.
pub struct Shared {
    exchange: Exchange,
    clock: fn() -> Timestamp,
    check: CheckAssertion,
    limits: Limits,
    gates: HashMap<String, Arc<Semaphore>>,
    /// The CapabilityStatement, made once.
    statement: OnceLock<String>,
    /// The OpenAPI document, made once.
    openapi: OnceLock<String>,
}

impl Deref for Fhir {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shared")
    }
}

impl fmt::Debug for Fhir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fhir")
    }
}

impl Fhir {
    /// Over the use cases, with a clock that is asked once per request.
    #[must_use]
    pub fn new(exchange: Exchange, clock: fn() -> Timestamp, check: CheckAssertion, limits: Limits) -> Self {
        let gate = |id: &str| (id.to_owned(), Arc::new(Semaphore::new(limits.at_once)));
        let gates = exchange.client_ids().map(gate).collect();
        let (statement, openapi) = (OnceLock::new(), OnceLock::new());
        Self(Arc::new(Shared { exchange, clock, check, limits, gates, statement, openapi }))
    }
}
