//! Blocks: what is closed and to whom, the consequences before anything is closed, and the way back.

use axum::Form;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::blocks::{self, Blocks, Choice, Extent, Set};
use helsami_domain::access::facts::{Against, Closed};
use helsami_domain::access::{Change, is_allowed};
use helsami_domain::when::When;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::form::Field;
use crate::kit::part::{Tone, button_link, icon, notice};
use crate::kit::{Document, Frame, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// What the address or the form says is to be closed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    who: String,
    what: String,
    item: String,
}

impl Wish {
    fn item(&self) -> Option<&str> {
        Some(self.item.as_str()).filter(|item| !item.is_empty())
    }

    /// Against whom and how much. Only what the page offers.
    fn read<'b>(&self, found: &'b Blocks) -> Result<(&'b Choice, Extent), Problem> {
        let choice = found.choices.iter().find(|one| one.value == self.who).ok_or(Problem::BadRequest)?;
        let extent = match (self.what.as_str(), &found.item) {
            ("record", _) => Extent::Record,
            ("coming", _) => Extent::Coming,
            ("item", Some(_)) => Extent::Item,
            _ => return Err(Problem::BadRequest),
        };
        Ok((choice, extent))
    }
}

/// A block that is to be lifted.
#[derive(Debug, Deserialize)]
pub(crate) struct Lifted {
    block: String,
}

/// The page.
pub(crate) async fn page(me: Me, Query(wish): Query<Wish>) -> Result<Document, Problem> {
    let found = blocks::blocks(&me.app, &me.pass, wish.item(), me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.blocks_title())
        .lead(text.blocks_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .show(content(text, &found, is_allowed(me.pass.rule(), Change::Block))))
}

/// What will happen, before it does.
pub(crate) async fn review(me: Me, Query(wish): Query<Wish>) -> Result<Document, Problem> {
    blocks::may_close(&me.app, &me.pass, me.frame.now).await?;
    let found = blocks::blocks(&me.app, &me.pass, wish.item(), me.frame.now).await?;
    let (choice, extent) = wish.read(&found)?;
    Ok(consequences(&me.frame, &found, (choice, extent), &wish))
}

/// Closes.
pub(crate) async fn close(me: Me, Form(wish): Form<Wish>) -> Result<Response, Problem> {
    blocks::may_close(&me.app, &me.pass, me.frame.now).await?;
    let found = blocks::blocks(&me.app, &me.pass, wish.item(), me.frame.now).await?;
    let (choice, extent) = wish.read(&found)?;
    blocks::close(&me.app, &me.pass, (&found, choice, extent), me.frame.now).await?;
    Ok(Redirect::to("/me/blocks").into_response())
}

/// Asks before somebody who may be a danger is let in again.
pub(crate) async fn lift_page(me: Me, Query(Lifted { block }): Query<Lifted>) -> Result<Document, Problem> {
    blocks::may_close(&me.app, &me.pass, me.frame.now).await?;
    let found = blocks::blocks(&me.app, &me.pass, None, me.frame.now).await?;
    let one = found.set.iter().find(|one| one.link.as_str() == block).ok_or(Problem::NotFound)?;
    let text = me.frame.text;
    let who = who(text, one.against.0, one.against.1.as_deref());
    let body = html! {
        section.card {
            p { (text.blocks_lift_what(&who)) }
            p { (text.blocks_lift_safe()) }
            form.acts method="post" action="/me/blocks/lift" {
                input type="hidden" name="block" value=(one.link);
                button.ds-button data-color="danger" { (text.blocks_lift_yes()) }
                (button_link("/me/blocks", None, text.access_keep(), Some("secondary")))
            }
        }
    };
    Ok(Page::new(&me.frame, text.blocks_lift_title())
        .current(Place::Record)
        .crumb("/me/blocks", text.blocks_title())
        .show(body))
}

/// Opens again.
pub(crate) async fn lift(me: Me, Form(Lifted { block }): Form<Lifted>) -> Result<Response, Problem> {
    blocks::lift(&me.app, &me.pass, &block, me.frame.now).await?;
    Ok(Redirect::to("/me/blocks").into_response())
}

fn content(text: Text, found: &Blocks, may: bool) -> Markup {
    html! {
        div.stack {
            @if !may { (notice(Tone::Info, None, &html! { p { (text.blocks_too_young()) } })) }
            @if may && found.item.is_some() { (form(text, found)) }
            section.card {
                h2 { (text.blocks_set()) }
                @if found.set.is_empty() { p { (text.blocks_none()) } }
                ul.rows { @for one in &found.set { li { (row(text, one, may)) } } }
            }
            @if may && found.item.is_none() { (form(text, found)) }
            p.quiet { (text.blocks_not_here()) }
        }
    }
}

