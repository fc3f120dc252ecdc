//! Reading: one resource, one version, all versions.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::{Fault, Version};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use helsami_fhir::bundle::made::{Part, bundle};
use http::StatusCode;
use jiff::Timestamp;

use super::answer::{empty, is_known, json, versioned};
use super::call::Call;
use super::outcome;

/// Versions on one page of a history.
const PAGE: usize = 1000;

/// `GET /Type/id`
pub(crate) async fn read(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    match call.fhir.exchange.read(&call.caller, (kind, &id), call.now).await {
        Ok(entry) if is_known(&call.headers, entry.version, entry.updated) => {
            versioned(empty(StatusCode::NOT_MODIFIED), entry.version, entry.updated)
        }
        Ok(entry) => versioned(json(&call.form, StatusCode::OK, entry.body), entry.version, entry.updated),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// `GET /Type/id/_history/version`
pub(crate) async fn vread(call: Call, Path((kind, id, version)): Path<(String, String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    let found = call.fhir.exchange.history(&call.caller, (kind, &id), call.now).await;
    let number = version.parse::<u32>().ok();
    let one = found.map(|(_, all)| all.into_iter().find(|one| Some(one.version) == number));
    match one {
        Ok(Some(Version { body: Some(body), version, updated, .. })) => {
            versioned(json(&call.form, StatusCode::OK, body), version, updated)
        }
        Ok(Some(_)) => outcome::not_done(&call.form, &Fault::Gone(kind)),
        Ok(None) => outcome::not_done(&call.form, &Fault::Unknown(kind)),
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// `GET /Type/id/_history`
pub(crate) async fn history(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    let kind = match call.kind(&kind) {
        Ok(kind) => kind,
        Err(answer) => return *answer,
    };
    let asked = match Asked::read(&call.query) {
        Ok(asked) => asked,
        Err(text) => return outcome::bad_request(&call.form, text),
    };
    match call.fhir.exchange.history(&call.caller, (kind, &id), call.now).await {
        Ok((row, versions)) => {
            let shown = call.fhir.exchange.show(row);
            let own = format!("{}/{kind}/{shown}", call.fhir.exchange.base());
            let kept = asked.keep(versions);
            let parts: Vec<Part<'_>> =
                kept.iter().map(|one| part(one, (kind, &own, shown.as_str()))).collect();
            let links = [("self", format!("{own}/_history"))];
            let text = bundle("history", Some(kept.len()), (&links, &parts));
            json(&call.form, StatusCode::OK, text)
        }
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

fn part<'v>(one: &'v Version, (kind, own, shown): (ResourceType, &str, &str)) -> Part<'v> {
    let (method, status) = match (&one.body, one.version) {
        (None, _) => ("DELETE", "204 No Content"),
        (Some(_), 1) => ("POST", "201 Created"),
        (Some(_), _) => ("PUT", "200 OK"),
    };
    let address = if method == "POST" { kind.name().to_owned() } else { format!("{kind}/{shown}") };
    Part {
        full_url: Some(own.to_owned()),
        resource: one.body.as_deref(),
        request: Some((method, address)),
        status,
        version: Some(one.version),
        updated: Some(one.updated),
        ..Part::default()
    }
}

/// Which versions are wanted.
#[derive(Debug)]
struct Asked {
    since: Option<Timestamp>,
    at: Option<When>,
    count: usize,
}

impl Asked {
    fn read(query: &str) -> Result<Self, &'static str> {
        let mut asked = Self { since: None, at: None, count: PAGE };
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = value.replace("%3A", ":").replace("%3a", ":").replace("%2B", "+").replace("%2b", "+");
            match name {
                "_since" => {
                    asked.since = Some(value.parse().map_err(|_| "_since must be a moment with its zone")?);
                }
                "_at" => asked.at = Some(When::parse(&value).ok_or("_at must be a date or a moment")?),
                "_count" => {
                    asked.count = value.parse::<usize>().map_err(|_| "_count must be a number")?.min(PAGE);
                }
                _ => {}
            }
        }
        Ok(asked)
    }

    /// Those that are wanted, newest first. At a time means what stood then.
    fn keep(&self, versions: Vec<Version>) -> Vec<Version> {
        let until = |next: Option<Timestamp>, at: When| next.is_none_or(|next| next > at.start());
        let mut next = None;
        let mut kept = Vec::new();
        for one in versions {
            let is_since = self.since.is_none_or(|since| one.updated >= since);
            let is_at = self.at.is_none_or(|at| {
                one.updated < at.end().max(at.start() + jiff::SignedDuration::from_micros(1))
                    && until(next, at)
            });
            next = Some(one.updated);
            if is_since && is_at && kept.len() < self.count {
                kept.push(one);
            }
        }
        kept
    }
}
