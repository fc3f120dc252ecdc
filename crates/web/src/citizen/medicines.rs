//! Medicines: in use, unclear, ended; each with every source, and with what the sources disagree about.

use helsami_app::medicines;
use helsami_domain::absence::Absence;
use helsami_domain::allergy::Statement;
use helsami_domain::coded::Label;
use helsami_domain::medicine::{Disagreement, Entry, Medicine, Origin, Standing, Status};
use helsami_domain::when::When;
use maud::{Markup, html};

use crate::kit::dose::how;
use crate::kit::list::coverage;
use crate::kit::part::{Fact, Tag, Tone, empty, facts, fold, notice, print_button, said, source_line};
use crate::kit::{Document, Icon, Me, Page, Place, Problem, Reports};
use crate::text::Text;

/// The links of the page, and when it is read.
type Reading<'p> = (Reports<'p>, jiff::Timestamp);

/// The page.
pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
    let found = medicines::list(&me.app, &me.pass, me.frame.now).await?;
    let text = me.frame.text;
    Ok(Page::new(&me.frame, text.medicines_title())
        .lead(text.medicines_lead())
        .current(Place::Medicines)
        .acts(print_button(text))
        .show(content(text, &found, (Reports::of(&me), me.frame.now))))
}

/// The content of the page.
pub(crate) fn content(text: Text, found: &medicines::List, page: Reading<'_>) -> Markup {
    let all = &found.medicines;
    html! {
        div.stack {
            @if let Some(reason) = found.coverage.empty {
                section.card {
                    (empty(text, (Icon::MedicineBottle, text.medicines_empty_title()), reason, Some(text.medicines_empty_advice())))
                }
            } @else {
                (statements(text, &found.statements))
                section.stack.close {
                    h2.above { (text.medicines_in_use()) }
                    @if all.in_use.is_empty() { section.card { p { (text.medicines_none_in_use()) } } }
                    @for one in &all.in_use { (medicine(text, one, page)) }
                }
                @if !all.unclear.is_empty() {
                    section.stack.close {
                        h2.above { (text.medicines_unclear()) }
                        p.quiet { (text.medicines_unclear_lead()) }
                        @for one in &all.unclear { (medicine(text, one, page)) }
                    }
                }
                @if !all.ended.is_empty() {
                    section.stack.close {
                        h2.above { (text.medicines_ended()) }
                        @for one in &all.ended { (medicine(text, one, page)) }
                    }
                }
            }
            (coverage(text, &found.coverage, Some(text.medicines_not_here())))
        }
    }
}

fn statements(text: Text, statements: &[Statement]) -> Markup {
    html! {
        @for one in statements {
            (notice(Tone::Info, None, &html! {
                p { @match one.absence {
                    Absence::NoneKnown(_) => (text.medicines_none_known()),
                    Absence::NoInformation(_) => (text.medicines_no_information()),
                } }
                (source_line(text, &one.source))
            }))
        }
    }
}

/// One medicine with everything that is said about it.
fn medicine(text: Text, medicine: &Medicine, page: Reading<'_>) -> Markup {
    let lead = medicine.lead();
    let shown = if matches!(medicine.standing, Standing::Ended | Standing::NotTaken) {
        1
    } else {
        medicine.current().count().max(1)
    };
    let shown = if medicine.disagreements.is_empty() { shown } else { medicine.entries.len() };
    let (first, rest) = medicine.entries.split_at(shown.min(medicine.entries.len()));
    html! {
        article.card {
            div.card-head {
                h3 { @match &lead.name { Some(name) => (said(name)), None => (text.medicines_unnamed()) } }
                span { @for tag in tags(text, medicine) { (tag) " " } }
            }
            @if !medicine.disagreements.is_empty() { (disagreements(text, &medicine.disagreements)) }
            @for (index, (standing, one)) in first.iter().enumerate() {
                @let events = (index == 0).then_some(medicine);
                (entry(text, (*standing, one), (events, other_name(lead, one), first.len() > 1), page))
            }
            @if !rest.is_empty() {
                (fold(&text.medicines_history(rest.len()), &html! {
                    @for (standing, one) in rest { (entry(text, (*standing, one), (None, other_name(lead, one), true), page)) }
                }))
            }
        }
    }
}

fn tags(text: Text, medicine: &Medicine) -> Vec<Tag> {
    let mut tags: Vec<Tag> = standing_tag(text, medicine.standing).into_iter().collect();
    if !medicine.disagreements.is_empty() {
        tags.push(Tag::new(Tone::Warning, text.medicines_disagree()));
    }
    if medicine.lead().is_hospital_only || medicine.lead().origin == Origin::Given {
        tags.push(Tag::new(Tone::Info, text.medicines_hospital_only()).icon(Icon::Hospital));
    }
    tags
}

