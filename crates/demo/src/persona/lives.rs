//! Test people with whole lives: a usual one, a very long one, and those around whom much is arranged.

use jiff::civil::Date;

use super::identities::{reachable, related, visit_with_samples};
use super::{Birth, Persona, as_is, kin, trusted};
use crate::analyte::Analyte;
use crate::calendar::{Moment, after, months_after, workday};
use crate::chart::imaging::{PICTURES, TISSUE};
use crate::chart::{
    Booking, BookingStatus, Chart, Imaging, Note, NoteKind, OrderStatus, Problem, Visit, VisitKind,
};
use crate::identity::Sex;
use crate::illness::{DIABETES, HYPERTENSION, known};
use crate::person::{Kin, Kinship};
use crate::staff::{Profession, StaffId};
use crate::story::{booking, home, hospital, illness, order, prevention, write_note};
use crate::unit::{Field, Service};

/// Start here.
pub(super) const INGRID: Persona = Persona {
    given: "Ingrid",
    family: "Solbakken",
    sex: Sex::Female,
    birth: Birth::On(1981, 5, 23),
    municipality: 0,
    shows: "start here: an ordinary full record with low metabolism, a corrected dose, vaccines, visits behind and ahead, no known allergies",
    dress: |region, who| {
        who.marital = "gift";
        let partner = reachable(region, Kinship::Partner, ("Eivind", "Solbakken"), 40);
        related(who, vec![partner, reachable(region, Kinship::Mother, ("Randi", "Moen"), 40)]);
    },
    live: |chart| {
        let start = after(chart.today(), -2200);
        let gp = chart.gp();
        chart.no_known_allergy(after(start, 30), gp);
        illness::follow(chart, known("T86"), after(start, 20), start);
        prevention::vaccines(chart, start);
        prevention::checks(chart, start, true);
        visit_with_samples(chart, after(chart.today(), -9), "Slapphet");
        let next = Moment::new(workday(after(chart.today(), 8)), 10, 40);
        chart.book(&booking(
            next,
            gp,
            "Kontroll av stoffskiftet",
            "Ta blodprøve på legekontoret uka før. Du trenger ikke faste.",
        ));
        chart.care_team("Helsekontaktene dine", start, &[("Fastlege", gp)]);
    },
};

/// The heavy user.
pub(super) const ARNE: Persona = Persona {
    given: "Arne",
    family: "Kvålsvoll",
    sex: Sex::Male,
    birth: Birth::On(1955, 9, 30),
    municipality: 3,
    shows: "the heavy user: about 1 500 resources, type 2 diabetes with HbA1c every quarter for twelve years, kidneys failing slowly, home follow-up",
    dress: |region, who| {
        who.marital = "gift";
        related(who, vec![reachable(region, Kinship::Partner, ("Marit", "Kvålsvoll"), 77)]);
    },
    live: |chart| {
        let start = chart.region.dawn();
        chart.body.bend(Analyte::Creatinine, start, crate::physiology::Bend::Yearly(6.0));
        illness::follow(chart, &DIABETES, after(start, 15), start);
        quarterly(chart, start);
        illness::follow(chart, &HYPERTENSION, after(start, -1500), start);
        prevention::vaccines(chart, start);
        home::follow(chart, 190);
        let day = after(chart.today(), -820);
        hospital::admit(chart, &hospital::STAYS[1], day);
        let (gp, kidneys) = (chart.gp(), chart.specialist(Field::Kidney));
        let nurse = chart.municipal(Service::Home, Profession::Nurse);
        chart.care_team(
            "Diabetes og nyrer",
            start,
            &[("Fastlege", gp), ("Kontaktlege", kidneys), ("Digital hjemmeoppfølging", nurse)],
        );
        let next = Moment::new(workday(after(chart.today(), 19)), 12, 15);
        chart.book(&booking(next, kidneys, "Kontroll på nyreavdelingen", "Ta med oppdatert medisinliste."));
    },
};

