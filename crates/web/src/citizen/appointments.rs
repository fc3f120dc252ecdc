//! Appointments and visits: what is coming, with what to bring; what is not settled; what was.

use axum::extract::Query;
use helsami_app::appointments;
use helsami_domain::appointment::{Appointment, Form, Setting, Status, With};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::date::day_badge;
use crate::kit::list::{Row, coverage};
use crate::kit::part::{Fact, Tag, Tone, button_link, facts, notice, print_button, said, source_words};
use crate::kit::{Document, Icon, Me, Page, Place, Problem, Reports};
use crate::text::Text;

/// What the reader has asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// All of the past.
    all: Option<String>,
}

/// The page.
pub(crate) async fn page(me: Me, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let is_whole = asked.all.is_some();
    let found = appointments::list(&me.app, &me.pass, is_whole, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.appointments_title())
        .lead(text.appointments_lead())
        .current(Place::Appointments)
        .acts(print_button(text))
        .show(content(text, &found, Reports::of(&me))))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &appointments::List, reports: Reports<'_>) -> Markup {
    let all = &found.appointments;
    let ahead = [
        (text.appointments_now(), &all.now),
        (text.appointments_coming(), &all.coming),
        (text.appointments_open(), &all.open),
        (text.appointments_called_off(), &all.called_off),
    ];
    html! {
        div.stack {
            @if all.is_dead { (notice(Tone::Neutral, None, &html! { p { (text.appointments_dead()) } })) }
            @else if all.coming.is_empty() {
                section.card {
                    h2 { (text.appointments_coming()) }
                    p { (text.appointments_none_coming()) }
                    p.quiet { (text.appointments_none_coming_advice()) }
                }
            }
            @for (heading, list) in ahead {
                @if !list.is_empty() {
                    section.stack.close { h2.above { (heading) } @for one in list { (ahead_card(text, one, reports)) } }
                }
            }
            section.card {
                h2 { (text.appointments_past()) }
                @if all.past.is_empty() { p { (text.appointments_none_past()) } }
                ul.rows { @for one in &all.past { li { (past_row(text, one, reports)) } } }
                @if found.has_older {
                    p.no-print { (button_link("/me/appointments?all=1", None, text.appointments_show_older(), Some("secondary"))) }
                }
            }
            (coverage(text, &found.coverage, Some(text.appointments_not_here())))
        }
    }
}

/// The name of an appointment or visit, and its language.
pub(crate) fn title(text: Text, one: &Appointment) -> (&str, Option<&'static str>) {
    match &one.what {
        Some(what) => (&what.text, what.language),
        None if one.id.kind == ResourceType::Encounter => (text.appointments_unnamed_visit(), None),
        None => (text.appointments_unnamed(), None),
    }
}

fn ahead_card(text: Text, one: &Appointment, reports: Reports<'_>) -> Markup {
    let (words, language) = title(text, one);
    let mut row = Row::new(words).language(language).sub(&time(text, one));
    if let Some(date) = one.start.and_then(When::date) {
        row = row.front(day_badge(text, date, one.status == Status::Cancelled));
    }
    row = tags(text, one).into_iter().fold(row, Row::tag);
    html! { article.card { (row) (facts(&about(text, one))) p { (reports.link(text, one.id, words)) } } }
}

fn about<'a>(text: Text, one: &Appointment) -> Vec<Fact<'a>> {
    let mut list = Vec::with_capacity(6);
    if let Some(words) = &one.instruction {
        let lines = html! { @for line in words.lines() { div { (line) } } };
        list.push(Fact::new(text.appointments_prepare(), lines));
    }
    if let Some(place) = place(one) {
        list.push(Fact::new(text.appointments_place(), html! { (place) }));
    }
    if one.with.iter().any(|with| with.party.name.is_some()) {
        let names = html! { @for with in &one.with { @if let Some(name) = with_words(text, with) { div { (name) } } } };
        list.push(Fact::new(text.appointments_with(), names));
    }
    if !one.reasons.is_empty() {
        let reasons = html! { @for reason in &one.reasons { div { (said(reason)) } } };
        list.push(Fact::new(text.appointments_why(), reasons));
    }
    if let Some(comment) = &one.comment {
        list.push(Fact::new(text.appointments_note(), html! { (comment) }));
    }
    if let Some(reason) = &one.cancel_reason {
        list.push(Fact::new(text.appointments_cancel_reason(), said(reason)));
    }
    list
}

