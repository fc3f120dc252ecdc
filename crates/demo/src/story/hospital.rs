//! Hospital stays and operations: what brings people in, what is measured, what the discharge summary says.

use jiff::civil::Date;

use crate::analyte::{ADMISSION, Analyte};
use crate::calendar::{Moment, after, days_between};
use crate::chart::imaging::PICTURES;
use crate::chart::vital::{OXYGEN, PULSE, TEMPERATURE};
use crate::chart::{Chart, Imaging, Note, NoteKind, OrderStatus, Problem, Visit, VisitKind};
use crate::drug::{self, Drug};
use crate::physiology::Bend;
use crate::staff::Profession;
use crate::story::order;
use crate::unit::Field;

/// A reason to be in hospital.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stay {
    /// Its names.
    pub(crate) problem: Problem,
    /// Ages.
    pub(crate) ages: (i32, i32),
    /// Of ten thousand years of life.
    pub(crate) rate: u32,
    /// The department.
    pub(crate) field: Field,
    /// Nights, at least and at most.
    pub(crate) nights: (i32, i32),
    /// CRP at its height; 0 when not raised.
    pub(crate) crp: f64,
    /// What was done and found.
    pub(crate) course: &'static str,
    /// Pictures taken: name and conclusion.
    pub(crate) pictures: Option<(&'static str, &'static str)>,
    /// What to take afterwards, for so many days.
    pub(crate) drug: Option<(Drug, i32)>,
}

const fn named(
    icpc: (&'static str, &'static str),
    icd: (&'static str, &'static str),
    words: &'static str,
) -> Problem {
    Problem { icpc, icd, words }
}

