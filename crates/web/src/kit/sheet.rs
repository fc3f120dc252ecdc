//! A PDF file: A4 pages of headings, lines and lists, tagged so that it can be read aloud (PDF/UA-1), with the language,
//! the title and the font in it. Written page by page, so that a long one never lies in memory as more than its tags.
//!
//! What is written comes from outside: control characters, wide names and scripts that the font lacks must not break it.

use jiff::Timestamp;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::{Document, SerializeSettings};

use crate::assets::{PRINT_REGULAR, PRINT_STRONG};
use face::{Face, clean};
use tags::tree;

mod face;
mod tags;
#[cfg(test)]
pub(crate) mod tests;

/// A4, in points.
const WIDTH: f32 = 595.28;
/// A4, in points.
const HEIGHT: f32 = 841.89;
/// 20 mm.
const MARGIN: f32 = 56.7;
const BOTTOM: f32 = HEIGHT - MARGIN - 12.0;

/// One piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The title; stands once, first.
    Title(String),
    /// The heading of a group.
    Heading(String),
    /// The heading of one thing in a group.
    Subheading(String),
    /// A paragraph.
    Line(String),
    /// An entry of a list.
    Item(String),
}

/// What every page says below the text: before the number of the page, and the page's number in words.
pub(crate) struct Sheet<'s> {
    /// BCP 47.
    pub(crate) language: &'s str,
    /// The title among the file's properties.
    pub(crate) title: &'s str,
    /// What stands at the foot of each page.
    pub(crate) foot: &'s str,
    /// «Side 2».
    pub(crate) number: &'s dyn Fn(usize) -> String,
    /// When it was made.
    pub(crate) now: Timestamp,
}

/// The file could not be written. Says nothing of what was in it.
#[derive(Debug, thiserror::Error)]
#[error("a PDF file could not be written")]
pub(crate) struct Failed;

/// How a part is set.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Style {
    is_strong: bool,
    size: f32,
    /// Above the first line.
    above: f32,
    indent: f32,
    /// Lines that must fit under it on the same page.
    keeps: f32,
}

impl Part {
    fn words(&self) -> &str {
        match self {
            Self::Title(words)
            | Self::Heading(words)
            | Self::Subheading(words)
            | Self::Line(words)
            | Self::Item(words) => words,
        }
    }

    const fn style(&self) -> Style {
        let (is_strong, size, above, indent, keeps) = match self {
            Self::Title(_) => (true, 20.0, 0.0, 0.0, 3.0),
            Self::Heading(_) => (true, 14.0, 18.0, 0.0, 4.0),
            Self::Subheading(_) => (true, 11.0, 12.0, 0.0, 3.0),
            Self::Line(_) => (false, 10.0, 3.0, 0.0, 0.0),
            Self::Item(_) => (false, 10.0, 1.0, 12.0, 0.0),
        };
        Style { is_strong, size, above, indent, keeps }
    }
}

/// One line on its place.
struct Placed {
    part: usize,
    style: Style,
    y: f32,
    words: String,
    is_first: bool,
}

impl Style {
    const fn height(self) -> f32 {
        self.size * 1.4
    }
}

/// The file.
///
/// # Errors
/// [`Failed`] where it would not be a readable one.
pub(crate) fn write(sheet: &Sheet<'_>, parts: &[Part]) -> Result<Vec<u8>, Failed> {
    let mut pages = Pages::new(sheet)?;
    for (number, part) in parts.iter().enumerate() {
        pages.add(number, part);
    }
    pages.finish(parts)
}

struct Pages<'s> {
    sheet: &'s Sheet<'s>,
    document: Document,
    regular: Face,
    strong: Face,
    open: Vec<Placed>,
    y: f32,
    count: usize,
    /// The pieces of each part, in order.
    pieces: Vec<(usize, Identifier)>,
    outline: Outline,
}

