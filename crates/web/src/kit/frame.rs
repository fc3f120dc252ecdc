//! The frame around every page: head, emergency numbers, navigation, title, foot; and the answer that carries it.

use helsami_domain::access::area::Areas;
use helsami_domain::matter::Matter;
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::acting::Acting;
use super::part::icon;
use super::place::Place;
use super::work::Work;
use super::{Document, Icon};
use crate::assets;
use crate::text::{Language, Text};

mod head;

pub(super) use head::account_menu;

/// What every page knows about its reader.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The messages in the reader's language.
    pub text: Text,
    /// The time, taken once per request.
    pub now: Timestamp,
    /// The path of the page, without query: where a change of language comes back to.
    pub path: String,
    /// Who has signed in.
    pub who: Option<Who>,
    /// The part of the page the script asked for.
    pub fragment: Option<String>,
    /// Whether the people here are made up.
    pub is_demo: bool,
    /// Whether the browser's title says nothing of what is on the page: somebody may look over the reader's shoulder.
    pub is_discreet: bool,
    /// For whom the reader acts on this page, if it is not about themself.
    pub acting: Option<Acting>,
    /// The parts of the record that ways lead to for the reader; `None` where no record has been opened.
    pub areas: Option<Areas>,
    /// The staff's side, if the page is of it.
    pub work: Option<Work>,
}

/// The person whose record is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The name as the record has it.
    pub name: String,
    /// The date of birth, for prints.
    pub born: Option<Date>,
}

impl Frame {
    /// Whether nothing of the record is open to the reader: then no way leads there.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.areas.is_some_and(Areas::is_empty)
    }

    /// Where the reader is at home.
    #[must_use]
    pub fn home(&self) -> &'static str {
        match (&self.who, self.is_closed()) {
            _ if self.work.is_some() => "/work",
            (None, _) => "/",
            (Some(_), false) => "/me",
            (Some(_), true) => "/acting",
        }
    }

    /// Whether the reader has a way into everything that this needs. A page that has opened no record leads to all of it,
    /// and the pages tell.
    #[must_use]
    pub fn opens(&self, matter: Matter) -> bool {
        self.areas.is_none_or(|areas| matter.areas().iter().all(|area| areas.has(*area)) && !self.is_closed())
    }

    /// Whether the script asked for this part of the page only.
    #[must_use]
    pub fn asks_for(&self, id: &str) -> bool {
        self.fragment.as_deref() == Some(id)
    }

    /// Whose record the page is about.
    #[must_use]
    pub fn subject(&self) -> Option<&Who> {
        self.acting.as_ref().map(Acting::subject).or(self.who.as_ref())
    }

    /// Whose record it is, on paper: the name, and when they were born.
    pub(crate) fn whose(&self) -> Option<String> {
        let who = self.subject()?;
        let born = who.born.map(|born| self.text.site_print_born(self.text.day(born)));
        Some(born.map_or_else(|| who.name.clone(), |born| format!("{} · {born}", who.name)))
    }

    fn addressed(&self, markup: Markup) -> Markup {
        match &self.acting {
            Some(acting) => acting.addressed(markup),
            None => markup,
        }
    }

    /// One part of a page, alone: the answer to a live filter. `content` is what stands inside the element `id`.
    #[must_use]
    pub fn part(&self, id: &str, content: &Markup) -> Document {
        let part = html! { (DOCTYPE) body lang=(self.text.language().tag()) { div id=(id) { (content) } } };
        Document::ok(self.addressed(part))
    }
}

/// A page being put together.
#[must_use]
#[derive(Debug)]
pub struct Page<'a> {
    frame: &'a Frame,
    title: &'a str,
    lead: Option<&'a str>,
    crumb: Option<(&'a str, &'a str)>,
    current: Option<Place>,
    acts: Option<Markup>,
    hero: Option<Markup>,
    is_two_columns: bool,
    has_error: bool,
}

impl<'a> Page<'a> {
    /// A page with a title, which is also its main heading.
    pub const fn new(frame: &'a Frame, title: &'a str) -> Self {
        Self {
            frame,
            title,
            lead: None,
            crumb: None,
            current: None,
            acts: None,
            hero: None,
            is_two_columns: false,
            has_error: false,
        }
    }

    /// One or two sentences under the heading: what the page is, and for whom.
    pub const fn lead(mut self, lead: &'a str) -> Self {
        self.lead = Some(lead);
        self
    }

