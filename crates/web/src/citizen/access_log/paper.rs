//! The access log as a PDF file: the same groups and the same words as the page, for a lawyer, a relative or a drawer. Never a
//! national identity number, and nobody's name in the name of the file.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use helsami_app::access_log::{self, Log};
use helsami_app::aside::aside;
use helsami_domain::access::Actor;
use helsami_domain::visit_log::Visit;
use helsami_domain::when::When;

use super::{item_words, reason_words, sections, span, times, words};
use crate::kit::matter::matter_name;
use crate::kit::sheet::{self, Part, Sheet};
use crate::kit::{Frame, Me, Problem};
use crate::text::Text;

/// The file.
pub(crate) async fn pdf(me: Me) -> Result<Response, Problem> {
    let found = access_log::whole(&me.app, &me.pass, me.frame.now).await?;
    let frame = me.frame;
    let written = aside(move || write(&frame, &found)).await.ok_or(Problem::Failed)?;
    let file = written.map_err(|error| {
        tracing::error!(%error, "The access log could not be written as a file");
        Problem::Failed
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"access-log.pdf\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, file).into_response())
}

/// The log as a file.
pub(super) fn write(frame: &Frame, found: &Log) -> Result<Vec<u8>, sheet::Failed> {
    let text = frame.text;
    let foot = whose(frame);
    let sheet = Sheet {
        language: text.language().tag(),
        title: text.log_title(),
        foot: &foot,
        number: &|number| text.log_pdf_page(number),
        now: frame.now,
    };
    sheet::write(&sheet, &parts(frame, found))
}

/// Whose log it is, as at the head of a print.
fn whose(frame: &Frame) -> String {
    frame.whose().map_or_else(|| "HelsaMi".to_owned(), |whose| format!("HelsaMi · {whose}"))
}

fn parts(frame: &Frame, found: &Log) -> Vec<Part> {
    let text = frame.text;
    let mut parts = vec![
        Part::Title(text.log_title().to_owned()),
        Part::Line(whose(frame)),
        Part::Line(text.site_print_when(text.moment(frame.now))),
        Part::Line(text.log_lead().to_owned()),
    ];
    if let (Some(since), Some(until)) = (found.since, found.visits.first()) {
        let (since, until) = (When::Moment(since), When::Moment(until.ended));
        parts.push(Part::Line(text.kit_coverage_reach(text.when_day(since), text.when_day(until))));
    }
    if found.older.is_some() {
        parts.push(Part::Line(text.log_pdf_cut().to_owned()));
    }
    if found.visits.is_empty() {
        parts.push(Part::Line(text.log_empty_title().to_owned()));
    }
    for section in sections(text, found) {
        parts.extend(section.heading.map(Part::Heading));
        let cases = if section.has_cases { text.cases_title() } else { "" };
        parts.extend(section.about.map(|about| Part::Line(format!("{about} {cases}"))));
        for visit in section.visits {
            one(text, found, visit, &mut parts);
        }
    }
    parts.push(Part::Line(text.log_not_here().to_owned()));
    parts.push(Part::Line(text.log_pdf_signs().to_owned()));
    parts
}

/// One visit, as its card on the page says it.
fn one(text: Text, log: &Log, visit: &Visit, parts: &mut Vec<Part>) {
    let (who, why) = words(text, log, visit);
    parts.push(Part::Subheading(who));
    parts.push(Part::Line(span(text, visit)));
    if let Actor::Staff { role, .. } = visit.actor {
        let place = log.staff(role).and_then(|staff| staff.organization.name.as_deref());
        parts.extend(place.map(|place| Part::Line(text.log_at(place))));
        parts.extend(reason_words(text, visit).map(|words| Part::Line(words.to_owned())));
    }
    parts.push(Part::Line(why.to_owned()));
    for item in visit.items.iter().filter_map(|id| log.items.iter().find(|(one, _)| one == id)) {
        parts.push(Part::Line(text.log_opened(item_words(text, item))));
    }
    for looked in &visit.looked {
        let what = matter_name(text, looked.matter);
        parts.push(Part::Item(text.log_pdf_looked(what, times(text, looked))));
    }
    if log.is_asked(visit) {
        parts.push(Part::Line(text.log_asked().to_owned()));
    }
}

#[cfg(test)]
mod tests;
