//! Long illnesses of the population: how common they are, what they are treated with, how they are followed, and what
//! they do to the blood. Shares are rounded from Norwegian public health figures; they only have to be believable.

mod list;

use crate::analyte::Analyte::{self, *};
use crate::chart::Problem;
use crate::drug::{self, Drug};
use crate::physiology::Bend::{self, Times, Toward, Yearly};
use crate::unit::Field;

pub(crate) use self::list::ALL;

/// A long illness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Illness {
    /// Its names.
    pub(crate) problem: Problem,
    /// From an age on: of ten thousand women and of ten thousand men, how many have it.
    pub(crate) share: &'static [(i32, u32, u32)],
    /// Months between controls at the GP's; 0 for none.
    pub(crate) every_months: i32,
    /// What a control is called.
    pub(crate) control: &'static str,
    /// What a control measures.
    pub(crate) panel: &'static [Analyte],
    /// Whether blood pressure and weight are taken.
    pub(crate) is_measured: bool,
    /// The department that follows it too, and how many months between.
    pub(crate) clinic: Option<(Field, i32)>,
    /// Medicines: in how many of a hundred, how many days after the diagnosis.
    pub(crate) drugs: &'static [(Drug, u32, i32)],
    /// What it does to the blood.
    pub(crate) bends: &'static [(Analyte, Bend)],
    /// What the notes say.
    pub(crate) notes: &'static [&'static str],
}

const fn problem(
    icpc: (&'static str, &'static str),
    icd: (&'static str, &'static str),
    words: &'static str,
) -> Problem {
    Problem { icpc, icd, words }
}

const LIPIDS_AND_KIDNEYS: &[Analyte] = &[Potassium, Creatinine, Egfr, Ldl, Hdl, Cholesterol];

/// Type 2 diabetes.
pub(crate) const DIABETES: Illness = Illness {
    problem: problem(
        ("T90", "Diabetes type 2"),
        ("E11.9", "Diabetes mellitus type 2 uten kompl"),
        "Diabetes type 2",
    ),
    share: &[(35, 80, 120), (50, 450, 650), (65, 1000, 1300), (78, 1200, 1400)],
    every_months: 4,
    control: "Diabeteskontroll",
    panel: &[HbA1c, Glucose, Creatinine, Egfr, Potassium, Ldl, Hdl, Cholesterol, Alat],
    is_measured: true,
    clinic: Some((Field::Eyes, 24)),
    drugs: &[
        (drug::METFORMIN, 92, 14),
        (drug::ATORVASTATIN, 70, 60),
        (drug::EMPAGLIFLOZIN, 40, 500),
        (drug::SEMAGLUTIDE, 22, 900),
    ],
    bends: &[
        (HbA1c, Toward(71.0, 49.0, 110.0)),
        (HbA1c, Yearly(0.8)),
        (Glucose, Toward(10.8, 7.4, 110.0)),
        (Ldl, Times(0.68)),
        (Creatinine, Yearly(0.9)),
    ],
    notes: &[
        "Måler blodsukker hjemme, stort sett mellom 6 og 9. Ingen føling. Kjenner godt etter kroppen.",
        "Føttene undersøkt: gode pulser, normal følelse for monofilament. Ingen sår.",
        "Snakket om kost og bevegelse. Går tur fire dager i uka. Ønsker å fortsette som før.",
        "Blodsukkeret har vært litt høyere i det siste, trolig etter en forkjølelse. Ny kontroll som avtalt.",
    ],
};

/// High blood pressure.
pub(crate) const HYPERTENSION: Illness = Illness {
    problem: problem(
        ("K86", "Hypertensjon ukomplisert"),
        ("I10", "Essensiell (primær) hypertensjon"),
        "Høyt blodtrykk",
    ),
    share: &[(35, 250, 400), (50, 1500, 1900), (65, 3000, 3200), (78, 3800, 3500)],
    every_months: 9,
    control: "Blodtrykkskontroll",
    panel: LIPIDS_AND_KIDNEYS,
    is_measured: true,
    clinic: None,
    drugs: &[(drug::LOSARTAN, 55, 30), (drug::AMLODIPINE, 45, 30), (drug::ENALAPRIL, 20, 30)],
    bends: &[],
    notes: &[
        "Hjemmemålinger viser blodtrykk rundt 135/82. Ingen bivirkninger av medisinen.",
        "Føler seg bra. Ingen brystsmerter eller tung pust. Fortsetter uendret behandling.",
        "Blodtrykket er noe høyt i dag. Måler hjemme i en uke og sender inn tallene.",
    ],
};

impl Illness {
    /// Of ten thousand people of this age and sex, how many have it.
    pub(crate) fn share_at(&self, age: i32, is_woman: bool) -> u32 {
        let step = self.share.iter().rev().find(|(from, ..)| *from <= age);
        step.map_or(0, |(_, women, men)| if is_woman { *women } else { *men })
    }
}

/// The long illness with this ICPC-2 code.
///
/// # Panics
/// When the list has none with it.
pub(crate) fn known(icpc: &str) -> &'static Illness {
    ALL.iter()
        .find(|illness| illness.problem.icpc.0 == icpc)
        .expect("the caller names an illness of the list")
}
