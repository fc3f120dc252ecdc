//! The region as a whole: what is in it follows from a seed, a number of citizens and a date, and from nothing else.

use jiff::civil::Date;

use crate::calendar::{Moment, after};
use crate::chance::Chance;
use crate::chart::Chart;
use crate::places::Address;
use crate::staff::{Member, Profession, StaffId};
use crate::unit::{Field, Service, Unit, UnitId, UnitKind};
use crate::{household, persona, shared, staff, story, topic, unit};

/// One FHIR R4 transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The JSON text.
    pub json: String,
    /// How many resources it creates.
    pub resources: usize,
}

/// A synthetic region.
#[derive(Clone, Debug)]
pub struct Region {
    pub(crate) seed: u64,
    citizens: usize,
    pub(crate) today: Date,
    pub(crate) units: Vec<Unit>,
    pub(crate) staff: Vec<Member>,
}

impl Region {
    /// The region of this seed with so many citizens, as it looks on this day. The fixed test people count among the
    /// citizens and are always all there.
    #[must_use]
    pub fn new(seed: u64, citizens: usize, today: Date) -> Self {
        let units = unit::all();
        let staff = staff::all(seed, &units);
        Self { seed, citizens: citizens.max(persona::ALL.len()), today, units, staff }
    }

    /// How many citizens it has.
    #[must_use]
    pub const fn citizens(&self) -> usize {
        self.citizens
    }

    /// What belongs to no citizen: units, places, services and staff. To be written before any citizen.
    #[must_use]
    pub fn shared_bundle(&self) -> Bundle {
        shared::bundle(self)
    }

    /// Everything about one citizen. The first citizens are the fixed test people.
    #[must_use]
    pub fn citizen_bundle(&self, index: usize) -> Bundle {
        if let Some(persona) = persona::ALL.get(index) {
            return persona::bundle(self, persona);
        }
        let crowd = index - persona::ALL.len();
        let person = household::person(self, crowd);
        let mut chart = Chart::open(self, person, topic::STORY, crowd as u64);
        story::write(&mut chart);
        chart.close()
    }

    /// The guide to the fixed test people, as Markdown.
    #[must_use]
    pub fn guide() -> String {
        persona::guide()
    }

    /// All bundles in the order they are to be written: the shared one, then citizen by citizen.
    pub fn bundles(&self) -> impl Iterator<Item = Bundle> + '_ {
        std::iter::once_with(|| self.shared_bundle())
            .chain((0..self.citizens).map(|index| self.citizen_bundle(index)))
    }

    pub(crate) fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0]
    }

    pub(crate) fn member(&self, id: StaffId) -> &Member {
        &self.staff[id.0]
    }

    /// The department of this field at the hospital that serves a municipality; the university hospital where the local
    /// one has none.
    pub(crate) fn department(&self, field: Field, municipality: usize) -> UnitId {
        let hospital = match municipality {
            1 | 2 => 2,
            3 => 3,
            _ => 0,
        };
        let mut found =
            self.units.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::Department(field));
        let first = found.next().expect("the university hospital has every field");
        let local = found.find(|(_, unit)| unit.municipality == hospital);
        UnitId(local.unwrap_or(first).0)
    }

    /// The service of a municipality.
    pub(crate) fn service(&self, service: Service, municipality: usize) -> UnitId {
        let found = self
            .units
            .iter()
            .position(|unit| unit.kind == UnitKind::Municipal(service) && unit.municipality == municipality);
        UnitId(found.expect("every municipality has every service"))
    }

    /// Somebody of this profession in this unit.
    pub(crate) fn someone(&self, unit: UnitId, profession: Profession, chance: &mut Chance) -> StaffId {
        let first = self.staff.partition_point(|member| member.unit < unit);
        let fitting = |offset: &usize| self.staff[*offset].profession == profession;
        let crew: Vec<usize> =
            (first..self.staff.len()).take_while(|at| self.staff[*at].unit == unit).collect();
        let right: Vec<usize> = crew.iter().copied().filter(fitting).collect();
        StaffId(*chance.pick(if right.is_empty() { &crew } else { &right }))
    }

    /// A GP for a household at this address.
    pub(crate) fn gp_near(&self, address: &Address, chance: &mut Chance) -> StaffId {
        let offices: Vec<UnitId> = (0..self.units.len())
            .filter(|at| {
                let unit = &self.units[*at];
                unit.kind == UnitKind::Office && unit.municipality == address.municipality
            })
            .map(UnitId)
            .collect();
        let office = *chance.pick(&offices);
        self.someone(office, Profession::Doctor, chance)
    }

    /// The first day that the region's records reach back to.
    pub(crate) fn dawn(&self) -> Date {
        after(self.today, -4383)
    }

    /// Noon today: nothing that has happened is later.
    pub(crate) fn now(&self) -> Moment {
        Moment::new(self.today, 7, 0)
    }
}
