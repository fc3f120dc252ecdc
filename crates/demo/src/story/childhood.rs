//! Childhood: the child health centre, the vaccination programme, growth.

use jiff::civil::Date;

use crate::calendar::{Moment, after, workday};
use crate::chart::vaccine::Vaccine;
use crate::chart::vital::{HEIGHT, WEIGHT};
use crate::chart::{Chart, Visit, VisitKind};
use crate::identity::Sex;
use crate::staff::{Profession, StaffId};
use crate::unit::Service;

const ROTA: Vaccine = vaccine("ROT01", "J07BH01", "Rotarix", "Rotavirus");
const SIX: Vaccine =
    vaccine("KOM09", "J07CA09", "Hexyon", "Difteri, stivkrampe, kikhoste, polio, Hib og hepatitt B");
const PNEUMO: Vaccine = vaccine("PNE13", "J07AL02", "Prevenar 13", "Pneumokokker");
const MMR: Vaccine = vaccine("MMR52", "J07BD52", "M-M-RVAXPRO", "Meslinger, kusma og røde hunder");
const FOUR: Vaccine = vaccine("KOM02", "J07CA02", "Tetravac", "Difteri, stivkrampe, kikhoste og polio");
const HPV: Vaccine = vaccine("HPV02", "J07BM02", "Cervarix", "HPV");
const BOOSTER: Vaccine =
    vaccine("KOM02", "J07CA02", "Boostrix Polio", "Difteri, stivkrampe, kikhoste og polio");

/// A vaccine with its codes.
pub(crate) const fn vaccine(
    sysvak: &'static str,
    atc: &'static str,
    product: &'static str,
    against: &'static str,
) -> Vaccine {
    Vaccine { sysvak: Some(sysvak), atc, product, against }
}

/// Source: the Norwegian childhood programme; days of age, vaccine, dose.
const PROGRAMME: &[(i32, Vaccine, u8)] = &[
    (44, ROTA, 1),
    (92, ROTA, 2),
    (92, SIX, 1),
    (92, PNEUMO, 1),
    (153, SIX, 2),
    (153, PNEUMO, 2),
    (368, SIX, 3),
    (368, PNEUMO, 3),
    (462, MMR, 1),
    (2690, FOUR, 4),
    (4190, MMR, 2),
    (4580, HPV, 1),
    (4760, HPV, 2),
    (5680, BOOSTER, 5),
];

/// Days of age at the child health centre, with weight (kg) and height (cm) of an ordinary boy.
const CHECKS: &[(i32, f64, f64)] = &[
    (44, 5.0, 56.5),
    (92, 6.5, 61.5),
    (153, 7.7, 66.5),
    (245, 9.0, 72.0),
    (368, 10.0, 76.5),
    (462, 10.7, 79.5),
    (735, 12.6, 88.0),
    (1470, 17.0, 105.0),
    (2200, 22.0, 118.0),
    (3000, 28.5, 131.5),
    (4940, 48.0, 160.0),
];

/// Writes what the record holds of the programme and the centre's checks.
pub(crate) fn write(chart: &mut Chart<'_>, start: Date) {
    if chart.who.birth.year() < 1995 {
        return;
    }
    let nurse = chart.municipal(Service::Child, Profession::Nurse);
    if chart.chance.percent(94) {
        programme(chart, nurse);
    }
    checks(chart, start, nurse);
}

fn programme(chart: &mut Chart<'_>, nurse: StaffId) {
    let has_rota = chart.who.birth.year() >= 2014;
    let has_hpv = chart.who.birth.year() >= if chart.who.sex == Sex::Female { 1997 } else { 2006 };
    for (days, vaccine, dose) in PROGRAMME {
        let skipped = (vaccine.atc == ROTA.atc && !has_rota) || (vaccine.atc == HPV.atc && !has_hpv);
        if !skipped {
            let late = chart.chance.between(0, 12);
            let day = workday(after(chart.who.birth, days + late));
            chart.vaccinate(vaccine, *dose, Moment::new(day, 10, 15), nurse);
        }
    }
}

fn checks(chart: &mut Chart<'_>, start: Date, nurse: StaffId) {
    let size = 1.0 + chart.chance.normal() * 0.04 - if chart.who.sex == Sex::Female { 0.02 } else { 0.0 };
    for (days, weight, height) in CHECKS {
        let day = workday(after(chart.who.birth, *days));
        if day < start || day > chart.end() {
            continue;
        }
        let at = Moment::office(day, &mut chart.chance);
        chart.visit(&Visit {
            kind: VisitKind::Office,
            at,
            with: nurse,
            reason: "Kontroll på helsestasjonen",
        });
        chart.sign(WEIGHT, &format!("{:.1}", weight * size * size), at.later(5), nurse);
        chart.sign(HEIGHT, &format!("{:.1}", height * size), at.later(6), nurse);
    }
}
