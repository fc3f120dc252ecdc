//! Inviting: what is given, what is kept back, for how long; then what the one invited will see; then the link.

use axum::extract::{Form, Query, State};
use helsami_app::access::{Access, Choice, Made, Preview, Seen, held_back, invite, may_give, preview};
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{Proxy, Term};
use maud::{Markup, html};
use serde::Deserialize;

use self::typed::{Typed, Wrong};
use super::terms;
use crate::kit::form::{Field, choice, error_summary, group};
use crate::kit::given::{self, TOPICS, area, named, part_boxes, topic_boxes};
use crate::kit::list::joined;
use crate::kit::part::{Fact, Tone, button_link, fold, icon, notice};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::site::Site;
use crate::text::Text;

mod change;
mod typed;

pub(crate) use change::{change_form, change_save, change_show};

/// What stands in the address: whether the form comes filled in for former parents.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    all: Option<String>,
}

/// What a form is for, and where it leads.
#[derive(Clone, Copy)]
struct Goal<'g> {
    /// To the preview.
    preview: &'static str,
    /// From the preview on.
    done: &'static str,
    /// The access that is changed; none for an invitation.
    access: Option<&'g Access>,
}

impl Goal<'_> {
    const INVITE: Self = Self { preview: "/me/access/invite", done: "/me/access/invitation", access: None };

    const fn title(&self, text: Text) -> &'static str {
        if self.access.is_some() { text.invite_change_title() } else { text.invite_title() }
    }
}

/// The form.
pub(crate) async fn form(me: Me, Query(asked): Query<Asked>) -> Result<Document, Problem> {
    let areas = if asked.all.is_some() { Areas::of(&Area::GIVEABLE) } else { Areas::NONE };
    // Whether one may give at all is decided before somebody fills in a form.
    may_give(&me.app, &me.pass, me.frame.now).await?;
    Ok(form_page(&me, &Goal::INVITE, &Typed::first(areas, me.frame.now), &[]))
}

/// What the one invited will see; or the form again, with what was typed, and what is wrong with it.
pub(crate) async fn show(me: Me, Form(fields): Form<Vec<(String, String)>>) -> Result<Document, Problem> {
    may_give(&me.app, &me.pass, me.frame.now).await?;
    seen(&me, &Goal::INVITE, &Typed::read(&fields)).await
}

/// What they will see; or the form again.
async fn seen(me: &Me, goal: &Goal<'_>, typed: &Typed) -> Result<Document, Problem> {
    let term = match typed.term(me.frame.now) {
        Ok(term) if !typed.is_edited => term,
        Ok(_) => return Ok(form_page(me, goal, typed, &[])),
        Err(wrong) => return Ok(form_page(me, goal, typed, &wrong)),
    };
    let proxy = proxy(me, typed).await?;
    let seen = preview(&me.app, &me.pass, &proxy, me.frame.now).await?;
    let text = me.frame.text;
    let body = preview_body(text, goal, (typed, term), (&seen, proxy.except.len()));
    Ok(page(me, text.invite_preview_title()).lead(text.invite_preview_lead()).show(body))
}

