//! A font of PDF files: which glyph a character has, how wide words are, where lines break.
//!
//! One glyph a character, in the order of reading: enough for the Latin, Cyrillic and Greek letters that the font has. What
//! it lacks is drawn as an empty square that still says, to a reader who copies or listens, which character it is.

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// Drawn for what the font lacks: the first that it has.
const SQUARES: [char; 3] = ['\u{25a1}', '\u{fffd}', '?'];

/// One font.
pub(super) struct Face {
    font: Font,
    letters: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    unit: f32,
    square: skrifa::GlyphId,
}

impl Face {
    pub(super) fn new(bytes: &'static [u8]) -> Option<Self> {
        let known = FontRef::new(bytes).ok()?;
        let font = Font::new(bytes.into(), 0)?;
        let letters = known.charmap();
        let square = SQUARES.iter().find_map(|sign| letters.map(*sign))?;
        let metrics = known.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Self { unit: font.units_per_em(), font, letters, metrics, square })
    }

    /// The glyph of a character and its width as a part of the size.
    fn glyph(&self, sign: char) -> (skrifa::GlyphId, f32) {
        let glyph = self.letters.map(sign).filter(|glyph| glyph.to_u32() != 0).unwrap_or(self.square);
        (glyph, self.metrics.advance_width(glyph).unwrap_or_default() / self.unit)
    }

    /// How wide words are.
    pub(super) fn width(&self, words: &str, size: f32) -> f32 {
        words.chars().map(|sign| self.glyph(sign).1 * size).sum()
    }

    /// Draws words from a point on their base line on.
    pub(super) fn draw(&self, surface: &mut Surface<'_>, (x, y): (f32, f32), (words, size): (&str, f32)) {
        let glyph = |(start, sign): (usize, char)| {
            let (glyph, width) = self.glyph(sign);
            let range = start..start + sign.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.to_u32()), width, 0.0, 0.0, 0.0, range, None)
        };
        let glyphs: Vec<KrillaGlyph> = words.char_indices().map(glyph).collect();
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, self.font.clone(), words, size, false);
    }

    /// Words as lines that are no wider than this. A line that goes on ends with a space, so that words stay apart for whoever
    /// listens; a word that is wider than a line is broken where it must be.
    pub(super) fn wrap(&self, words: &str, size: f32, most: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let (mut line, mut used) = (String::new(), 0.0);
        for word in words.split_inclusive(' ') {
            let width = self.width(word.trim_end(), size);
            if used + width > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if width <= most {
                line.push_str(word);
                used += self.width(word, size);
                continue;
            }
            for sign in word.chars() {
                let width = self.glyph(sign).1 * size;
                if used + width > most && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(sign);
                used += width;
            }
        }
        lines.push(line);
        lines
    }
}

/// The longest piece of text that is set: a name of a book's length helps nobody.
const LONGEST: usize = 4000;

/// Words as one line without what has no shape: control characters, marks that turn the direction of reading, halves of
/// characters. Runs of space are one.
pub(super) fn clean(words: &str) -> String {
    let is_shapeless = |sign: char| {
        sign.is_control()
            || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
                | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
            || (sign as u32) & 0xfffe == 0xfffe
    };
    let mut clean = String::with_capacity(words.len().min(LONGEST));
    for sign in words.chars().take(LONGEST) {
        let sign = match sign {
            '\u{a0}' | '\u{202f}' => '\u{a0}',
            sign if sign.is_whitespace() => ' ',
            sign => sign,
        };
        let is_double = sign == ' ' && (clean.is_empty() || clean.ends_with(' '));
        if !is_double && !is_shapeless(sign) {
            clean.push(sign);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}
