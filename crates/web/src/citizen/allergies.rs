//! Critical information and allergies: the dangerous first, and unknown never told as none.

use helsami_app::allergies;
use helsami_domain::allergy::{
    Allergies, Allergy, Category, Certainty, Danger, Kind, Knowledge, Severity, Standing, Warning,
};
use maud::{Markup, html};

use crate::kit::absence::statement;
use crate::kit::list::coverage;
use crate::kit::part::{Fact, Tag, Tone, facts, notice, print_button, said, source_line};
use crate::kit::{Document, Icon, Me, Page, Place, Problem, Reports};
use crate::text::Text;

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = allergies::list(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.allergies_title())
        .lead(text.allergies_lead())
        .current(Place::Record)
        .crumb("/me/record", text.site_nav_record())
        .acts(print_button(text))
        .show(content(text, &found, Reports::of(&me))))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &allergies::List, reports: Reports<'_>) -> Markup {
    let all = &found.allergies;
    html! {
        div.stack {
            section.stack.close {
                h2.above { (text.allergies_heading()) }
                (knowledge(text, all))
                @for group in &all.current { (together(text, group, reports)) }
                (statements(text, all))
            }
            section.stack.close {
                h2.above { (text.allergies_warnings()) }
                @if all.warnings.is_empty() { section.card { p { (text.allergies_warnings_none()) } } }
                @for one in &all.warnings { (warning(text, one, reports)) }
            }
            @if !all.former.is_empty() {
                section.stack.close {
                    h2.above { (text.allergies_former()) }
                    @for one in &all.former { (together(text, std::slice::from_ref(one), reports)) }
                }
            }
            @if !all.refuted.is_empty() {
                section.stack.close {
                    h2.above { (text.allergies_refuted()) }
                    p.quiet { (text.allergies_refuted_more()) }
                    @for one in &all.refuted { (together(text, std::slice::from_ref(one), reports)) }
                }
            }
            (coverage(text, &found.coverage, Some(text.allergies_not_here())))
        }
    }
}

/// The sentence above the list, where there is no list.
pub(crate) fn knowledge(text: Text, all: &Allergies) -> Markup {
    let (tone, heading, body) = match all.knowledge {
        Knowledge::Listed => return Markup::default(),
        Knowledge::NoneKnown => {
            (Tone::Success, text.allergies_none_known(), text.allergies_none_known_more())
        }
        Knowledge::NoneKnownOfSome => {
            (Tone::Info, text.allergies_none_some(), text.allergies_none_some_more())
        }
        Knowledge::NoInformation => {
            (Tone::Warning, text.allergies_no_information(), text.allergies_no_information_more())
        }
        Knowledge::NotRecorded => {
            (Tone::Warning, text.allergies_not_recorded(), text.allergies_not_recorded_more())
        }
    };
    notice(tone, Some(heading), &html! { p { (body) } })
}

fn statements(text: Text, all: &Allergies) -> Markup {
    html! {
        @if !all.statements.is_empty() {
            section.card {
                h3 { (text.allergies_statements()) }
                ul.rows { @for one in &all.statements { li { p { (statement(text, one)) } (source_line(text, &one.source)) } } }
            }
        }
    }
}

/// The same allergy by one or several sources.
fn together(text: Text, group: &[Allergy], reports: Reports<'_>) -> Markup {
    let Some(first) = group.first() else { return Markup::default() };
    html! {
        article.card {
            div.card-head {
                h3 { (said(&first.label)) }
                span { @for tag in tags(text, group) { (tag) " " } }
            }
            @for one in group {
                (facts(&about(text, one)))
                (source_line(text, &one.source))
                p { (reports.link(text, one.id, &one.label.text)) }
            }
        }
    }
}

