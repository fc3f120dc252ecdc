//! Attachments: what they really hold, told from their bytes and not from what is said about them; text decoded by
//! its charset.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use helsami_domain::coded::language_tag;
use helsami_domain::ids::RecordId;
use helsami_domain::resource_type::ResourceType;
use serde::Deserialize;

use crate::element::{Resolve, Text};
use crate::narrative::{CleanHtml, clean};

/// `Attachment`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attachment<'a> {
    /// What the sender says it is.
    #[serde(borrow, rename = "contentType")]
    pub content_type: Text<'a>,
    /// Its language.
    #[serde(borrow)]
    pub language: Text<'a>,
    /// The content in base64.
    #[serde(borrow)]
    pub data: Text<'a>,
    /// Where the content is, if it is not here.
    #[serde(borrow)]
    pub url: Text<'a>,
    /// Its name.
    #[serde(borrow)]
    pub title: Text<'a>,
    /// When it was made.
    #[serde(borrow)]
    pub creation: Text<'a>,
}

/// What a file is, by its first bytes. Everything that a browser might run or draw in a page of ours is `Other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// Something else: to be kept and opened in a program of the reader's choice.
    Other,
}

impl FileKind {
    /// Tells by the first bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            _ => Self::Other,
        }
    }

    /// The type to serve it with.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Other => "application/octet-stream",
        }
    }

    /// The ending of the name it is kept under.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Other => "bin",
        }
    }
}

/// A file without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// Its name as sent.
    pub name: Option<Box<str>>,
    /// How many bytes.
    pub size: usize,
}

/// What an attachment holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Text to be read as it stands.
    Text(Box<str>),
    /// A page of text, made safe.
    Page(CleanHtml),
    /// A file to be kept or opened.
    File(File),
    /// In another resource of this store.
    Stored(RecordId),
    /// In another system.
    Elsewhere,
    /// Nothing, or what cannot be read.
    Nothing,
}

/// Base64 as it is sent: with or without the signs at its end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes of base64, white space left out. `None` for what is no base64.
#[must_use]
pub fn bytes(data: &str) -> Option<Vec<u8>> {
    let decoded = if data.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let packed: String = data.chars().filter(|sign| !sign.is_ascii_whitespace()).collect();
        BASE64.decode(packed)
    } else {
        BASE64.decode(data)
    };
    decoded.ok().filter(|bytes| !bytes.is_empty())
}

impl Attachment<'_> {
    /// What it holds.
    #[must_use]
    pub fn held(&self, resolve: Resolve<'_>) -> Held {
        if let Some(data) = self.data.filled() {
            return bytes(data)
                .map_or(Held::Nothing, |bytes| held(&bytes, &self.content_type, self.title.filled()));
        }
        let Some(url) = self.url.filled() else { return Held::Nothing };
        let stored = url.strip_prefix("Binary/").and_then(|id| resolve(id, ResourceType::Binary));
        stored.map_or(Held::Elsewhere, Held::Stored)
    }

    /// Its language, where it is one that occurs.
    #[must_use]
    pub fn tag(&self) -> Option<&'static str> {
        language_tag(&self.language)
    }
}

/// What bytes are that came under a content type and a name.
#[must_use]
pub fn held(bytes: &[u8], content_type: &str, name: Option<&str>) -> Held {
    let kind = FileKind::of(bytes);
    let declared = Declared::of(content_type);
    let is_text = kind == FileKind::Other && declared.is_text;
    if let Some(text) = is_text.then(|| decode(bytes, declared.charset)).flatten() {
        return if declared.is_page { Held::Page(clean(&text)) } else { Held::Text(text.into()) };
    }
    Held::File(File { kind, name: name.map(Into::into), size: bytes.len() })
}

/// What a content type says.
struct Declared<'a> {
    is_text: bool,
    is_page: bool,
    charset: Option<&'a str>,
}

