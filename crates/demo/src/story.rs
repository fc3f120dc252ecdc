//! The life of an ordinary citizen as the record holds it: childhood, illnesses short and long, hospital, prevention.

pub(crate) mod childhood;
pub(crate) mod home;
pub(crate) mod hospital;
pub(crate) mod illness;
pub(crate) mod prevention;

use jiff::civil::Date;

use crate::calendar::{Moment, after, days_between, workday};
use crate::chart::{Allergy, Booking, BookingStatus, Chart, Note, NoteKind, Reaction, Visit, VisitKind};
use crate::illness::Illness;
use crate::staff::StaffId;
use crate::unit::Service;
use crate::{ailment, analyte, drug};

/// Writes the whole life.
pub(crate) fn write(chart: &mut Chart<'_>) {
    if chart.chance.percent(3) {
        return;
    }
    let start = record_start(chart);
    childhood::write(chart, start);
    prevention::vaccines(chart, start);
    critical(chart, start);
    let mut chronic = Vec::new();
    for illness in crate::illness::ALL {
        if let Some(onset) = onset(chart, illness) {
            chronic.push((illness, onset));
        }
    }
    for (illness, onset) in &chronic {
        illness::follow(chart, illness, *onset, start);
    }
    ailments(chart, start);
    prevention::checks(chart, start, chronic.is_empty());
    hospital::stays(chart, start);
    if chronic.iter().any(|(illness, _)| matches!(illness.problem.icpc.0, "K77" | "R95" | "K86"))
        && chart.chance.percent(10)
    {
        let days = chart.chance.between(60, 600);
        home::follow(chart, days);
    }
    coming(chart, &chronic.iter().map(|(illness, _)| *illness).collect::<Vec<_>>());
}

/// When this citizen's record begins: the municipalities and offices joined one by one.
fn record_start(chart: &mut Chart<'_>) -> Date {
    let years = *chart.chance.pick(&[2, 3, 3, 4, 4, 6, 12]);
    after(chart.today(), -years * 365).max(chart.who.birth)
}

fn onset(chart: &mut Chart<'_>, illness: &Illness) -> Option<Date> {
    let years = chart.age(chart.today());
    let woman = chart.who.sex == crate::identity::Sex::Female;
    if !chart.chance.of_ten_thousand(illness.share_at(years, woman)) {
        return None;
    }
    let earliest = illness.share.first().map_or(0, |(from, ..)| *from);
    let longest = (years - earliest).clamp(0, 16) * 365 + 200;
    let onset = after(chart.end(), -chart.chance.between(120, longest.max(121)));
    Some(workday(onset.max(after(chart.who.birth, 60))))
}

/// Allergies, the statement of none, or nothing said; and other critical information.
fn critical(chart: &mut Chart<'_>, start: Date) {
    const ALLERGIES: &[Allergy] = &[
        allergy(
            Some("J01CE02"),
            "Fenoksymetylpenicillin",
            "medication",
            true,
            "Elveblest over hele kroppen",
            "moderate",
        ),
        allergy(Some("M01AE01"), "Ibuprofen", "medication", false, "Tung pust", "moderate"),
        allergy(None, "Bjørkepollen", "environment", false, "Rennende nese og kløe i øynene", "mild"),
        allergy(None, "Gresspollen", "environment", false, "Rennende nese og nysing", "mild"),
        allergy(None, "Peanøtter", "food", true, "Hevelse i leppene og tung pust", "severe"),
        allergy(None, "Skalldyr", "food", false, "Elveblest", "moderate"),
        allergy(None, "Nikkel", "environment", false, "Eksem ved hudkontakt", "mild"),
        allergy(None, "Katt", "environment", false, "Tett nese", "mild"),
    ];
    let (gp, day) = (chart.gp(), chart.day_since(start));
    match chart.chance.below(100) {
        0..18 => {
            let found = *chart.chance.pick(ALLERGIES);
            chart.allergic(&found, day, gp);
            if found.words.ends_with("pollen") {
                chart.takes(drug::DESLORATADINE, day, None);
            }
        }
        18..48 => chart.no_known_allergy(day, gp),
        _ => {}
    }
    if chart.age(day) > 60 && chart.chance.percent(4) {
        chart.flag("Har pacemaker. Må ikke undersøkes med MR uten avklaring.", day, gp);
    }
}