/// The tags of an allergy: how dangerous, how certain, whether it is over.
pub(crate) fn tags(text: Text, group: &[Allergy]) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(3);
    match group.iter().map(|one| one.danger).min() {
        Some(Danger::High) => tags.push(Tag::new(Tone::Danger, text.allergies_dangerous())),
        Some(Danger::Low) => tags.push(Tag::new(Tone::Neutral, text.allergies_low()).bare()),
        Some(Danger::NotAssessable) => tags.push(Tag::new(Tone::Warning, text.allergies_not_assessable())),
        Some(Danger::NotStated) | None => {}
    }
    if group.iter().any(|one| one.worst() == Some(Severity::Severe)) {
        tags.push(Tag::new(Tone::Danger, text.allergies_severe()));
    }
    match group.iter().map(|one| one.certainty).min() {
        Some(Certainty::Unconfirmed) => {
            tags.push(Tag::new(Tone::Warning, text.allergies_unconfirmed()).icon(Icon::QuestionmarkCircle));
        }
        Some(Certainty::Presumed) => {
            tags.push(Tag::new(Tone::Info, text.allergies_presumed()).icon(Icon::QuestionmarkCircle));
        }
        _ => {}
    }
    match group.iter().map(|one| one.standing).min() {
        Some(Standing::Inactive) => tags.push(Tag::new(Tone::Neutral, text.allergies_inactive()).bare()),
        Some(Standing::Resolved) => tags.push(Tag::new(Tone::Neutral, text.allergies_resolved()).bare()),
        _ => {}
    }
    tags
}

fn about<'a>(text: Text, one: &Allergy) -> Vec<Fact<'a>> {
    let mut list = Vec::with_capacity(6);
    let kinds = kinds(text, one);
    if !kinds.is_empty() {
        list.push(Fact::new(text.allergies_kind(), html! { (kinds.join(" · ")) }));
    }
    for reaction in &one.reactions {
        list.push(Fact::new(text.allergies_reaction(), reaction_words(text, reaction)));
    }
    list.push(Fact::new(text.allergies_certainty(), html! { (certainty(text, one.certainty)) }));
    let dates = [(text.allergies_since(), one.onset), (text.allergies_last(), one.last)];
    for (label, when) in dates {
        list.extend(when.map(|when| Fact::new(label, html! { (text.when_day(when)) })));
    }
    if let Some(note) = &one.note {
        list.push(Fact::new(text.allergies_note(), html! { @for line in note.lines() { div { (line) } } }));
    }
    list
}

fn reaction_words(text: Text, reaction: &helsami_domain::allergy::Reaction) -> Markup {
    html! {
        @for one in &reaction.manifestations { div { (said(one)) } }
        @if let Some(words) = &reaction.text { div { (words) } }
        @if let Some(substance) = &reaction.substance { div { (said(substance)) } }
        @match reaction.severity {
            Some(Severity::Severe) => { div { (text.allergies_severe()) } },
            Some(Severity::Moderate) => { div { (text.allergies_moderate()) } },
            Some(Severity::Mild) => { div { (text.allergies_mild()) } },
            None => {},
        }
        @if let Some(when) = reaction.onset { div.source { (text.when_day(when)) } }
    }
}

fn kinds(text: Text, one: &Allergy) -> Vec<&'static str> {
    let kind = match one.kind {
        Kind::Allergy => Some(text.allergies_allergy()),
        Kind::Intolerance => Some(text.allergies_intolerance()),
        Kind::NotStated => None,
    };
    let categories = one.categories.iter().map(|category| match category {
        Category::Food => text.allergies_food(),
        Category::Medicine => text.allergies_medicine(),
        Category::Environment => text.allergies_environment(),
        Category::Biologic => text.allergies_biologic(),
    });
    kind.into_iter().chain(categories).collect()
}

const fn certainty(text: Text, certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Confirmed => text.allergies_confirmed(),
        Certainty::Presumed => text.allergies_presumed(),
        Certainty::Unconfirmed => text.allergies_unconfirmed(),
        Certainty::Refuted => text.allergies_refuted(),
        Certainty::NotStated | Certainty::Mistake => text.allergies_certainty_unknown(),
    }
}

fn warning(text: Text, one: &Warning, reports: Reports<'_>) -> Markup {
    let mut list = Vec::with_capacity(2);
    if let Some(category) = &one.category {
        list.push(Fact::new(text.allergies_kind(), said(category)));
    }
    match (one.period.start, one.period.end) {
        (Some(from), Some(to)) => {
            let span = text.diagnoses_span(text.when_day(from), text.when_day(to));
            list.push(Fact::new(text.allergies_valid(), html! { (span) }));
        }
        (Some(from), None) => list.push(Fact::new(text.allergies_since(), html! { (text.when_day(from)) })),
        (None, Some(to)) => list.push(Fact::new(text.allergies_until(), html! { (text.when_day(to)) })),
        (None, None) => {}
    }
    html! {
        article.card {
            div.card-head { h3 { (said(&one.label)) } }
            (facts(&list))
            (source_line(text, &one.source))
            p { (reports.link(text, one.id, &one.label.text)) }
        }
    }
}
