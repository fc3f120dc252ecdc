//! What can be given of a record, and to whom, in words: parts, topics, what somebody is to the person.

use helsami_app::access::Seen;
use helsami_domain::access::area::Area;
use helsami_domain::access::marks::Mark;
use helsami_domain::application::Kinship;
use helsami_domain::coded::Label;
use helsami_domain::when::When;
use maud::{Markup, html};

use crate::text::Text;

/// The topics that can be kept back.
pub(crate) const TOPICS: [Mark; 5] =
    [Mark::MentalHealth, Mark::SexualHealth, Mark::Substances, Mark::Violence, Mark::Hiv];

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
