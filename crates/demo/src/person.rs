//! A citizen before anything clinical: who they are, where they live, who their GP is, who they are related to.

use jiff::civil::Date;

use crate::identity::Sex;
use crate::places::Address;
use crate::staff::StaffId;

/// A language the person is spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    /// BCP 47 code.
    pub(crate) code: &'static str,
    /// Norwegian name of the language.
    pub(crate) name: &'static str,
    /// Whether an interpreter is needed.
    pub(crate) interpreter: bool,
}

/// An identity number with the time it held.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    /// The FHIR system of its kind.
    pub(crate) system: &'static str,
    /// The eleven digits.
    pub(crate) value: String,
    /// First day, where the number is not the person's first.
    pub(crate) from: Option<Date>,
    /// Last day, for a number that has been replaced.
    pub(crate) to: Option<Date>,
}

/// How the national register protects the person's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protection {
    /// Not at all.
    None,
    /// Fortrolig (formerly code 7).
    Confidential,
}

/// A citizen.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Identity numbers, the present one last; none for somebody not yet registered.
    pub(crate) numbers: Vec<Number>,
    /// First names; none for a newborn without a name.
    pub(crate) given: Option<String>,
    /// Middle name, in its own extension.
    pub(crate) middle: Option<&'static str>,
    /// Family name.
    pub(crate) family: String,
    /// Sex as registered.
    pub(crate) sex: Sex,
    /// Birth date.
    pub(crate) birth: Date,
    /// Day of death.
    pub(crate) death: Option<Date>,
    /// Home.
    pub(crate) address: Address,
    /// Protection of the address.
    pub(crate) protection: Protection,
    /// Mobile phone; children have none.
    pub(crate) phone: Option<String>,
    /// Registered GP.
    pub(crate) gp: StaffId,
    /// Language other than bokmål.
    pub(crate) language: Option<Language>,
    /// ISO 3166 code when not Norwegian.
    pub(crate) citizenship: &'static str,
    /// Marital status in the national list of no-basis.
    pub(crate) marital: &'static str,
    /// Relatives of the same household, and others given by hand.
    pub(crate) kin: Vec<Kin>,
}

/// Kinship, as in the national lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kinship {
    /// Mother.
    Mother,
    /// Father.
    Father,
    /// Child.
    Child,
    /// Husband, wife or partner.
    Partner,
    /// Brother or sister.
    Sibling,
    /// Somebody else, with the words for it.
    Other(&'static str),
}

/// A relative or other close person.
#[derive(Clone, Debug)]
pub(crate) struct Kin {
    /// How they are related.
    pub(crate) kinship: Kinship,
    /// Full name: first and family.
    pub(crate) name: (String, String),
    /// Identity number, where the relative is a citizen of the region and the register has named them.
    pub(crate) number: Option<String>,
    /// Phone, when known.
    pub(crate) phone: Option<String>,
    /// Address, where the register gives it or when it is another than the citizen's and known.
    pub(crate) address: Option<Address>,
    /// Whether this is a parent with joint parental responsibility.
    pub(crate) parental: bool,
    /// The day the citizen confirmed the relation; unconfirmed ones were carried over from an older system.
    pub(crate) confirmed: Option<Date>,
    /// Since when.
    pub(crate) from: Option<Date>,
    /// Until when, for a relation that has ended.
    pub(crate) to: Option<Date>,
}

impl Kin {
    /// A relative living with the citizen, confirmed on this day.
    pub(crate) fn near(kinship: Kinship, name: (String, String), confirmed: Date) -> Self {
        Self {
            kinship,
            name,
            number: None,
            phone: None,
            address: None,
            parental: false,
            confirmed: Some(confirmed),
            from: None,
            to: None,
        }
    }
}
