//! What must come of each request, written from the words of `docs/rules/access.md` and of the law behind it, never from
//! the code: who is let in to whom, what each page needs and shows, and which marks hide what from whom.

/// A part of a record, by its word.
pub(super) type Part = &'static str;

/// The person's own: everything.
const ALL: &[Part] = &[
    "appointments",
    "results",
    "medicines",
    "allergies",
    "diagnoses",
    "vaccines",
    "documents",
    "careteam",
    "details",
    "kin",
    "private",
];
/// What a young person sees with a parent's consent.
const YOUTH: &[Part] = &["appointments", "medicines", "vaccines", "details", "kin", "private"];
/// A parent: everything but what is the child's own: kin, log, settings.
const PARENT: &[Part] = &[
    "appointments",
    "results",
    "medicines",
    "allergies",
    "diagnoses",
    "vaccines",
    "documents",
    "careteam",
    "details",
];

/// One way into a record: the parts, and the marks that hide an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) reader: &'static str,
    pub(super) subject: &'static str,
    pub(super) parts: &'static [Part],
    pub(super) hides: &'static [&'static str],
}

const fn way(
    reader: &'static str,
    subject: &'static str,
    parts: &'static [Part],
    hides: &'static [&'static str],
) -> Way {
    Way { reader, subject, parts, hides }
}

/// Hidden from everybody on the citizen's side: refused, and not released yet.
const OWN: &[&str] = &["refused", "hand"];

/// Everybody who is let in. Nobody else is.
pub(super) const WAYS: &[Way] = &[
    // The person, from 16, unless locked. A protected address, a guardian, incapacity or death on paper change nothing.
    way("A", "A", ALL, OWN),
    way("B", "B", ALL, OWN),
    way("P", "P", ALL, OWN),
    way("NR", "NR", ALL, OWN),
    way("AP", "AP", ALL, OWN),
    way("BL", "BL", ALL, OWN),
    way("SI", "SI", ALL, OWN),
    way("FO", "FO", ALL, OWN),
    way("IN", "IN", ALL, OWN),
    way("GU", "GU", ALL, OWN),
    way("RE", "RE", ALL, OWN),
    way("PX", "PX", ALL, OWN),
    way("EX", "EX", ALL, OWN),
    way("T17", "T17", ALL, OWN),
    way("DE", "DE", ALL, OWN),
    way("NE", "NE", ALL, OWN),
    way("SE", "SE", ALL, OWN),
    way("C16", "C16", ALL, OWN),
    // 13 to 15 with a parent's consent: without what is hidden from the young.
    way("Y14", "Y14", YOUTH, &["refused", "hand", "young"]),
    // A parent to the 12th birthday; from it to the 16th without what is sensitive.
    way("P", "C11", PARENT, &["refused", "hand", "parents"]),
    way("P", "C12", PARENT, &["refused", "hand", "parents", "psy"]),
    way("P", "C15", PARENT, &["refused", "hand", "parents", "psy"]),
    // A foster parent as far as delegated; the child is 10.
    way("FO", "CR", &["appointments", "vaccines"], &["refused", "hand", "parents"]),
    // Given access to results, mental health kept back.
    way("PX", "B", &["results"], &["refused", "hand", "psy"]),
    // The nearest of somebody who cannot consent, as far as the need goes.
    way("RE", "IN", &["results", "documents"], OWN),
    // The nearest of somebody who is dead, as far as approved.
    way("NE", "DE", &["documents"], OWN),
];

/// One page: what it needs, what it must show of that, and what it may show beside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Method and path, without the person in front.
    pub(super) page: &'static str,
    /// The parts that the reader needs, all of them.
    pub(super) needs: &'static [Part],
    /// What stands on it, where it is open to the reader.
    pub(super) shows: &'static [Part],
    /// What can stand on it beside.
    pub(super) may: &'static [Part],
    /// Whether the look is in the owner's log though the reader is the owner.
    pub(super) is_logged: bool,
}

const fn rule(
    page: &'static str,
    needs: &'static [Part],
    shows: &'static [Part],
    may: &'static [Part],
) -> Rule {
    Rule { page, needs, shows, may, is_logged: true }
}

/// What all searched parts are.
const SEARCHED: &[Part] =
    &["appointments", "results", "medicines", "allergies", "diagnoses", "vaccines", "documents", "careteam"];