fn row(text: Text, one: &Set, may: bool) -> Markup {
    let (against, name) = &one.against;
    let who = who(text, *against, name.as_deref());
    let what = match &one.what {
        Closed::Record => vec![text.blocks_record().to_owned()],
        Closed::Coming => vec![text.blocks_coming().to_owned()],
        Closed::Items(_) => one
            .items
            .iter()
            .map(|item| text.blocks_one(item.as_ref().map_or(text.blocks_one_unnamed(), |name| &name.text)))
            .collect(),
    };
    html! {
        div.row {
            span.text {
                span.title { span.name { (who) } }
                @for what in &what { span.sub { (what) } }
                span.sub { (text.blocks_since(text.when(When::Moment(one.since)))) }
            }
            @if may && matches!(against, Against::Person(_)) {
                span.side.no-print {
                    (button_link(&format!("/me/blocks/lift?block={}", one.link), None, &text.blocks_lift_named(&who), Some("secondary")))
                }
            } @else if may {
                form.side method="post" action="/me/blocks/lift" {
                    input type="hidden" name="block" value=(one.link);
                    button.ds-button data-variant="secondary" {
                        (text.blocks_lift()) span.hidden-text { ": " (who) ", " (what.join(", ")) }
                    }
                }
            }
        }
    }
}

fn form(text: Text, found: &Blocks) -> Markup {
    let names: Vec<String> =
        found.choices.iter().map(|one| who(text, one.against, one.name.as_deref())).collect();
    let choices: Vec<(&str, &str)> =
        found.choices.iter().zip(&names).map(|(one, name)| (one.value.as_str(), name.as_str())).collect();
    let item = found.item.as_ref().map(|(_, _, name)| {
        text.blocks_one(name.as_ref().map_or(text.blocks_one_unnamed(), |name| &name.text))
    });
    let mut extents = Vec::with_capacity(3);
    extents.extend(item.as_deref().map(|words| ("item", words)));
    extents.extend([("record", text.blocks_record()), ("coming", text.blocks_coming())]);
    html! {
        form.form.card method="get" action="/me/blocks/review" {
            h2 { @if found.item.is_some() { (text.blocks_item()) } @else { (text.blocks_new()) } }
            @if let Some((_, link, _)) = &found.item { input type="hidden" name="item" value=(link); }
            (Field::new("who", text.blocks_who(), "staff").choice(&choices))
            (Field::new("what", text.blocks_extent(), "").choice(&extents))
            div { button.ds-button { (text.blocks_next()) } }
        }
    }
}

fn consequences(frame: &Frame, found: &Blocks, (choice, extent): (&Choice, Extent), wish: &Wish) -> Document {
    let text = frame.text;
    let who = who(text, choice.against, choice.name.as_deref());
    let item = found.item.as_ref().and_then(|(_, _, name)| name.as_ref());
    let name = item.map_or(text.blocks_one_unnamed(), |name| &name.text);
    let is_person = matches!(choice.against, Against::Person(_));
    let what = what_happens(text, (&who, is_person), (extent, name));
    let emergency = match choice.against {
        Against::Practitioner(_) => text.blocks_emergency_named(&who),
        _ => text.blocks_emergency().to_owned(),
    };
    let body = html! {
        div.stack {
            section.card {
                h2 { (icon(Icon::ShieldLock)) " " (who) }
                p { (what) }
                @if is_person { p { (text.blocks_review_person_told()) } } @else {
                    p { (emergency) }
                    p { (text.blocks_you()) }
                }
                p { (text.blocks_again()) }
            }
            @if !is_person { (notice(Tone::Warning, None, &html! { p { (text.blocks_care()) } })) }
            form.acts method="post" action="/me/blocks" {
                input type="hidden" name="who" value=(wish.who);
                input type="hidden" name="what" value=(wish.what);
                input type="hidden" name="item" value=(wish.item);
                button.ds-button { (text.blocks_confirm()) }
                (button_link("/me/blocks", None, text.blocks_cancel(), Some("secondary")))
            }
        }
    };
    Page::new(frame, text.blocks_review())
        .current(Place::Record)
        .crumb("/me/blocks", text.blocks_title())
        .show(body)
}

/// What is closed to whom, in a sentence.
fn what_happens(text: Text, (who, is_person): (&str, bool), (extent, name): (Extent, &str)) -> String {
    match extent {
        // A person has no half of a record: what comes is closed with what is there.
        Extent::Record | Extent::Coming if is_person => text.blocks_review_person(who),
        Extent::Item if is_person => text.blocks_review_person_item(who, name),
        Extent::Record => text.blocks_review_record(who),
        Extent::Coming => text.blocks_review_coming(who),
        Extent::Item => text.blocks_review_item(who, name),
    }
}

fn who(text: Text, against: Against, name: Option<&str>) -> String {
    match (against, name) {
        (Against::Staff, _) => text.blocks_everybody().to_owned(),
        (_, Some(name)) if !name.is_empty() => name.to_owned(),
        _ => text.blocks_unnamed().to_owned(),
    }
}
