//! Test people who are parents, and the children that the rules about parents turn on.

use super::families::home;
use super::identities::visit_with_samples;
use super::{Birth, Persona, as_is, kin, named};
use crate::calendar::after;
use crate::chart::{Agreement, Chart};
use crate::element::To;
use crate::identity::Sex;
use crate::person::Kinship;
use crate::story::childhood;

/// What child protection has delegated to foster parents.
const EVERYDAY: [&str; 4] = ["appointments", "vaccines", "medicines", "allergies"];

fn grown_up(chart: &mut Chart<'_>) {
    visit_with_samples(chart, after(chart.today(), -210), "Kontroll");
}

fn growing_up(chart: &mut Chart<'_>) {
    let start = chart.who.birth;
    childhood::write(chart, start);
    visit_with_samples(chart, after(chart.today(), -75), "Feber og hoste");
}

/// Mother of Jonas and Frida.
pub(super) const HEGE: Persona = Persona {
    given: "Hege",
    family: "Rognes",
    sex: Sex::Female,
    birth: Birth::On(1984, 4, 14),
    municipality: 4,
    shows: "mother of Jonas (13) and Frida (14), acts for both without what is sensitive or hidden from parents; has consented to Jonas's log-in",
    dress: |_, who| who.address = home(4, 5),
    live: grown_up,
};

/// Their father.
pub(super) const RUNE: Persona = Persona {
    given: "Rune",
    family: "Rognes",
    sex: Sex::Male,
    birth: Birth::On(1982, 9, 21),
    municipality: 4,
    shows: "father of Jonas and Frida, sees what Hege sees",
    dress: |_, who| who.address = home(4, 5),
    live: grown_up,
};

/// Fourteen, and nobody has consented to her log-in.
pub(super) const FRIDA: Persona = Persona {
    given: "Frida",
    family: "Rognes",
    sex: Sex::Female,
    birth: Birth::Ago(14, 150),
    municipality: 4,
    shows: "fourteen without a parent's consent: her own pages are closed and say why; her parents act for her",
    dress: |region, who| {
        who.address = home(4, 5);
        who.kin = vec![kin(region, Kinship::Mother, &HEGE), kin(region, Kinship::Father, &RUNE)];
    },
    live: growing_up,
};

/// Mother of Emilie.
pub(super) const MONICA: Persona = Persona {
    given: "Monica",
    family: "Bakklund",
    sex: Sex::Female,
    birth: Birth::On(1981, 2, 3),
    municipality: 2,
    shows: "mother of Emilie, who turns 16 in a week: «Handle for andre» says when the access ends",
    dress: |_, who| who.address = home(2, 6),
    live: grown_up,
};

/// Father of Emilie.
pub(super) const STIAN: Persona = Persona {
    given: "Stian",
    family: "Bakklund",
    sex: Sex::Male,
    birth: Birth::On(1979, 7, 30),
    municipality: 2,
    shows: "father of Emilie, sees what Monica sees",
    dress: |_, who| who.address = home(2, 6),
    live: grown_up,
};

/// A child that lives with its grandmother.
pub(super) const MIKKEL: Persona = Persona {
    given: "Mikkel",
    family: "Dragsten",
    sex: Sex::Male,
    birth: Birth::Ago(9, 33),
    municipality: 1,
    shows: "registered at his grandmother's address, at neither parent's: no parent can act for him",
    dress: |region, who| {
        who.address = home(1, 7);
        who.kin = vec![kin(region, Kinship::Mother, &KRISTIN)];
    },
    live: growing_up,
};

/// His mother, elsewhere.
pub(super) const KRISTIN: Persona = Persona {
    given: "Kristin",
    family: "Dragsten",
    sex: Sex::Female,
    birth: Birth::On(1991, 5, 9),
    municipality: 0,
    shows: "Mikkel's mother, at another address than he: sees nothing of him",
    dress: as_is,
    live: grown_up,
};

