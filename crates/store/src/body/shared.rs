//! A document as it leaves the store, shared by all who read it.

use std::any::Any;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use helsami_fhir::search::row::Contents;

/// The FHIR JSON document of a row, complete: with id, version and references as shown outside. A copy is the same document, so it
/// costs nothing; what a reader has made of it stays with it for the next who asks.
#[derive(Clone, Default)]
pub struct Body(Option<Arc<Sheet>>);

struct Sheet {
    /// The document as its row has it, until it is opened.
    packed: Option<(i16, Box<[u8]>)>,
    text: OnceLock<Box<str>>,
    view: OnceLock<Box<dyn Any + Send + Sync>>,
    /// Whether somebody has asked for its contents, who did without.
    was_asked: AtomicBool,
    contents: OnceLock<Contents>,
}

impl Sheet {
    const fn new(packed: Option<(i16, Box<[u8]>)>, text: OnceLock<Box<str>>) -> Self {
        let was_asked = AtomicBool::new(false);
        Self { packed, text, view: OnceLock::new(), was_asked, contents: OnceLock::new() }
    }
}

impl Body {
    /// A document that is open.
    pub(crate) fn open(text: Box<str>) -> Self {
        Self(Some(Arc::new(Sheet::new(None, OnceLock::from(text)))))
    }

    /// A document as its row has it: the codec and the bytes.
    pub(crate) fn packed(codec: i16, bytes: Box<[u8]>) -> Self {
        Self(Some(Arc::new(Sheet::new(Some((codec, bytes)), OnceLock::new()))))
    }

    /// Opens it, once for all who share it.
    pub(crate) fn opened<E>(self, open: impl FnOnce(i16, &[u8]) -> Result<Box<str>, E>) -> Result<Self, E> {
        if let Some(sheet) = &self.0
            && sheet.text.get().is_none()
            && let Some((codec, bytes)) = &sheet.packed
        {
            // Another who opens it at the same time has made the same text.
            drop(sheet.text.set(open(*codec, bytes)?));
        }
        Ok(self)
    }

    /// Bytes of memory that it may come to take, with what readers make of it.
    pub(crate) fn weight(&self) -> u64 {
        /// A packed document is five to eight times longer when it is open.
        const UNPACKED: usize = 8;
        /// The text, and what is made of it: a view that says the same in other words, or its contents.
        const TWICE: usize = 2;
        let bytes = self.0.as_ref().map_or(0, |sheet| {
            let packed = sheet.packed.as_ref().map_or(0, |(_, bytes)| bytes.len());
            let text = sheet.text.get().map_or(packed * UNPACKED, |text| text.len());
            size_of::<Sheet>() + packed + TWICE * text
        });
        bytes as u64
    }

    /// What a reader makes of the text. Where the document is kept for others too, so is what was made: it must follow from the
    /// text alone, and from the one row that the text is of. The reader is a function that holds nothing, which is what tells
    /// its work from that of others; `call` calls it.
    pub fn view<R: 'static, T: Clone + Send + Sync + 'static>(
        &self,
        reader: R,
        call: impl FnOnce(R, &str) -> Option<T>,
    ) -> Option<T> {
        const { assert!(size_of::<R>() == 0, "a reader that holds something is not told from another") };
        let Some(sheet) = self.0.as_ref().filter(|sheet| Arc::strong_count(sheet) > 1) else {
            return call(reader, self);
        };
        if let Some(view) = sheet.view.get() {
            return match view.downcast_ref::<View<R, T>>() {
                Some(view) => view.made.clone(),
                None => call(reader, self),
            };
        }
        let made = call(reader, self);
        drop(sheet.view.set(Box::new(View::<R, T> { made: made.clone(), by: PhantomData })));
        made
    }

    /// Where its members stand, if it is kept for others too and was asked for before: who reads a document once finds what they need
    /// of it sooner than all that there is.
    #[must_use]
    pub fn contents(&self) -> Option<&Contents> {
        let sheet = self.0.as_ref().filter(|sheet| Arc::strong_count(sheet) > 1)?;
        let was_asked = sheet.contents.get().is_some() || sheet.was_asked.swap(true, Ordering::Relaxed);
        was_asked.then(|| sheet.contents.get_or_init(|| Contents::of(self)))
    }
}

/// What a reader has made.
struct View<R, T> {
    made: Option<T>,
    by: PhantomData<fn(R)>,
}

impl Deref for Body {
    type Target = str;

    /// The text; empty for a document that is not opened.
    fn deref(&self) -> &str {
        self.0.as_ref().and_then(|sheet| sheet.text.get()).map_or("", |text| text)
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Body {}

impl std::fmt::Debug for Body {
    /// No word of the document: it is about a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} bytes)", self.len())
    }
}

impl std::fmt::Display for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self)
    }
}

impl From<Body> for String {
    fn from(body: Body) -> Self {
        Self::from(&*body)
    }
}

impl From<Body> for Box<str> {
    fn from(body: Body) -> Self {
        Self::from(&*body)
    }
}

#[cfg(test)]
mod tests {
    use helsami_fhir::search::row::Contents;

    use super::Body;

    fn number(text: &str) -> Option<u32> {
        text.parse().ok()
    }

    fn length(text: &str) -> Option<u32> {
        u32::try_from(text.len()).ok()
    }

    #[test]
    fn a_view_is_made_once_for_all_who_share_a_body() {
        let body = Body::open("12".into());
        let copy = body.clone();
        assert_eq!(copy.view(number, |read, text| read(text)), Some(12));
        assert_eq!(body.view(number, |_, _| Some(13_u32)), Some(12), "kept by the copy");
        assert_eq!(body.view(length, |read, text| read(text)), Some(2), "another reader's, of the same type");
    }

    #[test]
    fn a_body_of_one_reader_keeps_no_view() {
        let body = Body::open("12".into());
        assert_eq!(body.view(number, |_, _| Some(1_u32)), Some(1));
        assert_eq!(body.view(number, |_, _| Some(2_u32)), Some(2));
    }

    #[test]
    fn contents_are_known_when_a_kept_document_is_asked_for_them_again() {
        let body = Body::open(r#"{"id":"a"}"#.into());
        assert_eq!((body.contents(), body.contents()), (None, None), "nobody else has it");
        let copy = body.clone();
        assert_eq!(copy.contents(), None, "the first time");
        assert_eq!(body.contents(), Some(&Contents::of(&body)));
    }

    #[test]
    fn a_packed_body_is_opened_once() {
        let packed = Body::packed(1, Box::from(*b"xy"));
        assert_eq!(&*packed, "");
        let fails = packed.clone().opened(|_, _| Err("damaged"));
        assert_eq!(fails.err(), Some("damaged"));
        let open = |codec: i16, bytes: &[u8]| Ok::<_, ()>(format!("{codec} {}", bytes.len()).into());
        assert_eq!(packed.clone().opened(open).as_deref(), Ok("1 2"));
        assert_eq!(packed.opened(|_, _| Err(())).as_deref(), Ok("1 2"), "it is open");
    }
}