/// What brings the population to hospital.
pub(crate) const STAYS: &[Stay] = &[
    Stay {
        problem: named(
            ("D88", "Blindtarmbetennelse"),
            ("K35.8", "Akutt appendisitt, annen og uspesifisert"),
            "Blindtarmbetennelse",
        ),
        ages: (6, 60),
        rate: 11,
        field: Field::Surgery,
        nights: (1, 3),
        crp: 95.0,
        course: "Operert med kikkhull samme kveld. Ukomplisert inngrep. Spiser og er oppe dagen etter.",
        pictures: Some((
            "Ultralyd abdomen",
            "Fortykket blindtarm på 10 mm med omgivende væske, forenlig med betennelse.",
        )),
        drug: Some((drug::PARACETAMOL, 7)),
    },
    Stay {
        problem: named(("R81", "Lungebetennelse"), ("J18.9", "Uspesifisert pneumoni"), "Lungebetennelse"),
        ages: (60, 105),
        rate: 150,
        field: Field::Medicine,
        nights: (2, 7),
        crp: 210.0,
        course: "Behandlet med penicillin i blodåren, deretter tabletter. Trengte oksygen de to første døgnene.",
        pictures: Some((
            "Røntgen thorax",
            "Fortetning i høyre underlapp, forenlig med lungebetennelse. Ingen væske.",
        )),
        drug: Some((drug::PENICILLIN, 7)),
    },
    Stay {
        problem: named(("L75", "Brudd lårben/lårhals"), ("S72.0", "Brudd i lårhals"), "Lårhalsbrudd"),
        ages: (72, 105),
        rate: 110,
        field: Field::Orthopaedic,
        nights: (4, 9),
        crp: 120.0,
        course: "Falt hjemme. Operert med hemiprotese dagen etter. Opptrent med prekestol, kan belaste fullt.",
        pictures: Some(("Røntgen bekken og høyre hofte", "Dislosert brudd i lårhalsen på høyre side.")),
        drug: Some((drug::OXYCODONE, 10)),
    },
    Stay {
        problem: named(
            ("L89", "Hofteleddsartrose"),
            ("M16.0", "Primær hofteleddsartrose, bilateral"),
            "Slitasje i hofta",
        ),
        ages: (55, 88),
        rate: 45,
        field: Field::Orthopaedic,
        nights: (1, 3),
        crp: 70.0,
        course: "Innlagt til planlagt hofteprotese. Inngrepet forløp uten komplikasjoner. Går med krykker i seks uker.",
        pictures: Some(("Røntgen hofte etter operasjon", "Protese i god stilling.")),
        drug: Some((drug::RIVAROXABAN, 35)),
    },
    Stay {
        problem: named(
            ("L72", "Brudd underarm"),
            ("S52.5", "Brudd i distal ende av radius"),
            "Håndleddsbrudd",
        ),
        ages: (8, 95),
        rate: 55,
        field: Field::Orthopaedic,
        nights: (0, 0),
        crp: 0.0,
        course: "Bruddet er rettet i lokalbedøvelse og gipset. Røntgenkontroll etter én uke.",
        pictures: Some(("Røntgen venstre håndledd", "Brudd i ytre ende av radius med lett feilstilling.")),
        drug: Some((drug::PARACETAMOL, 10)),
    },
    Stay {
        problem: named(
            ("D98", "Gallestein/galleblærebetennelse"),
            ("K80.2", "Gallesten uten galleblærebetennelse"),
            "Gallestein",
        ),
        ages: (25, 80),
        rate: 28,
        field: Field::Surgery,
        nights: (1, 2),
        crp: 30.0,
        course: "Galleblæren fjernet med kikkhull. Ukomplisert. Kan spise vanlig kost.",
        pictures: Some(("Ultralyd lever og galleveier", "Flere stein i galleblæren. Normale galleveier.")),
        drug: Some((drug::PARACETAMOL, 5)),
    },
    Stay {
        problem: named(("K90", "Hjerneslag"), ("I63.9", "Uspesifisert hjerneinfarkt"), "Hjerneslag"),
        ages: (60, 100),
        rate: 42,
        field: Field::Medicine,
        nights: (4, 10),
        crp: 12.0,
        course: "Brå svakhet i venstre arm og skjev munn. Trombolyse etter 70 minutter med god virkning. Opptrening i avdelingen.",
        pictures: Some(("CT hode", "Ingen blødning. Lite infarkt i høyre hjernehalvdel.")),
        drug: Some((drug::CLOPIDOGREL, 400)),
    },
    Stay {
        problem: named(("R55", "Synkope"), ("R55", "Synkope og kollaps"), "Besvimelse"),
        ages: (16, 95),
        rate: 35,
        field: Field::Medicine,
        nights: (1, 1),
        crp: 0.0,
        course: "Besvimte i kø etter lite mat og drikke. Normalt EKG og overvåkning over natta. Ingen behandling.",
        pictures: None,
        drug: None,
    },
];

/// Stays through the years.
pub(crate) fn stays(chart: &mut Chart<'_>, start: Date) {
    let years = days_between(start, chart.end()).max(0) / 365;
    for stay in STAYS {
        let share = stay.rate * years.unsigned_abs().min(30);
        let day = chart.day_since(start);
        if chart.chance.of_ten_thousand(share) && (stay.ages.0..=stay.ages.1).contains(&chart.age(day)) {
            admit(chart, stay, day);
        }
    }
}

