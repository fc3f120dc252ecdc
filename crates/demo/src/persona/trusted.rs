//! Test people who have been given access, or have closed something, and what the givers have said.

use super::identities::visit_with_samples;
use super::{Birth, Persona, as_is, kin, named};
use crate::analyte::Analyte;
use crate::calendar::{Moment, after, workday};
use crate::chart::{Agreement, Chart, Line, Note, NoteKind, OrderStatus, Shown, Sight, Until};
use crate::element::{Link, To};
use crate::identity::Sex;
use crate::person::{Kinship, Protection};
use crate::staff::{Profession, StaffId};
use crate::story::{booking, order, write_note};
use crate::unit::Field;

fn usual(chart: &mut Chart<'_>) {
    visit_with_samples(chart, after(chart.today(), -160), "Kontroll");
}

fn note<'a>(chart: &Chart<'_>, title: &'a str, days: i32, by: StaffId) -> Note<'a> {
    let at = Moment::new(workday(after(chart.today(), -days)), 14, 0);
    Note { kind: NoteKind::Note, title, at, by, visit: None, is_hidden_from_parents: false }
}

/// Solveig's daughter.
pub(super) const BENTE: Persona = Persona {
    given: "Bente",
    family: "Aunemo Lund",
    sex: Sex::Female,
    birth: Birth::On(1968, 1, 17),
    municipality: 4,
    shows: "Solveig's daughter: sees her test results and appointments until one of them ends it, without what is about mental health",
    dress: as_is,
    live: usual,
};

/// Solveig's grandson.
pub(super) const HAAKON: Persona = Persona {
    given: "Håkon",
    family: "Lund",
    sex: Sex::Male,
    birth: Birth::On(1996, 11, 29),
    municipality: 0,
    shows: "Solveig's grandson: sees her medicines for another month",
    dress: as_is,
    live: usual,
};

/// Solveig's former neighbour.
pub(super) const TOVE: Persona = Persona {
    given: "Tove",
    family: "Strand",
    sex: Sex::Female,
    birth: Birth::On(1957, 4, 5),
    municipality: 4,
    shows: "helped Solveig until two months ago: the access has ended",
    dress: as_is,
    live: usual,
};

/// What Solveig has given, and what she keeps back.
pub(super) fn given_by_solveig(chart: &mut Chart<'_>) {
    let (region, today) = (chart.region, chart.today());
    let doctor = chart.colleague(Field::Mental, Profession::Doctor);
    chart.seen_as(Sight::marked(&["PSY"]), |chart| {
        let next = Moment::new(workday(after(today, 21)), 11, 0);
        chart.book(&booking(next, doctor, "Samtale på alderspsykiatrisk poliklinikk", ""));
        let at = Moment::new(workday(after(today, -28)), 9, 0);
        let line = Line::words("", "P-Nortriptylin", "Innenfor ønsket område");
        let asked = order("Legemiddelmåling, alderspsykiatri", at, doctor, "Depresjon");
        chart.answer(&asked, OrderStatus::Final, &[line]);
    });
    let mut give = |persona, areas, (from, until), kept_back| {
        let (number, name) = named(region, persona);
        let proxy = Agreement::new("proxy", after(today, from));
        let actor = Some(To::Citizen(&number, &name));
        chart.agree(&Agreement { actor, areas, kept_back, until, ..proxy });
    };
    give(&BENTE, &["results", "appointments"], (-400, Until::Ended), &["PSY"]);
    give(&HAAKON, &["medicines"], (-60, Until::Day(after(today, 31))), &[]);
    give(&TOVE, &["appointments", "medicines"], (-500, Until::Day(after(today, -61))), &[]);
}

/// Olav's daughter.
pub(super) const INGER: Persona = Persona {
    given: "Inger",
    family: "Tømmervåg",
    sex: Sex::Female,
    birth: Birth::On(1963, 3, 2),
    municipality: 5,
    shows: "Olav's daughter and nearest relative: acts for him on a doctor's statement, for at most five years",
    dress: as_is,
    live: usual,
};

/// Olav's guardian.
pub(super) const PAAL: Persona = Persona {
    given: "Pål",
    family: "Krogstad",
    sex: Sex::Male,
    birth: Birth::On(1972, 9, 13),
    municipality: 5,
    shows: "Olav's guardian: guardianship does not reach the health record",
    dress: as_is,
    live: usual,
};

/// What is registered of somebody who cannot consent: the doctor's statement, the daughter, the guardian.
pub(super) fn cannot_consent(chart: &mut Chart<'_>, gp: StaffId) {
    let (region, since) = (chart.region, workday(after(chart.today(), -420)));
    let statement = Note {
        kind: NoteKind::Letter,
        at: Moment::new(since, 8, 30),
        ..note(chart, "Erklæring om samtykkekompetanse", 0, gp)
    };
    let paper: Option<Link> = chart.note(
        &statement,
        "Pasienten mangler samtykkekompetanse i helsespørsmål på grunn av demens. Nærmeste pårørende er datteren.",
    );
    let member = region.member(gp);
    let said_by = Some(To::Staff(member));
    chart.agree(&Agreement { said_by, paper, ..Agreement::closed("incapacity", since) });
    let (number, name) = named(region, &INGER);
    let areas = &[
        "appointments",
        "results",
        "medicines",
        "allergies",
        "diagnoses",
        "vaccines",
        "documents",
        "care-team",
    ];
    let actor = Some(To::Citizen(&number, &name));
    chart.agree(&Agreement { said_by, paper, actor, areas, ..Agreement::new("representative", since) });
    let (number, name) = named(region, &PAAL);
    let actor = Some(To::Citizen(&number, &name));
    chart.agree(&Agreement { actor, ..Agreement::new("guardian", after(since, 160)) });
}

