//! The few values that are taken out of a document on write, so that a page can pick rows without opening them.
//!
//! The numbers are part of the stored data: a variant may be added at the end, never moved or removed.

/// What kind of content a row is, coarsely, as pages pick it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i16)]
pub enum Category {
    /// No category, or none that a page asks for.
    None = 0,
    /// Laboratory results.
    Laboratory = 1,
    /// Vital signs.
    VitalSigns = 2,
    /// Imaging.
    Imaging = 3,
    /// Social history.
    SocialHistory = 4,
    /// Surveys and questionnaires.
    Survey = 5,
    /// A category no page asks for by itself.
    Other = 6,
}

impl Category {
    /// The stored number.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }
}

/// The first coding of a document as 32 bits, to pick rows by. Two codings can share a key: whoever picks by it looks
/// at the document again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeKey(pub i32);

impl CodeKey {
    /// No coding.
    pub const NONE: Self = Self(0);

    /// The key of a coding: FNV-1a over system, a bar and code. Never zero.
    #[must_use]
    pub fn of(system: &str, code: &str) -> Self {
        let bytes = system.bytes().chain(std::iter::once(b'|')).chain(code.bytes());
        let hash =
            bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self(if hash == 0 { 1 } else { hash.cast_signed() })
    }
}

#[cfg(test)]
mod tests {
    use super::CodeKey;

    #[test]
    fn keys_are_frozen() {
        assert_eq!(CodeKey::of("http://loinc.org", "4548-4"), CodeKey(-1_247_162_156));
        assert_ne!(CodeKey::of("a", "b"), CodeKey::of("ab", ""));
    }
}
