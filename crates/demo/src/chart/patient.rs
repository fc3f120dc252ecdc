//! The Patient resource, after the Norwegian base profile.

use crate::calendar::Moment;
use crate::chart::Chart;
use crate::element::{To, code};
use crate::identity::Sex;
use crate::json::Json;
use crate::person::{Number, Person, Protection};
use crate::places::{Address, MUNICIPALITIES};
use crate::system;

/// The agency that keeps names, numbers and addresses, and what the register is called.
///
/// Source: Enhetsregisteret; folkeregisterloven § 1-3.
const POPULATION_REGISTER: (&str, &str) = ("974761076", "Folkeregisteret");
/// The agency that keeps how to reach people, and what the register is called.
///
/// Source: Enhetsregisteret; eForvaltningsforskriften § 29.
const CONTACT_REGISTER: (&str, &str) = ("991825827", "Kontakt- og reservasjonsregisteret");

impl Chart<'_> {
    pub(super) fn write_patient(&mut self) {
        let region = self.region;
        let office = region.unit(self.unit_of(self.who.gp));
        let gp = region.member(self.who.gp);
        let who = self.who.clone();
        self.add("Patient", |json| {
            json.object("meta", |meta| {
                meta.texts("profile", &["http://hl7.no/fhir/StructureDefinition/no-basis-Patient"]);
                if who.protection == Protection::Confidential {
                    meta.codings("security", code(system::CONFIDENTIALITY, "R", "Fortrolig adresse"));
                }
            });
            write_extensions(json, &who);
            json.array("identifier", |array| {
                for number in &who.numbers {
                    array.item(|identifier| write_number(identifier, number));
                }
            });
            json.bare("active", who.death.is_none());
            write_person_name(json, &who);
            if let Some(phone) = &who.phone {
                write_telecom(json, phone, Some(CONTACT_REGISTER));
            }
            json.text("gender", if who.sex == Sex::Female { "female" } else { "male" });
            json.text("birthDate", &who.birth.to_string());
            if let Some(death) = who.death {
                json.text("deceasedDateTime", &Moment::new(death, 4, 35).stamp());
            }
            json.array("address", |array| {
                array.item(|address| write_address(address, &who.address, who.protection));
            });
            json.concept("maritalStatus", &[code(system::MARITAL, who.marital, "")], "");
            if let Some(language) = who.language {
                json.one("communication", |communication| {
                    communication.concept(
                        "language",
                        &[code("urn:ietf:bcp:47", language.code, language.name)],
                        "",
                    );
                    communication.bare("preferred", true);
                });
            }
            json.refers("generalPractitioner", [To::Staff(gp), To::Unit(office)]);
            json.object("managingOrganization", |reference| write_keeper(reference, POPULATION_REGISTER));
        });
    }
}

fn write_extensions(json: &mut Json, who: &Person) {
    json.array("extension", |array| {
        array.item(|extension| {
            extension.text("url", "http://hl7.org/fhir/StructureDefinition/patient-citizenship");
            extension.one("extension", |part| {
                part.text("url", "code");
                part.concept(
                    "valueCodeableConcept",
                    &[code("urn:iso:std:iso:3166", who.citizenship, "")],
                    "",
                );
            });
        });
        if who.language.is_some_and(|language| language.interpreter) {
            array.item(|extension| {
                extension.text("url", "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired");
                extension.bare("valueBoolean", true);
            });
        }
    });
}

fn write_number(json: &mut Json, number: &Number) {
    json.text("use", if number.to.is_some() { "old" } else { "official" });
    json.text("system", number.system);
    json.text("value", &number.value);
    if number.from.is_some() || number.to.is_some() {
        let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
        json.period("period", day(number.from).as_deref(), day(number.to).as_deref());
    }
}

fn write_person_name(json: &mut Json, who: &Person) {
    let Some(given) = &who.given else { return };
    json.one("name", |name| {
        if let Some(middle) = who.middle {
            name.one("extension", |extension| {
                extension.text("url", system::MIDDLE_NAME);
                extension.text("valueString", middle);
            });
        }
        name.text("use", "official");
        name.text("family", &who.family);
        let parts: Vec<&str> = given.split(' ').collect();
        name.texts("given", &parts);
    });
}

/// A reference to a register that is not in the region: the number of the agency that keeps it, and its name.
fn write_keeper(reference: &mut Json, (number, name): (&str, &str)) {
    reference.object("identifier", |identifier| {
        identifier.text("system", system::ORGANISATION);
        identifier.text("value", number);
    });
    reference.text("display", name);
}

/// A mobile phone number, and which register keeps it.
pub(super) fn write_telecom(json: &mut Json, phone: &str, keeper: Option<(&str, &str)>) {
    json.one("telecom", |telecom| {
        if let Some(keeper) = keeper {
            telecom.one("extension", |extension| {
                extension.text("url", system::KEPT_BY);
                extension.object("valueReference", |reference| write_keeper(reference, keeper));
            });
        }
        telecom.text("system", "phone");
        telecom.text("value", phone);
        telecom.text("use", "mobile");
    });
}

/// One address; a protected one carries its mark, so that every reader can hold it back.
pub(super) fn write_address(json: &mut Json, address: &Address, protection: Protection) {
    let municipality = &MUNICIPALITIES[address.municipality];
    json.array("extension", |array| {
        array.item(|extension| {
            extension.text("url", system::OFFICIAL_ADDRESS);
            extension.bare("valueBoolean", true);
        });
        if protection == Protection::Confidential {
            array.item(|extension| {
                extension.text("url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason");
                extension.text("valueCode", "masked");
            });
        }
    });
    json.text("use", "home");
    json.text("type", "both");
    if protection == Protection::None {
        json.texts("line", &[&address.line]);
        json.text("city", address.city);
    }
    json.text("district", municipality.name);
    json.object("_district", |district| {
        district.one("extension", |extension| {
            extension.text("url", system::MUNICIPALITY_CODE);
            extension
                .coded("valueCoding", code(system::MUNICIPALITY, municipality.number, municipality.name));
        });
    });
    json.text("state", "Trøndelag");
    if protection == Protection::None {
        json.text("postalCode", address.post_code);
    }
    json.text("country", "NO");
}
