//! What is offered, made of the table of routes.

use axum::extract::State;
use axum::response::Response;
use helsami_fhir::capability::{Offered, capability};
use http::{HeaderMap, StatusCode, Uri};

use super::answer::json;
use super::{Fhir, form, outcome, routes};

/// `GET /fhir/metadata`
pub(crate) async fn metadata(State(fhir): State<Fhir>, uri: Uri, headers: HeaderMap) -> Response {
    let Some(form) = form::form(&headers, uri.query().unwrap_or_default()) else {
        return outcome::not_acceptable();
    };
    let made = || {
        capability(&Offered {
            base: fhir.exchange.base(),
            with_type: &routes::with_type(),
            with_all: &routes::with_all(),
            operations: &routes::operations(),
            on_all: &routes::operations_on_all(),
            creates_on_update: fhir.exchange.terms().creates_on_update,
            now: (fhir.clock)(),
        })
    };
    json(&form, StatusCode::OK, fhir.statement.get_or_init(made).as_str())
}
