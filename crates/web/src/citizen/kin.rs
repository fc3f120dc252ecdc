//! «Pårørende»: which relations are right, what each is for, and the end of those that are not.

use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::kin::{Fault, Kin, Kins, Typed, kin, kin_add, kin_confirm, kin_end, kin_find, may_settle};
use helsami_domain::relation::{Purpose, Purposes, Relation, Trust};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use super::care_team::reach;
use crate::kit::form::{Field, error_summary};
use crate::kit::list::{Row, coverage, joined};
use crate::kit::part::{Tag, Tone, button_link, icon, notice, source_words};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = kin(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    let add = button_link("/me/kin/edit", None, text.kin_add(), None);
    Ok(titled(&me, text.kin_title()).lead(text.kin_lead()).acts(add).show(content(
        text,
        &found,
        me.frame.now,
    )))
}

fn titled<'a>(me: &'a Me, title: &'a str) -> Page<'a> {
    Page::new(&me.frame, title).current(Place::Record).crumb("/me/details", me.frame.text.details_title())
}

/// Which relation an address means; none for somebody new.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    kin: String,
}

/// Asks what a relation is for; of somebody new also who it is.
pub(crate) async fn form(me: Me, Query(chosen): Query<Chosen>) -> Result<Document, Problem> {
    may_settle(&me.app, &me.pass, me.frame.now).await?;
    if chosen.kin.is_empty() {
        return Ok(new_page(&me, &Typed::default(), &[]));
    }
    let found = kin_find(&me.app, &me.pass, &chosen.kin, me.frame.now).await?;
    Ok(confirm_page(&me, &found))
}

/// Confirms a relation, or adds one.
pub(crate) async fn save(me: Me, Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    may_settle(&me.app, &me.pass, me.frame.now).await?;
    let field = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map_or_else(String::new, |(_, value)| value.clone())
    };
    let chosen = fields.iter().filter(|(name, _)| name == "purpose");
    let purposes = Purposes::of(chosen.filter_map(|(_, value)| Purpose::from_code(value)));
    let id = field("kin");
    if !id.is_empty() {
        kin_confirm(&me.app, &me.pass, (&id, purposes), me.frame.now).await?;
        return Ok(Redirect::to("/me/kin").into_response());
    }
    let typed = Typed { name: field("name"), relation: field("relation"), phone: field("phone"), purposes };
    let faults = typed.faults();
    if !faults.is_empty() {
        let again = new_page(&me, &typed, &faults).status(StatusCode::UNPROCESSABLE_ENTITY);
        return Ok(again.into_response());
    }
    if kin_add(&me.app, &me.pass, &typed, me.frame.now).await? {
        return Ok(Redirect::to("/me/kin").into_response());
    }
    let full = notice(Tone::Warning, None, &html! { p { (me.frame.text.kin_too_many()) } });
    Ok(titled(&me, me.frame.text.kin_add()).show(full).into_response())
}

/// Asks before a relation is ended.
pub(crate) async fn end_page(me: Me, Query(chosen): Query<Chosen>) -> Result<Document, Problem> {
    let found = kin_find(&me.app, &me.pass, &chosen.kin, me.frame.now).await?;
    let text = me.frame.text;
    let body = html! {
        section.card {
            p { (text.kin_end_what(name(text, &found.relation))) }
            @if found.relation.has_access { p { (text.kin_end_access()) } }
            form.acts method="post" action="/me/kin/end" {
                input type="hidden" name="kin" value=(chosen.kin);
                button.ds-button data-color="danger" { (icon(Icon::XMark)) (text.kin_end_yes()) }
                (button_link("/me/kin", None, text.access_keep(), Some("secondary")))
            }
        }
    };
    Ok(titled(&me, text.kin_end_title()).show(body))
}

/// Ends a relation.
pub(crate) async fn end(me: Me, Form(chosen): Form<Chosen>) -> Result<Response, Problem> {
    kin_end(&me.app, &me.pass, &chosen.kin, me.frame.now).await?;
    Ok(Redirect::to("/me/kin").into_response())
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &Kins, now: Timestamp) -> Markup {
    let part = |wanted: fn(Trust) -> bool| {
        found.list.iter().filter(move |one| wanted(one.relation.trust)).collect::<Vec<_>>()
    };
    let parts = [
        (text.kin_unconfirmed(), Some(text.kin_unconfirmed_what()), part(|one| one == Trust::Unconfirmed)),
        (text.kin_confirmed(), None, part(|one| matches!(one, Trust::Confirmed(_)))),
        (text.kin_former(), None, part(|one| matches!(one, Trust::Ended | Trust::Dead))),
    ];
    html! {
        div.stack {
            @if found.list.is_empty() { section.card { p { (text.details_kin_empty_title()) } } }
            @for (heading, what, list) in &parts {
                @if !list.is_empty() {
                    section.stack.close {
                        h2.above { (heading) }
                        @if let Some(what) = what { p { (what) } }
                        @for one in list { (card(text, one, now)) }
                    }
                }
            }
            (coverage(text, &found.coverage, Some(text.kin_not_here())))
        }
    }
}