impl<'a> Declared<'a> {
    fn of(content_type: &'a str) -> Self {
        let mut parts = content_type.split(';').map(str::trim);
        let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then_some(value.trim().trim_matches('"'))
        });
        let is_page = matches!(&*essence, "text/html" | "application/xhtml+xml");
        let is_text = is_page || matches!(&*essence, "" | "text/plain" | "text/markdown" | "text/x-markdown");
        Self { is_text, is_page, charset }
    }
}

/// Text by its charset: a byte order mark first, then what is declared, then UTF-8, then the old western one. `None`
/// when it holds signs that no text has: then it is a file, whatever it is called.
fn decode(bytes: &[u8], charset: Option<&str>) -> Option<String> {
    let charset = charset.unwrap_or_default().to_ascii_lowercase();
    let text = match (bytes, &*charset) {
        ([0xef, 0xbb, 0xbf, rest @ ..], _) => String::from_utf8_lossy(rest).into_owned(),
        ([0xff, 0xfe, rest @ ..], _) | (rest, "utf-16le") => utf16(rest, u16::from_le_bytes),
        ([0xfe, 0xff, rest @ ..], _) | (rest, "utf-16be" | "utf-16") => utf16(rest, u16::from_be_bytes),
        (_, "iso-8859-1" | "latin1" | "iso_8859-1" | "windows-1252" | "cp1252") => western(bytes, &[]),
        (_, "iso-8859-15" | "latin-9" | "latin9") => western(bytes, &LATIN_9),
        (_, "iso-8859-10" | "latin6") => western(bytes, &LATIN_6),
        _ => std::str::from_utf8(bytes).map_or_else(|_| western(bytes, &[]), str::to_owned),
    };
    let is_odd = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}');
    (!text.chars().any(is_odd)).then_some(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// Windows-1252, with the signs that another table has in their place.
fn western(bytes: &[u8], others: &[(u8, char)]) -> String {
    let sign = |byte: u8| {
        let other = others.iter().find(|(at, _)| *at == byte).map(|(_, sign)| *sign);
        other.unwrap_or(match byte {
            0x80..=0x9f if others.is_empty() => WINDOWS[usize::from(byte - 0x80)],
            _ => char::from(byte),
        })
    };
    bytes.iter().map(|byte| sign(*byte)).collect()
}

/// Source: the WHATWG Encoding Standard, index windows-1252, bytes 80 to 9F.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
/// Where ISO 8859-15 differs from ISO 8859-1.
const LATIN_9: [(u8, char); 8] =
    [(0xa4, '€'), (0xa6, 'Š'), (0xa8, 'š'), (0xb4, 'Ž'), (0xb8, 'ž'), (0xbc, 'Œ'), (0xbd, 'œ'), (0xbe, 'Ÿ')];
/// Where ISO 8859-10, the one with Sámi letters, differs from ISO 8859-1.
const LATIN_6: [(u8, char); 46] = [
    (0xa1, 'Ą'),
    (0xa2, 'Ē'),
    (0xa3, 'Ģ'),
    (0xa4, 'Ī'),
    (0xa5, 'Ĩ'),
    (0xa6, 'Ķ'),
    (0xa8, 'Ļ'),
    (0xa9, 'Đ'),
    (0xaa, 'Š'),
    (0xab, 'Ŧ'),
    (0xac, 'Ž'),
    (0xae, 'Ū'),
    (0xaf, 'Ŋ'),
    (0xb1, 'ą'),
    (0xb2, 'ē'),
    (0xb3, 'ģ'),
    (0xb4, 'ī'),
    (0xb5, 'ĩ'),
    (0xb6, 'ķ'),
    (0xb8, 'ļ'),
    (0xb9, 'đ'),
    (0xba, 'š'),
    (0xbb, 'ŧ'),
    (0xbc, 'ž'),
    (0xbd, '―'),
    (0xbe, 'ū'),
    (0xbf, 'ŋ'),
    (0xc0, 'Ā'),
    (0xc7, 'Į'),
    (0xc8, 'Č'),
    (0xca, 'Ę'),
    (0xcc, 'Ė'),
    (0xd1, 'Ņ'),
    (0xd2, 'Ō'),
    (0xd7, 'Ũ'),
    (0xd9, 'Ų'),
    (0xe0, 'ā'),
    (0xe7, 'į'),
    (0xe8, 'č'),
    (0xea, 'ę'),
    (0xec, 'ė'),
    (0xf1, 'ņ'),
    (0xf2, 'ō'),
    (0xf7, 'ũ'),
    (0xf9, 'ų'),
    (0xff, 'ĸ'),
];

#[cfg(test)]
mod tests {
    use super::{Attachment, FileKind, Held, bytes, held};

    fn text(content: &[u8], content_type: &str) -> Option<String> {
        match held(content, content_type, None) {
            Held::Text(text) => Some(text.into()),
            _ => None,
        }
    }

    fn kind(content: &[u8], content_type: &str) -> Option<FileKind> {
        match held(content, content_type, None) {
            Held::File(file) => Some(file.kind),
            _ => None,
        }
    }

    #[test]
    fn text_is_decoded_by_its_charset() {
        let check = |bytes: &[u8], declared: &str, want: &str| {
            assert_eq!(text(bytes, declared).as_deref(), Some(want), "{declared}");
        };
        check("blåbær".as_bytes(), "text/plain; charset=utf-8", "blåbær");
        check("blåbær".as_bytes(), "text/plain", "blåbær");
        check(b"bl\xe5b\xe6r", "text/plain", "blåbær");
        check(b"bl\xe5b\xe6r \x96 5 \x80", "text/plain;charset=\"ISO-8859-1\"", "blåbær – 5 €");
        check(b"5 \xa4", "text/plain; charset=ISO-8859-15", "5 €");
        check(b"\xbfielloha\xe8\xe8an", "text/plain; charset=iso-8859-10", "ŋiellohaččan");
        check(b"\xff\xfeb\0l\0\xe5\0", "text/plain", "blå");
        check(b"\0b\0l\0\xe5", "text/plain; charset=utf-16", "blå");
        check("\u{feff}blå".as_bytes(), "", "blå");
        check(b"# Funn\r\n\tingen", "text/markdown", "# Funn\r\n\tingen");
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(kind(b"%PDF-1.7 x", "text/plain"), Some(FileKind::Pdf));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n....", "text/html"), Some(FileKind::Png));
        assert_eq!(kind(&[0xff, 0xd8, 0xff, 0xe0], "application/pdf"), Some(FileKind::Jpeg));
        assert_eq!(
            kind(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml"),
            Some(FileKind::Other)
        );
        assert_eq!(kind(b"<script>alert(1)</script>", "application/pdf"), Some(FileKind::Other));
        assert_eq!(kind(b"a\0b\x01", "text/plain"), Some(FileKind::Other));
        assert_eq!(FileKind::Other.content_type(), "application/octet-stream");
    }

    #[test]
    fn a_page_is_made_safe() {
        match held(b"<p onclick='x'>a<script>b</script></p>", "text/html; charset=utf-8", None) {
            Held::Page(html) => assert_eq!(html.as_str(), "<p>a</p>"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn content_is_here_in_this_store_or_elsewhere() {
        let read = |json: &str| {
            let attachment: Attachment<'_> = serde_json::from_str(json).expect("lenient");
            attachment.held(&|_, _| None)
        };
        assert_eq!(read(r#"{"contentType":"text/plain","data":"YQ"}"#), Held::Text("a".into()));
        assert_eq!(
            read(r#"{"contentType":"text/plain","data":"Y Q\n=="}"#.replace("\\n", "").as_str()),
            Held::Text("a".into())
        );
        assert_eq!(read(r#"{"contentType":"text/plain","data":"%%"}"#), Held::Nothing);
        assert_eq!(read(r#"{"url":"https://x.example/a.pdf"}"#), Held::Elsewhere);
        assert_eq!(read(r#"{"contentType":7}"#), Held::Nothing);
        assert_eq!(bytes("IA=="), Some(b" ".to_vec()));
    }
}