fn standing_tag(text: Text, standing: Standing) -> Option<Tag> {
    match standing {
        Standing::Paused => Some(Tag::new(Tone::Warning, text.medicines_paused()).icon(Icon::Clock)),
        Standing::Planned => Some(Tag::new(Tone::Info, text.medicines_planned()).icon(Icon::Clock)),
        Standing::NotTaken => Some(Tag::new(Tone::Neutral, text.medicines_not_taken()).icon(Icon::XMark)),
        Standing::InUse | Standing::Unclear | Standing::Ended => None,
    }
}

fn disagreements(text: Text, what: &[Disagreement]) -> Markup {
    notice(
        Tone::Warning,
        None,
        &html! {
            @for one in what {
                p { @match one {
                    Disagreement::Use => (text.medicines_disagree_use()),
                    Disagreement::Dose => (text.medicines_disagree_dose()),
                    Disagreement::Strength => (text.medicines_disagree_strength()),
                } }
            }
            p { (text.medicines_disagree_advice()) }
        },
    )
}

/// What an entry calls the medicine, where that is not what the card is called.
fn other_name<'a>(lead: &Entry, entry: &'a Entry) -> Option<&'a Label> {
    entry.name.as_ref().filter(|name| Some(*name) != lead.name.as_ref())
}

/// One source's word. The third argument: the medicine whose events stand here, the entry's own name, and whether
/// there are several entries, so that each must say what it is.
fn entry(
    text: Text,
    (standing, entry): (Standing, &Entry),
    (events, name, is_one_of_several): (Option<&Medicine>, Option<&Label>, bool),
    (reports, now): Reading<'_>,
) -> Markup {
    let mut list = Vec::with_capacity(10);
    what(text, entry, &mut list);
    list.extend(how(text, &entry.doses));
    when_and_who(text, entry, &mut list);
    if let Some(medicine) = events {
        let happened =
            [(text.medicines_dispensed(), medicine.dispensed), (text.medicines_given(), medicine.given)];
        for (label, event) in happened {
            list.extend(event.map(|event| Fact::new(label, html! { (event_words(text, event)) })));
        }
    }
    html! {
        @if is_one_of_several {
            h4.entry {
                (origin(text, entry)) " "
                @match standing {
                    Standing::InUse => { (Tag::new(Tone::Success, text.medicines_in_use())) },
                    Standing::Ended => { (Tag::new(Tone::Neutral, text.medicines_ended()).bare()) },
                    Standing::Unclear => { (Tag::new(Tone::Warning, text.medicines_unclear())) },
                    _ => { @if let Some(tag) = standing_tag(text, standing) { (tag) } },
                }
            }
        }
        @if let Some(name) = name { p.strong { (said(name)) } }
        @if standing == Standing::Unclear && entry.status == Status::Active && entry.period.is_over(now) {
            p { (text.medicines_contradicts()) }
        }
        (facts(&list))
        (source_line(text, &entry.source))
        p { (reports.link(text, entry.id, entry.name.as_ref().map_or(text.medicines_unnamed(), |name| &name.text))) }
    }
}

const fn origin(text: Text, entry: &Entry) -> &'static str {
    match entry.origin {
        Origin::Prescribed => text.medicines_prescribed(),
        Origin::Listed => text.medicines_listed(),
        Origin::Dispensed => text.medicines_dispensed_kind(),
        Origin::Given => text.medicines_given_kind(),
    }
}

fn what<'a>(text: Text, entry: &Entry, list: &mut Vec<Fact<'a>>) {
    if let Some(substance) = &entry.substance {
        list.push(Fact::new(text.medicines_substance(), said(substance)));
    }
    if let Some(form) = &entry.form {
        list.push(Fact::new(text.medicines_form(), said(form)));
    }
    if let Some(strength) = &entry.strength {
        list.push(Fact::new(text.medicines_strength(), html! { (strength) }));
    }
    if !entry.reasons.is_empty() {
        let reasons = html! { @for reason in &entry.reasons { div { (said(reason)) } } };
        list.push(Fact::new(text.medicines_why(), reasons));
    }
}

fn when_and_who<'a>(text: Text, entry: &Entry, list: &mut Vec<Fact<'a>>) {
    let mut date = |label: &'static str, when: Option<When>| {
        list.extend(when.map(|when| Fact::new(label, html! { (text.when_day(when)) })));
    };
    if matches!(entry.origin, Origin::Prescribed | Origin::Listed) {
        date(text.medicines_since(), entry.period.start);
        date(text.medicines_until(), entry.period.end);
    }
    date(text.medicines_valid(), entry.valid_until);
    if let (Origin::Prescribed, Some(name)) = (entry.origin, &entry.source.person.name) {
        list.push(Fact::new(text.medicines_who(), html! { (name) }));
    }
    if let Some(reason) = &entry.status_reason {
        list.push(Fact::new(text.medicines_change(), said(reason)));
    }
    if let Some(note) = &entry.note {
        list.push(Fact::new(text.medicines_note(), html! { @for line in note.lines() { div { (line) } } }));
    }
}

fn event_words(text: Text, (last, count): (Option<When>, usize)) -> String {
    match last {
        Some(when) => text.medicines_event(count, text.when_day(when)),
        None => text.medicines_event_undated(count),
    }
}
