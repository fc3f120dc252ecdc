//! Style, script, icons, fonts and images: built by `cargo xtask assets`, compiled into the binary, served under names
//! that change with their content, so that a browser may keep them for ever.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file and its compressed twins.
pub(crate) struct File {
    /// The name before the build gave it its hash.
    #[cfg(test)]
    key: &'static str,
    name: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Serves one file, compressed as the browser can take it.
pub(crate) async fn file(Path(name): Path<String>, asked: HeaderMap) -> Response {
    let Ok(index) = FILES.binary_search_by_key(&name.as_str(), |file| file.name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let file = &FILES[index];
    let takes = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (encoding, bytes) = match (file.br, file.gz) {
        (Some(bytes), _) if accepts(takes, "br") => (Some("br"), bytes),
        (_, Some(bytes)) if accepts(takes, "gzip") => (Some("gzip"), bytes),
        _ => (None, file.plain),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    headers.insert(header::CACHE_CONTROL, FOR_EVER);
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|part| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        name.trim() == coding && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use super::{FILES, Icon, accepts};

    #[test]
    fn the_browser_says_what_it_takes() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("brotli", "br"));
    }

    #[test]
    fn files_are_sorted_and_every_icon_is_in_the_sprite() {
        assert!(FILES.is_sorted_by_key(|file| file.name));
        let sprite = FILES.iter().find(|file| file.name.starts_with("icons-")).expect("there is a sprite");
        let text = std::str::from_utf8(sprite.plain).expect("the sprite is text");
        for icon in Icon::ALL {
            assert!(text.contains(&format!("<symbol id=\"{icon:?}\"")), "{icon:?}");
        }
    }

    /// The first visit loads the style, the script, the icons, the logo and one font: with a page at most 85 kB.
    #[test]
    fn the_first_visit_is_small() {
        let is_first =
            |file: &&super::File| !matches!(file.key, "inter-latin-ext.woff2" | "inter-cyrillic.woff2");
        let first: Vec<&super::File> = FILES.iter().filter(is_first).collect();
        assert_eq!(first.len(), 5);
        let sum: usize = first.iter().map(|file| file.br.unwrap_or(file.plain).len()).sum();
        assert!(sum <= 78_000, "{sum} bytes");
    }
}