/// One stay from the door to the discharge summary.
pub(crate) fn admit(chart: &mut Chart<'_>, stay: &Stay, day: Date) {
    let at = Moment::new(day, 15, 40);
    if !chart.has_happened(at) {
        return;
    }
    let doctor = chart.specialist(stay.field);
    let nights = chart.chance.between(stay.nights.0, stay.nights.1).min(days_between(day, chart.end()));
    let kind = if nights == 0 { VisitKind::Emergency } else { VisitKind::Stay(nights) };
    let visit = chart.visit(&Visit { kind, at, with: doctor, reason: stay.problem.words });
    let found = chart.diagnose(&stay.problem, doctor, day, Some(after(day, nights + 40)));
    if stay.crp > 0.0 {
        chart.body.bend(Analyte::Crp, day, Bend::Episode(stay.crp, 4.0, 25));
        chart.body.bend(Analyte::Leukocytes, day, Bend::Episode(13.0, 3.0, 12));
        chart.body.bend(Analyte::Neutrophils, day, Bend::Episode(10.5, 3.0, 12));
    }
    observe(chart, at, nights);
    if let Some((name, conclusion)) = stay.pictures {
        let by = chart.specialist(Field::Radiology);
        let status = OrderStatus::Final;
        chart.report(&Imaging { name, section: PICTURES, at: at.later(55), by, conclusion, status });
    }
    let leaves = at.later(nights * 24 * 60 + 170);
    if let Some((drug, days)) = stay.drug {
        chart.took(drug, leaves.date, days, Some(found));
    }
    if nights > 3 {
        let by = chart.colleague(stay.field, Profession::Nurse);
        let title = "Sykepleiesammenfatning ved utskriving";
        let at = leaves.later(-60);
        let note = Note { kind: NoteKind::Nursing, title, at, by, visit, is_hidden_from_parents: false };
        chart.note(&note, "Selvhjulpen i stell. Spiser og drikker godt. Går med rullator. Pårørende er informert om hjemreisen.");
    }
    summary(chart, stay, leaves, (doctor, visit, nights));
}

fn observe(chart: &mut Chart<'_>, at: Moment, nights: i32) {
    let doctor = chart.specialist(Field::Acute);
    let nurse = chart.colleague(Field::Acute, Profession::Nurse);
    chart.laboratory(&order("Blodprøver ved innkomst", at.later(25), doctor, "Innleggelse"), ADMISSION);
    for night in 1..=nights.min(5) {
        let morning = Moment::new(after(at.date, night), 7, 30);
        let panel = [
            Analyte::Hemoglobin,
            Analyte::Leukocytes,
            Analyte::Crp,
            Analyte::Potassium,
            Analyte::Creatinine,
            Analyte::Egfr,
        ];
        chart.laboratory(&order("Blodprøver, morgenrunde", morning, doctor, "Innleggelse"), &panel);
    }
    measure_signs(chart, at, nurse);
}

fn measure_signs(chart: &mut Chart<'_>, at: Moment, nurse: crate::staff::StaffId) {
    let pulse = chart.chance.between(68, 104).to_string();
    let oxygen = chart.chance.between(92, 99).to_string();
    let temperature = format!("{:.1}", 37.4 + chart.chance.normal() * 0.6);
    chart.sign(PULSE, &pulse, at.later(8), nurse);
    chart.sign(OXYGEN, &oxygen, at.later(8), nurse);
    chart.sign(TEMPERATURE, &temperature, at.later(9), nurse);
    super::measure(chart, at.later(8), nurse, false);
}

fn summary(
    chart: &mut Chart<'_>,
    stay: &Stay,
    at: Moment,
    (by, visit, nights): (crate::staff::StaffId, Option<crate::element::Link>, i32),
) {
    let title = format!("Epikrise: {}", stay.problem.words.to_lowercase());
    let reason = format!("{} ({}).", stay.problem.icd.1, stay.problem.icd.0);
    let medicine = stay.drug.map_or_else(
        || "Ingen endringer i medisinene.".to_owned(),
        |(drug, _)| format!("Ny: {} {}. {}.", drug.name, drug.preparation, drug.use_text),
    );
    let length =
        if nights == 0 { "Reiste hjem samme dag.".to_owned() } else { format!("Innlagt i {nights} døgn.") };
    let sections = [
        ("Årsak til innleggelsen", reason.as_str()),
        ("Forløp og behandling", stay.course),
        ("Medisiner", medicine.as_str()),
        (
            "Videre oppfølging",
            "Fastlegen følger opp med kontroll om to til tre uker. Ta kontakt med legevakta på 116 117 ved forverring.",
        ),
        ("Varighet", length.as_str()),
    ];
    let note =
        Note { kind: NoteKind::Discharge, title: &title, at, by, visit, is_hidden_from_parents: false };
    chart.document(&note, &sections);
}
