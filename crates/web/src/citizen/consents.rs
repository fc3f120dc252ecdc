//! «Samtykker og reservasjoner»: what one has said yes or no to besides access for somebody, the consequences before anything
//! is said, and what one said before.

use axum::Form;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use helsami_app::choices::{Choice, choices, choose, may_choose};
use helsami_domain::access::{Change, is_allowed};
use helsami_domain::choice::{Form as Kind, Spell, Topic};
use helsami_domain::when::When;
use maud::{Markup, html};
use serde::Deserialize;

use crate::kit::part::{Tag, Tone, button_link, fold, notice, print_button};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// What an address or a form says.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    topic: String,
    set: String,
}

impl Wish {
    fn read(&self) -> Result<(Topic, bool), Problem> {
        let topic = Topic::from_code(&self.topic).ok_or(Problem::BadRequest)?;
        match self.set.as_str() {
            "yes" => Ok((topic, true)),
            "no" => Ok((topic, false)),
            _ => Err(Problem::BadRequest),
        }
    }
}

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = choices(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.consents_title())
        .lead(text.consents_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found, is_allowed(me.pass.rule(), Change::Choose))))
}

/// What will follow, before it is said.
pub(crate) async fn review(me: Me, Query(wish): Query<Wish>) -> Result<Document, Problem> {
    may_choose(&me.app, &me.pass, me.frame.now).await?;
    let (topic, is_said) = wish.read()?;
    let text = me.frame.text;
    let body = html! {
        section.card {
            p { (what(text, topic)) }
            (today(text, topic))
            p.strong { @if is_said { (said(text, topic)) } @else { (taken_back(text, topic)) } }
            p { (text.consents_again()) }
            p.source { (text.consents_law(topic.law())) }
            form.acts method="post" action="/me/consents" {
                input type="hidden" name="topic" value=(topic.code());
                input type="hidden" name="set" value=(wish.set);
                button.ds-button { (act(text, topic, is_said)) }
                (button_link("/me/consents", None, text.access_keep(), Some("secondary")))
            }
        }
    };
    Ok(Page::new(&me.frame, title(text, topic))
        .current(Place::Record)
        .crumb("/me/consents", text.consents_title())
        .show(body))
}

/// Says it, or takes it back.
pub(crate) async fn save(me: Me, Form(wish): Form<Wish>) -> Result<Response, Problem> {
    may_choose(&me.app, &me.pass, me.frame.now).await?;
    choose(&me.app, &me.pass, wish.read()?, me.frame.now).await?;
    Ok(Redirect::to("/me/consents").into_response())
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &[Choice], may: bool) -> Markup {
    html! {
        div.stack {
            @if !may { (notice(Tone::Info, None, &html! { p { (text.consents_too_young()) } })) }
            @for one in found { (card(text, one, may)) }
            section.card {
                h2 { (text.consents_elsewhere()) }
                p { (text.consents_access()) " " (button_link("/me/access", None, text.access_title(), Some("secondary"))) }
                p { (text.consents_blocks()) " " (button_link("/me/blocks", None, text.blocks_title(), Some("secondary"))) }
                p.quiet { (text.consents_not_here()) }
            }
        }
    }
}

