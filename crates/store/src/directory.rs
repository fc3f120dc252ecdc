//! The directory: what a search across all records can find, and the identifiers that find one.

use helsami_domain::ids::{PatientKey, RecordId};

use crate::error::Error;
use crate::secret::Keys;
use crate::value::{RowValues, Value};

/// Rows of a type by up to three words, ordered by name.
pub(crate) const SEARCH: &str = "SELECT patient_key, type, local_id, name, birth_date, sealed FROM directory \
     WHERE type = $1 AND search LIKE $2 ESCAPE '\\' AND search LIKE $3 ESCAPE '\\' AND search LIKE $4 ESCAPE '\\' \
     ORDER BY search, patient_key, local_id LIMIT $5 OFFSET $6";
/// The rows of a type with this birth date.
pub(crate) const BORN: &str = "SELECT patient_key, name FROM directory WHERE type = $1 AND birth_date = $2 \
     ORDER BY patient_key LIMIT $3";

/// A person of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Whose record.
    pub key: PatientKey,
    /// The name, as shown.
    pub name: String,
    /// Birth date as written; may be empty.
    pub birth_date: String,
    /// The official identifier: system and value.
    pub identifier: Option<(String, String)>,
}

/// An organisation, practitioner or service of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingRow {
    /// Which one.
    pub record: RecordId,
    /// The name, as shown.
    pub name: String,
}

/// The text that a search looks in: small letters, name and birth date.
pub(crate) fn search_text(name: &str, birth_date: &str) -> String {
    format!("{} {birth_date}", name.to_lowercase()).trim().to_owned()
}

/// Patterns of up to three words; the last takes all that is left.
pub(crate) fn patterns(search: &str) -> [String; 3] {
    let folded = search.to_lowercase();
    let mut words = folded.split_whitespace();
    let pattern = |word: &str| {
        let mut pattern = String::from("%");
        for letter in word.chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        if !word.is_empty() {
            pattern.push('%');
        }
        pattern
    };
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let rest = words.collect::<Vec<_>>().join(" ");
    [pattern(first), pattern(second), pattern(&rest)]
}

/// A person of its row.
pub(crate) fn person_of(keys: &Keys, mut row: RowValues) -> Result<PersonRow, Error> {
    let key = PatientKey::new(row[0].int()).ok_or(Error::Damaged("a row of the directory"))?;
    let identifier = match &row[5] {
        Value::Bytes(sealed) => {
            let text = keys.unseal(sealed)?;
            let (system, value) = text.rsplit_once('|').ok_or(Error::Damaged("a row of the directory"))?;
            Some((system.to_owned(), value.to_owned()))
        }
        _ => None,
    };
    Ok(PersonRow { key, name: row[3].text(), birth_date: row[4].text(), identifier })
}

#[cfg(test)]
mod tests {
    use super::{patterns, search_text};

    #[test]
    fn words_become_patterns() {
        assert_eq!(patterns("  ÅSE 100%_x a b"), ["%åse%", "%100\\%\\_x%", "%a b%"].map(String::from));
        assert_eq!(patterns(""), ["%", "%", "%"].map(String::from));
        assert_eq!(search_text("Åse Berg", "1974"), "åse berg 1974");
        assert_eq!(search_text("", ""), "");
    }
}
