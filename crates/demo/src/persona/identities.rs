//! Test people whose numbers, names, languages or addresses are the point.

use jiff::civil::date;

use super::{Birth, Persona, as_is, kin, national, trusted};
use crate::calendar::{Moment, after};
use crate::chart::{Chart, Visit, VisitKind};
use crate::identity::{Series, Sex, Slot, person_number};
use crate::illness::{DIABETES, HYPERTENSION};
use crate::person::{Kin, Kinship, Language, Number, Person, Protection};
use crate::region::Region;
use crate::story::{booking, illness, order, write_note};
use crate::{analyte, household, story, system};

/// A D-number first, a national number later.
pub(super) const SAMIRA: Persona = Persona {
    given: "Samira",
    family: "Tesfay",
    sex: Sex::Female,
    birth: Birth::On(1992, 5, 14),
    municipality: 0,
    shows: "D-number until 2023, then a national number: one record, one person, results from both times; needs a Tigrinya interpreter",
    dress: |region, who| {
        let change = date(2023, 9, 1);
        let value = person_number(who.birth, who.sex, Series::Temporary, Slot::Persona(0));
        let first = Number {
            system: system::D_NUMBER,
            value,
            from: Some(date(2019, 2, 11)),
            to: Some(after(change, -1)),
        };
        who.numbers[0].from = Some(change.min(region.today));
        who.numbers.insert(0, first);
        who.citizenship = "ER";
        who.language = Some(Language { code: "ti", name: "Tigrinja", interpreter: true });
    },
    live: |chart| {
        let gp = chart.gp();
        for (on, reason) in [
            (date(2019, 3, 4), "Førstegangsundersøkelse"),
            (date(2022, 6, 8), "Slapphet"),
            (date(2024, 11, 12), "Kontroll"),
            (date(2026, 3, 3), "Kontroll"),
        ] {
            visit_with_samples(chart, on, reason);
        }
        let soon = Moment::new(crate::calendar::workday(after(chart.today(), 12)), 10, 20);
        chart.book(&booking(soon, gp, "Kontroll hos fastlegen, tolk er bestilt", ""));
    },
};

/// Only a D-number.
pub(super) const OLEKSANDR: Persona = Persona {
    given: "Oleksandr",
    family: "Kovalenko",
    sex: Sex::Male,
    birth: Birth::On(1990, 1, 30),
    municipality: 4,
    shows: "has a D-number only; Ukrainian, with an interpreter; allergies never asked about",
    dress: |_, who| {
        let value = person_number(who.birth, who.sex, Series::Temporary, Slot::Persona(0));
        who.numbers = vec![Number { system: system::D_NUMBER, value, from: None, to: None }];
        who.citizenship = "UA";
        who.language = Some(Language { code: "uk", name: "Ukrainsk", interpreter: true });
    },
    live: |chart| visit_with_samples(chart, date(2026, 2, 17), "Ryggsmerter"),
};

/// Two national numbers.
pub(super) const KIM: Persona = Persona {
    given: "Kim",
    family: "Lorentzen",
    sex: Sex::Male,
    birth: Birth::On(1998, 8, 22),
    municipality: 0,
    shows: "got a new national number when legal sex was changed: the old number is kept with its period",
    dress: |region, who| {
        let change = date(2024, 4, 15).min(region.today);
        let mut old = national(who.birth, Sex::Female, 0);
        old.to = Some(after(change, -1));
        who.numbers[0].from = Some(change);
        who.numbers.insert(0, old);
    },
    live: |chart| visit_with_samples(chart, date(2025, 5, 6), "Kontroll"),
};

/// A protected address.
pub(super) const MARIA: Persona = Persona {
    given: "Maria",
    family: "Elvestad",
    sex: Sex::Female,
    birth: Birth::On(1987, 10, 3),
    municipality: 1,
    shows: "protected address (fortrolig): no page, print or card may show where she lives or a phone number; neither her daughter nor the friend she has given access opens anything",
    dress: |_, who| {
        who.protection = Protection::Confidential;
        who.phone = None;
    },
    live: |chart| {
        let gp = chart.gp();
        visit_with_samples(chart, date(2025, 9, 16), "Søvnvansker");
        chart.no_known_allergy(date(2025, 9, 16), gp);
        trusted::without_effect(chart);
    },
};

/// Somebody who has died.
pub(super) const ODD: Persona = Persona {
    given: "Odd Henrik",
    family: "Fossum",
    sex: Sex::Male,
    birth: Birth::On(1947, 3, 9),
    municipality: 2,
    shows: "died two months ago: the record is closed, nothing can be booked, medicines are stopped; his widow is approved to see parts of it",
    dress: |region, who| {
        who.death = Some(after(region.today, -61));
        who.marital = "gift";
        who.kin = vec![kin(region, Kinship::Partner, &trusted::AASE)];
    },
    live: |chart| {
        let start = after(chart.today(), -2900);
        illness::follow(chart, &DIABETES, after(start, -300), start);
        illness::follow(chart, &HYPERTENSION, after(start, -2000), start);
        let day = after(chart.end(), -6);
        story::hospital::admit(chart, &story::hospital::STAYS[1], day);
        trusted::approved_after_death(chart);
    },
};

