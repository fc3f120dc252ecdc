//! Files written and read back by another program's reader.

use std::collections::BTreeMap;

use lopdf::{Document, Object};

use super::{Part, Sheet, clean, write};

/// What another reader finds in a file.
pub(crate) struct Read {
    pub(crate) pages: usize,
    pub(crate) text: String,
    pub(crate) language: String,
    pub(crate) title: String,
    pub(crate) is_marked: bool,
    /// How many pieces have each tag.
    pub(crate) tags: BTreeMap<String, usize>,
    /// Whether each font's own file is in it.
    pub(crate) fonts: usize,
    pub(crate) outline: usize,
}

fn words(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap_or_default()
}

pub(crate) fn read(bytes: &[u8]) -> Read {
    let file = Document::load_mem(bytes).expect("a PDF file");
    let pages: Vec<u32> = file.get_pages().keys().copied().collect();
    let catalog = file.catalog().expect("a catalog");
    let info = file.trailer.get(b"Info").and_then(|info| file.dereference(info)).expect("properties").1;
    let info = info.as_dict().expect("properties");
    let mut tags = BTreeMap::new();
    let (mut fonts, mut outline) = (0, 0);
    for object in file.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        if let (Ok(kind), true) = (dictionary.get(b"S").and_then(Object::as_name), dictionary.has(b"P")) {
            *tags.entry(String::from_utf8_lossy(kind).into_owned()).or_default() += 1;
        }
        fonts += usize::from(dictionary.has(b"FontFile2") || dictionary.has(b"FontFile3"));
        outline += usize::from(dictionary.has(b"Dest") && dictionary.has(b"Title"));
    }
    let marked =
        catalog.get(b"MarkInfo").and_then(|info| file.dereference(info)).map(|(_, info)| info.clone());
    let marked =
        marked.and_then(|info| info.as_dict().and_then(|info| info.get(b"Marked")).and_then(Object::as_bool));
    Read {
        pages: pages.len(),
        text: file.extract_text(&pages).expect("text").replace('\n', ""),
        language: catalog.get(b"Lang").map(words).unwrap_or_default(),
        title: info.get(b"Title").map(words).unwrap_or_default(),
        is_marked: marked.unwrap_or(false),
        tags,
        fonts,
        outline,
    }
}

fn written(parts: &[Part]) -> Read {
    let sheet = Sheet {
        language: "nb",
        title: "Hvem har sett i journalen min",
        foot: "HelsaMi · Kari Nordmann",
        number: &|number| format!("Side {number}"),
        now: "2026-11-26T12:00:00Z".parse().expect("a time"),
    };
    read(&write(&sheet, parts).expect("a file"))
}

#[test]
fn a_file_is_read_back_with_its_tags_its_language_and_all_letters() {
    let line = "Blåbærsyltetøy på Åsgårdstrand. Čáhcesullo, Máze, đ ŋ ŧ š ž. Škoda. Ωμέγα. Привет.";
    let parts = [
        Part::Title("Hvem har sett i journalen min".to_owned()),
        Part::Line(line.to_owned()),
        Part::Heading("Alle andre oppslag".to_owned()),
        Part::Subheading("Du".to_owned()),
        Part::Item("Prøvesvar: 10.30".to_owned()),
        Part::Item("Legemidler: to ganger".to_owned()),
        Part::Line("Slutt".to_owned()),
    ];
    let read = written(&parts);
    assert_eq!((read.pages, read.language.as_str(), read.is_marked), (1, "nb", true));
    assert_eq!(read.title, "Hvem har sett i journalen min");
    for words in [line, "Prøvesvar: 10.30", "HelsaMi · Kari Nordmann", "Side 1"] {
        assert!(read.text.contains(words), "{words}: {}", read.text);
    }
    let tag = |name: &str| read.tags.get(name).copied().unwrap_or_default();
    assert_eq!([tag("H1"), tag("H2"), tag("H3"), tag("P")], [1, 1, 1, 2]);
    assert_eq!([tag("L"), tag("LI"), tag("LBody")], [1, 2, 2]);
    assert_eq!((read.fonts, read.outline), (2, 2));
}

#[test]
fn hostile_text_breaks_nothing() {
    let parts = [
        Part::Title("\u{202e}Log\u{0}g\u{feff}".to_owned()),
        Part::Heading(String::new()),
        Part::Line("Å".repeat(3000)),
        Part::Line("مريم الأحمد 李小龙 🧑‍⚕️ \u{fffe}\u{e000}".to_owned()),
        Part::Item("\r\n\t".to_owned()),
        Part::Line("x ".repeat(100_000)),
    ];
    let read = written(&parts);
    assert!(read.pages >= 2, "{}", read.pages);
    assert!(read.text.contains("Logg"), "no sign that has no shape");
    assert_eq!(read.text.matches('Å').count(), 3000, "broken over lines, whole");
}

#[test]
fn what_has_no_shape_is_left_out() {
    let check = |typed: &str, expect: &str| assert_eq!(clean(typed), expect, "{typed:?}");
    check("  Kari \n\t Nordmann ", "Kari Nordmann");
    check("Kari\u{202e}nnamdroN", "KarinnamdroN");
    check("a\u{0}b\u{7f}c\u{200b}d\u{ad}e\u{feff}f\u{fffe}g\u{1ffff}", "abcdefg");
    check("kl.\u{a0}10.30", "kl.\u{a0}10.30");
    assert_eq!(clean(&"ø".repeat(10_000)).chars().count(), 4000);
}
