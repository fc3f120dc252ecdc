//! One citizen's record while it is being written: a FHIR transaction that grows entry by entry.
//!
//! The submodules write one kind of content each. Nothing is written that lies after today, but appointments.

mod allergy;
mod consent;
mod document;
pub(crate) mod imaging;
mod kin;
mod laboratory;
mod medicine;
mod patient;
mod problem;
mod sight;
mod team;
pub(crate) mod vaccine;
mod visit;
pub(crate) mod vital;

use jiff::civil::Date;

pub(crate) use self::allergy::{Allergy, Reaction};
pub(crate) use self::consent::{Agreement, Until};
pub(crate) use self::document::{Note, NoteKind};
pub(crate) use self::imaging::Imaging;
pub(crate) use self::laboratory::{Line, Order, OrderStatus};
pub(crate) use self::medicine::{Course, Standing};
pub(crate) use self::problem::{Found, Problem};
pub(crate) use self::sight::{Shown, Sight};
pub(crate) use self::visit::{Booking, BookingStatus, Visit, VisitKind};

use crate::calendar::{Moment, age, some_day};
use crate::chance::Chance;
use crate::element::{Link, To};
use crate::json::Json;
use crate::person::Person;
use crate::physiology::Physiology;
use crate::region::{Bundle, Region};
use crate::staff::{Profession, StaffId};
use crate::unit::{Field, Service, UnitId};

/// A record under construction.
pub(crate) struct Chart<'r> {
    /// The region around it.
    pub(crate) region: &'r Region,
    /// The citizen.
    pub(crate) who: Person,
    /// The citizen's own stream of chance.
    pub(crate) chance: Chance,
    /// The body that the laboratory measures.
    pub(crate) body: Physiology,
    patient: Link,
    json: Json,
    entries: u32,
    sight: Sight,
}

impl<'r> Chart<'r> {
    /// Opens a record with its Patient; the stream of chance is that of the topic and index.
    pub(crate) fn open(region: &'r Region, who: Person, topic: u64, index: u64) -> Self {
        let mut chart = Self::blank(region, who, topic, index);
        chart.write_patient();
        chart.write_kin();
        chart
    }

    fn blank(region: &'r Region, who: Person, topic: u64, index: u64) -> Self {
        let mut chance = Chance::new(region.seed, topic, index);
        let patient = Link { space: chance.bits(), entry: 0 };
        let body = Physiology::new(&who, region.today, &mut chance);
        let mut json = Json::new();
        json.open_transaction();
        Self { region, who, chance, body, patient, json, entries: 0, sight: Sight::default() }
    }

    /// The finished transaction.
    pub(crate) fn close(self) -> Bundle {
        let resources = usize::try_from(self.entries).expect("a record has thousands of entries at most");
        Bundle { json: self.json.close_transaction(), resources }
    }

    /// Adds an entry; the body writes everything but `resourceType`.
    fn add(&mut self, kind: &str, body: impl FnOnce(&mut Json)) -> Link {
        let link = Link { space: self.patient.space, entry: self.entries };
        self.entries += 1;
        let sight = self.sight;
        self.json.entry(link, kind, None, |json| {
            sight.write(json);
            body(json);
        });
        link
    }

    /// The citizen, as `subject` and `patient` refer to them.
    fn subject(&self) -> To<'static> {
        To::Entry(self.patient)
    }

    /// Today.
    pub(crate) fn today(&self) -> Date {
        self.region.today
    }

    /// The last day anything can have happened: today, or the day of death.
    pub(crate) fn end(&self) -> Date {
        self.who.death.unwrap_or(self.region.today)
    }

    /// Whether something at this moment has already happened.
    pub(crate) fn has_happened(&self, at: Moment) -> bool {
        at <= self.region.now() && at.date <= self.end()
    }

    /// The first day of the record: the region's records begin, or birth.
    pub(crate) fn start(&self) -> Date {
        self.region.dawn().max(self.who.birth)
    }

    /// A working day between this one and the end.
    pub(crate) fn day_since(&mut self, start: Date) -> Date {
        let end = self.end();
        some_day(&mut self.chance, start, end)
    }

    /// Age in whole years on a day.
    pub(crate) fn age(&self, on: Date) -> i32 {
        age(self.who.birth, on)
    }

    /// The citizen's GP.
    pub(crate) fn gp(&self) -> StaffId {
        self.who.gp
    }

    /// The unit somebody works in.
    pub(crate) fn unit_of(&self, staff: StaffId) -> UnitId {
        self.region.member(staff).unit
    }

    /// A doctor of the department that serves the citizen.
    pub(crate) fn specialist(&mut self, field: Field) -> StaffId {
        self.colleague(field, Profession::Doctor)
    }

    /// Somebody of the department that serves the citizen.
    pub(crate) fn colleague(&mut self, field: Field, profession: Profession) -> StaffId {
        let unit = self.region.department(field, self.who.address.municipality);
        self.region.someone(unit, profession, &mut self.chance)
    }

    /// Somebody of a service of the citizen's municipality.
    pub(crate) fn municipal(&mut self, service: Service, profession: Profession) -> StaffId {
        let unit = self.region.service(service, self.who.address.municipality);
        self.region.someone(unit, profession, &mut self.chance)
    }
}
