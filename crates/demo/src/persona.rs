//! The fixed test people: the same in every region, whatever its seed. Each shows something that goes wrong in systems
//! like this one, or something that a page must be able to show.
//!
//! The guide `docs/guides/personas.md` is written from [`guide`].

mod answers;
mod families;
mod identities;
mod lives;
mod medicines;
mod parents;
mod steps;
mod trusted;

use jiff::civil::{Date, date};

use crate::calendar::{after, years_after};
use crate::chance::Chance;
use crate::chart::Chart;
use crate::identity::{Series, Sex, Slot, person_number};
use crate::person::{Kin, Kinship, Number, Person, Protection};
use crate::places;
use crate::region::{Bundle, Region};
use crate::{household, system, topic};

/// When a test person was born.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Birth {
    /// On this date.
    On(i16, i8, i8),
    /// So many years ago, and so many days earlier (or, when negative, later in the year).
    Ago(i32, i32),
}

/// One test person.
pub(crate) struct Persona {
    /// First name; empty for a newborn without one.
    pub(crate) given: &'static str,
    /// Family name.
    pub(crate) family: &'static str,
    /// Sex.
    pub(crate) sex: Sex,
    /// Birth.
    pub(crate) birth: Birth,
    /// Place in the list of municipalities.
    pub(crate) municipality: usize,
    /// What the person shows, for the guide.
    pub(crate) shows: &'static str,
    /// Changes who the person is.
    pub(crate) dress: fn(&Region, &mut Person),
    /// Writes the record after the Patient and the next of kin.
    pub(crate) live: fn(&mut Chart<'_>),
}

/// All of them, in the guide's order.
pub(crate) const ALL: &[Persona] = &[
    lives::INGRID,
    lives::ARNE,
    medicines::SOLVEIG,
    medicines::GERD,
    answers::PER_IVAR,
    answers::TORILL,
    identities::SAMIRA,
    identities::OLEKSANDR,
    identities::KIM,
    identities::MARIA,
    identities::ODD,
    identities::NORA,
    families::NEWBORN,
    families::THEA,
    families::AMALIE,
    families::LIAM,
    families::SILJE,
    families::MARTIN,
    families::JONAS,
    families::EMILIE,
    families::IDA,
    families::IVER,
    lives::BERIT,
    lives::KJELL_ARNE,
    medicines::LEIF,
    lives::ANNA,
    lives::OLAV,
    identities::TORUNN,
    identities::ELLE,
    identities::YUSUF,
    identities::ANNE_KRISTINE,
    identities::JAN_OLDER,
    identities::JAN_YOUNGER,
    parents::HEGE,
    parents::RUNE,
    parents::FRIDA,
    parents::MONICA,
    parents::STIAN,
    parents::MIKKEL,
    parents::KRISTIN,
    parents::SANDER,
    parents::ANDERS,
    parents::TIRIL,
    parents::LINE,
    parents::GEIR,
    parents::NOAH,
    parents::SIV,
    parents::BODIL,
    trusted::BENTE,
    trusted::HAAKON,
    trusted::TOVE,
    trusted::INGER,
    trusted::PAAL,
    trusted::SELMA,
    trusted::HEIDI,
    trusted::AASE,
    trusted::HELLE,
    trusted::VIDAR,
    trusted::SIGRID,
];

/// The record of one test person.
pub(crate) fn bundle(region: &Region, persona: &Persona) -> Bundle {
    let (index, who) = dressed(region, persona);
    let mut chart = Chart::open(region, who, topic::PERSONA, index as u64);
    (persona.live)(&mut chart);
    chart.close()
}

/// A test person as they are, with their place in the list.
fn dressed(region: &Region, persona: &Persona) -> (usize, Person) {
    let name = |one: &Persona| (one.given, one.family, one.shows);
    let index = ALL.iter().position(|other| name(other) == name(persona)).unwrap_or_default();
    let mut who = person(region, persona, index);
    (persona.dress)(region, &mut who);
    (index, who)
}

/// One test person as a relative of another: as the register knows them.
fn kin(region: &Region, kinship: Kinship, persona: &Persona) -> Kin {
    let (_, other) = dressed(region, persona);
    let name = (other.given.unwrap_or_default(), other.family);
    let mut kin = Kin::near(kinship, name, after(region.today, -200));
    kin.parental = matches!(kinship, Kinship::Mother | Kinship::Father);
    kin.number = other.numbers.last().map(|number| number.value.clone());
    kin.phone = other.phone;
    kin.address = (other.protection == Protection::None).then_some(other.address);
    kin
}

/// One test person as consents name them: identity number and name.
fn named(region: &Region, persona: &Persona) -> (String, String) {
    let number = national(birth_date(region, persona.birth), persona.sex, 0).value;
    (number, format!("{} {}", persona.given, persona.family))
}

fn person(region: &Region, persona: &Persona, index: usize) -> Person {
    let mut chance = Chance::new(0, topic::PERSONA, 1000 + index as u64);
    let birth = birth_date(region, persona.birth);
    let address = places::within(persona.municipality, &mut chance);
    let gp = region.gp_near(&address, &mut chance);
    let grown = crate::calendar::age(birth, region.today) >= 12;
    Person {
        numbers: vec![national(birth, persona.sex, 0)],
        given: (!persona.given.is_empty()).then(|| persona.given.to_owned()),
        middle: None,
        family: persona.family.to_owned(),
        sex: persona.sex,
        birth,
        death: None,
        address,
        protection: Protection::None,
        phone: grown.then(|| household::phone(&mut chance)),
        gp,
        language: None,
        citizenship: "NO",
        marital: if grown { "uoppgitt" } else { "ugift" },
        kin: Vec::new(),
    }
}

/// A national number from the end of its date, where the population never comes.
fn national(birth: Date, sex: Sex, place: usize) -> Number {
    let value = person_number(birth, sex, Series::National, Slot::Persona(place));
    Number { system: system::NATIONAL_NUMBER, value, from: None, to: None }
}

fn birth_date(region: &Region, birth: Birth) -> Date {
    match birth {
        Birth::On(year, month, day) => date(year, month, day),
        Birth::Ago(years, days) => after(years_after(region.today, -years), -days),
    }
}

/// Dresses nobody up.
fn as_is(_: &Region, _: &mut Person) {}

/// The guide's text.
pub(crate) fn guide() -> String {
    let mut text = String::from(
        "# The test people\n\n\
         <!-- Written by `cargo xtask bless` from crates/demo/src/persona. -->\n\n\
         Every demo region holds these people first, whatever its seed and size; the crowd comes after them. Find them by \
         name on the test provider's sign-in page. Their identity numbers are synthetic (month + 80); their histories \
         follow the day the region was made, so that «next week» is next week. All other citizens follow the seed.\n\n\
         | Name | Born | What to see |\n| --- | --- | --- |\n",
    );
    for persona in ALL {
        let name = match persona.given {
            "" => format!("(no name yet) {}", persona.family),
            given => format!("{given} {}", persona.family),
        };
        text.push_str(&format!("| {} | {} | {} |\n", name.trim(), born(persona.birth), persona.shows));
    }
    text.push_str(&steps::text());
    text
}

fn born(birth: Birth) -> String {
    match birth {
        Birth::On(year, month, day) => format!("{day}.{month}.{year}"),
        Birth::Ago(0, days) => format!("{days} days ago"),
        Birth::Ago(years, days) if days < 0 => format!("turns {years} in {} days", -days),
        Birth::Ago(years, _) => format!("{years} years ago"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::{ALL, guide};
    use crate::region::Region;

    #[test]
    fn the_guide_is_the_one_in_the_docs() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides/personas.md");
        if std::env::var_os("HELSAMI_BLESS").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides")).unwrap();
            std::fs::write(path, guide()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == guide(), "docs/guides/personas.md differs from the code: run `cargo xtask bless`");
    }

    #[test]
    fn every_persona_is_there_in_every_seed_with_a_number_of_their_own() {
        let mut numbers = HashSet::new();
        for seed in [1, 99] {
            let region = Region::new(seed, 0, date(2026, 11, 22));
            assert_eq!(region.citizens(), ALL.len());
            numbers.clear();
            for (index, persona) in ALL.iter().enumerate() {
                let bundle = region.citizen_bundle(index);
                let json: serde_json::Value = serde_json::from_str(&bundle.json).unwrap();
                let patient = &json["entry"][0]["resource"];
                assert_eq!(patient["resourceType"], "Patient");
                if !persona.given.is_empty() {
                    assert_eq!(patient["name"][0]["family"], persona.family);
                }
                for identifier in patient["identifier"].as_array().unwrap() {
                    assert!(
                        numbers.insert(identifier["value"].as_str().unwrap().to_owned()),
                        "{}",
                        persona.family
                    );
                }
            }
        }
        assert_eq!(numbers.len(), ALL.len() + 2, "two people have two numbers each");
    }
}
