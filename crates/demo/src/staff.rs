//! The people who work in the units, with synthetic HPR numbers: nine digits from 990 000 001, above every issued one.

use jiff::civil::date;

use crate::chance::Chance;
use crate::identity::Sex;
use crate::names;
use crate::unit::{Field, Service, Unit, UnitId, UnitKind};

/// A staff member's place in the region's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StaffId(pub(crate) usize);

/// Profession, as in the national list 9060.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profession {
    /// Doctor.
    Doctor,
    /// Nurse.
    Nurse,
    /// Midwife.
    Midwife,
    /// Physiotherapist.
    Physiotherapist,
    /// Psychologist.
    Psychologist,
    /// Medical laboratory scientist.
    Bioengineer,
    /// Radiographer.
    Radiographer,
    /// Medical secretary.
    Secretary,
    /// Assistant nurse.
    Assistant,
}

impl Profession {
    /// Code and text in the list 9060.
    pub(crate) const fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Doctor => ("LE", "Lege"),
            Self::Nurse => ("SP", "Sykepleier"),
            Self::Midwife => ("JO", "Jordmor"),
            Self::Physiotherapist => ("FT", "Fysioterapeut"),
            Self::Psychologist => ("PS", "Psykolog"),
            Self::Bioengineer => ("BI", "Bioingeniør"),
            Self::Radiographer => ("RA", "Radiograf"),
            Self::Secretary => ("HE", "Helsesekretær"),
            Self::Assistant => ("HF", "Helsefagarbeider"),
        }
    }
}

/// One person at work.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// First name.
    pub(crate) given: &'static str,
    /// Family name.
    pub(crate) family: &'static str,
    /// Both.
    pub(crate) name: String,
    /// Synthetic HPR number.
    pub(crate) hpr: u32,
    /// What they are.
    pub(crate) profession: Profession,
    /// Where they work.
    pub(crate) unit: UnitId,
}

/// The staff of all units, in the order of the units; the names follow the seed.
pub(crate) fn all(seed: u64, units: &[Unit]) -> Vec<Member> {
    let mut chance = Chance::new(seed, crate::topic::STAFF, 0);
    let mut staff = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        for &profession in crew(unit.kind) {
            let birth = date(1965 + i16::try_from(chance.below(30)).expect("below 30"), 1, 1);
            let sex = if chance.percent(60) { Sex::Female } else { Sex::Male };
            let (given, family) = (names::given(sex, birth, &mut chance), names::family(&mut chance));
            let hpr = 990_000_001 + u32::try_from(staff.len()).expect("a few hundred");
            staff.push(Member {
                given,
                family,
                name: format!("{given} {family}"),
                hpr,
                profession,
                unit: UnitId(index),
            });
        }
    }
    staff
}

const fn crew(kind: UnitKind) -> &'static [Profession] {
    use Profession::{
        Assistant, Bioengineer, Doctor, Midwife, Nurse, Physiotherapist, Psychologist, Radiographer,
        Secretary,
    };
    match kind {
        UnitKind::Trust | UnitKind::Hospital | UnitKind::Municipality => &[],
        UnitKind::Department(Field::Laboratory) => &[Doctor, Bioengineer, Bioengineer],
        UnitKind::Department(Field::Radiology) => &[Doctor, Doctor, Radiographer],
        UnitKind::Department(Field::Women) => &[Doctor, Doctor, Midwife, Midwife],
        UnitKind::Department(Field::Mental) => &[Doctor, Psychologist, Psychologist, Nurse],
        UnitKind::Department(_) => &[Doctor, Doctor, Doctor, Nurse, Nurse],
        UnitKind::Municipal(Service::Home) => &[Nurse, Nurse, Assistant, Assistant],
        UnitKind::Municipal(Service::Child) => &[Nurse, Nurse, Midwife, Doctor],
        UnitKind::Municipal(Service::Urgent) => &[Doctor, Doctor, Nurse],
        UnitKind::Municipal(Service::Physio) => &[Physiotherapist, Physiotherapist],
        UnitKind::Office => &[Doctor, Doctor, Doctor, Doctor, Secretary],
    }
}
