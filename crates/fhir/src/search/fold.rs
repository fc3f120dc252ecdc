//! Text as string searches compare it: without case and accents.

/// The letters of a text, small and without accents. `æ`, `ø` and `ß` are letters of their own.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(char::to_lowercase).map(plain).filter(|letter| !is_mark(*letter))
}

/// As [`folded`], kept.
#[must_use]
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

/// Whether a text begins with one that is folded already.
pub(crate) fn begins(text: &str, wanted: &str) -> bool {
    let mut letters = folded(text);
    wanted.chars().all(|letter| letters.next() == Some(letter))
}

/// Accents that stand behind their letter.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

/// A small letter without its accent, as Unicode takes them apart (Latin-1 Supplement, Latin Extended-A and the letters of
/// Sámi and Vietnamese that are in names).
const fn plain(letter: char) -> char {
    match letter {
        '\0'..='\u{DF}' | '\u{250}'..='\u{1DFF}' => letter,
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => 'g',
        'ĥ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ǐ' | 'ỉ' | 'ị' => 'i',
        'ĵ' => 'j',
        'ķ' | 'ǩ' => 'k',
        'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' | 'ǯ' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{begins, fold};

    #[test]
    fn case_and_accents_do_not_count() {
        assert_eq!(fold("ÅSE Müller-Ḱ"), "ase muller-ḱ");
        assert_eq!(fold("A\u{30A}se ØYE Æ Čáhci"), "ase øye æ cahci");
        assert!(begins("Ågot", "ag"));
        assert!(!begins("Ågot", "agotx"));
        assert!(begins("", ""));
    }
}
