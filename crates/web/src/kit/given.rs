//! What can be given of a record, and to whom, in words: parts, topics, what somebody is to the person.

use helsami_app::access::Seen;
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::End;
use helsami_domain::access::marks::{Mark, Marks};
use helsami_domain::application::Kinship;
use helsami_domain::coded::Label;
use helsami_domain::when::When;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};

use super::form::choice;
use crate::text::Text;

/// The topics that can be kept back.
pub(crate) const TOPICS: [Mark; 5] =
    [Mark::MentalHealth, Mark::SexualHealth, Mark::Substances, Mark::Violence, Mark::Hiv];

/// Every topic, kept back.
pub(crate) fn all_topics() -> Marks {
    TOPICS.into_iter().collect()
}

/// A topic by its word in a form.
pub(crate) fn topic_of(code: &str) -> Option<Mark> {
    TOPICS.into_iter().find(|mark| mark.code() == code)
}

/// The part that a box of a form names; none for what is not given.
pub(crate) fn part_of(code: &str) -> Areas {
    let part = Area::from_code(code).filter(|part| Area::GIVEABLE.contains(part));
    part.map_or(Areas::NONE, |part| Areas::of(&[part]))
}

/// What is missing of an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndFault {
    /// Whether there is one.
    Ends,
    /// The last day.
    Until,
}

/// The end that a form says: none, or after the last day.
pub(crate) fn end(ends: &str, until: Option<Date>) -> Result<End, EndFault> {
    match (ends, until) {
        ("open", _) => Ok(End::WhenEnded),
        ("date", Some(until)) => Ok(End::At(When::Day(until).end())),
        ("date", None) => Err(EndFault::Until),
        _ => Err(EndFault::Ends),
    }
}

/// The last day of what ends at a moment.
pub(crate) fn last_day(end: Timestamp) -> Date {
    When::today(end.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(end))
}

/// The boxes of the parts that can be given.
pub(crate) fn part_boxes(text: Text, chosen: Areas) -> Markup {
    html! {
        @for part in Area::GIVEABLE {
            (choice(("checkbox", "part", part.code()), area(text, part), chosen.has(part), part == Area::GIVEABLE[0]))
        }
    }
}

/// The boxes of the topics that can be kept back.
pub(crate) fn topic_boxes(text: Text, chosen: Marks) -> Markup {
    html! {
        @for mark in TOPICS { (choice(("checkbox", "topic", mark.code()), topic(text, mark), chosen.has(mark), false)) }
    }
}

/// A part of a record, in words.
pub(crate) const fn area(text: Text, area: Area) -> &'static str {
    match area {
        Area::Appointments => text.acting_area_appointments(),
        Area::Results => text.acting_area_results(),
        Area::Medicines => text.acting_area_medicines(),
        Area::Allergies => text.acting_area_allergies(),
        Area::Diagnoses => text.acting_area_diagnoses(),
        Area::Vaccines => text.acting_area_vaccines(),
        Area::Documents => text.acting_area_documents(),
        Area::CareTeam => text.acting_area_care_team(),
        Area::Details => text.acting_area_details(),
        Area::Private => text.acting_area_private(),
        Area::Other => text.acting_area_other(),
        Area::Kin => text.acting_area_kin(),
    }
}

/// A topic that can be kept back, in words.
pub(crate) const fn topic(text: Text, mark: Mark) -> &'static str {
    match mark {
        Mark::MentalHealth => text.access_topic_mental(),
        Mark::SexualHealth => text.access_topic_sexual(),
        Mark::Substances => text.access_topic_substances(),
        Mark::Violence => text.access_topic_violence(),
        _ => text.access_topic_hiv(),
    }
}

/// What an applicant is to the person.
pub(crate) const fn kinship(text: Text, kinship: Kinship) -> &'static str {
    match kinship {
        Kinship::Spouse => text.apply_kin_spouse(),
        Kinship::Cohabitant => text.apply_kin_cohabitant(),
        Kinship::Child => text.apply_kin_child(),
        Kinship::Parent => text.apply_kin_parent(),
        Kinship::Sibling => text.apply_kin_sibling(),
        Kinship::Grandparent => text.apply_kin_grandparent(),
        Kinship::OtherFamily => text.apply_kin_other(),
        Kinship::Guardian => text.apply_kin_guardian(),
    }
}

/// «Kalium, 1. februar 2026».
pub(crate) fn named(text: Text, name: &Label, when: Option<When>) -> String {
    when.map_or_else(|| name.text.to_string(), |when| text.invite_example(&name.text, text.when_day(when)))
}

/// What somebody would see of one part: how much, and the newest of it.
pub(crate) fn seen(text: Text, one: &Seen, more: &Markup) -> Markup {
    let count = match (one.count, one.is_more) {
        (0, _) => text.invite_count_none().to_owned(),
        (count, true) => text.invite_count_more(count),
        (count, false) => text.invite_count(count),
    };
    html! {
        section.card data-part=(one.area.code()) {
            h2 { (area(text, one.area)) }
            p { (count) }
            @if !one.examples.is_empty() {
                ul { @for head in &one.examples { @if let Some(name) = &head.name {
                    li lang=[name.language] { (named(text, name, head.when)) }
                } } }
            }
            (more)
        }
    }
}
