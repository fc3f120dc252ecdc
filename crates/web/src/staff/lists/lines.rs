//! The rows of the lists: one line each, with the words and tags that must not be lost on the way.

use helsami_app::{allergies, appointments, care_team, diagnoses, documents, medicines, results, vaccines};
use helsami_domain::absence::Absence;
use helsami_domain::allergy::{Allergy, Certainty as Belief, Knowledge, Severity};
use helsami_domain::appointment::{Appointment, Status};
use helsami_domain::coded::Label;
use helsami_domain::diagnosis::{Certainty, Diagnosis};
use helsami_domain::lab::Answer;
use helsami_domain::medicine::Medicine;
use helsami_domain::source::Source;
use helsami_domain::when::When;
use maud::{Markup, html};

use crate::kit::absence::statement;
use crate::kit::answer;
use crate::kit::dose::in_short;
use crate::kit::list::{Row, joined};
use crate::kit::paper;
use crate::kit::part::{Tag, Tone, notice, source_words};
use crate::text::Text;

/// A heading with its rows; nothing where there are none.
fn section(heading: &str, rows: &[Row<'_>]) -> Markup {
    html! {
        @if !rows.is_empty() {
            section.card { h2 { (heading) } ul.rows { @for row in rows { li { (row) } } } }
        }
    }
}

fn named<'a>(label: Option<&'a Label>, unnamed: &'a str) -> Row<'a> {
    label.map_or_else(|| Row::new(unnamed), |label| Row::new(&label.text).language(label.language))
}

fn day(text: Text, when: Option<When>) -> String {
    when.map_or_else(|| text.chart_undated().to_owned(), |when| text.when_day(when))
}

fn sourced<'a>(text: Text, row: Row<'a>, source: &Source) -> Row<'a> {
    row.sub_markup(html! { span.source { (source_words(text, source)) } })
}

/// That there is none, and who says so.
fn none(text: Text, words: &str, source: &Source) -> Markup {
    notice(Tone::Info, None, &html! { p { (words) } p.source { (source_words(text, source)) } })
}

/// Results by order, each leading to its own page, and each answer to its course; an order without figures shows what it
/// concludes.
pub(super) fn results(text: Text, root: &str, found: &results::List) -> Markup {
    html! {
        @for order in &found.orders {
            @let report = order.group.report.as_ref();
            @let name = report.map_or_else(|| day(text, order.group.when()), |report| {
                let name = answer::plain_name(text, report.name.as_ref());
                format!("{name}, {}", day(text, order.group.when()))
            });
            section.card {
                h2 {
                    @match &order.link { Some(id) => { a href={ (root) "/results/" (id) } { (name) } }, None => { (name) } }
                    @if let Some(tag) = report.and_then(|one| answer::state_tag(text, one.state)) { " " (tag) }
                }
                @if let Some(words) = report.and_then(|one| one.conclusion.as_deref()) { p.as-sent { (words) } }
                ul.rows {
                    @for (one, course) in order.group.answers.iter().zip(&order.trends) {
                        @let href = course.as_ref().map(|id| format!("{root}/results/trend/{id}"));
                        li { (result(text, one, href.as_deref())) }
                    }
                }
            }
        }
        @if !found.waiting.is_empty() {
            section.card {
                h2 { (text.results_waiting_title()) }
                ul.rows {
                    @for one in &found.waiting {
                        @let title = answer::plain_name(text, one.name.as_ref());
                        li { (sourced(text, Row::new(&title).sub(&day(text, one.when)), &one.source)) }
                    }
                }
            }
        }
    }
}

/// One answer, leading to its course where there is one.
fn result(text: Text, one: &Answer, href: Option<&str>) -> Markup {
    let title = answer::plain_name(text, one.name.as_ref());
    let row = Row::new(&title);
    let row = if let Some(href) = href { row.href(href) } else { row };
    let row = row.side(html! { b { (answer::answer_value(text, one)) } });
    let tags = [answer::flag_tag(text, one.assessment().flag), answer::state_tag(text, one.state)];
    let row = tags.into_iter().flatten().fold(row, Row::tag);
    let range = answer::range_cell(text, &one.ranges, one.range());
    let row = if range == text.results_dash() { row } else { row.sub(&range) };
    html! { (sourced(text, row, &one.source)) }
}

