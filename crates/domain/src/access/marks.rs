//! Marks that whoever writes an item, or the citizen, has put on it: Volven 9603 and FHIR's labels of sensitivity.

/// One mark. The numbers are bits of a stored column: add at the end, never move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Mark {
    /// Refused: danger to life or serious harm to health.
    RefusedDanger = 0,
    /// Refused: clearly inadvisable for persons close.
    RefusedClose = 1,
    /// Refused: the patient's own wish.
    RefusedOwnWish = 2,
    /// All documents refused.
    RefusedAll = 3,
    /// Too old to be shown.
    TooOld = 4,
    /// Denied parents.
    HiddenFromParents = 5,
    /// Denied youth between 12 and 16 while parents see.
    HiddenFromYouth = 6,
    /// Danger to personnel.
    DangerToStaff = 7,
    /// Responsible treatment: a diagnosis not yet told, for example.
    NotYetTold = 8,
    /// A duplicate.
    Duplicate = 9,
    /// Refused for another reason.
    RefusedOther = 10,
    /// Blocked by the citizen against staff; still visible to the citizen.
    Blocked = 11,
    /// Not for patient, family or caregivers without the responsible clinician's word.
    NotForPatient = 12,
    /// About mental health.
    MentalHealth = 13,
    /// About sexual health and contraception.
    SexualHealth = 14,
    /// About alcohol, drugs or other substances.
    Substances = 15,
    /// About violence or abuse.
    Violence = 16,
    /// About HIV.
    Hiv = 17,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 18] = [
        Self::RefusedDanger,
        Self::RefusedClose,
        Self::RefusedOwnWish,
        Self::RefusedAll,
        Self::TooOld,
        Self::HiddenFromParents,
        Self::HiddenFromYouth,
        Self::DangerToStaff,
        Self::NotYetTold,
        Self::Duplicate,
        Self::RefusedOther,
        Self::Blocked,
        Self::NotForPatient,
        Self::MentalHealth,
        Self::SexualHealth,
        Self::Substances,
        Self::Violence,
        Self::Hiv,
    ];

    /// The code it is sent under in `meta.security`.
    ///
    /// Source: Volven 9603 (norway.md 4.8); HL7 v3 ActCode, sensitivity policies and `NOPAT`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RefusedDanger => "NORN_FFL",
            Self::RefusedClose => "NORN_KUT",
            Self::RefusedOwnWish => "NORN_EPO",
            Self::RefusedAll => "NORN_ALL",
            Self::TooOld => "NORN_FOR",
            Self::HiddenFromParents => "NORN_FORANS",
            Self::HiddenFromYouth => "NORN_UNGDOM",
            Self::DangerToStaff => "NORN_FFH",
            Self::NotYetTold => "NORN_FPB",
            Self::Duplicate => "NORN_DUP",
            Self::RefusedOther => "NORN_ANG",
            Self::Blocked => "NORS",
            Self::NotForPatient => "NOPAT",
            Self::MentalHealth => "PSY",
            Self::SexualHealth => "SEX",
            Self::Substances => "ETH",
            Self::Violence => "SDV",
            Self::Hiv => "HIV",
        }
    }

    /// The mark that a code of `meta.security` means; `None` for labels that close nothing.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }

    const fn bit(self) -> i32 {
        1 << self as u8
    }
}

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks(i32);

impl Marks {
    /// None.
    pub const NONE: Self = Self(0);
    /// Those that keep an item from the citizen and everybody who acts for them.
    ///
    /// Source: Volven 9603 (norway.md 4.8); pasient- og brukerrettighetsloven § 5-1.
    pub const REFUSED: Self = Self::of(&[
        Mark::RefusedDanger,
        Mark::RefusedClose,
        Mark::RefusedOwnWish,
        Mark::RefusedAll,
        Mark::TooOld,
        Mark::DangerToStaff,
        Mark::NotYetTold,
        Mark::Duplicate,
        Mark::RefusedOther,
        Mark::NotForPatient,
    ]);
    /// Those about what a person may want to keep to themself even from those close to them.
    pub const SENSITIVE: Self =
        Self::of(&[Mark::MentalHealth, Mark::SexualHealth, Mark::Substances, Mark::Violence, Mark::Hiv]);

    const fn of(marks: &[Mark]) -> Self {
        let (mut all, mut index) = (Self::NONE, 0);
        while index < marks.len() {
            all = all.with(marks[index]);
            index += 1;
        }
        all
    }

    /// The marks stored as this number.
    #[must_use]
    pub const fn from_bits(bits: i32) -> Self {
        Self(bits)
    }

    /// The number they are stored as.
    #[must_use]
    pub const fn bits(self) -> i32 {
        self.0
    }

    /// With one more.
    #[must_use]
    pub const fn with(self, mark: Mark) -> Self {
        Self(self.0 | mark.bit())
    }

    /// Those of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// With this mark, or without it.
    #[must_use]
    pub const fn set(self, mark: Mark, is_set: bool) -> Self {
        if is_set { self.with(mark) } else { Self(self.0 & !mark.bit()) }
    }

    /// Whether this mark is one of them.
    #[must_use]
    pub const fn has(self, mark: Mark) -> bool {
        self.0 & mark.bit() != 0
    }

    /// Whether the two have a mark in common.
    #[must_use]
    pub const fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// One by one.
    pub fn iter(self) -> impl Iterator<Item = Mark> {
        Mark::ALL.into_iter().filter(move |mark| self.has(*mark))
    }
}

impl FromIterator<Mark> for Marks {
    fn from_iter<I: IntoIterator<Item = Mark>>(marks: I) -> Self {
        marks.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Marks};

    #[test]
    fn codes_and_bits_are_frozen() {
        for (number, mark) in Mark::ALL.into_iter().enumerate() {
            assert_eq!(Mark::from_code(mark.code()), Some(mark));
            assert_eq!(Marks::NONE.with(mark).bits(), 1 << number, "{mark:?}");
            assert_eq!(Marks::from_bits(1 << number).iter().collect::<Vec<_>>(), [mark]);
        }
        assert_eq!(Mark::from_code("N"), None);
        assert_eq!(Mark::from_code(""), None);
    }

    #[test]
    fn which_marks_keep_an_item_from_the_citizen() {
        let kept: Vec<&str> = Marks::REFUSED.iter().map(Mark::code).collect();
        let codes = "NORN_FFL NORN_KUT NORN_EPO NORN_ALL NORN_FOR NORN_FFH NORN_FPB NORN_DUP NORN_ANG NOPAT";
        assert_eq!(kept.join(" "), codes);
        let sensitive: Vec<&str> = Marks::SENSITIVE.iter().map(Mark::code).collect();
        assert_eq!(sensitive.join(" "), "PSY SEX ETH SDV HIV");
        assert!(!Marks::REFUSED.any(Marks::SENSITIVE));
    }

    #[test]
    fn sets_of_marks() {
        let marks: Marks = [Mark::Blocked, Mark::Hiv].into_iter().collect();
        assert!(marks.has(Mark::Hiv) && !marks.has(Mark::Violence));
        assert_eq!(marks.or(Marks::NONE.with(Mark::Violence)).bits(), 1 << 11 | 1 << 16 | 1 << 17);
        assert_eq!(marks.or(Marks::NONE.with(Mark::Hiv)), marks, "what is in both is in either");
        assert!(marks.any(Marks::SENSITIVE) && !marks.any(Marks::REFUSED));
        assert_eq!(marks.set(Mark::Hiv, false), Marks::NONE.with(Mark::Blocked));
        assert_eq!(marks.set(Mark::Hiv, true), marks);
    }
}
