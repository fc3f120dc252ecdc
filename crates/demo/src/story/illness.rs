//! A long illness from its diagnosis to today: medicines, controls, blood samples, visits to the clinic.

use jiff::civil::Date;

use crate::calendar::{Moment, after, months_after, workday};
use crate::chart::vital::WEIGHT;
use crate::chart::{Chart, Course, Found, Note, NoteKind, Standing, Visit, VisitKind};
use crate::illness::Illness;
use crate::staff::StaffId;
use crate::story::{measure, order, write_note};
use crate::unit::Field;

/// Writes the course of an illness; controls from before the record began are not in it.
pub(crate) fn follow(chart: &mut Chart<'_>, illness: &Illness, onset: Date, start: Date) {
    let by = chart.gp();
    let found = chart.diagnose(&illness.problem, by, onset, None);
    for (analyte, bend) in illness.bends {
        chart.body.bend(*analyte, onset, *bend);
    }
    let mut prepared = Vec::new();
    for (drug, share, delay) in illness.drugs {
        let from = workday(after(onset, *delay));
        if chart.chance.percent(*share) && from < chart.end() {
            prepared.push((*drug, from));
        }
    }
    for (drug, from) in prepared {
        treat(chart, drug, from, found);
    }
    controls(chart, illness, onset.max(start));
    if let Some((field, months)) = illness.clinic {
        clinic(chart, illness, field, (onset.max(start), months));
    }
}

fn treat(chart: &mut Chart<'_>, drug: crate::drug::Drug, from: Date, found: Found) {
    let by = chart.gp();
    let stops = chart.chance.percent(8);
    let last = after(from, chart.chance.between(20, 900));
    if stops && last < chart.end() {
        let standing = Standing::Stopped("Bivirkninger");
        chart.prescribe(&Course {
            drug,
            use_text: None,
            from,
            to: Some(last),
            standing,
            reason: Some(found),
            by,
        });
    } else {
        chart.takes(drug, from, Some(found));
    }
}

fn controls(chart: &mut Chart<'_>, illness: &Illness, from: Date) {
    if illness.every_months == 0 {
        return;
    }
    let by = chart.gp();
    let keen = chart.chance.between(0, 3);
    let weight = chart.chance.between(62, 98);
    let mut day = from;
    while day <= chart.end() {
        let at = Moment::office(workday(day), &mut chart.chance);
        control(chart, illness, (at, from), by, weight);
        day = months_after(day, illness.every_months + keen);
        day = after(day, chart.chance.between(-9, 14));
    }
}

#[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
fn control(chart: &mut Chart<'_>, illness: &Illness, (at, onset): (Moment, Date), by: StaffId, weight: i32) {
    let video = chart.chance.percent(12) && illness.panel.is_empty();
    let kind = if video { VisitKind::Video } else { VisitKind::Office };
    let Some(visit) = chart.visit(&Visit { kind, at, with: by, reason: illness.control }) else { return };
    if !illness.panel.is_empty() {
        let sampled = at.later(-60 * 24 * 5).max(Moment::new(onset, 8, 20));
        chart.laboratory(&order(illness.control, sampled, by, illness.problem.words), illness.panel);
    }
    if illness.is_measured {
        measure(chart, at.later(5), by, illness.problem.icpc.0 == "K86");
        if chart.chance.percent(50) {
            let kilos = f64::from(weight) + chart.chance.normal() * 1.4;
            chart.sign(WEIGHT, &format!("{kilos:.1}"), at.later(6), by);
        }
    }
    if !illness.notes.is_empty() && chart.chance.percent(65) {
        let text = *chart.chance.pick(illness.notes);
        write_note(chart, illness.control, at.later(15), (by, Some(visit)), text);
    }
}

fn clinic(chart: &mut Chart<'_>, illness: &Illness, field: Field, (from, months): (Date, i32)) {
    let with = chart.specialist(field);
    if illness.every_months > 0 {
        let at = Moment::office(workday(after(from, 3)), &mut chart.chance);
        let gp = chart.gp();
        let title = format!("Henvisning: {}", illness.problem.words.to_lowercase());
        let text = format!(
            "Henvises til vurdering. Diagnose: {}. Se vedlagte prøvesvar og medisinliste.",
            illness.problem.icd.1
        );
        let note = Note {
            kind: NoteKind::Referral,
            title: &title,
            at,
            by: gp,
            visit: None,
            is_hidden_from_parents: false,
        };
        chart.note(&note, &text);
    }
    let mut day = months_after(from, 2);
    while day <= chart.end() {
        let at = Moment::office(workday(day), &mut chart.chance);
        let visit = chart.visit(&Visit { kind: VisitKind::Office, at, with, reason: illness.control });
        if visit.is_none() {
            return;
        }
        if illness.every_months == 0 && !illness.panel.is_empty() {
            chart.laboratory(
                &order(illness.control, at.later(-60 * 24 * 3), with, illness.problem.words),
                illness.panel,
            );
        }
        if chart.chance.percent(70) {
            let title = format!("{}, {}", illness.control, field.name().to_lowercase());
            let text = illness.notes.first().copied().unwrap_or("Kontroll uten anmerkning.");
            let text =
                format!("Kommer til avtalt kontroll.\n\n{text}\n\nKopi av notatet er sendt fastlegen.");
            let kind = NoteKind::Outpatient;
            chart.note(
                &Note {
                    kind,
                    title: &title,
                    at: at.later(60),
                    by: with,
                    visit,
                    is_hidden_from_parents: false,
                },
                &text,
            );
        }
        day = months_after(day, months);
    }
}
