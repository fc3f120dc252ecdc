//! Test people who are children, parents and soon to be parents.

use super::identities::{reachable, visit_with_samples};
use super::{Birth, Persona, kin, named, parents};
use crate::analyte::Analyte;
use crate::calendar::{Moment, after, workday};
use crate::chance::Chance;
use crate::chart::imaging::PICTURES;
use crate::chart::{
    Agreement, Chart, Imaging, Line, Note, NoteKind, OrderStatus, Problem, Sight, Visit, VisitKind,
};
use crate::element::To;
use crate::identity::Sex;
use crate::person::{Kinship, Person};
use crate::places::{self, Address};
use crate::region::Region;
use crate::staff::Profession;
use crate::story::{booking, childhood, measure, order, write_note};
use crate::unit::{Field, Service};

/// A home shared by several test people.
pub(super) fn home(municipality: usize, number: u64) -> Address {
    places::within(municipality, &mut Chance::new(0, crate::topic::PERSONA, 4000 + number))
}

/// A newborn without a name.
pub(super) const NEWBORN: Persona = Persona {
    given: "",
    family: "Brekken",
    sex: Sex::Female,
    birth: Birth::Ago(0, 3),
    municipality: 0,
    shows: "three days old and not yet named: the Patient has no name at all, daughter of Thea Brekken, who acts for her",
    dress: |region, who| {
        who.address = home(0, 1);
        who.kin = vec![kin(region, Kinship::Mother, &THEA)];
    },
    live: |chart| {
        let at = Moment::new(chart.who.birth, 5, 12);
        let midwife = chart.colleague(Field::Women, Profession::Midwife);
        chart.visit(&Visit { kind: VisitKind::Stay(2), at, with: midwife, reason: "Født på sykehuset" });
        chart.sign(crate::chart::vital::WEIGHT, "3.42", at.later(20), midwife);
        chart.sign(crate::chart::vital::HEIGHT, "50.0", at.later(22), midwife);
        let nurse = chart.municipal(Service::Child, Profession::Nurse);
        let home = Moment::new(workday(after(chart.today(), 5)), 11, 0);
        chart.book(&booking(home, nurse, "Hjemmebesøk fra helsestasjonen", ""));
    },
};

/// Her mother.
pub(super) const THEA: Persona = Persona {
    given: "Thea",
    family: "Brekken",
    sex: Sex::Female,
    birth: Birth::On(1995, 2, 19),
    municipality: 0,
    shows: "gave birth three days ago; the child is a citizen of its own",
    dress: |region, who| {
        who.marital = "gift";
        who.address = home(0, 1);
        who.kin = vec![reachable(region, Kinship::Partner, ("Sondre", "Brekken"), 120)];
    },
    live: |chart| {
        pregnancy(chart, after(chart.today(), -283));
        let at = Moment::new(after(chart.today(), -3), 1, 20);
        let midwife = chart.colleague(Field::Women, Profession::Midwife);
        let visit = chart.visit(&Visit { kind: VisitKind::Stay(2), at, with: midwife, reason: "Fødsel" });
        let note = Note {
            kind: NoteKind::Discharge,
            title: "Epikrise: fødsel",
            at: at.later(60 * 50),
            by: midwife,
            visit,
            is_hidden_from_parents: false,
        };
        chart.document(&note, &[("Fødsel", "Vanlig fødsel til termin. Frisk jente, 3420 gram og 50 cm. Apgar 9–10–10."), ("Barseltid", "Ammer. Blødningen er normal. Hjem etter to døgn."), ("Videre oppfølging", "Jordmor fra kommunen kommer hjem i løpet av uka. Kontroll hos fastlegen etter seks uker.")]);
    },
};

/// Pregnant.
pub(super) const AMALIE: Persona = Persona {
    given: "Amalie",
    family: "Storli Vik",
    sex: Sex::Female,
    birth: Birth::On(1997, 9, 8),
    municipality: 0,
    shows: "in week 28 of a pregnancy: controls, ultrasound, glucose test; controls are booked to term",
    dress: |_, who| who.marital = "gift",
    live: |chart| {
        let conceived = after(chart.today(), -28 * 7);
        pregnancy(chart, conceived);
        let midwife = chart.municipal(Service::Child, Profession::Midwife);
        for week in [30, 32, 34, 36, 38] {
            let at = Moment::new(workday(after(conceived, week * 7 + 2)), 9, 30);
            chart.book(&booking(
                at,
                midwife,
                &format!("Svangerskapskontroll, uke {week}"),
                "Ta med urinprøve.",
            ));
        }
    },
};