    /// The way back up: address and words.
    pub const fn crumb(mut self, href: &'a str, words: &'a str) -> Self {
        self.crumb = Some((href, words));
        self
    }

    /// Which entry of the navigation is lit.
    pub const fn current(mut self, place: Place) -> Self {
        self.current = Some(place);
        self
    }

    /// Buttons under the heading.
    pub fn acts(mut self, acts: Markup) -> Self {
        self.acts = Some(acts);
        self
    }

    /// A wide coloured head in place of the plain one, with this under the lead. The first cards overlap it.
    pub fn hero(mut self, under: Markup) -> Self {
        self.hero = Some(under);
        self
    }

    /// Two columns on a wide screen: the first card is wide, the second narrow; `.full` takes both.
    pub const fn two_columns(mut self) -> Self {
        self.is_two_columns = true;
        self
    }

    /// The form on the page was not accepted: the browser's title says so.
    pub const fn with_error(mut self) -> Self {
        self.has_error = true;
        self
    }

    /// The finished page.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "every caller makes the body in place and is done with it"
    )]
    pub fn show(self, body: Markup) -> Document {
        let text = self.frame.text;
        let language = text.language();
        Document::ok(self.frame.addressed(html! {
            (DOCTYPE)
            html lang=(language.tag()) dir=(language.direction()) data-color-scheme="auto" {
                (self.document_head())
                body data-color="accent" {
                    a.skip href="#main" { (text.site_skip()) }
                    (self.top())
                    main #main tabindex="-1" {
                        @if let Some(acting) = &self.frame.acting { (acting.bar(text)) }
                        @if let Some(opened) = self.frame.work.as_ref().and_then(|work| work.opened.as_ref()) { (opened.bar(text)) }
                        (self.print_head())
                        (self.heading())
                        div.wide.body.two[self.is_two_columns] { (body) }
                    }
                    (self.foot())
                    p.said #said role="status" {}
                }
            }
        }))
    }

    fn document_head(&self) -> Markup {
        let text = self.frame.text;
        let error = if self.has_error { text.site_title_error() } else { "" };
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                title {
                    (error)
                    @if !self.frame.is_discreet {
                        (self.title)
                        @if let Some(acting) = &self.frame.acting { " – " (text.acting_title(&acting.subject().name)) }
                        " – "
                    }
                    "HelsaMi"
                }
                link rel="expect" href="#said" blocking="render"; // Drawn when all of it is there: nothing moves.
                link rel="stylesheet" href=(assets::SITE_CSS);
                link rel="icon" type="image/svg+xml" href=(assets::LOGO_SVG);
                script type="module" src=(assets::SITE_JS) {}
            }
        }
    }

    fn heading(&self) -> Markup {
        if let Some(under) = &self.hero {
            return html! {
                div.hero { div.wide {
                    h1 { (self.title) }
                    @if let Some(lead) = self.lead { p.lead { (lead) } }
                    (under)
                } }
            };
        }
        html! {
            div.wide.head {
                @if let Some((href, words)) = self.crumb {
                    a.crumb href=(href) { (icon(Icon::ChevronLeft).turning()) (words) }
                }
                h1 { (self.title) }
                @if let Some(lead) = self.lead { p.lead { (lead) } }
                @if let Some(acts) = &self.acts { div.acts { (acts) } }
            }
        }
    }

    /// On paper: whose it is, and when it was printed.
    fn print_head(&self) -> Markup {
        let text = self.frame.text;
        let Some(whose) = self.frame.whose() else { return PreEscaped(String::new()) };
        html! {
            div.print-head.wide {
                span { span.brand-word { "HelsaMi" } " · " (whose) }
                span { (text.site_print_when(text.moment(self.frame.now))) }
            }
        }
    }

    fn foot(&self) -> Markup {
        let text = self.frame.text;
        html! {
            footer.foot {
                div.wide {
                    p { (if self.frame.work.is_some() { text.work_foot() } else { text.site_foot_what() }) }
                    @if self.frame.is_demo { p { (text.site_foot_demo()) } }
                    @if text.language() == Language::Se { p { (text.site_foot_review()) } }
                    @if self.frame.is_demo { ul { li { a href="/gallery" { (text.site_foot_gallery()) } } } }
                }
            }
        }
    }
}
