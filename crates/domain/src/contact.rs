//! How somebody is reached: telephone, e-mail, address. Where a person with a protected address lives is never shown.

use crate::when::Period;

/// What sort of contact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Telephone.
    Phone,
    /// Electronic mail.
    Email,
    /// Text message only.
    Sms,
    /// A page on the net.
    Web,
    /// Something else, such as fax or pager.
    Other,
}

impl Channel {
    /// The channel behind R4's `ContactPoint.system`.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "phone" => Self::Phone,
            "email" => Self::Email,
            "sms" => Self::Sms,
            "url" => Self::Web,
            _ => Self::Other,
        }
    }
}

/// One way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What sort.
    pub channel: Channel,
    /// Number or address as sent.
    pub value: Box<str>,
    /// What it is used for.
    pub usage: Usage,
    /// From when to when.
    pub period: Period,
    /// The sender's order, 1 first; absent comes last.
    pub rank: Option<u32>,
    /// Who keeps it, where that is another than the keeper of the rest.
    pub kept_by: Option<Box<str>>,
}

/// What a contact, a name or an address is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Usage {
    /// At home.
    Home,
    /// At work.
    Work,
    /// Carried along.
    Mobile,
    /// For a time.
    Temporary,
    /// No longer.
    Old,
    /// Not said.
    #[default]
    Unsaid,
}

impl Usage {
    /// The use behind R4's `use`.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "home" => Self::Home,
            "work" => Self::Work,
            "mobile" => Self::Mobile,
            "temp" => Self::Temporary,
            "old" => Self::Old,
            _ => Self::Unsaid,
        }
    }
}

/// An address for post or visits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The lines to show, top down.
    pub lines: Vec<Box<str>>,
    /// The municipality.
    pub municipality: Option<Box<str>>,
    /// The urban district.
    pub urban_district: Option<Box<str>>,
    /// What it is used for.
    pub usage: Usage,
    /// Whether it is for post only.
    pub is_postal: bool,
    /// Whether the population register has it as the official one.
    pub is_official: bool,
    /// From when to when.
    pub period: Period,
}

/// Sorts ways to reach somebody: those in force before those that have ended, then the sender's own order.
pub fn sort_contacts(contacts: &mut [Contact], now: jiff::Timestamp) {
    contacts.sort_by_key(|one| (!one.is_current(now), one.rank.unwrap_or(u32::MAX)));
}

impl Contact {
    /// Whether it is in use now.
    #[must_use]
    pub fn is_current(&self, now: jiff::Timestamp) -> bool {
        self.usage != Usage::Old && self.period.is_current(now)
    }
}

impl Address {
    /// Whether it is in use now.
    #[must_use]
    pub fn is_current(&self, now: jiff::Timestamp) -> bool {
        self.usage != Usage::Old && self.period.is_current(now)
    }
}

/// Whether a mark on a person means that the address must not be shown to anybody, the person's own page included: a
/// page can be read over the shoulder, printed or photographed.
///
/// Source: Folkeregisteret's grading (`fortrolig`, `strengtFortrolig`, `klientadresse`; before 2020 the codes 7 and
/// 6), Persontjenesten's names for the same, and HL7's confidentiality `R` and `V`.
#[must_use]
pub fn is_protecting(code: &str) -> bool {
    const CODES: [&str; 12] = [
        "fortrolig",
        "strengtfortrolig",
        "strengt-fortrolig",
        "strengt_fortrolig",
        "klientadresse",
        "confidential",
        "strictlyconfidential",
        "clientaddress",
        "6",
        "7",
        "r",
        "v",
    ];
    CODES.iter().any(|known| code.trim().eq_ignore_ascii_case(known))
}

/// A national identity number as a page may show it: the date stays, the five last digits do not.
#[must_use]
pub fn masked_number(value: &str) -> Box<str> {
    let mut masked = String::with_capacity(value.len() + 6);
    for (at, sign) in value.trim().chars().enumerate() {
        if at == 6 {
            masked.push(' ');
        }
        masked.push(if at < 6 { sign } else { '•' });
    }
    masked.into()
}

#[cfg(test)]
mod tests {
    use super::{Channel, Contact, Usage, is_protecting, masked_number, sort_contacts};
    use crate::when::{Period, When};

    fn phone(value: &str, rank: Option<u32>, end: Option<&str>) -> Contact {
        let period = Period { start: None, end: end.and_then(When::parse) };
        Contact {
            channel: Channel::Phone,
            value: value.into(),
            usage: Usage::Mobile,
            period,
            rank,
            kept_by: None,
        }
    }

    #[test]
    fn what_has_ended_comes_last() {
        let now = "2026-11-22T12:00:00Z".parse().expect("a time");
        let mut list = [phone("a", Some(1), Some("2020")), phone("b", None, None), phone("c", Some(2), None)];
        sort_contacts(&mut list, now);
        assert_eq!(list.each_ref().map(|one| &*one.value), ["c", "b", "a"]);
        assert!(!list[2].is_current(now));
    }

    #[test]
    fn marks_of_protection() {
        for code in ["fortrolig", "strengtFortrolig", "STRENGT_FORTROLIG", "klientadresse", "7", "R"] {
            assert!(is_protecting(code), "{code}");
        }
        for code in ["", "ugradert", "N", "NORN_FORANS", "Unclassified"] {
            assert!(!is_protecting(code), "{code}");
        }
    }

    #[test]
    fn the_last_five_digits_are_never_shown() {
        assert_eq!(&*masked_number("12345678901"), "123456 •••••");
        assert_eq!(&*masked_number("123"), "123");
        assert_eq!(&*masked_number(""), "");
        assert!(!masked_number("12345678901").contains("78901"));
    }
}
