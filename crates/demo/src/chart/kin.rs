//! Next of kin: RelatedPerson with when the relation began, ended and was confirmed.
//!
//! A relation that nobody has confirmed was carried over from an older system; it says so in a tag and has no
//! confirmation date.

use crate::chart::Chart;
use crate::chart::patient::{write_address, write_telecom};
use crate::element::{To, code};
use crate::json::Json;
use crate::person::{Kin, Kinship, Protection};
use crate::system;

/// When the citizen confirmed the relation.
const CONFIRMED: &str = "http://helsami.no/fhir/StructureDefinition/relation-confirmed";
/// Where a record came from that no one has looked at since.
const ORIGIN: &str = "http://helsami.no/fhir/CodeSystem/origin";

impl Chart<'_> {
    pub(super) fn write_kin(&mut self) {
        for kin in std::mem::take(&mut self.who.kin) {
            self.relative(&kin);
            self.who.kin.push(kin);
        }
    }

    fn relative(&mut self, kin: &Kin) {
        let subject = self.subject();
        let office = self.region.unit(self.unit_of(self.who.gp));
        self.add("RelatedPerson", |json| {
            // What the population register says of parents needs nobody's confirmation.
            if kin.confirmed.is_none() && !kin.parental {
                json.object("meta", |meta| {
                    meta.codings(
                        "tag",
                        code(ORIGIN, "migrated", "Overført fra tidligere system, ikke bekreftet"),
                    );
                });
            }
            json.array("extension", |array| {
                if let Some(confirmed) = kin.confirmed {
                    array.item(|extension| {
                        extension.text("url", CONFIRMED);
                        extension.text("valueDate", &confirmed.to_string());
                    });
                }
                array.item(|extension| {
                    extension.text("url", system::KEPT_BY);
                    extension.refer("valueReference", To::Unit(office));
                });
            });
            if let Some(number) = &kin.number {
                json.identifier(system::NATIONAL_NUMBER, number);
            }
            json.bare("active", kin.to.is_none());
            json.refer("patient", subject);
            write_relationship(json, kin);
            json.one("name", |name| {
                name.text("family", &kin.name.1);
                if !kin.name.0.is_empty() {
                    name.texts("given", &[&kin.name.0]);
                }
            });
            write_reach(json, kin);
            if kin.from.is_some() || kin.to.is_some() {
                let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
                json.period("period", day(kin.from).as_deref(), day(kin.to).as_deref());
            }
        });
    }
}

fn write_reach(json: &mut Json, kin: &Kin) {
    if let Some(phone) = &kin.phone {
        write_telecom(json, phone, None);
    }
    if let Some(address) = &kin.address {
        json.array("address", |array| {
            array.item(|item| write_address(item, address, Protection::None));
        });
    }
}

fn write_relationship(json: &mut Json, kin: &Kin) {
    let (national, text) = match kin.kinship {
        Kinship::Mother => (Some("mor"), "Mor"),
        Kinship::Father => (Some("far"), "Far"),
        Kinship::Child => (Some("barn"), "Barn"),
        Kinship::Sibling => (Some("søsken"), "Søsken"),
        Kinship::Partner => (Some("ektefelleEllerPartner"), "Ektefelle eller partner"),
        Kinship::Other(words) => (None, words),
    };
    json.array("relationship", |array| {
        array.item(|concept| {
            if let Some(national) = national {
                concept.codings("coding", code(system::FAMILY_RELATION, national, text));
            }
            concept.text("text", text);
        });
        if kin.parental {
            array.item(|concept| {
                concept.codings("coding", code(system::PARENTAL, "felles", "Felles foreldreansvar"));
                concept.text("text", "Felles foreldreansvar");
            });
        }
    });
}
