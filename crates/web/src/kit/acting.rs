//! For whom one acts: the bar that says so on every page, and the person in every address of the page.

use helsami_app::pass::Pass;
use helsami_domain::access::Rule;
use maud::{Markup, PreEscaped, html};

use super::Icon;
use super::frame::Who;
use super::part::icon;
use crate::text::Text;

/// For whom the reader acts on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Where the pages about that person begin, as `/for/…`.
    root: String,
    subject: Who,
    rule: Rule,
}

impl Acting {
    /// For the person of this pass, on a page with this path.
    #[must_use]
    pub fn new(path: &str, pass: &Pass) -> Self {
        let root = path.split('/').take(3).collect::<Vec<_>>().join("/");
        let subject = Who { name: pass.name().unwrap_or_default().to_owned(), born: pass.born() };
        Self { root, subject, rule: pass.rule() }
    }

    /// The person.
    #[must_use]
    pub const fn subject(&self) -> &Who {
        &self.subject
    }

    /// The title of the person's overview.
    #[must_use]
    pub fn title(&self, text: Text) -> String {
        let name = &self.subject.name;
        if name.is_empty() { text.acting_unnamed().to_owned() } else { text.acting_overview(name) }
    }

    /// In words and colour, with the way back.
    pub(super) fn bar(&self, text: Text) -> Markup {
        html! {
            aside.acting data-color="sol" aria-label=(text.acting_label()) {
                div.wide {
                    (icon(Icon::PersonGroup))
                    p { strong { (name(text, &self.subject.name)) } " " (why(text, self.rule)) }
                    a href="/" { (text.acting_back()) }
                }
            }
        }
    }

    /// Writes the person into the page's addresses.
    pub(super) fn addressed(&self, markup: Markup) -> Markup {
        addressed(&self.root, markup)
    }
}

/// Writes a record into addresses: whatever shows a record is written as one's own, `/me/…`. No text can hold these bytes,
/// because its quotes are escaped.
pub(crate) fn addressed(root: &str, markup: Markup) -> Markup {
    let mut html = markup.into_string();
    for name in ["href", "action"] {
        for end in ["\"", "/", "?"] {
            html = html.replace(&format!("{name}=\"/me{end}"), &format!("{name}=\"{root}{end}"));
        }
    }
    PreEscaped(html)
}

/// «Du handler for …», also for a child without a name.
fn name(text: Text, name: &str) -> String {
    if name.is_empty() { text.acting_for_unnamed().to_owned() } else { text.acting_for(name) }
}

/// Why one may act for somebody, in a few words.
pub(crate) fn why(text: Text, rule: Rule) -> &'static str {
    match rule {
        Rule::ParentOfChild | Rule::ParentOfYouth => text.acting_why_parent(),
        Rule::Foster => text.acting_why_foster(),
        Rule::Representative | Rule::GuardianAsNearest => text.acting_why_representative(),
        Rule::NearestOfDead => text.acting_why_dead(),
        _ => text.acting_why_proxy(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Acting, Rule, Who};
    use maud::PreEscaped;

    #[test]
    fn every_address_about_the_person_names_the_person() {
        let subject = Who { name: "Liam".to_owned(), born: None };
        let acting = Acting { root: "/for/abc".to_owned(), subject, rule: Rule::ParentOfChild };
        let html = "<a href=\"/me\"><a href=\"/me/results?x=1\"><form action=\"/me/search\"><a href=\"/me?a\"><a href=\"/\"><a href=\"/menu\">href=&quot;/me/";
        let expect = "<a href=\"/for/abc\"><a href=\"/for/abc/results?x=1\"><form action=\"/for/abc/search\"><a href=\"/for/abc?a\"><a href=\"/\"><a href=\"/menu\">href=&quot;/me/";
        assert_eq!(acting.addressed(PreEscaped(html.to_owned())).into_string(), expect);
    }
}
