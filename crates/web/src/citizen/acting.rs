//! «Handle for andre»: everybody one can act for, why, what one sees, and when it changes.

use axum::Form;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::pass::{Acted, Behind, Pass, acted_subject, acting_for, name_shown, stayed_behind};
use helsami_domain::access::age::YOUTH;
use helsami_domain::access::{Change, Rule};
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use super::growing::{Told, sentences};

use crate::kit::acting::why;
use crate::kit::given::area;
use crate::kit::list::joined;
use crate::kit::part::{button_link, icon};
use crate::kit::{Document, Frame, Icon, Page, Problem, Reader};
use crate::text::Text;

/// The page. Open to everybody who has signed in, also to those whose own pages are closed.
pub(crate) async fn page(reader: Reader) -> Result<Document, Problem> {
    let found = acting_for(&reader.app, reader.actor, reader.frame.now).await?;
    // Each of them can read in their log that their name was shown.
    for one in &found {
        name_shown(&reader.app, &one.pass, reader.frame.now).await?;
    }
    let behind = stayed_behind(&reader.app, reader.actor, &found, reader.frame.now).await?;
    let text = reader.frame.text;
    Ok(Page::new(&reader.frame, text.acting_choose_title()).lead(text.acting_choose_lead()).show(content(
        &reader.frame,
        &found,
        &behind,
    )))
}

/// The content of the page.
pub(crate) fn content(frame: &Frame, found: &[Acted], behind: &[Behind]) -> Markup {
    let (text, now) = (frame.text, frame.now);
    // An application is kept among the reader's own cases: there is no room for it while those are closed.
    let may_apply = !frame.is_closed();
    html! {
        div.stack {
            @if found.is_empty() {
                section.card {
                    h2 { (icon(Icon::PersonGroup)) " " (text.acting_none_title()) }
                    p { (text.acting_none()) }
                }
            }
            @for one in behind { (left(text, one)) }
            @for one in found { (card(text, one, now)) }
            @if may_apply {
                section.card {
                    h2 { (text.apply_title()) }
                    p { (text.apply_acting()) }
                    p { (button_link("/acting/apply", None, text.apply_open(), Some("secondary"))) }
                }
            }
            p.quiet { (text.acting_help()) }
        }
    }
}

/// An access that does not hold now, because two registrations of the person were made one.
fn left(text: Text, one: &Behind) -> Markup {
    let name = if one.name.is_empty() { text.access_unnamed() } else { &one.name };
    html! {
        section.card {
            h2 { (icon(Icon::ShieldLock)) " " (text.acting_behind_title(name)) }
            p { (text.acting_behind_what(text.moment(one.at))) }
            p { (text.acting_behind_do()) }
        }
    }
}

fn card(text: Text, one: &Acted, now: Timestamp) -> Markup {
    let pass = &one.pass;
    let name = pass.name().filter(|name| !name.is_empty()).unwrap_or(text.acting_unnamed());
    let parts: Vec<&str> = pass.lens().areas().iter().map(|part| area(text, part)).collect();
    html! {
        section.card {
            div.card-head {
                h2 { (name) }
                @if let Some(born) = pass.born() { p.quiet { (text.acting_born(text.day(born))) } }
            }
            p { (why(text, pass.rule())) }
            p { (text.acting_sees()) " " (joined(text, &parts)) "." }
            @if let Some((day, age)) = change(one, now) { p.quiet { (text.acting_ends(text.day(day), age)) } }
            @if is_parent(pass.rule()) {
                @let soon = sentences(text, Told::Parent, pass.birth(), now);
                @if !soon.is_empty() { ul { @for one in &soon { li { (one) } } } }
            }
            div.acts {
                (button_link(&format!("/for/{}", one.link), None, &open_words(text, pass), None))
                @if is_youth(pass, now) {
                    (button_link(&format!("/for/{}/youth", one.link), None, text.youth_title(), Some("secondary")))
                }
                @if is_returnable(pass.rule()) {
                    (button_link(&format!("/acting/return?who={}", one.link), None, &text.acting_return_named(name), Some("secondary")))
                }
            }
        }
    }
}

/// Whom a form or an address means.
#[derive(Debug, Deserialize)]
pub(crate) struct Whom {
    who: String,
}

/// «Åpne journalen til Liam».
fn open_words(text: Text, pass: &Pass) -> String {
    match pass.name() {
        Some(name) if !name.is_empty() => text.acting_open(name),
        _ => text.acting_open_unnamed().to_owned(),
    }
}

/// Asks before an access is given back.
pub(crate) async fn return_page(reader: Reader, Query(whom): Query<Whom>) -> Result<Document, Problem> {
    let subject = acted_subject(&reader.app, reader.actor, &whom.who)?;
    let found = acting_for(&reader.app, reader.actor, reader.frame.now).await?;
    let one = found.iter().find(|one| one.pass.subject() == subject).ok_or(Problem::NotFound)?;
    if !is_returnable(one.pass.rule()) {
        return Err(Problem::NotFound);
    }
    name_shown(&reader.app, &one.pass, reader.frame.now).await?;
    let text = reader.frame.text;
    let name = one.pass.name().filter(|name| !name.is_empty()).unwrap_or(text.acting_unnamed());
    let page = Page::new(&reader.frame, text.acting_return_title()).crumb("/acting", text.acting_choose());
    Ok(page.show(html! {
        section.card {
            p { (text.acting_return_what(name)) }
            form.acts method="post" action="/acting/return" {
                input type="hidden" name="who" value=(whom.who);
                button.ds-button data-color="danger" { (text.acting_return_yes()) }
                (button_link("/acting", None, text.access_keep(), Some("secondary")))
            }
        }
    }))
}

/// Gives an access back.
pub(crate) async fn give_back(reader: Reader, Form(whom): Form<Whom>) -> Result<Response, Problem> {
    helsami_app::access::give_back(&reader.app, reader.actor, &whom.who, reader.frame.now).await?;
    Ok(Redirect::to("/acting").into_response())
}

const fn is_parent(rule: Rule) -> bool {
    matches!(rule, Rule::ParentOfChild | Rule::ParentOfYouth)
}

/// Whether a parent can consent to the log-in now.
pub(crate) fn is_youth(pass: &Pass, now: Timestamp) -> bool {
    pass.rule() == Rule::ParentOfYouth && pass.birth().is_some_and(|birth| birth.has_turned(YOUTH, now))
}

const fn is_returnable(rule: Rule) -> bool {
    helsami_domain::access::is_allowed(rule, Change::ReturnAccess)
}

/// When a parent's access changes next, and at which age.
fn change(one: &Acted, now: Timestamp) -> Option<(jiff::civil::Date, u8)> {
    let born = helsami_domain::access::age::Birth::on(one.pass.born()?);
    let age = match one.pass.rule() {
        Rule::ParentOfChild => 12,
        Rule::ParentOfYouth => 16,
        _ => return None,
    };
    let day = born.birthday(i16::from(age));
    born.is_under(i16::from(age), now).then_some((day, age))
}
