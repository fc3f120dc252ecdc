//! Prevention among adults: seasonal and travel vaccines, a check now and then, women's and men's screening.

use jiff::civil::{Date, date};

use crate::calendar::{Moment, after, workday, years_after};
use crate::chart::vaccine::Vaccine;
use crate::chart::{Chart, Imaging, Note, NoteKind, OrderStatus, Visit, VisitKind};
use crate::identity::Sex;
use crate::staff::Profession;
use crate::story::childhood::vaccine;
use crate::story::{measure, order, write_note};
use crate::unit::{Field, Service};
use crate::{analyte, drug};

const INFLUENZA: Vaccine = vaccine("FLU02", "J07BB02", "Influensavaksine", "Influensa");
const PNEUMO: Vaccine = vaccine("PNE01", "J07AL01", "Pneumovax", "Pneumokokker");
const TICK: Vaccine = vaccine("ENC01", "J07BA01", "TicoVac", "Skogflåttencefalitt");
const ADULT: Vaccine =
    vaccine("KOM02", "J07CA02", "Boostrix Polio", "Difteri, stivkrampe, kikhoste og polio");
const COVID: Vaccine = Vaccine { sysvak: None, atc: "J07BN01", product: "Comirnaty", against: "Covid-19" };

/// Vaccines of youth and adults.
pub(crate) fn vaccines(chart: &mut Chart<'_>, start: Date) {
    let nurse = chart.municipal(Service::Child, Profession::Nurse);
    let years = chart.age(chart.today());
    if chart.who.birth < date(2008, 1, 1) && chart.chance.percent(88) {
        let doses = if years > 65 { 4 } else { chart.chance.between(2, 3) };
        for dose in 1..=doses {
            let day = workday(after(date(2021, 3, 1), (90 - years).clamp(0, 70) * 2 + 120 * (dose - 1)));
            chart.vaccinate(
                &COVID,
                u8::try_from(dose).expect("four at most"),
                Moment::new(day, 12, 0),
                nurse,
            );
        }
    }
    let keen = chart.chance.percent(if years >= 65 { 70 } else { 12 });
    for year in start.year()..=chart.today().year() {
        if keen && years >= 18 && chart.chance.percent(85) {
            let day = workday(after(date(year, 10, 5), chart.chance.between(0, 40)));
            chart.vaccinate(&INFLUENZA, 1, Moment::new(day, 11, 0), nurse);
        }
    }
    if years > 66 && chart.chance.percent(40) {
        let day = chart.day_since(start);
        chart.vaccinate(&PNEUMO, 1, Moment::new(day, 11, 5), nurse);
    }
    if years > 20 && chart.chance.percent(22) {
        let day = chart.day_since(start);
        let choice = if chart.chance.percent(35) { TICK } else { ADULT };
        chart.vaccinate(&choice, 1, Moment::new(day, 12, 30), nurse);
    }
}

/// Checks of the healthy, and screening.
pub(crate) fn checks(chart: &mut Chart<'_>, start: Date, is_healthy: bool) {
    let years = chart.age(chart.today());
    if years >= 30 && is_healthy && chart.chance.percent(55) {
        for _ in 0..chart.chance.between(1, 2) {
            let day = chart.day_since(start);
            check(chart, day);
        }
    }
    if chart.who.sex == Sex::Female && (17..42).contains(&years) && chart.chance.percent(20) {
        let day = chart.day_since(start);
        chart.takes(drug::DESOGESTREL, day, None);
    }
    if chart.who.sex == Sex::Female && years >= 25 {
        cervix(chart, start);
    }
    if chart.who.sex == Sex::Female && (50..=71).contains(&years) {
        breasts(chart, start);
    }
}

fn check(chart: &mut Chart<'_>, day: Date) {
    let (gp, at) = (chart.gp(), Moment::office(day, &mut chart.chance));
    let Some(visit) = chart.visit(&Visit { kind: VisitKind::Office, at, with: gp, reason: "Helsesjekk" })
    else {
        return;
    };
    measure(chart, at.later(4), gp, false);
    chart.laboratory(&order("Helsesjekk", at.later(12), gp, "Generell kontroll"), analyte::GENERAL);
    let text =
        "Frisk og arbeidsfør. Røyker ikke. Trener to ganger i uka. Normal undersøkelse av hjerte og lunger.";
    write_note(chart, "Helsesjekk", at.later(20), (gp, Some(visit)), text);
}

fn cervix(chart: &mut Chart<'_>, start: Date) {
    let mut day = after(start, chart.chance.between(30, 1000));
    while day < chart.end() {
        if chart.age(day) > 69 {
            return;
        }
        let by = chart.specialist(Field::Laboratory);
        let at = Moment::office(workday(day), &mut chart.chance);
        chart.report(&Imaging {
            name: "Livmorhalsprøve, HPV-test",
            section: crate::chart::imaging::TISSUE,
            at,
            by,
            conclusion: "HPV ikke påvist. Ny prøve om fem år.",
            status: OrderStatus::Final,
        });
        if chart.chance.percent(50) {
            let title = "Svar på livmorhalsprøve";
            let at = at.later(60 * 24 * 9);
            let note =
                Note { kind: NoteKind::Letter, title, at, by, visit: None, is_hidden_from_parents: false };
            chart.note(&note, "Prøven din er normal. Du får ny påminnelse om fem år.");
        }
        day = years_after(day, 5);
    }
}

fn breasts(chart: &mut Chart<'_>, start: Date) {
    let mut day = after(start, chart.chance.between(30, 700));
    while day < chart.end() {
        let by = chart.specialist(Field::Radiology);
        let at = Moment::office(workday(day), &mut chart.chance);
        chart.report(&Imaging {
            name: "Mammografi, screening",
            section: crate::chart::imaging::PICTURES,
            at,
            by,
            conclusion: "Ingen tegn til kreft. Ny innkalling om to år.",
            status: OrderStatus::Final,
        });
        day = years_after(day, 2);
    }
}