/// Nothing at all.
pub(super) const NORA: Persona = Persona {
    given: "Nora",
    family: "Uthaug",
    sex: Sex::Female,
    birth: Birth::On(2002, 6, 24),
    municipality: 0,
    shows: "has nothing in the record but herself: every page is empty and says why",
    dress: as_is,
    live: |_| {},
};

/// A nynorsk user.
pub(super) const TORUNN: Persona = Persona {
    given: "Torunn",
    family: "Nesbø Fjørtoft",
    sex: Sex::Female,
    birth: Birth::On(1986, 12, 1),
    municipality: 5,
    shows: "prefers nynorsk; double family name",
    dress: |_, who| who.language = Some(Language { code: "nn", name: "Nynorsk", interpreter: false }),
    live: |chart| visit_with_samples(chart, date(2026, 1, 20), "Kontroll"),
};

/// A Sámi user.
pub(super) const ELLE: Persona = Persona {
    given: "Elle Máret",
    family: "Eira",
    sex: Sex::Female,
    birth: Birth::On(1979, 2, 6),
    municipality: 5,
    shows: "prefers Northern Sámi; letters á, š and č in names of people and places",
    dress: |region, who| {
        who.language = Some(Language { code: "se", name: "Nordsamisk", interpreter: false });
        let name = ("Biret Áššu".to_owned(), "Čálli".to_owned());
        who.kin = vec![Kin::near(Kinship::Sibling, name, after(region.today, -90))];
    },
    live: |chart| {
        visit_with_samples(chart, date(2025, 11, 18), "Kontroll");
        illness::follow(chart, &HYPERTENSION, date(2022, 4, 5), date(2022, 4, 5));
    },
};

/// An interpreter, and a birth date that is a guess.
pub(super) const YUSUF: Persona = Persona {
    given: "Mohammed Yusuf",
    family: "Warsame",
    sex: Sex::Male,
    birth: Birth::On(1985, 1, 1),
    municipality: 0,
    shows: "needs a Somali interpreter; type 2 diabetes with a goal not yet reached; the next control is in a few days",
    dress: |_, who| {
        who.citizenship = "SO";
        who.language = Some(Language { code: "so", name: "Somali", interpreter: true });
    },
    live: |chart| {
        illness::follow(chart, &DIABETES, after(chart.today(), -700), after(chart.today(), -700));
        let gp = chart.gp();
        let soon = Moment::new(crate::calendar::workday(after(chart.today(), 4)), 13, 0);
        chart.book(&booking(soon, gp, "Diabeteskontroll, tolk er bestilt", "Ta blodprøver dagen før."));
    },
};

/// A very long name.
pub(super) const ANNE_KRISTINE: Persona = Persona {
    given: "Anne-Kristine Elisabeth",
    family: "Bergheim-Skjølsvik",
    sex: Sex::Female,
    birth: Birth::On(1975, 7, 17),
    municipality: 0,
    shows: "a very long name with a middle name in its own extension: nothing may overflow on a narrow phone",
    dress: |_, who| who.middle = Some("Haugerudbråten"),
    live: |chart| visit_with_samples(chart, date(2025, 10, 7), "Kontroll"),
};

/// One of two with the same name.
pub(super) const JAN_OLDER: Persona = Persona {
    given: "Jan",
    family: "Johansen",
    sex: Sex::Male,
    birth: Birth::On(1964, 4, 11),
    municipality: 0,
    shows: "one of two Jan Johansen: the birth date tells them apart",
    dress: as_is,
    live: |chart| {
        illness::follow(chart, &HYPERTENSION, date(2021, 8, 17), date(2021, 8, 17));
    },
};

/// The other of two with the same name.
pub(super) const JAN_YOUNGER: Persona = Persona {
    given: "Jan",
    family: "Johansen",
    sex: Sex::Male,
    birth: Birth::On(1991, 4, 12),
    municipality: 0,
    shows: "the other Jan Johansen, with one visit only",
    dress: as_is,
    live: |chart| visit_with_samples(chart, date(2026, 4, 21), "Vondt i korsryggen"),
};

/// A visit to the GP with blood samples and a note, when the day has been.
pub(super) fn visit_with_samples(chart: &mut Chart<'_>, on: jiff::civil::Date, reason: &str) {
    let (gp, at) = (chart.gp(), Moment::new(crate::calendar::workday(on), 9, 15));
    let Some(visit) = chart.visit(&Visit { kind: VisitKind::Office, at, with: gp, reason }) else { return };
    chart.laboratory(&order("Blodprøver", at.later(20), gp, reason), analyte::GENERAL);
    let text = "Undersøkelsen er normal. Blodprøver er tatt, svar kommer i portalen.";
    write_note(chart, reason, at.later(30), (gp, Some(visit)), text);
}

/// A relative with a phone.
pub(super) fn reachable(region: &Region, kinship: Kinship, name: (&str, &str), days: i32) -> Kin {
    let mut chance = crate::chance::Chance::new(
        0,
        crate::topic::PERSONA,
        5000 + name.0.len() as u64 * 31 + name.1.len() as u64,
    );
    let mut kin = Kin::near(kinship, (name.0.to_owned(), name.1.to_owned()), after(region.today, -days));
    kin.phone = Some(household::phone(&mut chance));
    kin
}

/// Gives somebody these relatives.
pub(super) fn related(who: &mut Person, kin: Vec<Kin>) {
    who.kin = kin;
}
