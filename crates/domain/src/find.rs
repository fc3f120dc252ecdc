//! Searching in one's own record: whether words are found in a text, however they are written.

/// The words of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

/// Words that are looked for; more are left out.
const WORDS_MAX: usize = 8;
/// From so many letters on a word is also found inside another: `trykk` in `blodtrykk`.
const INSIDE_MIN: usize = 4;

impl Words {
    /// The words of what was typed. `None` if there is none of at least two letters or a digit.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let mut words: Vec<String> = folded(typed)
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() > 1 || word.chars().any(char::is_numeric))
            .map(str::to_owned)
            .collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(WORDS_MAX);
        (!words.is_empty()).then_some(Self(words))
    }

    /// The texts in which words are found, if every word is found in some of them.
    #[must_use]
    pub fn find<'t, T>(&self, texts: impl IntoIterator<Item = (T, &'t str)>) -> Option<Vec<(T, &'t str)>> {
        let mut missing: Vec<&str> = self.0.iter().map(String::as_str).collect();
        let mut hits = Vec::new();
        for (tag, text) in texts {
            let folded = folded(text);
            let is_found = |word: &str| is_in(&folded, word);
            if self.0.iter().any(|word| is_found(word)) {
                missing.retain(|word| !is_found(word));
                hits.push((tag, text));
            }
        }
        missing.is_empty().then_some(hits)
    }
}

/// Whether a folded word begins a word of a folded text, or, when it is long enough, stands anywhere in it.
fn is_in(text: &str, word: &str) -> bool {
    let is_long = word.chars().count() >= INSIDE_MIN;
    text.match_indices(word)
        .any(|(at, _)| is_long || !text[..at].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Small letters without the accents that people leave out when they type. The Norwegian letters stay: `ø` is no `o`.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        out.push(match letter {
            'á' | 'à' | 'â' | 'ã' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'č' | 'ç' => 'c',
            'đ' => 'd',
            'ŋ' | 'ñ' => 'n',
            'š' => 's',
            'ŧ' => 't',
            'ž' => 'z',
            'ä' => 'æ',
            'ö' => 'ø',
            other => other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Words;
    use proptest::prelude::*;

    fn check(typed: &str, texts: &[&str], want: Option<&[&str]>) {
        let hits = Words::parse(typed).and_then(|words| words.find(texts.iter().map(|text| ((), *text))));
        let hits: Option<Vec<&str>> = hits.map(|hits| hits.into_iter().map(|(_, text)| text).collect());
        assert_eq!(hits.as_deref(), want, "{typed} in {texts:?}");
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        check("HBA1C", &["Hemoglobin A1c", "HbA1c"], Some(&["HbA1c"]));
        check("a1c hemo", &["Hemoglobin A1c", "x"], Some(&["Hemoglobin A1c"]));
        check("trykk", &["Blodtrykk"], Some(&["Blodtrykk"]));
        check("ry", &["Blodtrykk"], None);
        check("bl", &["Blodtrykk"], Some(&["Blodtrykk"]));
        check("davvi sami", &["Davvi-sámi"], Some(&["Davvi-sámi"]));
        check("öre", &["Øre"], Some(&["Øre"]));
        check("ore", &["Øre"], None);
    }

    #[test]
    fn every_word_must_be_found_somewhere() {
        check(
            "metformin kveld",
            &["Metformin 500 mg", "1 tablett til kvelden"],
            Some(&["Metformin 500 mg", "1 tablett til kvelden"]),
        );
        check("metformin morgen", &["Metformin 500 mg", "1 tablett til kvelden"], None);
    }

    #[test]
    fn too_little_is_no_search() {
        assert_eq!(Words::parse(" a . ! "), None);
        assert!(Words::parse("7").is_some());
    }

    proptest! {
        #[test]
        fn a_word_of_a_text_is_always_found(before in "[a-zæøå ]{0,10}", word in "[a-zæøå]{2,10}", after in "[a-zæøå ]{0,10}") {
            let text = format!("{before} {word} {after}");
            let words = Words::parse(&word).expect("two letters");
            prop_assert!(words.find([((), text.as_str())]).is_some());
        }

        #[test]
        fn no_text_stops_the_search(typed in ".{0,40}", text in ".{0,80}") {
            if let Some(words) = Words::parse(&typed) {
                let _ = words.find([((), text.as_str())]);
            }
        }
    }
}