/// A child whose father has custody by judgment.
pub(super) const SANDER: Persona = Persona {
    given: "Sander",
    family: "Lian",
    sex: Sex::Male,
    birth: Birth::Ago(10, 250),
    municipality: 3,
    shows: "registered at neither parent's address, but the father has shown staff a judgment of custody",
    dress: |region, who| {
        who.address = home(3, 8);
        who.kin = vec![kin(region, Kinship::Father, &ANDERS)];
    },
    live: |chart| {
        growing_up(chart);
        let (number, name) = named(chart.region, &ANDERS);
        let consent = Agreement::new("custody", after(chart.today(), -120));
        chart.agree(&Agreement { actor: Some(To::Citizen(&number, &name)), ..consent });
    },
};

/// His father.
pub(super) const ANDERS: Persona = Persona {
    given: "Anders",
    family: "Lian",
    sex: Sex::Male,
    birth: Birth::On(1986, 12, 18),
    municipality: 3,
    shows: "Sander's father, with custody by judgment: acts for him though they live at different addresses",
    dress: as_is,
    live: grown_up,
};

/// A child whose father is blocked.
pub(super) const TIRIL: Persona = Persona {
    given: "Tiril",
    family: "Hauge",
    sex: Sex::Female,
    birth: Birth::Ago(6, 90),
    municipality: 0,
    shows: "staff have blocked her father: he gets no access and is not told why; her mother acts for her",
    dress: |region, who| {
        who.address = home(0, 9);
        who.kin = vec![kin(region, Kinship::Mother, &LINE), kin(region, Kinship::Father, &GEIR)];
    },
    live: |chart| {
        growing_up(chart);
        let (number, name) = named(chart.region, &GEIR);
        let block = Agreement::closed("block", after(chart.today(), -40));
        chart.agree(&Agreement { actor: Some(To::Citizen(&number, &name)), ..block });
    },
};

/// Her mother.
pub(super) const LINE: Persona = Persona {
    given: "Line",
    family: "Hauge",
    sex: Sex::Female,
    birth: Birth::On(1993, 8, 11),
    municipality: 0,
    shows: "Tiril's mother, acts for her",
    dress: |_, who| who.address = home(0, 9),
    live: grown_up,
};

/// Her father, blocked.
pub(super) const GEIR: Persona = Persona {
    given: "Geir",
    family: "Hauge",
    sex: Sex::Male,
    birth: Birth::On(1990, 3, 24),
    municipality: 0,
    shows: "Tiril's father, blocked by staff: she is not on his list, and her pages say «no access» and nothing more",
    dress: |_, who| who.address = home(0, 9),
    live: grown_up,
};

/// A child in care.
pub(super) const NOAH: Persona = Persona {
    given: "Noah",
    family: "Aas",
    sex: Sex::Male,
    birth: Birth::Ago(11, 60),
    municipality: 5,
    shows: "child protection has taken over the care: the mother sees nothing, the foster mother what was delegated",
    dress: |region, who| {
        who.address = home(5, 10);
        who.kin = vec![kin(region, Kinship::Mother, &SIV)];
    },
    live: |chart| {
        growing_up(chart);
        let since = after(chart.today(), -300);
        chart.agree(&Agreement::closed("in-care", since));
        let (number, name) = named(chart.region, &BODIL);
        let foster = Agreement::new("foster", since);
        let actor = Some(To::Citizen(&number, &name));
        chart.agree(&Agreement { actor, areas: &EVERYDAY, ..foster });
    },
};

/// His mother.
pub(super) const SIV: Persona = Persona {
    given: "Siv",
    family: "Aas",
    sex: Sex::Female,
    birth: Birth::On(1994, 10, 2),
    municipality: 5,
    shows: "Noah's mother: child protection has taken over the care, so she sees nothing of him",
    dress: |_, who| who.address = home(5, 10),
    live: grown_up,
};

/// His foster mother.
pub(super) const BODIL: Persona = Persona {
    given: "Bodil",
    family: "Vinje",
    sex: Sex::Female,
    birth: Birth::On(1976, 6, 16),
    municipality: 5,
    shows: "Noah's foster mother: sees his appointments, vaccines, medicines and allergies, and nothing else",
    dress: as_is,
    live: grown_up,
};
