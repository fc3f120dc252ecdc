//! The reader's own details and next of kin, each with where it comes from and when.

use helsami_app::details::{self, Details, Gender, Known, Mine, NumberKind};
use helsami_domain::access::{Change, is_allowed};
use helsami_domain::contact::{Address, Channel, Contact, Usage};
use helsami_domain::coverage::Empty;
use helsami_domain::relation::{Relation, Trust};
use jiff::Timestamp;
use maud::{Markup, html};

use super::care_team::reach;
use super::kin::used_for;
use crate::kit::list::{Row, coverage, joined};
use crate::kit::part::{
    Fact, Tag, Tone, button_link, empty, facts, notice, print_button, source_line, source_words,
};
use crate::kit::{Document, Icon, Me, Page, Place, Problem};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = details::mine(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.details_title())
        .lead(text.details_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(
            text,
            &found,
            (is_allowed(me.pass.rule(), Change::ConfirmKin) && me.frame.acting.is_none(), me.frame.now),
        )))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &Mine, (may_settle, now): (bool, Timestamp)) -> Markup {
    html! {
        div.stack {
            @if let Some(when) = found.details.death {
                @let words = when.map_or_else(
                    || text.details_dead().to_owned(), |when| text.details_dead_when(text.when_day(when)));
                (notice(Tone::Neutral, Some(text.details_dead_title()), &html! { p { (words) } }))
            }
            section.card {
                h2 { (text.details_person()) }
                (facts(&person(text, &found.details)))
                p.quiet.small-text { (text.details_masked()) }
                (source_line(text, &found.details.source))
            }
            section.card {
                h2 { (text.details_reach()) }
                (reached(text, &found.details, now))
                (source_line(text, &found.details.source))
            }
            section.card {
                h2 { (text.details_kin()) }
                (kin(text, &found.relations, now))
                @if may_settle {
                    p.no-print { (button_link("/me/kin", Some(Icon::Person), text.kin_edit(), Some("secondary"))) }
                }
            }
            (coverage(text, &found.coverage, Some(text.details_not_here())))
        }
    }
}

fn person(text: Text, details: &Details) -> Vec<Fact<'static>> {
    let mut list = Vec::new();
    for name in &details.names {
        let label = match (name.is_old, name.is_preferred) {
            (true, _) => text.details_old_name(),
            (false, true) => text.details_called(),
            (false, false) => text.details_name(),
        };
        let middle = name.middle.as_ref().map(|middle| text.details_middle(middle));
        list.push(Fact::new(
            label,
            html! { (name.whole) @if let Some(middle) = &middle { span.source { (middle) } } },
        ));
    }
    if details.names.is_empty() {
        list.push(Fact::new(text.details_name(), html! { (text.details_no_name()) }));
    }
    if let Some(born) = details.born {
        list.push(Fact::new(text.details_born(), html! { (text.when_day(born)) }));
    }
    let gender = match details.gender {
        Gender::Female => Some(text.details_female()),
        Gender::Male => Some(text.details_male()),
        Gender::Other => Some(text.details_other_gender()),
        Gender::Unsaid => None,
    };
    list.extend(gender.map(|words| Fact::new(text.details_gender(), html! { (words) })));
    list.extend(details.numbers.iter().map(|number| known(text, number)));
    if !details.languages.is_empty() {
        list.push(Fact::new(text.details_languages(), html! { (languages(text, details)) }));
    }
    if let Some(is_needed) = details.needs_interpreter {
        let words = if is_needed { text.details_interpreter_yes() } else { text.details_interpreter_no() };
        list.push(Fact::new(text.details_interpreter(), html! { (words) }));
    }
    list
}

fn known(text: Text, number: &Known) -> Fact<'static> {
    let label = match &number.kind {
        NumberKind::Birth => text.details_number(),
        NumberKind::Temporary => text.details_dnumber(),
        NumberKind::Auxiliary => text.details_fhnumber(),
        NumberKind::Other(_) => text.details_other_number(),
    };
    let words = match &number.kind {
        NumberKind::Other(Some(label)) => Some(label),
        _ => None,
    };
    Fact::new(
        label,
        html! {
            (number.shown)
            @if let Some(label) = words { span.source lang=[label.language] { (label.text) } }
            @if number.is_old { span.source { (text.details_old_number()) } }
        },
    )
}

fn languages(text: Text, details: &Details) -> String {
    let name = |(label, is_preferred): &(helsami_domain::coded::Label, bool)| {
        if *is_preferred { text.details_preferred_language(&label.text) } else { label.text.to_string() }
    };
    let names: Vec<String> = details.languages.iter().map(name).collect();
    joined(text, &names)
}

