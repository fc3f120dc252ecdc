//! The head of every page, above its title.

use helsami_domain::matter::Matter;
use maud::{Markup, html};

use super::Page;
use crate::assets;
use crate::kit::Icon;
use crate::kit::part::icon;
use crate::kit::place::Place;
use crate::text::{Language, Text};

/// Where the quick exit leads: a page that anybody may have open.
const NEUTRAL: &str = "https://www.yr.no/";

impl Page<'_> {
    /// The head of the page: brand, navigation, languages, the reader's menu; and the strip below it.
    pub(super) fn top(&self) -> Markup {
        let text = self.frame.text;
        if let Some(work) = &self.frame.work {
            return work.top(text, &self.language_menu());
        }
        html! {
            header.top {
                div.wide {
                    a.brand href=(self.frame.home()) { img src=(assets::LOGO_SVG) alt="" width="36" height="36"; "HelsaMi" }
                    @if self.frame.who.is_some() { (self.navigation()) }
                    (self.language_menu())
                    (self.account())
                }
            }
            aside.strip aria-label=(text.site_emergency()) {
                div.wide {
                    a.life href="tel:113" { (icon(Icon::PhoneFill)) (text.site_emergency_113()) }
                    a href="tel:116117" { (text.site_emergency_116117()) }
                    @if self.frame.who.is_some() {
                        a.exit href=(NEUTRAL) rel="noreferrer" data-exit { (icon(Icon::Leave)) (text.site_exit()) }
                    }
                }
            }
        }
    }

    fn navigation(&self) -> Markup {
        let text = self.frame.text;
        html! {
            nav.nav aria-label=(text.site_nav()) {
                @for place in Place::ALL.into_iter().filter(|place| self.frame.opens(place.matter())) {
                    a href=(place.path()) aria-current=[(self.current == Some(place)).then_some("page")] {
                        (icon(place.icon())) (place.name(text))
                    }
                }
            }
        }
    }

    fn language_menu(&self) -> Markup {
        let text = self.frame.text;
        html! {
            details.menu.language {
                summary {
                    (icon(Icon::Globe))
                    span.hidden-text { (text.site_language()) " " }
                    span.word { (text.language().own_name()) }
                }
                form.sheet method="post" action="/language" {
                    input type="hidden" name="back" value=(self.frame.path);
                    @for language in Language::ALL {
                        button name="language" value=(language.tag()) lang=(language.tag())
                            aria-current=[(language == text.language()).then_some("true")] { (language.own_name()) }
                    }
                }
            }
        }
    }

    fn account(&self) -> Markup {
        let text = self.frame.text;
        match &self.frame.who {
            Some(who) => account_menu(text, &who.name, "/sign-out", &html! { (self.account_pages()) hr; }),
            None => {
                html! { a.ds-button.button href="/sign-in" { (icon(Icon::Enter)) (text.site_sign_in()) } }
            }
        }
    }

    /// In the menu: the ways to what is about the reader. Settings and devices stand open also to those whose pages are
    /// closed.
    fn account_pages(&self) -> Markup {
        let text = self.frame.text;
        if self.frame.acting.is_some() {
            return self.own_pages();
        }
        html! {
            a href="/acting" { (icon(Icon::PersonGroup)) (text.acting_choose()) }
            @if self.frame.opens(Matter::Details) {
                a href="/me/details" { (icon(Icon::Person)) (text.site_nav_details()) }
            }
            @if self.frame.opens(Matter::Access) {
                a href="/me/access" { (icon(Icon::ShieldLock)) (text.access_title()) }
                a href="/me/access-log" { (icon(Icon::Eye)) (text.site_nav_access_log()) }
            }
            a href="/me/settings" { (icon(Icon::Cog)) (text.site_nav_settings()) }
        }
    }

    /// In the menu while one acts for somebody: the ways to one's own pages.
    fn own_pages(&self) -> Markup {
        let text = self.frame.text;
        html! {
            a href="/" { (icon(Icon::House)) (text.acting_back()) }
            a href="/acting" { (icon(Icon::PersonGroup)) (text.acting_choose()) }
        }
    }
}

/// The reader's menu: the name, the ways in it, and the way out.
pub(in crate::kit) fn account_menu(text: Text, name: &str, sign_out: &str, ways: &Markup) -> Markup {
    html! {
        details.menu {
            summary {
                (icon(Icon::Person))
                span.hidden-text { (text.site_account()) " " }
                span.word.who { (name) }
            }
            div.sheet {
                (ways)
                form method="post" action=(sign_out) {
                    button { (icon(Icon::Leave)) (text.site_sign_out()) }
                }
            }
        }
    }
}