fn card(text: Text, one: &Choice, may: bool) -> Markup {
    let is_said = one.since.is_some();
    let (tone, words) = match (one.topic.form(), one.since) {
        (Kind::Reservation, Some(since)) => {
            (Tone::Info, text.consents_reserved(text.when_day(When::Moment(since))))
        }
        (Kind::Consent, Some(since)) => {
            (Tone::Success, text.consents_given(text.when_day(When::Moment(since))))
        }
        (Kind::Reservation, None) => (Tone::Neutral, text.consents_not_reserved().to_owned()),
        (Kind::Consent, None) => (Tone::Neutral, text.consents_not_given().to_owned()),
    };
    let set = if is_said { "no" } else { "yes" };
    html! {
        section.card id=(one.topic.code()) {
            div.card-head {
                h2 { (title(text, one.topic)) }
                (Tag::new(tone, words))
            }
            p { (what(text, one.topic)) }
            (today(text, one.topic))
            p.source { (text.consents_law(one.topic.law())) }
            @if may {
                p.no-print {
                    (button_link(
                        &format!("/me/consents/review?topic={}&set={set}", one.topic.code()),
                        Some(if is_said { Icon::XMark } else { Icon::ShieldLock }),
                        &act(text, one.topic, !is_said),
                        Some("secondary"),
                    ))
                }
            }
            @if !one.former.is_empty() {
                (fold(text.consents_former(), &html! { ul { @for spell in &one.former { li { (spell_words(text, spell)) } } } }))
            }
        }
    }
}

fn spell_words(text: Text, spell: &Spell) -> String {
    let from = text.when_day(When::Moment(spell.from));
    let until = spell.until.map_or_else(String::new, |until| text.when_day(When::Moment(until)));
    text.consents_spell(from, until)
}

/// The words on the button: which topic, so that each button says what it does.
fn act(text: Text, topic: Topic, is_said: bool) -> String {
    let topic = (title(text, topic), topic.form());
    match (topic, is_said) {
        ((title, Kind::Reservation), true) => text.consents_reserve(title),
        ((title, Kind::Reservation), false) => text.consents_lift(title),
        ((title, Kind::Consent), true) => text.consents_give(title),
        ((title, Kind::Consent), false) => text.consents_withdraw(title),
    }
}

const fn title(text: Text, topic: Topic) -> &'static str {
    match topic {
        Topic::Sharing => text.consents_sharing(),
        Topic::Quality => text.consents_quality(),
        Topic::DecisionTools => text.consents_tools(),
        Topic::ResearchSamples => text.consents_samples(),
        Topic::ResearchContact => text.consents_contact(),
        Topic::PaperLetters => text.consents_paper(),
    }
}

const fn what(text: Text, topic: Topic) -> &'static str {
    match topic {
        Topic::Sharing => text.consents_sharing_what(),
        Topic::Quality => text.consents_quality_what(),
        Topic::DecisionTools => text.consents_tools_what(),
        Topic::ResearchSamples => text.consents_samples_what(),
        Topic::ResearchContact => text.consents_contact_what(),
        Topic::PaperLetters => text.consents_paper_what(),
    }
}

/// What the choice has effect on in this installation now. What begins to ask [`helsami_domain::choice::is_open`] changes its
/// words here.
fn today(text: Text, topic: Topic) -> Markup {
    let words = match topic {
        Topic::Sharing => text.consents_sharing_today(),
        Topic::Quality => text.consents_quality_today(),
        Topic::DecisionTools => text.consents_tools_today(),
        Topic::ResearchSamples => text.consents_samples_today(),
        Topic::ResearchContact => text.consents_contact_today(),
        Topic::PaperLetters => text.consents_paper_today(),
    };
    html! { p { (text.consents_today(words)) } }
}

const fn said(text: Text, topic: Topic) -> &'static str {
    match topic {
        Topic::Sharing => text.consents_sharing_said(),
        Topic::Quality => text.consents_quality_said(),
        Topic::DecisionTools => text.consents_tools_said(),
        Topic::ResearchSamples => text.consents_samples_said(),
        Topic::ResearchContact => text.consents_contact_said(),
        Topic::PaperLetters => text.consents_paper_said(),
    }
}

const fn taken_back(text: Text, topic: Topic) -> &'static str {
    match topic {
        Topic::Sharing => text.consents_sharing_back(),
        Topic::Quality => text.consents_quality_back(),
        Topic::DecisionTools => text.consents_tools_back(),
        Topic::ResearchSamples => text.consents_samples_back(),
        Topic::ResearchContact => text.consents_contact_back(),
        Topic::PaperLetters => text.consents_paper_back(),
    }
}
