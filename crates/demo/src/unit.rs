//! The units of the region: a hospital trust with three hospitals and their departments, six municipalities with their
//! services, ten GP offices. All names but the municipalities' are invented.

use crate::identity::organisation_number;
use crate::places::MUNICIPALITIES;

/// A unit's place in the region's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct UnitId(pub(crate) usize);

/// A department's field, named as in the national list 8451 where a code is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// Acute reception.
    Acute,
    /// Cancer.
    Cancer,
    /// Children.
    Children,
    /// Hormones and diabetes.
    Endocrine,
    /// Eyes.
    Eyes,
    /// Old age.
    Geriatric,
    /// Heart.
    Heart,
    /// Kidney.
    Kidney,
    /// Clinical chemistry.
    Laboratory,
    /// Lungs.
    Lung,
    /// General internal medicine.
    Medicine,
    /// Mental health of adults.
    Mental,
    /// Nerves.
    Nerves,
    /// Bones and joints.
    Orthopaedic,
    /// Pictures.
    Radiology,
    /// Rheumatic disease.
    Rheumatic,
    /// Surgery.
    Surgery,
    /// Women and birth.
    Women,
}

impl Field {
    const ALL: [Self; 18] = [
        Self::Acute,
        Self::Medicine,
        Self::Surgery,
        Self::Orthopaedic,
        Self::Laboratory,
        Self::Radiology,
        Self::Women,
        Self::Children,
        Self::Heart,
        Self::Geriatric,
        Self::Cancer,
        Self::Endocrine,
        Self::Eyes,
        Self::Kidney,
        Self::Lung,
        Self::Mental,
        Self::Nerves,
        Self::Rheumatic,
    ];

    /// The department's name within its hospital.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Acute => "Akuttmottaket",
            Self::Cancer => "Kreftavdelingen",
            Self::Children => "Barne- og ungdomsavdelingen",
            Self::Endocrine => "Endokrinologisk poliklinikk",
            Self::Eyes => "Øyeavdelingen",
            Self::Geriatric => "Geriatrisk avdeling",
            Self::Heart => "Hjertemedisinsk avdeling",
            Self::Kidney => "Nyremedisinsk avdeling",
            Self::Laboratory => "Avdeling for medisinsk biokjemi",
            Self::Lung => "Lungeavdelingen",
            Self::Medicine => "Medisinsk avdeling",
            Self::Mental => "Distriktspsykiatrisk poliklinikk",
            Self::Nerves => "Nevrologisk avdeling",
            Self::Orthopaedic => "Ortopedisk avdeling",
            Self::Radiology => "Avdeling for bildediagnostikk",
            Self::Rheumatic => "Revmatologisk avdeling",
            Self::Surgery => "Kirurgisk avdeling",
            Self::Women => "Kvinneklinikken",
        }
    }

    /// Code and text in the national list 8451 (fagområde), where one is known to us.
    pub(crate) const fn specialty(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Cancer => ("853", "Onkologi"),
            Self::Children => ("220", "Barnesykdommer"),
            Self::Endocrine => ("130", "Endokrinologi"),
            Self::Geriatric => ("350", "Geriatri"),
            Self::Heart => ("150", "Hjertesykdommer"),
            Self::Lung => ("170", "Lungesykdommer"),
            Self::Medicine | Self::Acute => ("110", "Generell indremedisin"),
            Self::Mental => ("320", "Psykisk helsevern voksne"),
            Self::Nerves => ("250", "Nevrologi"),
            Self::Orthopaedic => ("050", "Ortopedi"),
            Self::Surgery => ("010", "Generell kirurgi"),
            Self::Women => ("200", "Kvinnesykdommer"),
            _ => return None,
        })
    }
}

/// A service that each municipality has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Service {
    /// Home nursing.
    Home,
    /// Child health centre and school health.
    Child,
    /// Out-of-hours doctor.
    Urgent,
    /// Physiotherapy.
    Physio,
}

impl Service {
    const ALL: [Self; 4] = [Self::Home, Self::Child, Self::Urgent, Self::Physio];

    const fn name(self) -> &'static str {
        match self {
            Self::Home => "hjemmesykepleien",
            Self::Child => "helsestasjonen",
            Self::Urgent => "legevakta",
            Self::Physio => "fysioterapitjenesten",
        }
    }
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// The hospital trust.
    Trust,
    /// A hospital.
    Hospital,
    /// A department of a hospital.
    Department(Field),
    /// A municipality.
    Municipality,
    /// A municipal service.
    Municipal(Service),
    /// A GP office.
    Office,
}