fn reached(text: Text, details: &Details, now: Timestamp) -> Markup {
    if details.is_protected {
        return notice(
            Tone::Info,
            Some(text.details_protected_title()),
            &html! { p { (text.details_protected()) } },
        );
    }
    let mut list: Vec<Fact<'_>> = details
        .reach
        .iter()
        .map(|one| Fact::new(channel(text, one.channel), contact(text, one, now)))
        .collect();
    list.extend(details.addresses.iter().map(|one| address(text, one, now)));
    html! {
        (facts(&list))
        @if details.reach.is_empty() { p { (text.details_no_reach()) } }
        @if details.addresses.is_empty() { p { (text.details_no_address()) } }
    }
}

const fn channel(text: Text, channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => text.details_phone(),
        Channel::Email => text.details_email(),
        Channel::Sms => text.details_sms(),
        Channel::Web => text.details_web(),
        Channel::Other => text.details_other_channel(),
    }
}

const fn usage(text: Text, usage: Usage) -> Option<&'static str> {
    match usage {
        Usage::Home => Some(text.details_use_home()),
        Usage::Work => Some(text.details_use_work()),
        Usage::Mobile => Some(text.details_use_mobile()),
        Usage::Temporary => Some(text.details_use_temporary()),
        Usage::Old => Some(text.details_use_old()),
        Usage::Unsaid => None,
    }
}

fn contact(text: Text, one: &Contact, now: Timestamp) -> Markup {
    let is_old = !one.is_current(now) && one.usage != Usage::Old;
    html! {
        (reach(one))
        @if let Some(words) = usage(text, one.usage) { span.source { (words) } }
        @if is_old { span.source { (text.details_use_old()) } }
        @if let Some(keeper) = &one.kept_by { span.source { (text.kit_source(keeper)) } }
    }
}

fn address(text: Text, one: &Address, now: Timestamp) -> Fact<'static> {
    let label = match (one.is_current(now), one.is_postal) {
        (false, _) => text.details_old_address(),
        (true, true) => text.details_postal_address(),
        (true, false) => text.details_address(),
    };
    let municipality = one.municipality.as_ref().map(|name| text.details_municipality(name));
    let district = one.urban_district.as_ref().map(|name| text.details_district(name));
    Fact::new(
        label,
        html! {
            @for (at, line) in one.lines.iter().enumerate() { @if at > 0 { br; } (line) }
            @for words in [municipality, district].into_iter().flatten() { span.source { (words) } }
            @if one.is_official { span.source { (text.details_official()) } }
        },
    )
}

fn kin(text: Text, relations: &[Relation], now: Timestamp) -> Markup {
    if relations.is_empty() {
        return empty(
            text,
            (Icon::PersonGroup, text.details_kin_empty_title()),
            Empty::NothingRegistered,
            Some(text.details_kin_empty_advice()),
        );
    }
    html! {
        ul.rows { @for one in relations { li { (relative(text, one, now)) } } }
        p { (text.details_kin_advice()) }
    }
}

fn relative(text: Text, one: &Relation, now: Timestamp) -> Row<'_> {
    let mut row = Row::new(one.name.as_deref().unwrap_or(text.details_kin_nameless()));
    row = match one.trust {
        Trust::Confirmed(when) => row
            .icon(Icon::Person, Tone::Success)
            .tag(Tag::new(Tone::Success, text.details_kin_confirmed(text.when_day(when)))),
        Trust::Unconfirmed => row
            .icon(Icon::Person, Tone::Neutral)
            .tag(Tag::new(Tone::Warning, text.details_kin_unconfirmed()).icon(Icon::QuestionmarkCircle)),
        Trust::Ended => {
            row.icon(Icon::Person, Tone::Neutral).tag(Tag::new(Tone::Neutral, text.details_kin_ended()))
        }
        Trust::Dead => {
            row.icon(Icon::Person, Tone::Neutral).tag(Tag::new(Tone::Neutral, text.details_kin_dead()))
        }
    };
    let kinds: Vec<&str> = one.kinds.iter().map(|kind| &*kind.text).collect();
    if !kinds.is_empty() {
        row = row.sub(&joined(text, &kinds));
    }
    for words in used_for(text, one) {
        row = row.sub(words);
    }
    if !one.is_over() {
        for contact in one.reach.iter().filter(|contact| contact.is_current(now)) {
            row = row.sub_markup(reach(contact));
        }
    }
    if let Some(end) = one.period.end {
        row = row.sub(&text.team_until(text.when_day(end)));
    }
    if one.is_migrated && one.trust == Trust::Unconfirmed {
        row = row.sub(text.details_kin_migrated());
    }
    row.sub_markup(html! { span.source { (source_words(text, &one.source)) } })
}
