//! What changes as a child grows: told from 90 days before, to the child and to those who act for it.

use helsami_domain::access::age::Birth;
use helsami_domain::access::growing::{Growth, coming};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::kit::Icon;
use crate::kit::list::joined;
use crate::kit::part::{button_link, icon};
use crate::text::Text;

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// A parent of the child.
    Parent,
    /// The young person.
    Own,
}

/// The sentences about what comes soon; none for most people.
pub(crate) fn sentences(text: Text, told: Told, birth: Option<Birth>, now: Timestamp) -> Vec<String> {
    let changes = birth.map(|birth| coming(birth, now)).unwrap_or_default();
    changes.into_iter().filter_map(|change| sentence(text, told, change)).collect()
}

fn sentence(text: Text, told: Told, (growth, day): (Growth, Date)) -> Option<String> {
    let day = text.day(day);
    Some(match (told, growth) {
        (Told::Parent, Growth::Twelve) => text.growing_child_12(day),
        (Told::Parent, Growth::Thirteen) => text.growing_child_13(day),
        (Told::Parent, Growth::Sixteen) => text.growing_child_16(day),
        (Told::Own, Growth::Sixteen) => text.growing_own_16(day),
        (Told::Own, Growth::Eighteen) => text.growing_own_18(day),
        (Told::Parent, Growth::Eighteen) | (Told::Own, Growth::Twelve | Growth::Thirteen) => return None,
    })
}

/// The sentences as a card; nothing where there are none.
pub(crate) fn card(text: Text, sentences: &[String]) -> Markup {
    html! {
        @if !sentences.is_empty() {
            section.card {
                h2 { (icon(Icon::Calendar)) " " (text.growing_title()) }
                ul { @for one in sentences { li { (one) } } }
            }
        }
    }
}

/// The question to somebody who has just turned 16; nothing where nobody had access.
pub(crate) fn offer(text: Text, parents: &[Box<str>]) -> Markup {
    html! {
        @if !parents.is_empty() {
            section.card {
                h2 { (text.growing_offer_title()) }
                p { (text.growing_offer(joined(text, parents))) }
                form.acts method="post" action="/me/access/dismiss" {
                    (button_link("/me/access/invite?all=1", None, text.growing_offer_yes(), None))
                    button.ds-button data-variant="secondary" { (text.growing_offer_no()) }
                }
            }
        }
    }
}
