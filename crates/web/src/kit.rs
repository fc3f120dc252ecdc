//! What pages are built of.
//!
//! # How to make a page
//!
//! 1. Messages: `languages/{nb,nn,se,en}/<topic>.ftl`, every name begins with `<topic>-`. All four languages, or the
//!    build stops. Call them as functions: `kit-save` is `text.kit_save()`. Arguments make it a `String` and
//!    come in the order bokmål has them; a count
//!    that chooses words (`{ $count -> [one] … *[other] … }`) is a `usize`.
//! 2. A row in [`crate::routes::ROUTES`]: method, path, who may, handler.
//! 3. A handler in `citizen/<topic>.rs`, at most 30 lines: call one `app` function, render.
//!
//! ```ignore
//! pub(crate) async fn page(me: Me) -> Result<Document, Problem> {
//!     let found = vaccines::list(&me.app, &me.pass, me.frame.now).await?;
//!     let text = me.frame.text;
//!     Ok(Page::new(&me.frame, text.vaccines_title())
//!         .lead(text.vaccines_lead())
//!         .current(Place::Record)          // which entry of the navigation is lit
//!         .crumb("/me/record", text.site_nav_record())
//!         .show(html! {
//!             section.card {
//!                 h2 { (text.vaccines_given()) }
//!                 ul.rows { @for dose in &found.doses { li { (row_of(text, dose)) } } }
//!             }
//!             (coverage(text, &found.coverage, Some(text.vaccines_not_here())))
//!         }))
//! }
//! ```
//!
//! `Problem` is the page's error: give it a `From` for the use case's error in [`problem`], the one place that does.
//!
//! - **List row**: `Row::new(&title).href(&address).icon(Icon::TestFlask, Tone::Sol).sub(&line).tag(Tag::new(Tone::Warning, text.x()))`;
//!   a row with an address gets its chevron by itself. Put rows in `ul.rows { li { (row) } }` inside `section.card`.
//! - **Tag**: `Tag::new(tone, words)` brings the tone's icon; `.icon(Icon::ArrowUp)` takes another. Never colour alone.
//! - **Facts**: `facts(&[Fact::new(label, html! { … })])`, a definition list; `Fact::with_source` adds the source line.
//! - **Coverage**: every list ends with `coverage(text, &coverage, note)`; the note says what is never included.
//! - **Empty**: `empty(text, (icon, title), reason, advice)`: why there is nothing, and what to do.
//! - **Message to the reader**: `notice(Tone::Warning, Some(heading), body)`.
//! - **Dates and numbers**: [`date`] and [`number`]; a partial date keeps its precision.
//! - **Forms**: [`form`]. A list that filters as one types: `form data-live="#list" method="get"`, the list in
//!   `div #list`, a sentence marked `data-announce` inside; answer with [`Frame::part`] when
//!   [`Frame::asks_for`] says so.
//! - Words of the record in another language than the page: `span lang=[label.language] { (label.text) }`.
//! - No `style` attribute, no inline script: the content security policy refuses both.
//! - Every component has `samples()`; `/gallery` and a test render them in every language.

pub(crate) mod absence;
pub(crate) mod acting;
pub(crate) mod answer;
pub(crate) mod application;
pub mod date;
pub mod document;
pub(crate) mod dose;
pub mod form;
pub mod frame;
pub(crate) mod given;
pub mod graph;
pub mod list;
pub(crate) mod matter;
pub(crate) mod narrative;
pub mod number;
pub mod number_line;
pub(crate) mod order;
pub(crate) mod paper;
pub mod part;
mod place;
pub mod problem;
pub(crate) mod report;
pub(crate) mod sheet;
pub(crate) mod trend;
pub mod visitor;
pub mod work;

pub(crate) use crate::assets::Icon;
pub use acting::Acting;
pub use document::Document;
pub use frame::{Frame, Page, Who};
pub use place::Place;
pub use problem::Problem;
pub(crate) use report::Reports;
pub use visitor::{Me, Reader, SignedIn};

use crate::text::Text;
use maud::Markup;

/// One example of a component, for the gallery and the render test.
pub(crate) struct Sample {
    /// What it shows, in few words.
    pub(crate) name: &'static str,
    /// The component.
    pub(crate) markup: Markup,
}

impl Sample {
    pub(crate) const fn new(name: &'static str, markup: Markup) -> Self {
        Self { name, markup }
    }
}

/// The samples of one component in one language.
pub(crate) type Samples = fn(Text) -> Vec<Sample>;

/// Every component with its samples.
pub(crate) const COMPONENTS: &[(&str, Samples)] = &[
    ("row", list::row_samples),
    ("tag", part::tag_samples),
    ("notice", part::notice_samples),
    ("facts", part::facts_samples),
    ("empty", part::empty_samples),
    ("coverage", list::coverage_samples),
    ("day badge", date::samples),
    ("number", number::samples),
    ("fold", part::fold_samples),
    ("table", list::table_samples),
    ("tile", list::tile_samples),
    ("form", form::samples),
    ("number line", number_line::samples),
    ("trend", graph::samples),
];