/// The pages about a record, one's own (`/me…`) and somebody else's (`/for/{who}…`) alike.
pub(super) const PAGES: &[Rule] = &[
    rule("GET ", &[], &[], &["appointments"]),
    rule("GET /results", &["results"], &["results"], &[]),
    rule("GET /results/{id}", &["results"], &["results"], &[]),
    rule("GET /results/trend/{id}", &["results"], &["results"], &[]),
    Rule { is_logged: false, ..rule("GET /search", &[], &[], &[]) },
    rule("POST /search", &[], SEARCHED, &[]),
    Rule { is_logged: false, ..rule("GET /record", &[], &[], &[]) },
    rule("GET /appointments", &["appointments"], &["appointments"], &[]),
    rule("GET /medicines", &["medicines"], &["medicines"], &[]),
    rule("GET /allergies", &["allergies"], &["allergies"], &[]),
    rule("GET /diagnoses", &["diagnoses"], &["diagnoses"], &[]),
    rule("GET /vaccines", &["vaccines"], &["vaccines"], &[]),
    rule("GET /documents", &["documents"], &["documents"], &[]),
    rule("GET /documents/{id}", &["documents"], &["documents"], &[]),
    rule("GET /documents/{id}/file/{number}", &["documents"], &["documents"], &[]),
    rule("GET /care-team", &["careteam"], &["careteam"], &[]),
    rule("GET /details", &["details"], &["kin"], &["details"]),
    rule("GET /access-log", &["private"], &[], &[]),
    rule(
        "GET /emergency-card",
        &["medicines", "allergies", "diagnoses"],
        &["medicines", "allergies", "diagnoses"],
        &["kin"],
    ),
];

/// The pages that are a person's own and nobody else's: there is no such address for somebody who acts.
pub(super) const OWN_ONLY: &[&str] = &["GET /access-log"];

/// What is no page of a record: method, path, the answer to somebody who has not signed in, and to somebody who has.
/// The settings stand with the person's own; their forms are tried with the sessions of others.
pub(super) const OTHERS: &[(&str, u16, u16)] = &[
    ("GET /", 200, 303),
    ("POST /language", 303, 303),
    ("GET /assets/{name}", 404, 404),
    ("GET /gallery", 404, 404),
    ("GET /sign-in", 303, 303),
    ("GET /sign-in/callback", 403, 403),
    ("GET /sign-out/front-channel", 400, 400),
    ("POST /sign-out/back-channel", 400, 400),
    ("GET /signed-out", 200, 303),
    ("GET /acting", 303, 200),
    ("POST /sign-out", 303, 200),
    ("GET /me/settings", 303, 200),
    ("POST /me/settings/sessions/end", 303, 404),
    ("POST /me/settings/sessions/end-all", 303, 303),
];

/// The way of a reader into a record, if there is one.
pub(super) fn way_of(reader: &str, subject: &str) -> Option<&'static Way> {
    WAYS.iter().find(|way| way.reader == reader && way.subject == subject)
}

/// What must be answered, and what of the subject may and must stand in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    pub(super) status: u16,
    pub(super) way: Option<&'static Way>,
    pub(super) rule: &'static Rule,
}

impl Expected {
    /// For a page about a record. `thing` tells whether the thing that the address names is one of this record that the
    /// reader may see, where the address names one.
    pub(super) fn of(reader: &str, subject: &str, rule: &'static Rule, thing: Option<bool>) -> Self {
        let way = way_of(reader, subject);
        let is_open = way.is_some_and(|way| rule.needs.iter().all(|part| way.parts.contains(part)));
        let status = match (is_open, thing) {
            (false, _) => 403,
            (true, Some(false)) => 404,
            (true, _) => 200,
        };
        Self { status, way, rule }
    }

    /// Whether a text of the subject may stand in the answer.
    pub(super) fn may_hold(&self, part: &str, mark: Option<&str>) -> bool {
        let Some(way) = self.way.filter(|_| self.status == 200) else { return false };
        let is_on_page = self.rule.shows.contains(&part) || self.rule.may.contains(&part);
        is_on_page && way.parts.contains(&part) && mark.is_none_or(|mark| !way.hides.contains(&mark))
    }

    /// The parts whose plain text must stand in the answer.
    pub(super) fn must_hold(&self) -> impl Iterator<Item = Part> {
        let way = self.way.filter(|_| self.status == 200);
        let shows = self.rule.shows.iter().copied();
        shows.filter(move |part| way.is_some_and(|way| way.parts.contains(part)))
    }
}
