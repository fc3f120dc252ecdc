//! The emergency card: one page, made for paper first.

use helsami_app::emergency::{self, Card};
use helsami_domain::allergy::Knowledge;
use helsami_domain::emergency::Contact;
use helsami_domain::lab::Value;
use helsami_domain::medicine::Medicine;
use maud::{Markup, html};

use super::allergies;
use crate::kit::absence::statement;
use crate::kit::dose::in_short;
use crate::kit::list::coverage;
use crate::kit::part::{Fact, Tone, facts, notice, print_button, said, source_words};
use crate::kit::{Document, Me, Page, Place, Problem};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = emergency::card(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.card_title())
        .lead(text.card_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found)))
}

/// The content of the page.
pub(crate) fn content(text: Text, card: &Card) -> Markup {
    html! {
        div.stack.close.one-page {
            @if card.person.is_dead { (notice(Tone::Neutral, None, &html! { p { (text.card_dead()) } })) }
            section.card.whole { h2 { (text.card_who()) } (who(text, card)) }
            section.card.whole { h2 { (text.allergies_title()) } (critical(text, card)) }
            section.card.long { h2 { (text.card_medicines()) } (in_use(text, card)) }
            section.card {
                h2 { (text.card_diagnoses()) }
                @if card.diagnoses.diagnoses.current.is_empty() { p { (text.card_diagnoses_none()) } }
                ul.plain { @for one in &card.diagnoses.diagnoses.current { li { (said(&one.lead().label)) } } }
            }
            section.card {
                h2 { (text.card_contacts()) }
                @if card.contacts.is_empty() { p { (text.card_contacts_none()) } }
                ul.plain { @for one in &card.contacts { li { (contact(text, one)) } } }
            }
            (coverage(text, &card.coverage, Some(text.card_not_here())))
        }
    }
}

fn who(text: Text, card: &Card) -> Markup {
    let unknown = || text.card_unknown().to_owned();
    let name = card.person.name.as_deref().map_or_else(unknown, str::to_owned);
    let born = card.person.born.map_or_else(unknown, |born| text.when_day(born));
    let mut list =
        vec![Fact::new(text.card_name(), html! { (name) }), Fact::new(text.card_born(), html! { (born) })];
    if let Some(answer) = &card.blood
        && let Value::Words(words) = &answer.value
    {
        let value = html! {
            (said(words))
            span.source { (source_words(text, &answer.source)) }
            span.source { (text.card_blood_check()) }
        };
        list.push(Fact::new(text.card_blood(), value));
    }
    facts(&list)
}

fn critical(text: Text, card: &Card) -> Markup {
    let all = &card.allergies.allergies;
    html! {
        @if all.knowledge != Knowledge::Listed { (allergies::knowledge(text, all)) }
        ul.plain {
            @for group in &all.current {
                @if let Some(first) = group.first() {
                    li { b { (said(&first.label)) } " " @for tag in allergies::tags(text, group) { (tag) " " } }
                }
            }
            @for one in &all.warnings { li { b { (said(&one.label)) } } }
            @if all.knowledge != Knowledge::NoneKnown {
                @for one in &all.statements { li { (statement(text, one)) } }
            }
        }
    }
}

fn in_use(text: Text, card: &Card) -> Markup {
    let all = &card.medicines.medicines;
    html! {
        @if all.in_use.is_empty() { p { (text.card_medicines_none()) } }
        ul.plain { @for one in &all.in_use { li { (medicine(text, one)) } } }
        @if !all.unclear.is_empty() {
            p { (text.card_medicines_unclear()) }
            ul.plain { @for one in &all.unclear { li { (medicine(text, one)) } } }
        }
    }
}

fn medicine(text: Text, medicine: &Medicine) -> Markup {
    let lead = medicine.lead();
    html! {
        b { @match &lead.name { Some(name) => (said(name)), None => (text.medicines_unnamed()) } }
        @if let Some(strength) = &lead.strength { " " (strength) }
        @if !medicine.disagreements.is_empty() { " · " (text.medicines_disagree()) }
        @for dose in &lead.doses { @if let Some(words) = in_short(text, dose) { div { (words) } } }
    }
}

fn contact(text: Text, contact: &Contact) -> Markup {
    html! {
        @match &contact.relation {
            Some(relation) => b { (text.card_contact_relation(&contact.name, &relation.text)) },
            None => b { (contact.name) },
        }
        @for phone in &contact.phones {
            @let digits: String = phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
            div { a href={ "tel:" (digits) } { (phone) } }
        }
    }
}
