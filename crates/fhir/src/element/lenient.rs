//! Reading that never fails: a value of another kind than asked for is skipped and counts as absent.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use helsami_domain::quantity::Decimal;
use helsami_domain::when::When;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A text; empty when there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Text<'_> {
    /// The text without white space around it, if anything is left.
    #[must_use]
    pub fn filled(&self) -> Option<&str> {
        Some(self.trim()).filter(|text| !text.is_empty())
    }

    /// The text as a date, if it is one.
    #[must_use]
    pub fn when(&self) -> Option<When> {
        When::parse(self)
    }
}

/// One object, or nothing. Of a list the first is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct One<T>(pub Option<T>);

impl<T> Default for One<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> One<T> {
    /// The object.
    #[must_use]
    pub const fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

/// A list; a single object counts as a list of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Many<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// Yes, no, or not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flag(pub Option<bool>);

/// A number with the digits as sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number<'a>(Option<&'a RawValue>);

impl Number<'_> {
    /// The number, if it is one. A number sent as text counts.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal> {
        Decimal::parse(self.0?.get().trim_matches('"'))
    }

    /// A small whole number.
    #[must_use]
    pub fn whole(&self) -> Option<u32> {
        self.0?.get().trim_matches('"').parse().ok()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Number<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'a RawValue>::deserialize(deserializer).map(|raw| Self(Some(raw)))
    }
}

macro_rules! ignore_scalars {
    () => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
}

macro_rules! ignore_compounds {
    () => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;
    ignore_scalars!();
    ignore_compounds!();

    fn visit_bool<E>(self, _: bool) -> Result<Text<'de>, E> {
        Ok(Text::default())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Owned(text.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct FlagVisitor;

impl<'de> Visitor<'de> for FlagVisitor {
    type Value = Flag;
    ignore_scalars!();
    ignore_compounds!();

    fn visit_bool<E>(self, yes: bool) -> Result<Flag, E> {
        Ok(Flag(Some(yes)))
    }

    fn visit_str<E>(self, _: &str) -> Result<Flag, E> {
        Ok(Flag(None))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FlagVisitor)
    }
}

struct OneVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneVisitor<T> {
    type Value = One<T>;
    ignore_scalars!();

    fn visit_bool<E>(self, _: bool) -> Result<One<T>, E> {
        Ok(One(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<One<T>, E> {
        Ok(One(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<One<T>, A::Error> {
        let first = list.next_element::<Self::Value>()?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first.unwrap_or_default())
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<One<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(object)).map(|value| One(Some(value)))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for One<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneVisitor(PhantomData))
    }
}

struct ManyVisitor<T>(PhantomData<T>);

/// What can stand in a list and be told from what cannot.
pub trait Item: Sized {
    /// Whether it holds something.
    fn is_there(&self) -> bool;
}

impl Item for Text<'_> {
    fn is_there(&self) -> bool {
        self.filled().is_some()
    }
}

impl<T> Item for One<T> {
    fn is_there(&self) -> bool {
        self.0.is_some()
    }
}

impl<'de, T: Deserialize<'de> + Item> Visitor<'de> for ManyVisitor<T> {
    type Value = Many<T>;
    ignore_scalars!();

    fn visit_bool<E>(self, _: bool) -> Result<Many<T>, E> {
        Ok(Many(Vec::new()))
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Many<T>, E> {
        let one = T::deserialize(serde::de::value::BorrowedStrDeserializer::new(text))?;
        Ok(Many(Some(one).filter(T::is_there).into_iter().collect()))
    }

    fn visit_str<E>(self, _: &str) -> Result<Many<T>, E> {
        Ok(Many(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Many<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element::<T>()? {
            if one.is_there() {
                all.push(one);
            }
        }
        Ok(Many(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Many<T>, A::Error> {
        let one = T::deserialize(MapAccessDeserializer::new(object))?;
        Ok(Many(Some(one).filter(T::is_there).into_iter().collect()))
    }
}

impl<'de, T: Deserialize<'de> + Item> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

/// A list of objects.
pub type Objects<T> = Many<One<T>>;

impl<T> Many<One<T>> {
    /// The objects.
    pub fn each(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter().filter_map(One::get)
    }
}
