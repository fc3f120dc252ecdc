//! `Patient/id/$everything`: all that is kept about one person, as a Bundle.

use axum::extract::Path;
use axum::response::Response;
use helsami_app::exchange::Everything;
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::bundle::made::{Part, bundle};
use http::StatusCode;

use super::answer::json;
use super::call::Call;
use super::outcome;

/// Resources on a page, where nobody says how many.
const PAGE: usize = 1000;

/// The handler.
pub(crate) async fn everything(call: Call, Path((kind, id)): Path<(String, String)>) -> Response {
    if kind != ResourceType::Patient.name() {
        return outcome::bad_request(&call.form, "$everything is offered for Patient");
    }
    let asked = match asked(&call.query) {
        Ok(asked) => asked,
        Err(text) => return outcome::bad_request(&call.form, text),
    };
    let exchange = &call.fhir.exchange;
    match exchange.everything(&call.caller, (&id, &asked), call.now).await {
        Ok((entries, next)) => {
            let part = |entry: &'_ helsami_app::exchange::Entry| {
                format!("{}/{}/{}", exchange.base(), entry.id.kind, exchange.show(entry.id))
            };
            let parts: Vec<Part<'_>> = entries
                .iter()
                .map(|entry| Part {
                    full_url: Some(part(entry)),
                    resource: Some(&entry.body),
                    found_as: Some("match"),
                    ..Part::default()
                })
                .collect();
            let own = format!("{}/Patient/{id}/$everything", exchange.base());
            let filters = filters(&call.query);
            let mut links = vec![("self", format!("{own}{}", first(&filters)))];
            if let Some(row) = next {
                let place = format!("_after={}/{}", row.kind, exchange.show(row));
                let all: Vec<&str> = filters.iter().copied().chain([place.as_str()]).collect();
                links.push(("next", format!("{own}{}", first(&all))));
            }
            json(&call.form, StatusCode::OK, bundle("searchset", None, (&links, &parts)))
        }
        Err(fault) => outcome::not_done(&call.form, &fault),
    }
}

/// What is carried on to the next page; nothing that a link cannot hold.
fn filters(query: &str) -> Vec<&str> {
    let is_plain = |sign: u8| sign.is_ascii_alphanumeric() || b"_=,.:%+-".contains(&sign);
    let names = ["_since=", "_type=", "_count="];
    let is_kept = |pair: &&str| names.iter().any(|name| pair.starts_with(name)) && pair.bytes().all(is_plain);
    query.split('&').filter(is_kept).collect()
}

fn first(pairs: &[&str]) -> String {
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn asked(query: &str) -> Result<Everything, &'static str> {
    let mut asked = Everything { count: PAGE, ..Everything::default() };
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let value = value
            .replace("%3A", ":")
            .replace("%3a", ":")
            .replace("%2B", "+")
            .replace("%2F", "/")
            .replace("%2C", ",");
        match name {
            "_since" => {
                asked.since = Some(value.parse().map_err(|_| "_since must be a moment with its zone")?);
            }
            "_type" => {
                let kinds: Option<Vec<ResourceType>> =
                    value.split(',').map(ResourceType::from_name).collect();
                asked.kinds = kinds.ok_or("_type must name types of FHIR R4")?;
            }
            "_count" => {
                let count = value.parse::<usize>().map_err(|_| "_count must be a number")?;
                asked.count = count.clamp(1, PAGE);
            }
            "_after" => {
                let place = value
                    .split_once('/')
                    .and_then(|(kind, id)| Some((ResourceType::from_name(kind)?, id.to_owned())));
                asked.after =
                    Some(place.ok_or("_after is the end of a page, as the link to the next one has it")?);
            }
            "_format" | "_pretty" => {}
            _ => return Err("of $everything only _since, _type and _count are offered"),
        }
    }
    Ok(asked)
}