/// Medicines: in use, unclear, ended, each with what its sources disagree about.
pub(super) fn medicines(text: Text, found: &medicines::List) -> Markup {
    let all = &found.medicines;
    html! {
        @for one in &found.statements {
            @let words = match one.absence {
                Absence::NoneKnown(_) => text.medicines_none_known(),
                Absence::NoInformation(_) => text.medicines_no_information(),
            };
            (none(text, words, &one.source))
        }
        (section(text.medicines_in_use(), &medicine_rows(text, &all.in_use)))
        (section(text.medicines_unclear(), &medicine_rows(text, &all.unclear)))
        (section(text.medicines_ended(), &medicine_rows(text, &all.ended)))
    }
}

fn medicine_rows(text: Text, list: &[Medicine]) -> Vec<Row<'_>> {
    list.iter().map(|one| medicine(text, one)).collect()
}

fn medicine(text: Text, one: &Medicine) -> Row<'_> {
    let lead = one.lead();
    let mut row = named(lead.name.as_ref(), text.medicines_unnamed());
    for dose in &lead.doses {
        if let Some(words) = in_short(text, dose) {
            row = row.sub_markup(words);
        }
    }
    for (_, entry) in &one.entries {
        row = sourced(text, row, &entry.source);
    }
    if !one.disagreements.is_empty() {
        row = row.tag(Tag::new(Tone::Warning, text.medicines_disagree()));
    }
    row
}

/// Critical information and allergies. Unknown is never told as none.
pub(super) fn allergies(text: Text, found: &allergies::List) -> Markup {
    let all = &found.allergies;
    let knowledge = match all.knowledge {
        Knowledge::Listed => None,
        Knowledge::NoneKnown => Some((Tone::Success, text.allergies_none_known())),
        Knowledge::NoneKnownOfSome => Some((Tone::Info, text.allergies_none_some())),
        Knowledge::NoInformation => Some((Tone::Warning, text.allergies_no_information())),
        Knowledge::NotRecorded => Some((Tone::Warning, text.allergies_not_recorded())),
    };
    let current: Vec<Row<'_>> = all.current.iter().flatten().map(|one| allergy(text, one)).collect();
    let warnings = all.warnings.iter().map(|one| sourced(text, named(Some(&one.label), ""), &one.source));
    let former: Vec<Row<'_>> = all.former.iter().map(|one| allergy(text, one)).collect();
    let refuted: Vec<Row<'_>> = all.refuted.iter().map(|one| allergy(text, one)).collect();
    html! {
        @if let Some((tone, words)) = knowledge { (notice(tone, None, &html! { p { (words) } })) }
        @for one in &all.statements { (none(text, statement(text, one), &one.source)) }
        (section(text.allergies_heading(), &current))
        (section(text.allergies_warnings(), &warnings.collect::<Vec<_>>()))
        (section(text.allergies_former(), &former))
        (section(text.allergies_refuted(), &refuted))
    }
}

fn allergy(text: Text, one: &Allergy) -> Row<'_> {
    let mut row = named(Some(&one.label), "");
    for reaction in one.reactions.iter().flat_map(|reaction| &reaction.manifestations) {
        row = row.sub_markup(html! { span lang=[reaction.language] { (reaction.text) } });
    }
    for line in one.note.iter().flat_map(|note| note.lines()) {
        row = row.sub(line);
    }
    if one.is_dangerous() {
        row = row.tag(Tag::new(Tone::Danger, text.allergies_dangerous()));
    }
    if one.worst() == Some(Severity::Severe) {
        row = row.tag(Tag::new(Tone::Danger, text.allergies_severe()));
    }
    row = match one.certainty {
        Belief::Unconfirmed => row.tag(Tag::new(Tone::Warning, text.allergies_unconfirmed())),
        Belief::Presumed => row.tag(Tag::new(Tone::Info, text.allergies_presumed())),
        _ => row,
    };
    sourced(text, row, &one.source)
}

/// Diagnoses: what is so, what was, what was ruled out.
pub(super) fn diagnoses(text: Text, found: &diagnoses::List) -> Markup {
    let all = &found.diagnoses;
    let current: Vec<Row<'_>> = all.current.iter().map(|one| diagnosis(text, one.lead())).collect();
    let former: Vec<Row<'_>> = all.former.iter().map(|one| diagnosis(text, one.lead())).collect();
    let refuted: Vec<Row<'_>> = all.refuted.iter().map(|one| diagnosis(text, one)).collect();
    html! {
        @for source in &all.none_known { (none(text, text.diagnoses_none_known(), source)) }
        (section(text.diagnoses_current(), &current))
        (section(text.diagnoses_former(), &former))
        (section(text.diagnoses_refuted(), &refuted))
    }
}