fn pregnancy(chart: &mut Chart<'_>, conceived: jiff::civil::Date) {
    const PREGNANT: Problem = Problem {
        icpc: ("W78", "Svangerskap bekreftet"),
        icd: ("Z34.9", "Kontroll av normalt svangerskap"),
        words: "Svangerskap",
    };
    let gp = chart.gp();
    let first = workday(after(conceived, 56));
    chart.diagnose(&PREGNANT, gp, first, None);
    chart.no_known_allergy(first, gp);
    chart.body.bend(Analyte::Hemoglobin, first, crate::physiology::Bend::Toward(13.1, 11.2, 90.0));
    chart.body.bend(Analyte::Ferritin, first, crate::physiology::Bend::Toward(46.0, 14.0, 90.0));
    let panel = [Analyte::Hemoglobin, Analyte::Ferritin, Analyte::Glucose, Analyte::Tsh, Analyte::HbA1c];
    let at = Moment::new(first, 10, 0);
    let mut lines = chart.measure(&panel, at);
    let blood = Line::words("", "B-Blodtype ABO og RhD", "A Rh(D) positiv");
    lines.push(blood.coded(crate::system::LOINC, "882-1"));
    chart.answer(&order("Første svangerskapskontroll", at, gp, "Svangerskap"), OrderStatus::Final, &lines);
    let midwife = chart.municipal(Service::Child, Profession::Midwife);
    for week in [12, 18, 24, 28, 32, 36, 38, 40] {
        let at = Moment::new(workday(after(conceived, week * 7)), 9, 0);
        let reason = format!("Svangerskapskontroll, uke {week}");
        let Some(visit) = chart.visit(&Visit { kind: VisitKind::Office, at, with: midwife, reason: &reason })
        else {
            break;
        };
        measure(chart, at.later(5), midwife, false);
        chart.laboratory(
            &order(&reason, at.later(15), midwife, "Svangerskap"),
            &[Analyte::Hemoglobin, Analyte::Ferritin],
        );
        write_note(
            chart,
            &reason,
            at.later(20),
            (midwife, Some(visit)),
            "Kjenner liv. Fosterlyd 145 i minuttet. Symfyse-fundus-mål følger kurven. Ingen hevelser.",
        );
    }
    let by = chart.specialist(Field::Women);
    let at = Moment::new(workday(after(conceived, 18 * 7 + 3)), 13, 0);
    chart.report(&Imaging { name: "Ultralyd i uke 18", section: PICTURES, at, by, conclusion: "Ett levende foster med normal utvikling. Morkaken ligger på bakveggen. Termin som beregnet.", status: OrderStatus::Final });
}

/// Parents living apart.
pub(super) const LIAM: Persona = Persona {
    given: "Liam",
    family: "Sandnes Holm",
    sex: Sex::Male,
    birth: Birth::Ago(7, 120),
    municipality: 1,
    shows: "parents live apart with joint responsibility: two relatives at two addresses; lives with his mother, and both may act",
    dress: |region, who| {
        who.address = home(1, 2);
        who.kin = vec![kin(region, Kinship::Mother, &SILJE), kin(region, Kinship::Father, &MARTIN)];
    },
    live: |chart| {
        let start = chart.who.birth;
        childhood::write(chart, start);
        visit_with_samples(chart, after(chart.today(), -60), "Hoste og tung pust");
    },
};

fn with_child(region: &Region, who: &mut Person, name: (&str, &str)) {
    who.kin = vec![reachable(region, Kinship::Child, name, 200)];
    who.marital = "skilt";
}

/// His mother.
pub(super) const SILJE: Persona = Persona {
    given: "Silje",
    family: "Sandnes",
    sex: Sex::Female,
    birth: Birth::On(1990, 11, 5),
    municipality: 1,
    shows: "Liam's mother, with whom he lives",
    dress: |region, who| {
        who.address = home(1, 2);
        with_child(region, who, ("Liam", "Sandnes Holm"));
    },
    live: |chart| visit_with_samples(chart, after(chart.today(), -300), "Slapphet"),
};

