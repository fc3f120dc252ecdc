//! Search over one's own record. The words come in a POST, so that they never stand in an address.

use axum::Form;
use helsami_app::pass::name_shown;
use helsami_app::search::{self, Answer, Hit, Place as Found, Section};
use maud::{Markup, html};
use serde::Deserialize;

use super::results::words;
use crate::kit::form;
use crate::kit::list::{Row, coverage};
use crate::kit::part::{Tone, empty};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    words: String,
}

/// The page before anything is typed.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    name_shown(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.search_title())
        .lead(text.search_lead())
        .current(Place::Record)
        .show(html! { div.stack { (form::search(text, "")) } }))
}

/// What was found.
pub(crate) async fn find(me: Me, Form(typed): Form<Typed>) -> Result<Document, Problem> {
    let found = search::search(&me.app, &me.pass, &typed.words, me.frame.now).await?;
    let text = me.frame.text;
    let body = html! {
        div.stack {
            (form::search(text, &typed.words))
            @match &found {
                Some(answer) => { (hits(text, answer)) },
                None => { p role="alert" { (text.search_too_short()) } },
            }
        }
    };
    Ok(Page::new(&me.frame, text.search_title()).current(Place::Record).show(body))
}

/// The hits, section by section.
pub(crate) fn hits(text: Text, answer: &Answer) -> Markup {
    html! {
        p.strong role="status" { (text.search_count(answer.hits.len() + answer.more)) }
        @if let Some(reason) = answer.coverage.empty {
            (empty(text, (Icon::MagnifyingGlass, text.search_empty_title()), reason, Some(text.search_empty_advice())))
        }
        @for own in answer.hits.chunk_by(|a, b| a.section == b.section) {
            section.card {
                h2 { a href=(look(own[0].section).0) { (section_name(text, own[0].section)) } }
                ul.rows { @for hit in own { li { (row(text, hit)) } } }
            }
        }
        @if answer.more > 0 { p { (text.search_more(answer.more)) } }
        (coverage(text, &answer.coverage, Some(text.search_note())))
    }
}

fn row(text: Text, hit: &Hit) -> Markup {
    let (address, icon, tone) = look(hit.section);
    let own = hit.link.as_ref().map(|(page, id)| match page {
        search::Page::Order => format!("/me/results/{id}"),
        search::Page::Trend => format!("/me/results/trend/{id}"),
        search::Page::Document => format!("/me/documents/{id}"),
    });
    let title = match &hit.name {
        Some(name) => words::plain_name(text, Some(name)),
        None => text.search_unnamed().to_owned(),
    };
    let language = hit.name.as_ref().and_then(|label| words::foreign(text, label));
    let when = match (hit.count, hit.when) {
        (1, Some(when)) => text.when_day(when),
        (count, Some(when)) => text.search_times(count, text.when_day(when)),
        (count, None) => text.search_times_undated(count),
    };
    let mut row = Row::new(&title)
        .language(language)
        .href(own.as_deref().unwrap_or(address))
        .icon(icon, tone)
        .sub(&when);
    if let Some((place, found)) = &hit.found {
        row = row.sub(&found_words(text, *place, found));
    }
    html! { (row) }
}

/// Where the words were found, with so much of the text around them as fits a line or two.
fn found_words(text: Text, place: Found, found: &str) -> String {
    const LETTERS: usize = 160;
    let short: String = match found.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", found[..end].trim_end()),
        None => found.to_owned(),
    };
    match place {
        Found::Name => text.search_found_name(short),
        Found::Party => text.search_found_party(short),
        Found::Text => text.search_found_text(short),
    }
}

/// Where a section is shown, and how it looks.
const fn look(section: Section) -> (&'static str, Icon, Tone) {
    match section {
        Section::Results => ("/me/results", Icon::TestFlask, Tone::Sol),
        Section::Measurements => ("/me/results?side=measurements", Icon::LineGraph, Tone::Sol),
        Section::Medicines => ("/me/medicines", Icon::MedicineBottle, Tone::Fjord),
        Section::Allergies => ("/me/allergies", Icon::Allergens, Tone::Sol),
        Section::Diagnoses => ("/me/diagnoses", Icon::Stethoscope, Tone::Accent),
        Section::Vaccines => ("/me/vaccines", Icon::Bandage, Tone::Fjord),
        Section::Appointments => ("/me/appointments", Icon::Calendar, Tone::Accent),
        Section::Documents => ("/me/documents", Icon::FileText, Tone::Accent),
        Section::CareTeam => ("/me/care-team", Icon::PersonGroup, Tone::Accent),
    }
}

const fn section_name(text: Text, section: Section) -> &'static str {
    match section {
        Section::Results => text.site_nav_results(),
        Section::Measurements => text.results_side_measurements(),
        Section::Medicines => text.site_nav_medicines(),
        Section::Allergies => text.record_allergies(),
        Section::Diagnoses => text.record_diagnoses(),
        Section::Vaccines => text.record_vaccines(),
        Section::Appointments => text.site_nav_appointments(),
        Section::Documents => text.record_documents(),
        Section::CareTeam => text.record_team(),
    }
}