fn diagnosis(text: Text, one: &Diagnosis) -> Row<'_> {
    let mut row = named(Some(&one.label), "").sub(&day(text, one.when()));
    if let Some((_, code)) = &one.code {
        row = row.side(html! { (code) });
    }
    for line in one.note.iter().flat_map(|note| note.lines()) {
        row = row.sub(line);
    }
    row = match one.certainty {
        Certainty::Provisional => row.tag(Tag::new(Tone::Warning, text.diagnoses_provisional())),
        Certainty::Differential => row.tag(Tag::new(Tone::Warning, text.diagnoses_differential())),
        Certainty::Unconfirmed => row.tag(Tag::new(Tone::Warning, text.diagnoses_unconfirmed())),
        _ => row,
    };
    sourced(text, row, &one.source)
}

/// Vaccines: given, not given, unclear.
pub(super) fn vaccines(text: Text, found: &vaccines::List) -> Markup {
    let all = &found.vaccines;
    let lists = [
        (text.vaccines_given(), &all.given),
        (text.vaccines_not_given(), &all.not_given),
        (text.vaccines_unclear(), &all.unclear),
    ];
    html! {
        @for source in &all.none_known { (none(text, text.vaccines_none_known(), source)) }
        @for (heading, list) in lists {
            @let rows: Vec<Row<'_>> = list.iter().map(|told| {
                let lead = told.lead();
                let mut row = named(lead.label.as_ref(), text.vaccines_unknown()).sub(&day(text, lead.when));
                for line in lead.note.iter().flat_map(|note| note.lines()) {
                    row = row.sub(line);
                }
                told.lines.iter().fold(row, |row, one| sourced(text, row, &one.source))
            }).collect();
            (section(heading, &rows))
        }
    }
}

/// Documents, each leading to its page.
pub(super) fn documents(text: Text, root: &str, found: &documents::List) -> Markup {
    html! {
        @if !found.documents.is_empty() {
            section.card {
                ul.rows {
                    @for (one, link) in &found.documents {
                        @let href = format!("{root}/documents/{link}");
                        @let row = named(one.heading(), text.documents_untitled()).href(&href).sub(&day(text, one.when));
                        @let row = paper::tag(text, one.state).into_iter().fold(row, Row::tag);
                        li { (sourced(text, row, &one.source)) }
                    }
                }
            }
        }
    }
}

/// Appointments and visits.
pub(super) fn appointments(text: Text, found: &appointments::List) -> Markup {
    let all = &found.appointments;
    let lists = [
        (text.appointments_now(), &all.now),
        (text.appointments_coming(), &all.coming),
        (text.appointments_open(), &all.open),
        (text.appointments_called_off(), &all.called_off),
        (text.appointments_past(), &all.past),
    ];
    html! {
        @for (heading, list) in lists {
            @let rows: Vec<Row<'_>> = list.iter().map(|one| appointment(text, one)).collect();
            (section(heading, &rows))
        }
    }
}

fn appointment(text: Text, one: &Appointment) -> Row<'_> {
    let when =
        one.start.map_or_else(|| text.chart_undated().to_owned(), |start| text.weekday_and_when(start));
    let mut row = named(one.what.as_ref(), text.appointments_unnamed()).sub(&when);
    for reason in &one.reasons {
        row = row.sub_markup(html! { span lang=[reason.language] { (reason.text) } });
    }
    for name in one.with.iter().filter_map(|with| with.party.name.as_deref()) {
        row = row.sub(name);
    }
    if let Some(place) = one.place.name.as_deref().or(one.source.place.name.as_deref()) {
        row = row.sub(place);
    }
    match one.status {
        Status::Cancelled => row.tag(Tag::new(Tone::Neutral, text.appointments_cancelled())),
        Status::NoShow => row.tag(Tag::new(Tone::Warning, text.appointments_no_show())),
        Status::Unknown => row.tag(Tag::new(Tone::Neutral, text.appointments_unknown())),
        _ => row,
    }
}

/// Whoever takes care of the patient.
pub(super) fn care_team(text: Text, found: &care_team::Team) -> Markup {
    let rows: Vec<Row<'_>> = found
        .members
        .iter()
        .map(|one| {
            let name = one.who.name.as_deref().or(one.place.name.as_deref());
            let roles: Vec<&str> = one.roles.iter().map(|role| &*role.text).collect();
            let mut row = Row::new(name.unwrap_or(text.team_nameless()));
            if !roles.is_empty() {
                row = row.sub(&joined(text, &roles));
            }
            if let (Some(place), true) = (&one.place.name, one.who.name.is_some()) {
                row = row.sub(place);
            }
            if one.standing == helsami_domain::care_team::Standing::Ended {
                row = row.tag(Tag::new(Tone::Neutral, text.team_ended_tag()));
            }
            row
        })
        .collect();
    section(text.chart_team(), &rows)
}