impl<'s> Pages<'s> {
    fn new(sheet: &'s Sheet<'s>) -> Result<Self, Failed> {
        let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
        let configuration = accessible.finish().map_err(|_| Failed)?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        Ok(Self {
            sheet,
            document: Document::new_with(settings),
            regular: Face::new(PRINT_REGULAR).ok_or(Failed)?,
            strong: Face::new(PRINT_STRONG).ok_or(Failed)?,
            open: Vec::new(),
            y: MARGIN,
            count: 0,
            pieces: Vec::new(),
            outline: Outline::new(),
        })
    }

    const fn face(&self, style: Style) -> &Face {
        if style.is_strong { &self.strong } else { &self.regular }
    }

    /// Sets one part, on the next page where it does not fit.
    fn add(&mut self, number: usize, part: &Part) {
        let style = part.style();
        let words = clean(part.words());
        if words.is_empty() {
            return;
        }
        let lines = self.face(style).wrap(&words, style.size, WIDTH - 2.0 * MARGIN - style.indent);
        let needed = style.above + style.height() * (1.0 + style.keeps);
        if !self.open.is_empty() && self.y + needed > BOTTOM {
            self.turn();
        }
        if !self.open.is_empty() {
            self.y += style.above;
        }
        for (place, words) in lines.into_iter().enumerate() {
            if self.y + style.height() > BOTTOM {
                self.turn();
            }
            if place == 0 && matches!(part, Part::Title(_) | Part::Heading(_)) {
                let target = XyzDestination::new(self.count, Point::from_xy(MARGIN, self.y));
                self.outline.push_child(OutlineNode::new(words.trim().to_owned(), target));
            }
            let is_first = place == 0 && matches!(part, Part::Item(_));
            self.open.push(Placed { part: number, style, y: self.y + style.size, words, is_first });
            self.y += style.height();
        }
    }

    /// Draws the page that is full.
    fn turn(&mut self) {
        let lines = std::mem::take(&mut self.open);
        self.y = MARGIN;
        self.count += 1;
        let Some(settings) = PageSettings::from_wh(WIDTH, HEIGHT) else { return };
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        for line in &lines {
            let face = if line.style.is_strong { &self.strong } else { &self.regular };
            if line.is_first {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                face.draw(&mut surface, (MARGIN, line.y), ("•", line.style.size));
                surface.end_tagged();
            }
            let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            face.draw(&mut surface, (MARGIN + line.style.indent, line.y), (&line.words, line.style.size));
            surface.end_tagged();
            self.pieces.push((line.part, id));
        }
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        let (foot, number) = (clean(self.sheet.foot), (self.sheet.number)(self.count));
        let number_width = self.regular.width(&number, 8.0);
        let room = WIDTH - 2.0 * MARGIN - number_width - 12.0;
        let foot = self.regular.wrap(&foot, 8.0, room).into_iter().next().unwrap_or_default();
        self.regular.draw(&mut surface, (MARGIN, HEIGHT - MARGIN + 8.0), (&foot, 8.0));
        self.regular.draw(
            &mut surface,
            (WIDTH - MARGIN - number_width, HEIGHT - MARGIN + 8.0),
            (&number, 8.0),
        );
        surface.end_tagged();
        surface.finish();
        page.finish();
    }

    fn finish(mut self, parts: &[Part]) -> Result<Vec<u8>, Failed> {
        self.turn();
        self.document.set_tag_tree(tree(parts, self.pieces));
        self.document.set_outline(self.outline);
        let made = self.sheet.now.to_zoned(jiff::tz::TimeZone::UTC);
        let small = |number: i8| u8::try_from(number).unwrap_or_default();
        let date = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
            .month(small(made.month()))
            .day(small(made.day()))
            .hour(small(made.hour()))
            .minute(small(made.minute()))
            .second(small(made.second()))
            .utc_offset_hour(0)
            .utc_offset_minute(0);
        let metadata = Metadata::new()
            .title(clean(self.sheet.title))
            .language(self.sheet.language.to_owned())
            .creator("HelsaMi".to_owned())
            .creation_date(date);
        self.document.set_metadata(metadata);
        // The error can quote what could not be written: it goes no further.
        self.document.finish().map_err(|_| Failed)
    }
}
