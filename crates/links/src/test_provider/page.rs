//! The pages of the test provider: who to be, and who is signed in. Works with the keyboard and without script.

use helsami_app::test_people::TestPerson;
use helsami_app::test_people::staff::TestStaff;
use maud::{DOCTYPE, Markup, html};

use super::choose::Asked;
use super::memory::Visit;

/// A page of a choice.
pub(super) struct Choice<'a> {
    pub(super) asked: &'a Asked,
    pub(super) has_more: bool,
    pub(super) is_english: bool,
}

impl Choice<'_> {
    const fn words(&self) -> &'static Words {
        if self.is_english { &ENGLISH } else { &NORWEGIAN }
    }
}

/// The words of the page of people, in the two languages of the test provider.
struct Words {
    lang: &'static str,
    title: &'static str,
    banner: &'static str,
    lead: &'static str,
    search: &'static str,
    staff_lead: &'static str,
    staff_search: &'static str,
    find: &'static str,
    all: &'static str,
    born: &'static str,
    no_number: &'static str,
    no_name: &'static str,
    none: &'static str,
    before: &'static str,
    after: &'static str,
}

const NORWEGIAN: Words = Words {
    lang: "nb",
    title: "Hvem vil du logge inn som?",
    banner: "Dette er en test. Ingen identitet kontrolleres, og alle personene er oppdiktet.",
    lead: "Velg en person fra testregionen eller fra filer du har lest inn.",
    search: "Søk etter navn eller fødselsdato",
    staff_lead: "Velg en ansatt fra testregionen, i rollen du vil prøve.",
    staff_search: "Søk etter navn",
    find: "Søk",
    all: "Vis alle",
    born: "født",
    no_number: "uten norsk nummer",
    no_name: "uten navn",
    none: "Ingen personer passer til søket.",
    before: "Forrige side",
    after: "Neste side",
};

const ENGLISH: Words = Words {
    lang: "en",
    title: "Who do you want to sign in as?",
    banner: "This is a test. No identity is checked, and all the people are made up.",
    lead: "Choose a person of the test region or of the files you have imported.",
    search: "Search for a name or a date of birth",
    staff_lead: "Choose a member of staff of the test region, in the role you want to try.",
    staff_search: "Search for a name",
    find: "Search",
    all: "Show all",
    born: "born",
    no_number: "without a Norwegian number",
    no_name: "without a name",
    none: "Nobody fits the search.",
    before: "Previous page",
    after: "Next page",
};

fn shell(words: &Words, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – TEST" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/test-provider.css";
            }
            body.test-provider {
                p.test-banner role="note" { strong { "TEST" } " " (words.banner) }
                main.test-main { (body) }
            }
        }
    }
}

/// Everybody one can sign in as, a page at a time.
pub(super) fn people(choice: &Choice<'_>, people: &[TestPerson]) -> Markup {
    let words = choice.words();
    let rows: Vec<Markup> = people.iter().map(|person| one(person, words)).collect();
    list(choice, (words.lead, words.search), &rows)
}

/// All staff one can sign in as, each in each of their roles.
pub(super) fn staff(choice: &Choice<'_>, staff: &[TestStaff]) -> Markup {
    let words = choice.words();
    let rows: Vec<Markup> = staff.iter().map(at_work).collect();
    list(choice, (words.staff_lead, words.staff_search), &rows)
}

fn list(choice: &Choice<'_>, (lead, search): (&str, &str), rows: &[Markup]) -> Markup {
    let (words, asked) = (choice.words(), choice.asked);
    shell(
        words,
        words.title,
        &html! {
            h1 { (words.title) }
            p.test-lead { (lead) }
            form.test-search method="get" action="/authorize" role="search" {
                input type="hidden" name="client_id" value=(asked.client_id);
                input type="hidden" name="request_uri" value=(asked.request_uri);
                label for="q" { (search) }
                div.test-row {
                    input #q type="search" name="q" value=(asked.q) autocomplete="off" autofocus[asked.page == 0];
                    button type="submit" { (words.find) }
                }
            }
            @if !asked.q.is_empty() { p { a href=(address(asked, "", 0)) { (words.all) } } }
            @if rows.is_empty() { p.test-none { (words.none) } }
            form method="post" action="/sign-in" {
                input type="hidden" name="request_uri" value=(asked.request_uri);
                ul.test-people {
                    @for row in rows { li { (row) } }
                }
            }
            nav.test-row aria-label=(words.after) {
                @if asked.page > 0 { a href=(address(asked, &asked.q, asked.page - 1)) rel="prev" { (words.before) } }
                @if choice.has_more { a href=(address(asked, &asked.q, asked.page + 1)) rel="next" { (words.after) } }
            }
        },
    )
}

fn at_work(staff: &TestStaff) -> Markup {
    html! {
        button.test-person type="submit" name="person" value=(staff.role) {
            span.test-face aria-hidden="true" { (initials(&staff.name)) }
            span.test-words {
                span.test-name { (staff.name) }
                span.test-more { (staff.words) ", " (staff.organization) }
            }
        }
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
}

fn one(person: &TestPerson, words: &Words) -> Markup {
    let name = if person.name.is_empty() { words.no_name } else { person.name.as_str() };
    let national = person.national.as_deref().unwrap_or_default();
    html! {
        button.test-person type="submit" name="person" value={ (person.record) " " (national) } {
            span.test-face aria-hidden="true" { (initials(name)) }
            span.test-words {
                span.test-name { (name) }
                span.test-more {
                    @if !person.birth_date.is_empty() { (words.born) " " (day(&person.birth_date)) ", " }
                    (person.national.as_deref().unwrap_or(words.no_number))
                }
            }
        }
    }
}

/// A whole date as it is written in Norway; anything else as it is.
fn day(date: &str) -> String {
    let written = date.parse::<jiff::civil::Date>().map(|date| date.strftime("%d.%m.%Y").to_string());
    written.unwrap_or_else(|_| date.to_owned())
}

fn address(asked: &Asked, search: &str, page: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::from("/authorize?"));
    query.append_pair("client_id", &asked.client_id).append_pair("request_uri", &asked.request_uri);
    if !search.is_empty() {
        query.append_pair("q", search);
    }
    if page > 0 {
        query.append_pair("page", &page.to_string());
    }
    query.finish()
}

/// Who is signed in, with a way to end each session from here.
pub(super) fn sessions(visits: &[Visit]) -> Markup {
    shell(
        &NORWEGIAN,
        "Innloggede testpersoner",
        &html! {
            h1 { "Innloggede testpersoner" }
            p.test-lead { "Avslutt en økt her for å prøve utlogging som starter hos ID-leverandøren." }
            @if visits.is_empty() { p.test-none { "Ingen er logget inn." } }
            ul.test-people {
                @for visit in visits {
                    li {
                        form.test-row method="post" action="/sessions" {
                            input type="hidden" name="sid" value=(visit.sid);
                            span.test-words { (visit.since.strftime("%H:%M:%S")) " UTC" }
                            button type="submit" { "Avslutt økten" }
                        }
                    }
                }
            }
        },
    )
}

/// The last page, where there is no way back to the portal.
pub(super) fn ended(portal: &str) -> Markup {
    shell(
        &NORWEGIAN,
        "Du er logget ut",
        &html! {
            h1 { "Du er logget ut" }
            p { a href=(portal) { "Til portalen" } }
        },
    )
}

/// Something is wrong.
pub(super) fn trouble(text: &str) -> Markup {
    shell(&NORWEGIAN, "Noe gikk galt", &html! { h1 { "Noe gikk galt" } p { (text) } })
}