fn quarterly(chart: &mut Chart<'_>, start: Date) {
    let gp = chart.gp();
    let mut day = months_after(start, 2);
    while day < chart.today() {
        let at = Moment::new(workday(day), 8, 10);
        chart.laboratory(
            &order("Blodprøver mellom kontrollene", at, gp, "Diabetes type 2"),
            &[Analyte::HbA1c, Analyte::Potassium, Analyte::Creatinine, Analyte::Egfr, Analyte::Hemoglobin],
        );
        day = months_after(day, 3);
    }
}

/// Next of kin as they must not be.
pub(super) const BERIT: Persona = Persona {
    given: "Berit",
    family: "Kolstad",
    sex: Sex::Female,
    birth: Birth::On(1958, 6, 2),
    municipality: 0,
    shows: "next of kin of every kind: confirmed daughter, unconfirmed ones carried over, a mother who is dead, a former husband whose relation has ended",
    dress: |region, who| {
        who.marital = "skilt";
        let plain = |kinship, given: &str, family: &str| {
            Kin::near(kinship, (given.to_owned(), family.to_owned()), region.today)
        };
        let mut mother = plain(Kinship::Mother, "Astrid", "Dahl");
        (mother.confirmed, mother.to) = (None, Some(after(region.today, -3480)));
        let mut former = plain(Kinship::Partner, "Trond", "Kolstad");
        (former.from, former.to) = (Some(after(region.today, -9000)), Some(after(region.today, -2100)));
        let mut neighbour = plain(Kinship::Other("Nabo"), "Gunvor", "Eide");
        neighbour.confirmed = None;
        let mut unknown = plain(Kinship::Other("Ukjent tilknytning"), "", "Larsen");
        unknown.confirmed = None;
        related(
            who,
            vec![
                reachable(region, Kinship::Child, ("Camilla", "Kolstad"), 33),
                neighbour,
                unknown,
                former,
                mother,
            ],
        );
    },
    live: |chart| visit_with_samples(chart, after(chart.today(), -130), "Kontroll"),
};

/// Appointments in every state.
pub(super) const KJELL_ARNE: Persona = Persona {
    given: "Kjell Arne",
    family: "Myrvang",
    sex: Sex::Male,
    birth: Birth::On(1974, 10, 19),
    municipality: 2,
    shows: "appointments of every kind: called off by the hospital, cancelled by himself, missed, waiting for a time, by video, tomorrow, and one half an hour after midnight, which in UTC is the day before",
    dress: as_is,
    live: |chart| {
        let (gp, doctor) = (chart.gp(), chart.specialist(Field::Orthopaedic));
        let today = chart.today();
        let at = |days: i32, hour: i16, minute: i16| Moment::new(workday(after(today, days)), hour, minute);
        let base = |at, with, reason: &'static str| booking(at, with, reason, "");
        chart.book(&Booking {
            status: BookingStatus::CalledOff("Legen er syk. Du får ny time i posten og her."),
            ..base(at(6, 9, 0), doctor, "Vurdering av kneet")
        });
        chart.book(&Booking {
            status: BookingStatus::Waiting,
            ..base(at(20, 9, 0), doctor, "Ny vurdering av kneet")
        });
        chart.book(&Booking { status: BookingStatus::Cancelled, ..base(at(-40, 10, 0), gp, "Kontroll") });
        chart.book(&Booking {
            status: BookingStatus::Missed,
            ..base(at(-90, 11, 0), gp, "Blodtrykkskontroll")
        });
        chart.book(&Booking {
            status: BookingStatus::Kept,
            ..base(at(-200, 12, 0), doctor, "Første vurdering av kneet")
        });
        chart.book(&Booking {
            video: true,
            minutes: 20,
            ..base(at(3, 14, 30), gp, "Videosamtale om prøvesvar")
        });
        chart.book(&Booking {
            minutes: 15,
            ..booking(
                Moment::new(after(today, 1), 8, 15),
                gp,
                "Blodprøve",
                "Møt fastende: ikke spis etter midnatt.",
            )
        });
        let physio = chart.municipal(Service::Physio, Profession::Physiotherapist);
        chart.book(&base(at(30, 0, 30), physio, "Søvnregistrering hjemme, start av måling"));
        illness::follow(chart, &HYPERTENSION, after(today, -900), after(today, -900));
    },
};

