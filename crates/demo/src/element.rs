//! FHIR's recurring elements, written with [`Json`].

use crate::json::Json;
use crate::staff::Member;
use crate::system;
use crate::unit::Unit;

/// An entry of the bundle being written, by its `urn:uuid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The bundle's own upper half.
    pub(crate) space: u64,
    /// The entry's number.
    pub(crate) entry: u32,
}

impl Link {
    /// The address other entries use.
    pub(crate) fn urn(self) -> String {
        let (high, middle) = (self.space >> 32, (self.space >> 16) & 0xffff);
        let low = self.space & 0x0fff;
        format!("urn:uuid:{high:08x}-{middle:04x}-4{low:03x}-8000-{:012x}", self.entry)
    }
}

/// What a reference points at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum To<'a> {
    /// An entry of the same bundle.
    Entry(Link),
    /// An entry of the same bundle, with the words for it.
    Named(Link, &'a str),
    /// Another citizen, found by identity number, with the name.
    Citizen(&'a str, &'a str),
    /// A staff member, found by HPR number.
    Staff(&'a Member),
    /// A unit, found by organisation number.
    Unit(&'a Unit),
    /// The place where a unit is, found by HER-id.
    Place(&'a Unit),
}

/// A code with its system and words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code<'a> {
    /// The code system.
    pub(crate) system: &'static str,
    /// The code.
    pub(crate) code: &'a str,
    /// The words.
    pub(crate) words: &'a str,
}

/// A code in a system, with its words.
pub(crate) const fn code<'a>(system: &'static str, code: &'a str, words: &'a str) -> Code<'a> {
    Code { system, code, words }
}

/// A unit of measure: the words shown, the UCUM code.
pub(crate) type Measure = (&'static str, &'static str);

impl Json {
    /// A member that is a reference.
    pub(crate) fn refer(&mut self, name: &str, to: To<'_>) {
        self.object(name, |reference| reference.target(to));
    }

    /// An array of references.
    pub(crate) fn refers<'a>(&mut self, name: &str, targets: impl IntoIterator<Item = To<'a>>) {
        self.array(name, |array| {
            for to in targets {
                array.item(|reference| reference.target(to));
            }
        });
    }

    fn target(&mut self, to: To<'_>) {
        match to {
            To::Entry(link) => self.text("reference", &link.urn()),
            To::Named(link, words) => {
                self.text("reference", &link.urn());
                self.text("display", words);
            }
            To::Citizen(number, name) => {
                self.text("reference", &format!("Patient?identifier={}|{number}", system::NATIONAL_NUMBER));
                if !name.is_empty() {
                    self.text("display", name);
                }
            }
            To::Staff(member) => {
                self.text("reference", &format!("Practitioner?identifier={}|{}", system::HPR, member.hpr));
                self.text("display", &member.name);
            }
            To::Unit(unit) => {
                self.text(
                    "reference",
                    &format!("Organization?identifier={}|{}", system::ORGANISATION, unit.number),
                );
                self.text("display", &unit.name);
            }
            To::Place(unit) => {
                self.text("reference", &format!("Location?identifier={}|{}", system::HER, unit.her));
                self.text("display", &unit.name);
            }
        }
    }

    /// A coding inside an array or object that is already open.
    pub(crate) fn coded_here(&mut self, code: Code<'_>) {
        self.text("system", code.system);
        self.text("code", code.code);
        if !code.words.is_empty() {
            self.text("display", code.words);
        }
    }

    /// A member that is one coding.
    pub(crate) fn coded(&mut self, name: &str, code: Code<'_>) {
        self.object(name, |coding| coding.coded_here(code));
    }

    /// A member that is an array of one coding.
    pub(crate) fn codings(&mut self, name: &str, code: Code<'_>) {
        self.one(name, |coding| coding.coded_here(code));
    }

    /// The inside of a concept: codings, then text.
    fn concept_body(&mut self, codes: &[Code<'_>], text: &str) {
        if !codes.is_empty() {
            self.array("coding", |array| {
                for &code in codes {
                    array.item(|coding| coding.coded_here(code));
                }
            });
        }
        if !text.is_empty() {
            self.text("text", text);
        }
    }

    /// A member that is a concept; an empty text is left out.
    pub(crate) fn concept(&mut self, name: &str, codes: &[Code<'_>], text: &str) {
        self.object(name, |concept| concept.concept_body(codes, text));
    }

    /// A member that is an array of one concept.
    pub(crate) fn concepts(&mut self, name: &str, codes: &[Code<'_>], text: &str) {
        self.one(name, |concept| concept.concept_body(codes, text));
    }

    /// A member that is an identifier array of one.
    pub(crate) fn identifier(&mut self, system: &str, value: &str) {
        self.one("identifier", |identifier| {
            identifier.text("system", system);
            identifier.text("value", value);
        });
    }

    /// A member that is a quantity; the value is written digit by digit as given.
    pub(crate) fn quantity(&mut self, name: &str, value: &str, measure: Measure) {
        self.object(name, |quantity| {
            quantity.bare("value", value);
            quantity.measure(measure);
        });
    }

    /// The unit part of a quantity.
    pub(crate) fn measure(&mut self, (words, ucum): Measure) {
        if !words.is_empty() {
            self.text("unit", words);
            self.text("system", system::UCUM);
            self.text("code", ucum);
        }
    }

    /// A member that is a period.
    pub(crate) fn period(&mut self, name: &str, start: Option<&str>, end: Option<&str>) {
        self.object(name, |period| {
            if let Some(start) = start {
                period.text("start", start);
            }
            if let Some(end) = end {
                period.text("end", end);
            }
        });
    }

    /// Opens a transaction; entries follow.
    pub(crate) fn open_transaction(&mut self) {
        self.raw("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
    }

    /// Closes a transaction and hands over its text.
    pub(crate) fn close_transaction(mut self) -> String {
        self.raw("]}");
        self.finish()
    }

    /// One entry of a transaction.
    #[expect(clippy::too_many_arguments, reason = "a sentence of the record: who, what, when")]
    pub(crate) fn entry(
        &mut self,
        link: Link,
        kind: &str,
        unless: Option<&str>,
        body: impl FnOnce(&mut Self),
    ) {
        self.item(|entry| {
            entry.text("fullUrl", &link.urn());
            entry.object("resource", |resource| {
                resource.text("resourceType", kind);
                body(resource);
            });
            entry.object("request", |request| {
                request.text("method", "POST");
                request.text("url", kind);
                if let Some(unless) = unless {
                    request.text("ifNoneExist", unless);
                }
            });
        });
    }
}