fn past_row<'a>(text: Text, one: &'a Appointment, reports: Reports<'_>) -> Row<'a> {
    let (words, language) = match &one.what {
        Some(what) => (&*what.text, what.language),
        None => (title(text, one).0, None),
    };
    let mut row = Row::new(words).language(language).sub(&time(text, one));
    for reason in &one.reasons {
        row = row.sub_markup(html! { span lang=[reason.language] { (reason.text) } });
    }
    let who = one.with.iter().find_map(|with| with_words(text, with));
    for words in place(one).map(str::to_owned).into_iter().chain(who) {
        row = row.sub(&words);
    }
    if let Some(reason) = &one.cancel_reason {
        row = row.sub(&reason.text);
    }
    if place(one).is_none() && one.with.is_empty() {
        row = row.sub_markup(html! { span.source { (source_words(text, &one.source)) } });
    }
    if one.is_unfinished() {
        row = row.sub(text.appointments_unfinished());
    }
    row = row.sub_markup(reports.link(text, one.id, words));
    tags(text, one).into_iter().fold(row, Row::tag)
}

fn place(one: &Appointment) -> Option<&str> {
    one.place.name.as_deref().or(one.source.place.name.as_deref())
}

fn with_words(text: Text, with: &With) -> Option<String> {
    let name = with.party.name.as_deref()?;
    Some(match &with.role {
        Some(role) => text.appointments_with_role(name, &role.text),
        None => name.to_owned(),
    })
}

/// When, in Norwegian local time: one day with from and to, or two days.
pub(crate) fn time(text: Text, one: &Appointment) -> String {
    let Some(start) = one.start else { return text.appointments_undated().to_owned() };
    let Some(end) = one.end else {
        return match (one.status, one.minutes) {
            (Status::Arrived, _) => text.appointments_since(text.when_day(start)),
            (_, _) => text.weekday_and_when(start),
        };
    };
    let (from, to) = (start.local(), end.local());
    match (from.date(), from.time, to.time) {
        (Some(date), Some((hour, minute)), Some((end_hour, end_minute))) if to.date() == Some(date) => text
            .appointments_from_to(
                text.weekday_and_day(date),
                text.clock(hour, minute),
                text.clock(end_hour, end_minute),
            ),
        (Some(date), ..) if to.date() == Some(date) => text.weekday_and_day(date),
        _ => text.appointments_days(text.when_day(start), text.when_day(end)),
    }
}

fn tags(text: Text, one: &Appointment) -> Vec<Tag> {
    let form = match one.form {
        Form::Video => Some(Tag::new(Tone::Info, text.appointments_video()).bare()),
        Form::Phone => Some(Tag::new(Tone::Info, text.appointments_phone()).icon(Icon::Phone)),
        Form::Home => Some(Tag::new(Tone::Info, text.appointments_home()).icon(Icon::House)),
        Form::Written => Some(Tag::new(Tone::Info, text.appointments_written()).icon(Icon::Chat)),
        Form::InPerson | Form::NotStated => None,
    };
    let setting = match one.setting {
        Setting::Inpatient => Some(Tag::new(Tone::Fjord, text.appointments_stay()).icon(Icon::Hospital)),
        Setting::Emergency => Some(Tag::new(Tone::Warning, text.appointments_emergency())),
        Setting::Outpatient | Setting::NotStated => None,
    };
    let status = match one.status {
        Status::Cancelled => Some(Tag::new(Tone::Neutral, text.appointments_cancelled()).icon(Icon::XMark)),
        Status::NoShow => Some(Tag::new(Tone::Warning, text.appointments_no_show())),
        Status::Proposed => Some(Tag::new(Tone::Info, text.appointments_proposed())),
        Status::Waiting => Some(Tag::new(Tone::Info, text.appointments_waiting()).icon(Icon::Clock)),
        Status::Unknown => {
            Some(Tag::new(Tone::Neutral, text.appointments_unknown()).icon(Icon::QuestionmarkCircle))
        }
        Status::Booked | Status::Arrived | Status::Fulfilled | Status::Mistake => None,
    };
    let length = one.minutes.filter(|_| one.end.is_none()).map(|minutes| {
        Tag::new(Tone::Neutral, text.appointments_minutes(minutes as usize)).icon(Icon::Clock)
    });
    form.into_iter().chain(setting).chain(status).chain(length).collect()
}
