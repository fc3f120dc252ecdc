//! Values on their way between our code and either database.

/// What a column can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    pub(crate) fn int(&self) -> i64 {
        if let Self::Int(number) = self { *number } else { 0 }
    }

    pub(crate) fn int_or_null(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn text(&mut self) -> String {
        if let Self::Text(text) = self { std::mem::take(text) } else { String::new() }
    }

    pub(crate) fn as_text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    pub(crate) fn text_or_null(&mut self) -> Option<String> {
        if let Self::Text(text) = self { Some(std::mem::take(text)) } else { None }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        if let Self::Bytes(bytes) = self { bytes } else { &[] }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }
}

impl From<i16> for Value {
    fn from(number: i16) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

/// One row of a result.
pub(crate) type RowValues = Vec<Value>;