#[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
const fn allergy(
    atc: Option<&'static str>,
    words: &'static str,
    category: &'static str,
    is_critical: bool,
    reaction: &'static str,
    severity: &'static str,
) -> Allergy {
    let reaction = Some(Reaction { words: reaction, severity });
    Allergy { atc, words, category, is_critical, is_confirmed: true, reaction }
}

/// Short illnesses through the years, with visits to the GP or the out-of-hours doctor.
fn ailments(chart: &mut Chart<'_>, start: Date) {
    let years = f64::from(days_between(start, chart.end()).max(0)) / 365.25;
    for ailment in ailment::ALL {
        let expected = f64::from(ailment.rate) / 13_000.0 * years;
        let mut cases = 0;
        while cases < 6 && chart.chance.unit() < expected / f64::from(cases + 1) {
            cases += 1;
        }
        for _ in 0..cases {
            let day = chart.day_since(start);
            if (ailment.ages.0..=ailment.ages.1).contains(&chart.age(day)) {
                ail(chart, ailment, day);
            }
        }
    }
}

fn ail(chart: &mut Chart<'_>, ailment: &ailment::Ailment, day: Date) {
    let urgent = chart.chance.percent(18);
    let (by, at) = if urgent {
        (chart.municipal(Service::Urgent, crate::staff::Profession::Doctor), Moment::new(day, 19, 25))
    } else {
        (chart.gp(), Moment::office(day, &mut chart.chance))
    };
    if !chart.has_happened(at) {
        return;
    }
    let kind = if urgent { VisitKind::Emergency } else { VisitKind::Office };
    let visit = chart.visit(&Visit { kind, at, with: by, reason: ailment.problem.words });
    let found = chart.diagnose(&ailment.problem, by, day, Some(after(day, ailment.days)));
    if ailment.crp > 0.0 {
        let height = ailment.crp * (0.5 + chart.chance.unit());
        chart.body.bend(analyte::Analyte::Crp, day, crate::physiology::Bend::Episode(height, 4.0, 20));
    }
    if !ailment.panel.is_empty() && chart.chance.percent(70) {
        let order = order("Blodprøver", at.later(10), by, ailment.problem.words);
        chart.laboratory(&order, ailment.panel);
    }
    if let Some((drug, days, share)) = ailment.drug
        && chart.chance.percent(share)
    {
        chart.took(drug, day, days, Some(found));
    }
    if matches!(ailment.problem.icpc.0, "L03" | "L86")
        && (20..67).contains(&chart.age(day))
        && chart.chance.percent(40)
    {
        let title = format!("Sykmelding: {}", ailment.problem.words.to_lowercase());
        let text = format!("Sykmeldt 50 prosent fra {day} i to uker. Kan utføre lettere arbeid.");
        let kind = NoteKind::SickNote;
        chart.note(
            &Note { kind, title: &title, at: at.later(28), by, visit, is_hidden_from_parents: false },
            &text,
        );
    }
    if chart.chance.percent(65) {
        let text = *chart.chance.pick(ailment.notes);
        write_note(chart, ailment.problem.words, at.later(25), (by, visit), text);
    }
}

/// An order in the usual words.
pub(crate) fn order<'a>(name: &'a str, at: Moment, by: StaffId, reason: &'a str) -> crate::chart::Order<'a> {
    crate::chart::Order { name, at, by, reason, comment: "" }
}

