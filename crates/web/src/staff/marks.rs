//! What is hidden from parents or from the young person, and what is shown later: the marked lines, the lines of a part, and one
//! line with its form.

mod check;
mod line;
mod typed;

use axum::extract::Query;
use helsami_app::work::{self, MarkLine, MarkList};
use helsami_domain::access::area::Area;
use helsami_domain::access::lens::Release;
use helsami_domain::access::marking::Marking;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use super::chart::title;
use super::desk::Chart;
use crate::kit::given::area;
use crate::kit::list::Row;
use crate::kit::part::{Tag, Tone, button_link, notice};
use crate::kit::{Document, Page, Problem};
use crate::text::Text;

pub(crate) use line::{page as line_page, send};

/// What stands in the list's address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    part: String,
    before: Option<i64>,
}

/// The list: of a part, or of what is marked.
pub(crate) async fn page(chart: Chart, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    may_mark(&chart)?;
    let (app, now) = (&chart.desk.app, chart.desk.frame.now);
    let part = Area::from_code(&asked.part).filter(|part| Area::GIVEABLE.contains(part));
    let before = asked.before.and_then(|before| Timestamp::from_microsecond(before).ok());
    let list = match part {
        Some(part) => work::mark_list(app, &chart.pass, (part, before), now).await?,
        None => work::marked_list(app, &chart.pass, now).await?,
    };
    let text = chart.desk.frame.text;
    let front = title(text, &chart.pass);
    let root = format!("{}/marks", chart.root);
    let page = Page::new(&chart.desk.frame, part.map_or(text.marks_title(), |part| part_name(text, part)));
    let page = match part {
        Some(_) => page.lead(text.marks_part_lead()).crumb(&root, text.marks_title()),
        None => page.lead(text.marks_lead()).crumb(&chart.root, &front),
    };
    Ok(page.show(html! {
        div.stack {
            @if list.locked > 0 { (notice(Tone::Warning, None, &html! { p { (text.chart_locked_rows(list.locked)) } })) }
            (lines(text, &root, (&list, part)))
            @if let Some(older) = list.older {
                @let href = format!("{root}?part={}&before={}", asked.part, older.as_microsecond());
                p { (button_link(&href, None, text.chart_older(), Some("secondary"))) }
            }
            @if part.is_none() { (parts(text, &root)) }
        }
    }))
}

/// Whoever does not treat the patient marks nothing.
fn may_mark(chart: &Chart) -> Result<(), Problem> {
    if chart.pass.may_mark() { Ok(()) } else { Err(Problem::NoAccess) }
}

fn lines(text: Text, root: &str, (list, part): (&MarkList, Option<Area>)) -> Markup {
    html! {
        section.card {
            @if part.is_none() { h2 { (text.marks_now()) } }
            @if list.lines.is_empty() { p { (part.map_or(text.marks_none(), |_| text.chart_empty())) } }
            ul.rows {
                @for one in &list.lines {
                    @let href = format!("{root}/{}", one.link);
                    li { (row(text, one, part.is_none()).href(&href)) }
                }
            }
        }
    }
}

/// A line as a row, with its marks.
fn row(text: Text, one: &MarkLine, has_part: bool) -> Row<'_> {
    let row = match &one.name {
        Some(name) => Row::new(&name.text).language(name.language),
        None => Row::new(text.marks_unnamed()),
    };
    let day = one.when.map_or_else(|| text.chart_undated().to_owned(), |when| text.when_day(when));
    let row = if has_part { row.sub(part_name(text, one.part())) } else { row };
    tags(text, one.marking).into_iter().fold(row.sub(&day), Row::tag)
}

/// A part of the record, as the tiles of its front call it.
const fn part_name(text: Text, part: Area) -> &'static str {
    match part {
        Area::Appointments => text.site_nav_appointments(),
        Area::Results => text.site_nav_results(),
        Area::Medicines => text.site_nav_medicines(),
        Area::Allergies => text.record_allergies(),
        Area::Diagnoses => text.record_diagnoses(),
        Area::Vaccines => text.record_vaccines(),
        Area::Documents => text.record_documents(),
        Area::CareTeam => text.chart_team(),
        other => area(text, other),
    }
}

/// What a line is marked with, as tags.
fn tags(text: Text, marking: Marking) -> Vec<Tag> {
    let mut tags = Vec::new();
    if marking.parents {
        tags.push(Tag::new(Tone::Warning, text.marks_tag_parents()));
    }
    if marking.young {
        tags.push(Tag::new(Tone::Warning, text.marks_tag_young()));
    }
    match marking.release {
        Release::AtOnce => {}
        Release::At(at) => tags.push(Tag::new(Tone::Info, text.marks_tag_later(text.moment(at)))),
        Release::ByHand => tags.push(Tag::new(Tone::Info, text.marks_tag_hand())),
    }
    tags
}

/// The parts that lines can be chosen from.
fn parts(text: Text, root: &str) -> Markup {
    html! {
        section.card {
            h2 { (text.marks_choose()) }
            ul.rows {
                @for part in Area::GIVEABLE {
                    @let href = format!("{root}?part={}", part.code());
                    li { (Row::new(part_name(text, part)).href(&href)) }
                }
            }
        }
    }
}