/// One organisation.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// What it is.
    pub(crate) kind: UnitKind,
    /// Its name as citizens see it.
    pub(crate) name: String,
    /// Organisation number in the test series.
    pub(crate) number: String,
    /// Its place in the address register (HER-id), invented.
    pub(crate) her: u32,
    /// The unit it belongs to.
    pub(crate) parent: Option<UnitId>,
    /// Place in [`MUNICIPALITIES`].
    pub(crate) municipality: usize,
    /// Street.
    pub(crate) line: &'static str,
}

const HOSPITALS: [(&str, usize, usize, &str); 3] = [
    ("Nidelva universitetssykehus", 0, 18, "Elvebredden 1"),
    ("Innherred sykehus", 2, 9, "Sykehusbakken 20"),
    ("Orkla sykehus", 3, 6, "Elvevegen 15"),
];

const OFFICES: [(&str, usize, &str); 10] = [
    ("Bakklandsbrua legesenter", 0, "Nedre Brugate 4"),
    ("Lerkebakken legekontor", 0, "Lerkevegen 12"),
    ("Tillerflata legesenter", 0, "Flatevegen 30"),
    ("Ranheimsfjæra legekontor", 0, "Fjæravegen 2"),
    ("Stjørdalselva legesenter", 1, "Elvegata 9"),
    ("Skatval legekontor", 1, "Skolevegen 1"),
    ("Levangersundet legesenter", 2, "Sundgata 18"),
    ("Orkdalsfjorden legekontor", 3, "Havnegata 3"),
    ("Gauldalsporten legesenter", 4, "Stasjonsvegen 6"),
    ("Bergstaden legekontor", 5, "Kjerkgata 40"),
];

/// Every unit of the region, parents before their parts.
pub(crate) fn all() -> Vec<Unit> {
    let mut units = Vec::new();
    let trust = add(&mut units, UnitKind::Trust, "Helse Nidaros HF".to_owned(), (None, 0, "Elvebredden 1"));
    for (name, municipality, departments, line) in HOSPITALS {
        let hospital =
            add(&mut units, UnitKind::Hospital, name.to_owned(), (Some(trust), municipality, line));
        for field in &Field::ALL[..departments] {
            let department = format!("{}, {name}", field.name());
            add(&mut units, UnitKind::Department(*field), department, (Some(hospital), municipality, line));
        }
    }
    for (municipality, place) in MUNICIPALITIES.iter().enumerate() {
        let name = format!("{} kommune", place.name);
        let owner = add(&mut units, UnitKind::Municipality, name, (None, municipality, "Rådhusplassen 1"));
        for service in Service::ALL {
            let name = format!("{}, {}", capital(service.name()), place.name);
            add(
                &mut units,
                UnitKind::Municipal(service),
                name,
                (Some(owner), municipality, "Helsehusvegen 5"),
            );
        }
    }
    for (name, municipality, line) in OFFICES {
        add(&mut units, UnitKind::Office, name.to_owned(), (None, municipality, line));
    }
    units
}

fn add(
    units: &mut Vec<Unit>,
    kind: UnitKind,
    name: String,
    place: (Option<UnitId>, usize, &'static str),
) -> UnitId {
    let id = UnitId(units.len());
    let running = u32::try_from(id.0).expect("about a hundred units") + 1;
    let (parent, municipality, line) = place;
    units.push(Unit {
        kind,
        name,
        number: organisation_number(running),
        her: 800_000 + running,
        parent,
        municipality,
        line,
    });
    id
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{UnitKind, all};

    #[test]
    fn the_region_has_its_hospitals_municipalities_and_offices() {
        let units = all();
        let count = |kind| units.iter().filter(|unit| unit.kind == kind).count();
        assert_eq!(count(UnitKind::Hospital), 3);
        assert_eq!(count(UnitKind::Municipality), 6);
        assert_eq!(count(UnitKind::Office), 10);
        assert_eq!(units.iter().map(|unit| &unit.number).collect::<HashSet<_>>().len(), units.len());
        assert_eq!(units.iter().map(|unit| &unit.name).collect::<HashSet<_>>().len(), units.len());
    }
}
