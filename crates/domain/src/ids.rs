//! Names of things: whose record a row is in, and which row it is.
//!
//! An id of ours is 128 bits: the patient key and the local id. It finds its row without an index. Outside the
//! process it is shown encrypted (`store`), because a bare one would tell the patient and the date.

use jiff::Timestamp;

use crate::resource_type::ResourceType;

/// Whose record: a random number of 63 bits, or [`PatientKey::SHARED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatientKey(i64);

impl PatientKey {
    /// The compartment of what belongs to no patient: organisations, practitioners, places, definitions.
    pub const SHARED: Self = Self(0);

    /// A key from 63 random or stored bits; the sign must be clear. `None` for a negative number.
    #[must_use]
    pub const fn new(raw: i64) -> Option<Self> {
        if raw < 0 { None } else { Some(Self(raw)) }
    }

    /// The stored number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether this is nobody's compartment.
    #[must_use]
    pub const fn is_shared(self) -> bool {
        self.0 == 0
    }
}

/// Which row of a type in one compartment: clinical time in seconds since 1900, then 29 random bits, so that rows
/// sort by clinical time at creation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(i64);

/// 1900-01-01T00:00:00Z in seconds of the Unix epoch.
const EPOCH_1900_S: i64 = -2_208_988_800;
/// Seconds that fit beside 29 random bits in 63 bits: 34 bits, until the year 2444.
const SECONDS_MAX: i64 = (1 << 34) - 1;

impl LocalId {
    /// The row of the Patient resource itself: there is one in each compartment.
    pub const PATIENT: Self = Self(0);

    /// An id at a clinical time, told apart from others of the same second by 29 of the random bits. Times outside
    /// 1900–2444 are moved to the nearest end.
    #[must_use]
    pub fn at(clinical: Timestamp, random: u32) -> Self {
        let seconds = (clinical.as_second() - EPOCH_1900_S).clamp(0, SECONDS_MAX);
        Self((seconds << 29) | i64::from(random & ((1 << 29) - 1)))
    }

    /// The smallest id at or after a time: the lower end of a range scan.
    #[must_use]
    pub fn floor(clinical: Timestamp) -> Self {
        Self::at(clinical, 0)
    }

    /// A stored number. `None` for a negative one.
    #[must_use]
    pub const fn new(raw: i64) -> Option<Self> {
        if raw < 0 { None } else { Some(Self(raw)) }
    }

    /// The stored number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The clinical time at creation, to the second.
    #[must_use]
    pub fn second(self) -> Timestamp {
        Timestamp::from_second((self.0 >> 29) + EPOCH_1900_S).unwrap_or(Timestamp::MAX)
    }
}

/// A system that is registered with this installation: who has sent a row, and who acts at the API. Made of the name under
/// which it is registered, so that it is the same in every process and after every start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientKey(i64);

impl ClientKey {
    /// A key from 63 bits of a hash; `None` for zero, which is nobody, and for a negative number.
    #[must_use]
    pub const fn new(raw: i64) -> Option<Self> {
        if raw > 0 { Some(Self(raw)) } else { None }
    }

    /// The stored number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// One resource of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Whose compartment.
    pub patient: PatientKey,
    /// Its type.
    pub kind: ResourceType,
    /// Its row.
    pub local: LocalId,
}

#[cfg(test)]
mod tests {
    use super::LocalId;
    use jiff::Timestamp;

    #[test]
    fn ids_sort_by_clinical_time() {
        let early: Timestamp = "1931-05-01T00:00:00Z".parse().expect("a time");
        let late: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
        assert!(LocalId::at(early, u32::MAX) < LocalId::at(late, 0));
        assert!(LocalId::floor(late) <= LocalId::at(late, 0));
        assert_eq!(LocalId::at(late, 7).second(), late);
        assert_eq!(LocalId::at("1850-01-01T00:00:00Z".parse().expect("a time"), 7).get(), 7);
    }
}
