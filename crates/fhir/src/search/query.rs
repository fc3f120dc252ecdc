//! A whole query of one type: what it asks of a document, and how the answer is to look.

use helsami_domain::resource_type::ResourceType;

use super::chain::Open;
use super::issue::{Issue, Reason};
use super::page::Page;
use super::pairs::encode;
use super::row::Row;
use super::sort::{self, Ranks};
use super::test::{self, Test};
use super::value::Setting;

/// Parameters in one query: more than any client needs.
pub const PARAMETERS_MAX: usize = 100;

/// What happens to a parameter that is not understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// The query is refused, unless the name says that it filters nothing: R4 lets what begins with an underscore be about the
    /// answer, and clients have such parameters of their own. Those are left out, and the answer says so.
    #[default]
    Usual,
    /// The query is refused.
    Strict,
    /// The parameter is left out, and the answer says so.
    Lenient,
}

/// A query of one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The type.
    pub kind: ResourceType,
    /// What is asked; all of it must hold.
    pub tests: Vec<Test>,
    /// How the answer is to look.
    pub page: Page,
    /// The parameters that were understood, as they were written: what the self link says.
    pub applied: Vec<(String, String)>,
    /// Those that were left out.
    pub ignored: Vec<Issue>,
}

impl Query {
    /// Reads the parameters of a search in one type.
    ///
    /// # Errors
    /// Every parameter that is not understood, with the reason. Those that R4 does not know, or this server, are left
    /// out instead when handling is lenient; a value that cannot be read never is.
    pub fn read(
        kind: ResourceType,
        pairs: &[(String, String)],
        (setting, handling): (Setting<'_>, Handling),
    ) -> Result<Self, Vec<Issue>> {
        let mut query =
            Self { kind, tests: Vec::new(), page: Page::default(), applied: Vec::new(), ignored: Vec::new() };
        let mut faults = Vec::new();
        if pairs.len() > PARAMETERS_MAX {
            return Err(vec![Issue::new("", Reason::TooMany("100 parameters"))]);
        }
        for (name, value) in pairs {
            match query.add((name, value), setting) {
                Ok(()) => query.applied.push((name.clone(), value.clone())),
                Err(reason) => {
                    let is_small =
                        matches!(reason, Reason::Unknown(_) | Reason::Unsupported(_) | Reason::Empty);
                    let is_modified = name.contains([':', '.']);
                    let is_about_answer = matches!(reason, Reason::Unknown(_)) && name.starts_with('_');
                    let is_left_out = match handling {
                        Handling::Strict => false,
                        Handling::Usual => is_about_answer && !is_modified,
                        Handling::Lenient => is_small && !is_modified,
                    };
                    let list = if is_left_out { &mut query.ignored } else { &mut faults };
                    list.push(Issue::new(name, reason));
                }
            }
        }
        if faults.is_empty() { Ok(query) } else { Err(faults) }
    }

    fn add(&mut self, (name, value): (&str, &str), setting: Setting<'_>) -> Result<(), Reason> {
        if self.page.read(self.kind, (name, value))? {
            return Ok(());
        }
        self.tests.push(test::read(self.kind, (name, value), (setting, 0))?);
        Ok(())
    }

    /// Whether a document answers the query. Links must have been answered before.
    #[must_use]
    pub fn holds(&self, document: &str) -> bool {
        self.is_answered_by(&mut Row::new(self.kind, document))
    }

    /// What a document that answers the query is sorted by; nothing for one that does not.
    #[must_use]
    pub fn ranked(&self, mut row: Row<'_>) -> Option<Ranks> {
        self.is_answered_by(&mut row).then(|| sort::ranks(&self.page.sort, &mut row))
    }

    fn is_answered_by(&self, row: &mut Row<'_>) -> bool {
        self.tests.iter().all(|test| test.holds(row))
    }

    /// The next question to other documents that has no answer yet.
    pub fn open(&mut self) -> Option<Open<'_>> {
        self.tests.iter_mut().find_map(|test| match test {
            Test::Linked(link) => link.open(),
            _ => None,
        })
    }

    /// The parameters that were understood, as a query string.
    #[must_use]
    pub fn self_link(&self) -> String {
        let mut link = String::new();
        for (name, value) in &self.applied {
            if !link.is_empty() {
                link.push('&');
            }
            encode(name, &mut link);
            link.push('=');
            encode(value, &mut link);
        }
        link
    }
}
