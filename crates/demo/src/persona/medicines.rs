//! Test people whose medicines and allergies are the point.

use jiff::civil::Date;

use super::identities::{reachable, related};
use super::{Birth, Persona, as_is, kin, trusted};
use crate::calendar::{Moment, after, workday};
use crate::chart::{Allergy, Chart, Course, Problem, Reaction, Standing};
use crate::drug::{self, Drug};
use crate::identity::Sex;
use crate::illness::{HYPERTENSION, known};
use crate::person::Kinship;
use crate::staff::{Profession, StaffId};
use crate::story::{booking, hospital, illness};
use crate::unit::{Field, Service};

/// Many medicines at 84.
pub(super) const SOLVEIG: Persona = Persona {
    given: "Solveig",
    family: "Aunemo",
    sex: Sex::Female,
    birth: Birth::Ago(84, 75),
    municipality: 4,
    shows: "84 with sixteen medicines, in use, when needed, weekly and ended; heart failure, hip fracture, home nursing; has given three people access to parts of her record, one of them no longer",
    dress: |region, who| {
        who.marital = "enkeEllerEnkemann";
        related(who, vec![kin(region, Kinship::Child, &trusted::BENTE)]);
    },
    live: |chart| {
        let start = after(chart.today(), -2400);
        for wanted in ["K77", "K78", "L95", "P06"] {
            illness::follow(chart, known(wanted), after(start, 90), start);
        }
        for (drug, days) in [
            (drug::PARACETAMOL, 700),
            (drug::MACROGOL, 650),
            (drug::VITAMIN_D, 600),
            (drug::B12_SHOT, 500),
            (drug::LATANOPROST, 1900),
            (drug::PANTOPRAZOLE, 420),
        ] {
            let from = workday(after(chart.today(), -days));
            chart.takes(drug, from, None);
        }
        chart.took(drug::PIVMECILLINAM, workday(after(chart.today(), -95)), 3, None);
        chart.took(drug::OXYCODONE, workday(after(chart.today(), -600)), 10, None);
        let by = chart.gp();
        let stop = Course {
            drug: drug::DIGOXIN,
            use_text: None,
            from: after(start, 200),
            to: Some(after(chart.today(), -365)),
            standing: Standing::Stopped("For lav puls"),
            reason: None,
            by,
        };
        chart.prescribe(&stop);
        let fall = after(chart.today(), -610);
        hospital::admit(chart, &hospital::STAYS[2], fall);
        let nurse = chart.municipal(Service::Home, Profession::Nurse);
        let heart = chart.specialist(Field::Heart);
        chart.care_team(
            "Hjelpen rundt deg",
            start,
            &[("Fastlege", by), ("Hjertelege", heart), ("Primærkontakt i hjemmesykepleien", nurse)],
        );
        let next = Moment::new(workday(after(chart.today(), 16)), 10, 0);
        chart.book(&booking(next, heart, "Kontroll av hjertesvikt", "Ta med oppdatert medisinliste."));
        trusted::given_by_solveig(chart);
    },
};

/// Two sources that disagree.
pub(super) const GERD: Persona = Persona {
    given: "Gerd",
    family: "Overvik",
    sex: Sex::Female,
    birth: Birth::On(1950, 4, 26),
    municipality: 1,
    shows: "two sources disagree: the GP prescribes metoprolol 50 mg once a day, the hospital's list says 100 mg; the hospital stopped apixaban, the GP's prescription is active",
    dress: as_is,
    live: |chart| {
        const DOUBLE: Drug = Drug { preparation: "depottabletter 100 mg", ..drug::METOPROLOL };
        let gp = chart.gp();
        let heart = chart.specialist(Field::Heart);
        let left = workday(after(chart.today(), -33));
        illness::follow(chart, &HYPERTENSION, after(chart.today(), -1400), after(chart.today(), -1400));
        chart.takes(drug::METOPROLOL, after(chart.today(), -800), None);
        chart.takes(drug::APIXABAN, after(chart.today(), -800), None);
        hospital::admit(chart, &hospital::STAYS[7], after(left, -1));
        let listed = Course {
            drug: DOUBLE,
            use_text: Some("1 tablett daglig, økt ved utskriving"),
            from: left,
            to: None,
            standing: Standing::InUse,
            reason: None,
            by: heart,
        };
        chart.listed(&listed, "Fra medisinlisten ved utskriving.");
        let stopped = Course {
            drug: drug::APIXABAN,
            use_text: None,
            from: after(chart.today(), -800),
            to: Some(left),
            standing: Standing::Stopped("Blødning"),
            ..listed
        };
        chart.listed(&stopped, "Seponert under oppholdet.");
        let same = Course {
            drug: drug::PARACETAMOL,
            use_text: None,
            standing: Standing::InUse,
            to: None,
            by: gp,
            ..listed
        };
        chart.prescribe(&same);
        chart.listed(&Course { by: heart, ..same }, "");
    },
};

/// Critical information.
pub(super) const LEIF: Persona = Persona {
    given: "Leif Gunnar",
    family: "Rødsjø",
    sex: Sex::Male,
    birth: Birth::On(1963, 12, 29),
    municipality: 2,
    shows: "critical information: anaphylaxis from penicillin and latex, an unverified allergy, a pacemaker, a difficult airway",
    dress: |region, who| related(who, vec![reachable(region, Kinship::Partner, ("Turid", "Rødsjø"), 20)]),
    live: |chart| {
        let doctor = chart.specialist(Field::Heart);
        let gp = chart.gp();
        let day = after(chart.today(), -2600);
        anaphylaxis(chart, "Latex", "environment", day, gp);
        let severe = Some(Reaction { words: "Anafylaktisk sjokk", severity: "severe" });
        let penicillin = Allergy {
            atc: Some("J01CE02"),
            words: "Fenoksymetylpenicillin",
            category: "medication",
            is_critical: true,
            is_confirmed: true,
            reaction: severe,
        };
        chart.allergic(&penicillin, after(day, 300), gp);
        let unsure = Allergy {
            atc: None,
            words: "Jordbær",
            category: "food",
            is_critical: false,
            is_confirmed: false,
            reaction: None,
        };
        chart.allergic(&unsure, after(day, 900), gp);
        chart.flag(
            "Har pacemaker. Må ikke undersøkes med MR uten avklaring.",
            after(chart.today(), -1100),
            doctor,
        );
        chart.flag("Vanskelig luftvei ved narkose. Se anestesinotat.", after(chart.today(), -1100), doctor);
        illness::follow(chart, known("K74"), after(chart.today(), -1300), after(chart.today(), -1300));
    },
};

/// A dangerous allergy with its diagnosis and pen.
#[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
pub(super) fn anaphylaxis(
    chart: &mut Chart<'_>,
    words: &'static str,
    category: &'static str,
    day: Date,
    by: StaffId,
) {
    const ALLERGIC: Problem = Problem {
        icpc: ("A92", "Allergi/allergisk reaksjon IKA"),
        icd: ("T78.2", "Uspesifisert anafylaktisk sjokk"),
        words: "Alvorlig allergisk reaksjon",
    };
    let reaction = Some(Reaction { words: "Hevelse i hals og tung pust", severity: "severe" });
    chart.allergic(
        &Allergy { atc: None, words, category, is_critical: true, is_confirmed: true, reaction },
        day,
        by,
    );
    let found = chart.diagnose(&ALLERGIC, by, day, None);
    chart.takes(drug::ADRENALINE, day, Some(found));
}