/// Makes the invitation and shows its link, once.
pub(crate) async fn make(
    State(site): State<Site>,
    me: Me,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Document, Problem> {
    may_give(&me.app, &me.pass, me.frame.now).await?;
    let typed = Typed::read(&fields);
    let term = match typed.term(me.frame.now) {
        Ok(term) => term,
        Err(wrong) => return Ok(form_page(&me, &Goal::INVITE, &typed, &wrong)),
    };
    let proxy = proxy(&me, &typed).await?;
    let made = invite(&me.app, &me.pass, (&proxy, term), me.frame.now).await?;
    let text = me.frame.text;
    let Some(made) = made else {
        let body = html! { p { (text.invite_too_many()) } p { (to_list(text)) } };
        return Ok(page(&me, text.invite_title()).show(notice(Tone::Warning, None, &body)));
    };
    let origin = site.door().map_or("", crate::Door::origin);
    Ok(page(&me, text.invite_made_title()).lead(text.invite_made_lead()).show(made_body(text, origin, &made)))
}

fn page<'a>(me: &'a Me, title: &'a str) -> Page<'a> {
    Page::new(&me.frame, title).current(Place::Record).crumb("/me/access", me.frame.text.access_title())
}

/// What is given. An item that is not of the record is no mistake of a person.
async fn proxy(me: &Me, typed: &Typed) -> Result<Proxy, Problem> {
    let except = held_back(&me.app, &me.pass, &typed.except, me.frame.now).await?;
    Ok(Proxy { areas: typed.areas, kept_back: typed.kept_back, except })
}

fn to_list(text: Text) -> Markup {
    button_link("/me/access", None, text.access_title(), Some("secondary"))
}

fn form_page(me: &Me, goal: &Goal<'_>, typed: &Typed, wrong: &[Wrong]) -> Document {
    let text = me.frame.text;
    let lead = if goal.access.is_some() { text.invite_change_lead() } else { text.invite_lead() };
    let mut page = page(me, goal.title(text)).lead(lead);
    if !wrong.is_empty() {
        page = page.with_error();
    }
    page.show(form_body(text, goal, typed, wrong))
}

fn form_body(text: Text, goal: &Goal<'_>, typed: &Typed, wrong: &[Wrong]) -> Markup {
    let errors: Vec<(&str, &str)> = wrong.iter().map(|one| (one.field(), one.words(text))).collect();
    let error = |one: Wrong| wrong.contains(&one).then(|| one.words(text));
    html! {
        (error_summary(text, &errors))
        form.card.stack method="post" action=(goal.preview) {
            (which(goal))
            @for one in &typed.except { input type="hidden" name="except" value=(one); }
            (group("parts", (text.invite_parts(), text.invite_parts_hint()), error(Wrong::Parts), &part_boxes(text, typed.areas)))
            (group("topics", (text.invite_topics(), text.invite_topics_hint()), None, &topic_boxes(text, typed.kept_back)))
            @if goal.access.is_none() {
                (Field::new("from", text.invite_from(), &typed.from).kind("date").hint(text.invite_from_hint()).error(error(Wrong::From)).show())
            }
            (group("ends", (text.invite_ends(), text.invite_ends_hint()), error(Wrong::Ends), &html! {
                (choice(("radio", "ends", "date"), text.invite_ends_date(), typed.ends == "date", true))
                (choice(("radio", "ends", "open"), text.invite_ends_open(), typed.ends == "open", false))
            }))
            (Field::new("until", text.invite_until(), &typed.until).kind("date").hint(text.invite_until_hint()).error(error(Wrong::Until)).show())
            div.acts { button.ds-button { (icon(Icon::Eye)) (text.invite_see()) } }
        }
    }
}

/// Which access is changed.
fn which(goal: &Goal<'_>) -> Markup {
    html! { @if let Some(access) = goal.access { input type="hidden" name="access" value=(access.id); } }
}

/// What was typed, carried through the preview, but for the items: those are chosen on it.
fn carried(goal: &Goal<'_>, typed: &Typed) -> Markup {
    html! {
        (which(goal))
        @for part in typed.areas.iter() { input type="hidden" name="part" value=(part.code()); }
        @for mark in TOPICS.into_iter().filter(|mark| typed.kept_back.has(*mark)) { input type="hidden" name="topic" value=(mark.code()); }
        @for (name, value) in [("from", &typed.from), ("ends", &typed.ends), ("until", &typed.until)] {
            input type="hidden" name=(name) value=(value);
        }
    }
}

fn preview_body(
    text: Text,
    goal: &Goal<'_>,
    (typed, term): (&Typed, Term),
    (seen, held): (&Preview, usize),
) -> Markup {
    let closed = Areas::of(&Area::GIVEABLE).without(typed.areas);
    let closed: Vec<&str> = closed.iter().map(|part| area(text, part)).collect();
    let held = (held > 0).then(|| Fact::new(text.access_held(), html! { (text.access_held_count(held)) }));
    html! {
        form.stack method="post" action=(goal.done) {
            (carried(goal, typed))
            @for one in &seen.held { input type="hidden" name="except" value=(one); }
            @for one in &seen.parts { (seen_card(text, one)) }
            section.card {
                @if !closed.is_empty() { h2 { (text.invite_not_seen()) } p { (joined(text, &closed)) "." } }
                p.quiet { (text.invite_never_seen()) }
            }
            section.card {
                (terms(text, (typed.areas, typed.kept_back, term), held.into_iter().collect()))
                @if goal.access.is_some() { p { (text.invite_change_what()) } }
                div.acts {
                    button.ds-button {
                        @if goal.access.is_some() { (text.invite_change_save()) } @else { (text.invite_make()) }
                    }
                    button.ds-button data-variant="secondary" formaction=(goal.preview) { (text.invite_see_again()) }
                    button.ds-button data-variant="secondary" formaction=(goal.preview) name="edit" value="1" { (text.invite_edit()) }
                }
            }
        }
    }
}

fn seen_card(text: Text, one: &Seen) -> Markup {
    given::seen(
        text,
        one,
        &html! {
            @if !one.choices.is_empty() {
                (fold(text.invite_hold_back(), &html! {
                    p.quiet { (text.invite_hold_back_hint()) }
                    @for choice in &one.choices { (held_choice(text, choice)) }
                }))
            }
        },
    )
}

/// One thing that can be held back.
fn held_choice(text: Text, one: &Choice) -> Markup {
    html! {
        @if let Some(name) = &one.head.name {
            div.ds-field {
                input.ds-input type="checkbox" id=(one.value) name="except" value=(one.value) checked[one.is_held];
                label.ds-label data-weight="regular" for=(one.value) lang=[name.language] { (named(text, name, one.head.when)) }
            }
        }
    }
}

fn made_body(text: Text, origin: &str, made: &Made) -> Markup {
    let link = format!("{origin}/invitation/{}", made.code.show());
    html! {
        section.card {
            div.ds-field {
                label for="link" { (text.invite_link()) }
                input.ds-input #link type="text" readonly value=(link) autocomplete="off";
            }
            p { (text.invite_made_what(text.moment(made.until))) }
            p { (to_list(text)) }
        }
    }
}
