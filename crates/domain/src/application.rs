//! Applying to act for somebody who cannot consent: what must be said, and by whom. Nothing of the person's record decides
//! here, so that no answer tells whether there is one.

use jiff::Timestamp;

use crate::access::age::{Birth, MAJORITY};
use crate::identity::IdentityNumber;

/// What the applicant is to the person.
///
/// Source: pasient- og brukerrettighetsloven § 1-3 b, the order of the nearest (norway.md 4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kinship {
    /// Spouse or registered partner.
    Spouse,
    /// Lives with the person as in a marriage.
    Cohabitant,
    /// Child of age.
    Child,
    /// Parent, or whoever has had the responsibility of one.
    Parent,
    /// Brother or sister of age.
    Sibling,
    /// Grandparent.
    Grandparent,
    /// Another of the family who stands close.
    OtherFamily,
    /// Guardian or future attorney, where there is nobody else.
    Guardian,
}

impl Kinship {
    /// Every one, in the order of the law.
    pub const ALL: [Self; 8] = [
        Self::Spouse,
        Self::Cohabitant,
        Self::Child,
        Self::Parent,
        Self::Sibling,
        Self::Grandparent,
        Self::OtherFamily,
        Self::Guardian,
    ];

    /// The word it is stored under.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Spouse => "spouse",
            Self::Cohabitant => "cohabitant",
            Self::Child => "child",
            Self::Parent => "parent",
            Self::Sibling => "sibling",
            Self::Grandparent => "grandparent",
            Self::OtherFamily => "other-family",
            Self::Guardian => "guardian",
        }
    }

    /// The one of this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// An application, as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// The person's name, as the applicant writes it.
    pub name: Box<str>,
    /// The person's national number.
    pub number: IdentityNumber,
    /// What the applicant is to them.
    pub kinship: Kinship,
    /// Whether a doctor has written that the person cannot consent, as far as the applicant knows.
    pub is_stated: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The person's name.
    pub name: String,
    /// The person's national number.
    pub number: String,
    /// The word of a [`Kinship`].
    pub kinship: String,
    /// What the person needs help with.
    pub why: String,
    /// Whether a doctor has written the statement.
    pub is_stated: bool,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// No name, or too long.
    Name,
    /// No valid national number.
    Number,
    /// The applicant's own number.
    OwnNumber,
    /// It does not say what the applicant is to the person.
    Kinship,
    /// It does not say what the person needs help with, or says too much.
    Why,
}

/// The longest name, in characters.
pub const NAME_MAX: usize = 200;
/// The longest reason, in characters: four pages.
pub const WHY_MAX: usize = 10_000;

impl Typed {
    /// The application, or everything that is wrong.
    ///
    /// # Errors
    /// The faults.
    pub fn read(&self, own_numbers: &[String]) -> Result<Application, Vec<Fault>> {
        let mut faults = Vec::new();
        let is_filled = |text: &str, max: usize| !text.trim().is_empty() && text.chars().count() <= max;
        if !is_filled(&self.name, NAME_MAX) {
            faults.push(Fault::Name);
        }
        let digits: String = self.number.chars().filter(|sign| !sign.is_whitespace()).collect();
        let number = IdentityNumber::parse(&digits).ok();
        match number {
            None => faults.push(Fault::Number),
            Some(_) if own_numbers.contains(&digits) => faults.push(Fault::OwnNumber),
            Some(_) => {}
        }
        let kinship = Kinship::from_code(&self.kinship);
        if kinship.is_none() {
            faults.push(Fault::Kinship);
        }
        if !is_filled(&self.why, WHY_MAX) {
            faults.push(Fault::Why);
        }
        match (number, kinship) {
            (Some(number), Some(kinship)) if faults.is_empty() => {
                let name = self.name.trim().into();
                Ok(Application { name, number, kinship, is_stated: self.is_stated })
            }
            _ => Err(faults),
        }
    }
}

/// Whether somebody of this age may be given access to the record of another: asked before anything is typed.
#[must_use]
pub fn may_apply(birth: Option<Birth>, now: Timestamp) -> bool {
    birth.is_some_and(|birth| birth.has_turned(MAJORITY, now))
}

#[cfg(test)]
mod tests {
    use super::{Fault, Kinship, Typed, may_apply};
    use crate::access::age::Birth;
    use crate::when::When;

    fn typed() -> Typed {
        Typed {
            name: " Olav Tømmervåg ".into(),
            number: "038458 12429".into(),
            kinship: "child".into(),
            why: "Følge med på timer".into(),
            is_stated: true,
        }
    }

    #[test]
    fn an_application_says_who_and_why() {
        let read = |typed: &Typed| typed.read(&["14878290055".to_owned()]);
        let found = read(&typed()).expect("an application");
        assert_eq!((&*found.name, found.number.digits().as_str()), ("Olav Tømmervåg", "03845812429"));
        assert_eq!((found.kinship, found.is_stated), (Kinship::Child, true));
        let check = |change: fn(&mut Typed), expect: &[Fault]| {
            let mut typed = typed();
            change(&mut typed);
            assert_eq!(read(&typed), Err(expect.to_vec()), "{typed:?}");
        };
        check(|typed| typed.name = " ".into(), &[Fault::Name]);
        check(|typed| typed.name = "x".repeat(201), &[Fault::Name]);
        check(|typed| typed.number = "03845812428".into(), &[Fault::Number]);
        check(|typed| typed.number = "Olav".into(), &[Fault::Number]);
        check(|typed| typed.number = "14878290055".into(), &[Fault::OwnNumber]);
        check(|typed| typed.kinship = "friend".into(), &[Fault::Kinship]);
        check(|typed| typed.why = "x".repeat(10_001), &[Fault::Why]);
        let all = [Fault::Name, Fault::Number, Fault::Kinship, Fault::Why];
        assert_eq!(read(&Typed::default()), Err(all.to_vec()));
        for kinship in Kinship::ALL {
            assert_eq!(Kinship::from_code(kinship.code()), Some(kinship));
        }
    }

    #[test]
    fn only_somebody_of_age_applies() {
        let now = "2026-11-26T12:00:00Z".parse().expect("a time");
        let check = |born: Option<&str>, expect: bool| {
            let birth = born.map(|born| Birth::of(When::parse(born).expect("a date")));
            assert_eq!(may_apply(birth, now), expect, "{born:?}");
        };
        check(Some("2008-11-26"), true);
        check(Some("2008-11-27"), false);
        check(None, false);
    }
}