/// His father.
pub(super) const MARTIN: Persona = Persona {
    given: "Martin",
    family: "Holm",
    sex: Sex::Male,
    birth: Birth::On(1988, 1, 27),
    municipality: 0,
    shows: "Liam's father, at another address",
    dress: |region, who| {
        who.address = home(0, 3);
        with_child(region, who, ("Liam", "Sandnes Holm"));
    },
    live: |chart| visit_with_samples(chart, after(chart.today(), -500), "Vondt i kneet"),
};

/// Between 12 and 16.
pub(super) const JONAS: Persona = Persona {
    given: "Jonas",
    family: "Rognes",
    sex: Sex::Male,
    birth: Birth::Ago(13, 200),
    municipality: 4,
    shows: "thirteen, with his mother's consent to his own log-in: he sees appointments, medicines, vaccines, details and log; one note is hidden from parents, one appointment is about sexual health, one is hidden from the young",
    dress: |region, who| {
        who.address = home(4, 5);
        who.kin =
            vec![kin(region, Kinship::Mother, &parents::HEGE), kin(region, Kinship::Father, &parents::RUNE)];
    },
    live: |chart| {
        let start = chart.who.birth;
        childhood::write(chart, start);
        let nurse = chart.municipal(Service::Child, Profession::Nurse);
        let at = Moment::new(workday(after(chart.today(), -24)), 12, 10);
        let visit = chart.visit(&Visit {
            kind: VisitKind::Office,
            at,
            with: nurse,
            reason: "Samtale med helsesykepleier",
        });
        let note = Note {
            kind: NoteKind::Note,
            title: "Samtale med helsesykepleier",
            at: at.later(30),
            by: nurse,
            visit,
            is_hidden_from_parents: true,
        };
        chart.note(&note, "Kom selv for å snakke om søvn og uro. Ønsker at foreldrene ikke får vite om samtalen ennå. Avtalt ny samtale.");
        let next = Moment::new(workday(after(chart.today(), 11)), 12, 10);
        chart.book(&booking(next, nurse, "Time hos helsesykepleier", ""));
        let mut book = |marks, days, reason| {
            let at = Moment::new(workday(after(chart.today(), days)), 13, 0);
            chart.seen_as(Sight::marked(marks), |chart| chart.book(&booking(at, nurse, reason, "")));
        };
        book(&["SEX"], 18, "Samtale om kropp og prevensjon");
        book(&["NORN_UNGDOM"], 25, "Møte mellom foreldre og skolelege");
        let (number, name) = named(chart.region, &parents::HEGE);
        let consent = Agreement::new("youth-access", after(chart.today(), -90));
        chart.agree(&Agreement { said_by: Some(To::Citizen(&number, &name)), ..consent });
    },
};

/// Soon sixteen.
pub(super) const EMILIE: Persona = Persona {
    given: "Emilie",
    family: "Bakklund",
    sex: Sex::Female,
    birth: Birth::Ago(16, -7),
    municipality: 2,
    shows: "turns 16 in a week: the access of Monica and Stian ends that day",
    dress: |region, who| {
        who.address = home(2, 6);
        who.kin = vec![
            kin(region, Kinship::Mother, &parents::MONICA),
            kin(region, Kinship::Father, &parents::STIAN),
        ];
    },
    live: |chart| {
        let start = chart.who.birth;
        childhood::write(chart, start);
        visit_with_samples(chart, after(chart.today(), -45), "Slapphet");
    },
};

/// One of twins.
pub(super) const IDA: Persona = Persona {
    given: "Ida Marie",
    family: "Sæther",
    sex: Sex::Female,
    birth: Birth::Ago(10, 40),
    municipality: 3,
    shows: "one of twins: same birth date, address and family as Iver",
    dress: |_, who| who.address = home(3, 4),
    live: |chart| {
        let start = chart.who.birth;
        childhood::write(chart, start);
    },
};

/// The other.
pub(super) const IVER: Persona = Persona {
    given: "Iver",
    family: "Sæther",
    sex: Sex::Male,
    birth: Birth::Ago(10, 40),
    municipality: 3,
    shows: "the other twin; allergic to peanuts, with an adrenaline pen",
    dress: |_, who| who.address = home(3, 4),
    live: |chart| {
        let start = chart.who.birth;
        childhood::write(chart, start);
        let by = chart.specialist(Field::Children);
        let day = after(chart.today(), -1500);
        super::medicines::anaphylaxis(chart, "Peanøtter", "food", day, by);
    },
};