fn card(text: Text, one: &Kin, now: Timestamp) -> Markup {
    let is_confirmed = matches!(one.relation.trust, Trust::Confirmed(_));
    html! {
        article.card {
            (row(text, &one.relation, now))
            @if one.relation.is_over() {} @else if let Some(link) = &one.link {
                @let who = name(text, &one.relation);
                div.acts.no-print {
                    @let edit = format!("/me/kin/edit?kin={link}");
                    @if is_confirmed { (button_link(&edit, None, &text.kin_change_named(who), Some("secondary"))) }
                    @else { (button_link(&edit, None, &text.kin_confirm_named(who), None)) }
                    (button_link(&format!("/me/kin/end?kin={link}"), None, &text.kin_remove_named(who), Some("secondary")))
                }
            } @else { p.quiet { (text.kin_of_register()) } }
        }
    }
}

fn row<'a>(text: Text, one: &'a Relation, now: Timestamp) -> Row<'a> {
    let tag = match one.trust {
        Trust::Confirmed(when) => Tag::new(Tone::Success, text.details_kin_confirmed(text.when_day(when))),
        Trust::Unconfirmed => {
            Tag::new(Tone::Warning, text.details_kin_unconfirmed()).icon(Icon::QuestionmarkCircle)
        }
        Trust::Ended => Tag::new(Tone::Neutral, text.details_kin_ended()),
        Trust::Dead => Tag::new(Tone::Neutral, text.details_kin_dead()),
    };
    let mut row = Row::new(name(text, one)).icon(Icon::Person, Tone::Neutral).tag(tag);
    let kinds: Vec<&str> = one.kinds.iter().map(|kind| &*kind.text).collect();
    if !kinds.is_empty() {
        row = row.sub(&joined(text, &kinds));
    }
    if !one.is_over() {
        for contact in one.reach.iter().filter(|contact| contact.is_current(now)) {
            row = row.sub_markup(reach(contact));
        }
    }
    for words in used_for(text, one) {
        row = row.sub(words);
    }
    row.sub_markup(html! { span.source { (source_words(text, &one.source)) } })
}

/// What a relation is used for; that somebody may never be contacted comes first.
pub(crate) fn used_for(text: Text, one: &Relation) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Purpose::ALL
        .into_iter()
        .filter(|purpose| one.is_for(*purpose))
        .map(|one| purpose(text, one))
        .collect();
    if one.has_access {
        words.push(text.kin_has_access());
    }
    words
}

const fn purpose(text: Text, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Call => text.kin_purpose_call(),
        Purpose::Told => text.kin_purpose_told(),
        Purpose::Never => text.kin_purpose_never(),
    }
}

fn name(text: Text, one: &Relation) -> &str {
    one.name.as_deref().unwrap_or(text.details_kin_nameless())
}

fn confirm_page(me: &Me, found: &Kin) -> Document {
    let text = me.frame.text;
    let body = html! {
        form.card.stack method="post" action="/me/kin/edit" {
            @if let Some(link) = &found.link { input type="hidden" name="kin" value=(link); }
            (row(text, &found.relation, me.frame.now))
            (purposes(text, found.relation.purposes))
            p { (text.kin_confirm_what()) }
            div.acts {
                button.ds-button { (text.kin_save()) }
                (button_link("/me/kin", None, text.access_keep(), Some("secondary")))
            }
        }
    };
    titled(me, text.kin_confirm_title()).show(body)
}

fn purposes(text: Text, chosen: Purposes) -> Markup {
    html! {
        fieldset.ds-fieldset aria-describedby="purpose-hint" {
            legend { (text.kin_purposes()) }
            p #purpose-hint data-field="description" { (text.kin_purposes_hint()) }
            @for one in Purpose::ALL {
                div.ds-field {
                    input.ds-input type="checkbox" id={ "purpose-" (one.code()) } name="purpose" value=(one.code()) checked[chosen.has(one)];
                    label.ds-label data-weight="regular" for={ "purpose-" (one.code()) } { (purpose(text, one)) }
                }
            }
        }
    }
}

fn new_page(me: &Me, typed: &Typed, faults: &[Fault]) -> Document {
    let text = me.frame.text;
    let errors: Vec<(&str, &str)> =
        faults.iter().map(|fault| (control(*fault), wrong(text, *fault))).collect();
    let error = |name: &str| errors.iter().find(|(control, _)| *control == name).map(|(_, words)| *words);
    let field = |name, label, value| Field::new(name, label, value).error(error(name));
    let body = html! {
        (error_summary(text, &errors))
        form.card.stack method="post" action="/me/kin/edit" {
            (field("name", text.kin_name(), &typed.name).show())
            (field("relation", text.kin_relation(), &typed.relation).hint(text.kin_relation_hint()).show())
            (field("phone", text.kin_phone(), &typed.phone).kind("tel").show())
            (purposes(text, typed.purposes))
            p { (text.kin_confirm_what()) }
            div.acts {
                button.ds-button { (text.kin_save()) }
                (button_link("/me/kin", None, text.access_keep(), Some("secondary")))
            }
        }
    };
    let page = titled(me, text.kin_add());
    if faults.is_empty() { page.show(body) } else { page.with_error().show(body) }
}

const fn control(fault: Fault) -> &'static str {
    match fault {
        Fault::Name => "name",
        Fault::Relation => "relation",
        Fault::Phone | Fault::PhoneMissing => "phone",
    }
}

const fn wrong(text: Text, fault: Fault) -> &'static str {
    match fault {
        Fault::Name => text.kin_error_name(),
        Fault::Relation => text.kin_error_relation(),
        Fault::Phone => text.kin_error_phone(),
        Fault::PhoneMissing => text.kin_error_phone_missing(),
    }
}
