//! The languages and their messages. The functions of [`Text`] are made by the build from `languages/`: one per
//! message, named as the message with `_` for `-`.
//!
//! A message without arguments is a `&'static str`; one with arguments is a `String`. Nothing is glued from parts: a
//! sentence is one message.

use std::fmt::{Display, Write as _};

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Bokmål, the source of all messages.
    Nb,
    /// Nynorsk.
    Nn,
    /// Northern Sámi. Not yet read over by somebody who speaks it: the pages say so.
    Se,
    /// English, as written in Britain.
    En,
}

impl Language {
    /// All, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Nb, Self::Nn, Self::Se, Self::En];

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::Se => "se",
            Self::En => "en",
        }
    }

    /// The language's name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Nb => "Bokmål",
            Self::Nn => "Nynorsk",
            Self::Se => "Davvisámegiella",
            Self::En => "English",
        }
    }

    /// Writing direction, as HTML's `dir`.
    #[must_use]
    pub const fn direction(self) -> &'static str {
        match self {
            Self::Nb | Self::Nn | Self::Se | Self::En => "ltr",
        }
    }

    /// The language with this tag; `no` is bokmål.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("no") {
            return Some(Self::Nb);
        }
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag()))
    }

    /// The best language for an `Accept-Language` header. `None` if it names none of ours.
    #[must_use]
    pub fn from_header(header: &str) -> Option<Self> {
        let weight = |part: &str| {
            let quality = part.split_once("q=").map_or(Ok(1.0), |(_, number)| number.trim().parse::<f32>());
            quality.unwrap_or(0.0)
        };
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',').take(20) {
            let tag = part.split(';').next().unwrap_or_default().trim();
            let Some(language) = Self::from_tag(tag) else { continue };
            if best.is_none_or(|(known, _)| weight(part) > known) {
                best = Some((weight(part), language));
            }
        }
        best.filter(|(quality, _)| *quality > 0.0).map(|(_, language)| language)
    }
}

/// The messages of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(Language);

impl Text {
    /// The messages of `language`.
    #[must_use]
    pub const fn new(language: Language) -> Self {
        Self(language)
    }

    /// Which language they are in.
    #[must_use]
    pub const fn language(self) -> Language {
        self.0
    }

    /// The sign between whole and fraction.
    #[must_use]
    pub const fn decimal_sign(self) -> char {
        match self.0 {
            Language::Nb | Language::Nn | Language::Se => ',',
            Language::En => '.',
        }
    }
}

/// Which words a count takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plural {
    One,
    Two,
    Other,
}

/// The plural category of a count.
///
/// Source: Unicode CLDR plural rules; Northern Sámi has a dual.
const fn plural(language: Language, count: usize) -> Plural {
    match (language, count) {
        (_, 1) => Plural::One,
        (Language::Se, 2) => Plural::Two,
        _ => Plural::Other,
    }
}

fn show(out: &mut String, value: &dyn Display) {
    write!(out, "{value}").expect("writing to a string does not fail");
}

include!(concat!(env!("OUT_DIR"), "/text.rs"));

#[cfg(test)]
mod tests {
    use super::{Language, Plural, plural};

    #[test]
    fn the_browser_chooses_among_ours() {
        fn check(header: &str, want: Option<Language>) {
            assert_eq!(Language::from_header(header), want, "{header}");
        }
        check("nb-NO,nb;q=0.9,en;q=0.8", Some(Language::Nb));
        check("no", Some(Language::Nb));
        check("de,en-US;q=0.7,nn;q=0.9", Some(Language::Nn));
        check("se-NO", Some(Language::Se));
        check("sv", None);
        check("en;q=0", None);
        check("", None);
        check("en;q=x", None);
    }

    #[test]
    fn sami_has_a_dual() {
        assert_eq!(plural(Language::Se, 2), Plural::Two);
        assert_eq!(plural(Language::Nb, 2), Plural::Other);
        assert_eq!(plural(Language::En, 1), Plural::One);
        assert_eq!(plural(Language::Se, 0), Plural::Other);
    }
}