/// A note of a visit: the matter, what was found and what was agreed.
#[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
pub(crate) fn write_note(
    chart: &mut Chart<'_>,
    title: &str,
    at: Moment,
    (by, visit): (StaffId, Option<crate::element::Link>),
    text: &str,
) {
    const AGREED: &[&str] = &[
        "Avtalt: tar kontakt ved forverring.",
        "Plan: ny kontroll som avtalt.",
        "Pasienten er informert og enig i planen.",
        "Plan: ser det an, ny time ved behov.",
        "Har fått skriftlig informasjon.",
    ];
    let agreed = *chart.chance.pick(AGREED);
    let body = format!("Gjelder: {title}\n\n{text}\n\n{agreed}");
    let note = Note { kind: NoteKind::Note, title, at, by, visit, is_hidden_from_parents: false };
    chart.note(&note, &body);
}

/// Appointments ahead, some behind, and the team around somebody with long illnesses.
fn coming(chart: &mut Chart<'_>, chronic: &[&Illness]) {
    if chart.who.death.is_some() {
        return;
    }
    let gp = chart.gp();
    for illness in chronic.iter().filter(|illness| illness.every_months > 0).take(2) {
        let day = workday(after(chart.today(), chart.chance.between(6, 150)));
        let prepare = if illness.panel.is_empty() { "" } else { "Ta blodprøve på legekontoret uka før." };
        let at = Moment::office(day, &mut chart.chance);
        chart.book(&booking(at, gp, illness.control, prepare));
    }
    for illness in chronic {
        if let Some((field, _)) = illness.clinic
            && chart.chance.percent(45)
        {
            let with = chart.specialist(field);
            let day = workday(after(chart.today(), chart.chance.between(10, 260)));
            let at = Moment::office(day, &mut chart.chance);
            chart.book(&booking(
                at,
                with,
                illness.control,
                "Ta med oppdatert medisinliste. Registrer oppmøte når du kommer.",
            ));
        }
    }
    if chart.chance.percent(20) {
        let day = workday(after(chart.today(), -chart.chance.between(20, 500)));
        let at = Moment::office(day, &mut chart.chance);
        let status = if chart.chance.percent(80) { BookingStatus::Kept } else { BookingStatus::Cancelled };
        chart.book(&Booking { status, ..booking(at, gp, "Time hos fastlegen", "") });
    }
    if chronic.len() >= 2 {
        team(chart, chronic);
    }
}

/// A booked appointment of half an hour.
pub(crate) const fn booking<'a>(at: Moment, with: StaffId, reason: &'a str, prepare: &'a str) -> Booking<'a> {
    Booking { at, minutes: 30, with, reason, prepare, status: BookingStatus::Booked, video: false }
}

fn team(chart: &mut Chart<'_>, chronic: &[&Illness]) {
    let since = after(chart.today(), -chart.chance.between(100, 1200));
    let mut members = vec![("Fastlege", chart.gp())];
    for (field, _) in chronic.iter().filter_map(|illness| illness.clinic).take(3) {
        members.push(("Behandlende lege på sykehuset", chart.specialist(field)));
    }
    if chart.age(chart.today()) > 78 {
        members.push((
            "Primærkontakt i hjemmesykepleien",
            chart.municipal(Service::Home, crate::staff::Profession::Nurse),
        ));
    }
    chart.care_team("Helsekontaktene dine", since, &members);
}

/// Weight and blood pressure of one control; the pressure falls a little while it is treated.
pub(crate) fn measure(chart: &mut Chart<'_>, at: Moment, by: StaffId, is_high: bool) {
    let years = chart.age(at.date);
    let base = if is_high { 146 } else { 118 + years.clamp(20, 80) / 5 };
    let systolic = base + chart.chance.between(-10, 12);
    let diastolic = systolic * 58 / 100 + chart.chance.between(-5, 6);
    chart.pressure(systolic, diastolic, at, by);
}