/// Breast cancer.
pub(super) const ANNA: Persona = Persona {
    given: "Anna Sofie",
    family: "Bjerkan",
    sex: Sex::Female,
    birth: Birth::On(1971, 3, 12),
    municipality: 0,
    shows: "treated for breast cancer: pathology and imaging answers in words, many documents, a care team with a contact doctor",
    dress: |region, who| {
        who.marital = "gift";
        related(
            who,
            vec![
                reachable(region, Kinship::Partner, ("Jon", "Bjerkan"), 210),
                reachable(region, Kinship::Child, ("Sunniva", "Bjerkan"), 210),
            ],
        );
    },
    live: cancer,
};

fn cancer(chart: &mut Chart<'_>) {
    const BREAST: Problem = Problem {
        icpc: ("X76", "Ondartet svulst bryst (K)"),
        icd: ("C50.9", "Ondartet svulst i bryst, uspesifisert"),
        words: "Brystkreft",
    };
    let found_on = workday(after(chart.today(), -250));
    let (surgeon, oncologist) = (chart.specialist(Field::Surgery), chart.specialist(Field::Cancer));
    let (radiologist, pathologist) =
        (chart.specialist(Field::Radiology), chart.specialist(Field::Laboratory));
    let nurse = chart.colleague(Field::Cancer, Profession::Nurse);
    let gp = chart.gp();
    chart.no_known_allergy(found_on, gp);
    chart.diagnose(&BREAST, oncologist, found_on, None);
    pictures_and_tissue(chart, found_on, (radiologist, pathologist));
    talks(chart, found_on, (surgeon, oncologist, nurse));
    chart.care_team(
        "Pakkeforløp brystkreft",
        found_on,
        &[("Kontaktlege", oncologist), ("Kontaktsykepleier", nurse), ("Kirurg", surgeon), ("Fastlege", gp)],
    );
    let next = Moment::new(workday(after(chart.today(), 26)), 9, 20);
    chart.book(&booking(
        next,
        oncologist,
        "Kontroll på kreftavdelingen",
        "Mammografi tas samme dag. Møt 30 minutter før.",
    ));
}

fn pictures_and_tissue(
    chart: &mut Chart<'_>,
    found_on: Date,
    (radiologist, pathologist): (StaffId, StaffId),
) {
    let report = |name, section, days, by, conclusion, status| Imaging {
        name,
        section,
        at: Moment::new(workday(after(found_on, days)), 11, 30),
        by,
        conclusion,
        status,
    };
    chart.report(&report(
        "Mammografi og ultralyd",
        PICTURES,
        0,
        radiologist,
        "Fast knute på 14 mm i venstre bryst. Vevsprøve er tatt.",
        OrderStatus::Final,
    ));
    chart.report(&report("Vevsprøve fra venstre bryst", TISSUE, 4, pathologist, "Infiltrerende duktalt karsinom, grad 2. Østrogenreseptor positiv 95 prosent. HER2 negativ. Ki-67 18 prosent.", OrderStatus::Final));
    chart.report(&report(
        "CT thorax og abdomen",
        PICTURES,
        9,
        radiologist,
        "Ingen tegn til spredning.",
        OrderStatus::Final,
    ));
    chart.report(&report(
        "Operasjonspreparat, venstre bryst",
        TISSUE,
        24,
        pathologist,
        "Fri marginer på 4 mm. Ingen spredning til to undersøkte vaktpostlymfeknuter.",
        OrderStatus::Corrected,
    ));
}

