//! A value on a line with its range as a band, as SVG; the numbers also stand beside it in words.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};

use super::Sample;
use crate::text::Text;

/// A value against its range, on a line from 0 to 1000.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// Where the range begins and ends on the line.
    pub(crate) band: (u16, u16),
    /// Where the value lies.
    pub(crate) mark: u16,
    /// Whether it lies outside the range.
    pub(crate) is_out: bool,
    /// The lower limit as shown, if there is one.
    pub(crate) low: Option<&'a str>,
    /// The upper limit as shown, if there is one.
    pub(crate) high: Option<&'a str>,
    /// The whole as a sentence.
    pub(crate) sentence: &'a str,
}

/// Width of a number line in its own units; the style sheet never draws it wider.
const LINE_WIDTH: f64 = 352.0;

/// Draws a number line.
pub(crate) fn number_line(line: &Line<'_>) -> Markup {
    let x = |at: u16| f64::from(at.min(1000)) / 1000.0 * LINE_WIDTH;
    let (from, to) = (x(line.band.0), x(line.band.1));
    let mut svg = String::with_capacity(700);
    let _ = write!(
        svg,
        r#"<rect class="track" x="0" y="8" width="{LINE_WIDTH}" height="6" rx="3"/><rect class="band" x="{from:.1}" y="8" width="{:.1}" height="6"/>"#,
        (to - from).max(1.0)
    );
    for (limit, at) in [(line.low, from), (line.high, to)] {
        let Some(words) = limit else { continue };
        let _ = write!(
            svg,
            r#"<path class="end" d="M{at:.1} 5v12"/><text x="{at:.1}" y="31" text-anchor="middle">{}</text>"#,
            html! { (words) }.0
        );
    }
    push_mark(&mut svg, (x(line.mark), 11.0), 5.0, line.is_out);
    html! {
        svg.number-line viewBox="0 0 352 36" role="img" aria-label=(line.sentence) { (PreEscaped(svg)) }
    }
}

/// Width of a small number line in its own units.
const SMALL_WIDTH: u32 = 112;

/// Draws a number line without words, for a row that has the numbers beside it. Decoration for screen readers.
pub(crate) fn small((from, to): (u16, u16), mark: u16, is_out: bool) -> Markup {
    // In whole tenths: a page of results draws one on every row, and fractions are slow to write.
    let x = |at: u16| (u32::from(at.min(1000)) * SMALL_WIDTH + 50) / 100;
    let (from, to, mark) = (x(from), x(to), x(mark));
    let mut svg = String::with_capacity(300);
    let _ = write!(svg, r#"<path class="track" d="M0 7h{SMALL_WIDTH}"/><path class="band" d="M"#);
    push_tenths(&mut svg, from);
    svg.push_str(" 7H");
    push_tenths(&mut svg, to.max(from + 10));
    svg.push_str(if is_out {
        r#""/><path class="mark out" d="M"#
    } else {
        r#""/><circle class="mark" cx=""#
    });
    push_tenths(&mut svg, mark);
    svg.push_str(if is_out { r#" 1.4l5.6 5.6-5.6 5.6-5.6-5.6z"/>"# } else { r#"" cy="7.0" r="4"/>"# });
    html! { svg.line-small viewBox="0 0 112 14" aria-hidden="true" { (PreEscaped(svg)) } }
}

fn push_tenths(svg: &mut String, tenths: u32) {
    let _ = write!(svg, "{}.{}", tenths / 10, tenths % 10);
}

/// A ring for a value inside its range, a filled diamond for one outside.
pub(crate) fn push_mark(svg: &mut String, (x, y): (f64, f64), radius: f64, is_out: bool) {
    let _ = if is_out {
        let (side, top) = (radius * 1.4, y - radius * 1.4);
        write!(
            svg,
            r#"<path class="mark out" d="M{x:.1} {top:.1}l{side:.1} {side:.1}-{side:.1} {side:.1}-{side:.1}-{side:.1}z"/>"#
        )
    } else {
        write!(svg, r#"<circle class="mark" cx="{x:.1}" cy="{y:.1}" r="{radius}"/>"#)
    };
}

pub(crate) fn samples(_: Text) -> Vec<Sample> {
    let line = Line {
        band: (300, 700),
        mark: 500,
        is_out: false,
        low: Some("11,7"),
        high: Some("15,3"),
        sentence: "13,1 (11,7–15,3)",
    };
    vec![
        Sample::new("small", small((300, 700), 500, false)),
        Sample::new("small, above", small((300, 700), 1000, true)),
        Sample::new("inside", number_line(&line)),
        Sample::new("above", number_line(&Line { mark: 860, is_out: true, ..line })),
        Sample::new(
            "only an upper limit",
            number_line(&Line { band: (0, 600), mark: 400, low: None, ..line }),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::{SMALL_WIDTH, push_mark, small};

    #[test]
    fn a_small_line_is_drawn_to_a_tenth() {
        for at in 0..=1000_u16 {
            let x = |at: u16| f64::from(at) / 1000.0 * f64::from(SMALL_WIDTH);
            for is_out in [false, true] {
                let mut mark = String::new();
                push_mark(&mut mark, (x(at), 7.0), 4.0, is_out);
                let (from, to) = (x(at / 2), x(at).max(x(at / 2) + 1.0));
                let band = format!(r#"<path class="band" d="M{from:.1} 7H{to:.1}"/>"#);
                let drawn = small((at / 2, at), at, is_out).0;
                assert!(drawn.contains(&band) && drawn.contains(&mark), "{at}: {drawn} {band} {mark}");
            }
        }
    }
}