/// Maria's daughter.
pub(super) const SELMA: Persona = Persona {
    given: "Selma",
    family: "Elvestad",
    sex: Sex::Female,
    birth: Birth::Ago(5, 20),
    municipality: 1,
    shows: "Maria's daughter, with a protected address too: nobody can act for her here",
    dress: |region, who| {
        who.protection = Protection::Confidential;
        who.kin = vec![kin(region, Kinship::Mother, &super::identities::MARIA)];
    },
    live: |chart| {
        let start = chart.who.birth;
        crate::story::childhood::write(chart, start);
    },
};

/// Maria's friend.
pub(super) const HEIDI: Persona = Persona {
    given: "Heidi",
    family: "Norum",
    sex: Sex::Female,
    birth: Birth::On(1988, 2, 26),
    municipality: 1,
    shows: "Maria has given her access, but Maria's address is protected: she sees nothing and is told no reason",
    dress: as_is,
    live: usual,
};

/// What a person with a protected address has given: nothing comes of it.
pub(super) fn without_effect(chart: &mut Chart<'_>) {
    let (number, name) = named(chart.region, &HEIDI);
    let proxy = Agreement::new("proxy", after(chart.today(), -200));
    let actor = Some(To::Citizen(&number, &name));
    chart.agree(&Agreement { actor, areas: &["appointments", "results"], ..proxy });
}

/// Odd's widow.
pub(super) const AASE: Persona = Persona {
    given: "Åse",
    family: "Fossum",
    sex: Sex::Female,
    birth: Birth::On(1949, 11, 30),
    municipality: 2,
    shows: "Odd's widow, approved as the nearest: sees his documents, diagnoses and medicines",
    dress: |_, who| who.marital = "enkeEllerEnkemann",
    live: usual,
};

/// What the widow was approved to see.
pub(super) fn approved_after_death(chart: &mut Chart<'_>) {
    let (number, name) = named(chart.region, &AASE);
    let approved = Agreement::new("nearest-of-dead", after(chart.today(), -30));
    let actor = Some(To::Citizen(&number, &name));
    chart.agree(&Agreement { actor, areas: &["documents", "diagnoses", "medicines"], ..approved });
}

/// The emergency lock.
pub(super) const HELLE: Persona = Persona {
    given: "Helle",
    family: "Krogh",
    sex: Sex::Female,
    birth: Birth::On(1994, 6, 7),
    municipality: 0,
    shows: "has set the emergency lock: her own pages are closed to whoever signs in as her, and say so",
    dress: as_is,
    live: |chart| {
        usual(chart);
        chart.agree(&Agreement::closed("lock", after(chart.today(), -12)));
    },
};

/// Blocks against staff.
pub(super) const VIDAR: Persona = Persona {
    given: "Vidar",
    family: "Sletten",
    sex: Sex::Male,
    birth: Birth::On(1969, 5, 31),
    municipality: 0,
    shows: "has blocked one doctor by name, one department, and one note against all staff; he sees all of it himself",
    dress: as_is,
    live: |chart| {
        usual(chart);
        let (region, since) = (chart.region, after(chart.today(), -100));
        let doctor = chart.specialist(Field::Orthopaedic);
        let unit = region.department(Field::Mental, chart.who.address.municipality);
        let gp = chart.gp();
        let written = note(chart, "Samtale om en vanskelig tid", 110, gp);
        let link = chart.note(&written, "Ønsker at notatet ikke leses av andre enn fastlegen.");
        let block = Agreement::closed("block", since);
        chart.agree(&Agreement { actor: Some(To::Staff(region.member(doctor))), ..block });
        chart.agree(&Agreement { actor: Some(To::Unit(region.unit(unit))), ..block });
        chart.agree(&Agreement { items: link.as_slice(), ..block });
    },
};

/// Answers that are not shown yet, and items that are never shown.
pub(super) const SIGRID: Persona = Persona {
    given: "Sigrid",
    family: "Moe",
    sex: Sex::Female,
    birth: Birth::On(1974, 8, 23),
    municipality: 0,
    shows: "one answer is shown in nine days and one when the doctor shows it: the page announces both; two notes are refused and are not there at all",
    dress: as_is,
    live: |chart| {
        usual(chart);
        let (gp, today) = (chart.gp(), chart.today());
        let doctor = chart.specialist(Field::Medicine);
        let at = Moment::new(workday(after(today, -5)), 8, 40);
        let soon = Moment::new(after(today, 9), 8, 0);
        chart.seen_as(Sight { marks: &["NORU"], shown: Shown::From(soon) }, |chart| {
            chart.laboratory(&order("Utredning av blodmangel", at, doctor, "Slapphet"), &[Analyte::Ferritin]);
        });
        chart.seen_as(Sight { marks: &["NORU"], shown: Shown::ByHand }, |chart| {
            let line = Line::words("", "Genundersøkelse av jernlagring", "Svar gis i samtale");
            chart.answer(&order("Genundersøkelse", at, doctor, "Slapphet"), OrderStatus::Final, &[line]);
        });
        for (mark, title, text) in [
            (&["NORN_KUT"], "Opplysninger fra pårørende", "Pårørende har bedt om at dette ikke vises."),
            (&["NORN_FPB"], "Foreløpig vurdering", "Diagnosen er ikke meddelt pasienten ennå."),
        ] {
            let written = note(chart, title, 4, doctor);
            chart.seen_as(Sight::marked(mark), |chart| chart.note(&written, text));
        }
        let shown = Moment::new(workday(after(today, -4)), 10, 0);
        write_note(chart, "Videre utredning", shown, (gp, None), "Svarene kommer etter hvert.");
    },
};
