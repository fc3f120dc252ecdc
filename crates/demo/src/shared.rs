//! What belongs to no citizen: organisations, places, services, health personnel and their roles.

use crate::element::{Link, To, code};
use crate::json::Json;
use crate::places::MUNICIPALITIES;
use crate::region::{Bundle, Region};
use crate::staff::{Member, Profession};
use crate::system;
use crate::unit::{Unit, UnitId, UnitKind};

/// The transaction that creates them; each is created only if its number is not there already.
pub(crate) fn bundle(region: &Region) -> Bundle {
    let mut writer = Writer { json: Json::new(), entries: 0 };
    writer.json.open_transaction();
    for unit in &region.units {
        writer.organisation(region, unit);
    }
    for (index, unit) in region.units.iter().enumerate() {
        if !matches!(unit.kind, UnitKind::Trust | UnitKind::Municipality) {
            writer.place(UnitId(index), unit);
            writer.service(UnitId(index), unit);
        }
    }
    for member in &region.staff {
        writer.practitioner(member);
        writer.role(region.unit(member.unit), member);
    }
    Bundle {
        json: writer.json.close_transaction(),
        resources: usize::try_from(writer.entries).expect("hundreds"),
    }
}

struct Writer {
    json: Json,
    entries: u32,
}

impl Writer {
    fn add(&mut self, kind: &str, key: (&str, &str), body: impl FnOnce(&mut Json)) {
        let link = Link { space: u64::MAX, entry: self.entries };
        self.entries += 1;
        let (system, value) = key;
        self.json.entry(link, kind, Some(&format!("identifier={system}|{value}")), |json| {
            json.identifier(system, value);
            body(json);
        });
    }

    fn organisation(&mut self, region: &Region, unit: &Unit) {
        // Parents come first in the list, so their entries have lower numbers and the same order.
        self.add("Organization", (system::ORGANISATION, &unit.number), |json| {
            json.bare("active", true);
            if let Some((kind, words)) = organisation_type(unit.kind) {
                json.concepts("type", &[code(system::ORGANISATION_TYPE, kind, words)], words);
            }
            json.text("name", &unit.name);
            json.one("address", |address| write_place(address, unit));
            if let Some(parent) = unit.parent {
                let entry = u32::try_from(parent.0).expect("about a hundred units");
                json.refer("partOf", To::Named(Link { space: u64::MAX, entry }, &region.unit(parent).name));
            }
        });
    }

    fn place(&mut self, id: UnitId, unit: &Unit) {
        self.add("Location", (system::HER, &unit.her.to_string()), |json| {
            json.text("status", "active");
            json.text("name", &unit.name);
            json.object("address", |address| write_place(address, unit));
            json.refer("managingOrganization", organisation_link(id, unit));
        });
    }

    fn service(&mut self, id: UnitId, unit: &Unit) {
        self.add("HealthcareService", (system::HER, &(unit.her + 10_000).to_string()), |json| {
            json.bare("active", true);
            json.refer("providedBy", organisation_link(id, unit));
            if let UnitKind::Department(field) = unit.kind
                && let Some((number, words)) = field.specialty()
            {
                json.concepts("specialty", &[code(system::SPECIALTY, number, words)], "");
            }
            json.text("name", &unit.name);
        });
    }

    fn practitioner(&mut self, member: &Member) {
        let (profession, words) = member.profession.code();
        self.add("Practitioner", (system::HPR, &member.hpr.to_string()), |json| {
            json.bare("active", true);
            json.one("name", |name| {
                name.text("family", member.family);
                name.texts("given", &member.given.split(' ').collect::<Vec<_>>());
            });
            json.one("qualification", |qualification| {
                qualification.concept("code", &[code(system::PROFESSION, profession, words)], words);
            });
        });
    }

    fn role(&mut self, unit: &Unit, member: &Member) {
        let (_, words) = member.profession.code();
        let her = (member.hpr - 990_000_000 + 820_000).to_string();
        let practitioner = Link { space: u64::MAX, entry: self.entries - 1 };
        self.add("PractitionerRole", (system::HER, &her), |json| {
            json.bare("active", true);
            json.refer("practitioner", To::Named(practitioner, &member.name));
            json.refer("organization", organisation_link(member.unit, unit));
            match (unit.kind, member.profession) {
                (UnitKind::Office, Profession::Doctor) => {
                    json.concepts("code", &[code(system::FUNCTION, "6", "Fastlege")], "Fastlege");
                }
                _ => json.concepts("code", &[], words),
            }
            if let UnitKind::Department(field) = unit.kind
                && let Some((number, words)) = field.specialty()
            {
                json.concepts("specialty", &[code(system::SPECIALTY, number, words)], "");
            }
        });
    }
}

fn organisation_link(id: UnitId, unit: &Unit) -> To<'_> {
    To::Named(
        Link { space: u64::MAX, entry: u32::try_from(id.0).expect("about a hundred units") },
        &unit.name,
    )
}

const fn organisation_type(kind: UnitKind) -> Option<(&'static str, &'static str)> {
    match kind {
        UnitKind::Hospital => Some(("01", "Sykehus")),
        UnitKind::Department(_) => Some(("05", "Avdeling")),
        _ => None,
    }
}

fn write_place(json: &mut Json, unit: &Unit) {
    let municipality = &MUNICIPALITIES[unit.municipality];
    let (post_code, city) = municipality.posts[0];
    json.text("type", "physical");
    json.texts("line", &[unit.line]);
    json.text("city", city);
    json.text("district", municipality.name);
    json.text("postalCode", post_code);
    json.text("country", "NO");
}