fn talks(chart: &mut Chart<'_>, found_on: Date, (surgeon, oncologist, nurse): (StaffId, StaffId, StaffId)) {
    let talks = [
        (
            2,
            "Første samtale etter funnet",
            surgeon,
            "Orientert om funnet sammen med mannen. Satt opp til operasjon. Forløpskoordinator ringer i morgen.",
        ),
        (
            20,
            "Operasjon",
            surgeon,
            "Brystbevarende inngrep og vaktpostlymfeknute. Ukomplisert. Hjem samme dag.",
        ),
        (
            38,
            "Behandlingsplan",
            oncologist,
            "Strålebehandling i tre uker, deretter hormonbehandling i fem år. Kontroll hvert år med mammografi.",
        ),
        (
            110,
            "Kontroll etter strålebehandling",
            oncologist,
            "Tåler behandlingen godt. Litt sår hud som er i bedring. Sliten, men går tur hver dag.",
        ),
        (
            200,
            "Samtale om hverdagen etterpå",
            nurse,
            "Tilbake i halv stilling. Ønsker kurs på lærings- og mestringssenteret.",
        ),
    ];
    for (days, title, by, text) in talks {
        talk(chart, Moment::new(workday(after(found_on, days)), 13, 0), by, (title, text));
    }
}

fn talk(chart: &mut Chart<'_>, at: Moment, by: StaffId, (title, text): (&'static str, &'static str)) {
    let visit = chart.visit(&Visit { kind: VisitKind::Office, at, with: by, reason: title });
    let note = Note {
        kind: NoteKind::Outpatient,
        title,
        at: at.later(60),
        by,
        visit,
        is_hidden_from_parents: false,
    };
    chart.document(&note, &[("Vurdering", text), ("Plan", "Ta kontakt med kontaktsykepleier ved spørsmål.")]);
    chart.laboratory(
        &order("Blodprøver", at.later(-90), by, "Brystkreft"),
        &[
            Analyte::Hemoglobin,
            Analyte::Leukocytes,
            Analyte::Neutrophils,
            Analyte::Platelets,
            Analyte::Alat,
            Analyte::Alp,
            Analyte::Calcium,
        ],
    );
}

/// Dementia, with help around.
pub(super) const OLAV: Persona = Persona {
    given: "Olav",
    family: "Tømmervåg",
    sex: Sex::Male,
    birth: Birth::On(1934, 1, 8),
    municipality: 5,
    shows: "92, with dementia: cannot consent, so that his daughter acts for him on a doctor's statement; the guardian sees nothing; home nursing, many hands in the record",
    dress: |region, who| {
        who.marital = "enkeEllerEnkemann";
        who.phone = None;
        related(
            who,
            vec![
                kin(region, Kinship::Child, &trusted::INGER),
                kin(region, Kinship::Other("Verge"), &trusted::PAAL),
            ],
        );
    },
    live: |chart| {
        let start = after(chart.today(), -1500);
        illness::follow(chart, known("P70"), after(start, 40), start);
        let nurse = chart.municipal(Service::Home, Profession::Nurse);
        let gp = chart.gp();
        for week in (1..30).rev() {
            let at = Moment::new(after(chart.today(), -week * 7), 9, 0);
            let visit =
                chart.visit(&Visit { kind: VisitKind::Home, at, with: nurse, reason: "Tilsyn og medisiner" });
            let text = "Fikk medisiner fra multidose. Spiste frokost. God stemning, spurte etter datteren.";
            write_note(chart, "Tilsyn hjemme", at.later(20), (nurse, visit), text);
        }
        chart.flag(
            "Ikke samtykkekompetent i helsespørsmål. Kontakt datteren, som er nærmeste pårørende.",
            after(start, 200),
            gp,
        );
        chart.care_team(
            "Hjelpen rundt deg",
            start,
            &[("Fastlege", gp), ("Primærkontakt i hjemmesykepleien", nurse)],
        );
        trusted::cannot_consent(chart, gp);
    },
};
