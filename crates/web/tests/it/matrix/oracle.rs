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

/// One way into a record: the rule, the parts, and the marks that hide an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// The rule, by its name on the page about the rules.
    pub(super) rule: &'static str,
    pub(super) reader: &'static str,
    pub(super) subject: &'static str,
    pub(super) parts: &'static [Part],
    pub(super) hides: &'static [&'static str],
}

const fn way(
    rule: &'static str,
    (reader, subject): (&'static str, &'static str),
    parts: &'static [Part],
    hides: &'static [&'static str],
) -> Way {
    Way { rule, reader, subject, parts, hides }
}

/// Hidden from everybody on the citizen's side: refused, and not released yet.
const OWN: &[&str] = &["refused", "hand"];

/// Everybody who is let in. Nobody else is.
pub(super) const WAYS: &[Way] = &[
    // The person, from 16, unless locked. A protected address, a guardian, incapacity or death on paper change nothing.
    way("self", ("A", "A"), ALL, OWN),
    way("self", ("B", "B"), ALL, OWN),
    way("self", ("P", "P"), ALL, OWN),
    way("self", ("NR", "NR"), ALL, OWN),
    way("self", ("AP", "AP"), ALL, OWN),
    way("self", ("BL", "BL"), ALL, OWN),
    way("self", ("SI", "SI"), ALL, OWN),
    way("self", ("FO", "FO"), ALL, OWN),
    way("self", ("IN", "IN"), ALL, OWN),
    way("self", ("GU", "GU"), ALL, OWN),
    way("self", ("RE", "RE"), ALL, OWN),
    way("self", ("PX", "PX"), ALL, OWN),
    way("self", ("EX", "EX"), ALL, OWN),
    way("self", ("T17", "T17"), ALL, OWN),
    way("self", ("DE", "DE"), ALL, OWN),
    way("self", ("NE", "NE"), ALL, OWN),
    way("self", ("SE", "SE"), ALL, OWN),
    way("self", ("C16", "C16"), ALL, OWN),
    // 13 to 15 with a parent's consent: without what is hidden from the young.
    way("youth", ("Y14", "Y14"), YOUTH, &["refused", "hand", "young"]),
    // A parent to the 12th birthday; from it to the 16th without what is sensitive.
    way("parent-under-12", ("P", "C11"), PARENT, &["refused", "hand", "parents"]),
    way("parent-12-15", ("P", "C12"), PARENT, &["refused", "hand", "parents", "psy"]),
    way("parent-12-15", ("P", "C15"), PARENT, &["refused", "hand", "parents", "psy"]),
    // A foster parent as far as delegated; the child is 10.
    way("foster", ("FO", "CR"), &["appointments", "vaccines"], &["refused", "hand", "parents"]),
    // Given access to results, mental health kept back.
    way("proxy", ("PX", "B"), &["results"], &["refused", "hand", "psy"]),
    // The nearest of somebody who cannot consent, as far as the need goes.
    way("representative", ("RE", "IN"), &["results", "documents"], OWN),
    // The nearest of somebody who is dead, as far as approved.
    way("nearest-of-dead", ("NE", "DE"), &["documents"], OWN),
];

/// One page: what it needs, what it must show of that, and what it may show beside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Method and path, without the person in front.
    pub(super) page: &'static str,
    /// The parts that the reader needs, all of them.
    pub(super) needs: &'static [Part],
    /// The rules that allow the change that it is or leads to. `None` for what changes nothing.
    pub(super) by: Option<&'static [&'static str]>,
    /// What is sent with it: a query, or a form.
    pub(super) with: &'static str,
    /// The answer to whoever may, to what is sent.
    pub(super) yes: u16,
    /// What stands on it, where it is open to the reader.
    pub(super) shows: &'static [Part],
    /// What can stand on it beside.
    pub(super) may: &'static [Part],
    /// Whether the look is in the owner's log though the reader is the owner.
    pub(super) is_logged: bool,
    /// Whether what is sent changes something when whoever may sends it. That has a town of its own.
    pub(super) is_change: bool,
}

const fn rule(
    page: &'static str,
    needs: &'static [Part],
    shows: &'static [Part],
    may: &'static [Part],
) -> Rule {
    let (by, with, yes) = (None, "", 200);
    Rule { page, needs, by, with, yes, shows, may, is_logged: true, is_change: false }
}

/// What is or leads to a change: who may, what is sent, and the answer. None of it is a look by itself.
const fn change(page: &'static str, by: &'static [&'static str], with: &'static str, yes: u16) -> Rule {
    Rule { by: Some(by), with, yes, is_logged: false, ..rule(page, &[], &[], &[]) }
}

/// Give access and end it; close and open.
const SELF: &[&str] = &["self"];
/// Set the emergency lock. Nobody of the cast is without a date of birth.
const LOCK: &[&str] = &["self", "youth"];
/// Report an error; ask.
const ASK: &[&str] = &[
    "self",
    "youth",
    "parent-under-12",
    "parent-12-15",
    "foster",
    "proxy",
    "representative",
    "guardian-as-nearest",
    "nearest-of-dead",
];
/// Consent to the log-in of somebody of 13 to 15.
const CONSENT: &[&str] = &["parent-12-15"];
/// Give back one's own access.
pub(super) const RETURN: &[&str] = &["proxy", "representative", "guardian-as-nearest", "nearest-of-dead"];
/// An id of the right form that nobody was ever given, as the forms send it.
const NO_ACCESS: &str = "access=21nwy1edg5788nf3pjgs3t654s";
const NO_KIN: &str = "kin=21nwy1edg5788nf3pjgs3t654s";
const NO_BLOCK: &str = "block=21nwy1edg5788nf3pjgs3t654s";

/// What all searched parts are.
const SEARCHED: &[Part] =
    &["appointments", "results", "medicines", "allergies", "diagnoses", "vaccines", "documents", "careteam"];

/// The pages about a record, one's own (`/me…`) and somebody else's (`/for/{who}…`) alike.
pub(super) const PAGES: &[Rule] = &[
    // Whoever has just turned 16 is asked about the parents.
    rule("GET ", &[], &[], &["appointments", "kin"]),
    rule("GET /results", &["results"], &["results"], &[]),
    rule("GET /results/{id}", &["results"], &["results"], &[]),
    rule("GET /results/trend/{id}", &["results"], &["results"], &[]),
    Rule { is_logged: false, ..rule("GET /search", &[], &[], &[]) },
    Rule { with: "words=Merke", ..rule("POST /search", &[], SEARCHED, &[]) },
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
    Rule { is_logged: true, shows: &["kin"], ..change("GET /kin", SELF, "", 200) },
    change("GET /kin/edit", SELF, "", 200),
    // A neighbour without a name: the form comes again.
    change("POST /kin/edit", SELF, "relation=Nabo", 422),
    change("GET /kin/end", SELF, NO_KIN, 404),
    change("POST /kin/end", SELF, NO_KIN, 404),
    rule("GET /access-log", &["private"], &[], &[]),
    rule(
        "GET /emergency-card",
        &["medicines", "allergies", "diagnoses"],
        &["medicines", "allergies", "diagnoses"],
        &["kin"],
    ),
    rule("GET /access-log.ndjson", &["private"], &[], &[]),
    rule("GET /access-log.pdf", &["private"], &[], &[]),
    // The lines of others, and what is no line, are tried; nobody has a line 0.
    Rule { with: "line=0", yes: 404, ..rule("GET /access-log/ask", &["private"], &[], &[]) },
    Rule { needs: &["private"], ..change("POST /access-log/ask", ASK, "line=0&words=Hvorfor", 404) },
    // A young person's page names the parents.
    rule("GET /access", &["private"], &[], &["kin"]),
    change("GET /access/end", SELF, NO_ACCESS, 404),
    change("POST /access/end", SELF, NO_ACCESS, 404),
    Rule { is_change: true, ..change("POST /access/dismiss", SELF, "", 303) },
    // Nothing was told at the beginning of time, so that nothing is put away.
    change("POST /notices/put-away", LOCK, "until=0", 303),
    change("GET /access/invite", SELF, "", 200),
    // Without a part, and without an end: the form comes again.
    change("POST /access/invite", SELF, "from=2026-11-26", 200),
    change("POST /access/invitation", SELF, "from=2026-11-26", 200),
    change("GET /access/change", SELF, NO_ACCESS, 404),
    change("POST /access/change", SELF, NO_ACCESS, 404),
    change("POST /access/change/save", SELF, NO_ACCESS, 404),
    Rule { is_change: true, ..change("POST /lock", LOCK, "", 200) },
    rule("GET /blocks", &["private"], &[], &[]),
    Rule { is_logged: true, ..change("GET /blocks/review", SELF, "who=staff&what=record", 200) },
    change("POST /blocks", SELF, "who=nobody&what=record", 400),
    change("GET /blocks/lift", SELF, NO_BLOCK, 404),
    change("POST /blocks/lift", SELF, NO_BLOCK, 404),
    rule("GET /consents", &["private"], &[], &[]),
    change("GET /consents/review", SELF, "topic=quality&set=yes", 200),
    // What is not said is not taken back.
    change("POST /consents", SELF, "topic=quality&set=no", 303),
    rule("GET /safe", &["private"], &[], &[]),
    // Nothing is chosen, and nothing stands open.
    change("POST /safe", LOCK, "", 303),
    change("POST /safe/close", LOCK, "", 303),
    rule("GET /cases", &["private"], &[], &[]),
    rule("GET /report/{id}", &[], &[], &["documents", "results"]),
    // Without a word of what is wrong: the form comes again, with the line.
    Rule {
        is_logged: true,
        may: &["documents", "results"],
        ..change("POST /report/{id}", ASK, "instead=Noe", 422)
    },
    Rule { is_logged: true, ..change("GET /youth", CONSENT, "", 200) },
    // Nobody has consented for C15, so that there is nothing to take back.
    change("POST /youth", CONSENT, "consent=no", 303),
];

/// The pages that are a person's own and nobody else's: there is no such address for somebody who acts.
pub(super) const OWN_ONLY: &[&str] = &[
    "GET /kin",
    "GET /kin/edit",
    "POST /kin/edit",
    "GET /kin/end",
    "POST /kin/end",
    "GET /access-log",
    "GET /access-log.ndjson",
    "GET /access-log.pdf",
    "GET /access-log/ask",
    "POST /access-log/ask",
    "GET /access",
    "GET /access/end",
    "POST /access/end",
    "POST /access/dismiss",
    "POST /notices/put-away",
    "GET /access/change",
    "POST /access/change",
    "POST /access/change/save",
    "GET /access/invite",
    "POST /access/invite",
    "POST /access/invitation",
    "POST /lock",
    "GET /blocks",
    "GET /blocks/review",
    "POST /blocks",
    "GET /blocks/lift",
    "POST /blocks/lift",
    "GET /consents",
    "GET /consents/review",
    "POST /consents",
    "GET /safe",
    "POST /safe",
    "POST /safe/close",
    "GET /cases",
];

/// The pages that only somebody who acts has.
pub(super) const OTHERS_ONLY: &[&str] = &["GET /youth", "POST /youth"];

/// Who stands on the list of those who have, or had, access: everybody to whom it was given, also where a rule closes
/// it now. Guardianship alone is none, and is not on it; whoever has got a protected address is there without a name.
pub(super) const HOLDERS: &[(&str, &[&str])] =
    &[("B", &["PX", "EX", "T17"]), ("SE", &["PX"]), ("IN", &["RE"]), ("DE", &["NE"])];

/// Who is told on their own overview of an access of late, and of whose: it ran out yesterday, which both sides are told.
pub(super) const TOLD: &[(&str, &str)] = &[("B", "EX"), ("EX", "B")];

/// Whoever cannot take an access: under 18, a protected address, or dead on paper.
pub(super) const CANNOT_TAKE: &[&str] =
    &["T17", "Y14", "N14", "CA", "CR", "C11", "C12", "C15", "C16", "SE", "DE"];

/// What is no page of a record: method, path, the answer to somebody who has not signed in, and to somebody who has.
/// The settings stand with the person's own; their forms are tried with the sessions of others.
pub(super) const OTHERS: &[(&str, u16, u16)] = &[
    ("GET /", 200, 303),
    ("POST /language", 303, 303),
    ("POST /discreet", 303, 303),
    ("GET /assets/{name}", 404, 404),
    ("GET /gallery", 404, 404),
    ("GET /sign-in", 303, 303),
    ("GET /sign-in/anew", 303, 303),
    ("GET /sign-in/callback", 403, 403),
    ("GET /sign-out/front-channel", 400, 400),
    ("POST /sign-out/back-channel", 400, 400),
    ("GET /signed-out", 200, 303),
    // The staff's side: no citizen is ever anybody there.
    ("GET /work", 303, 303),
    ("GET /work/find", 303, 303),
    ("POST /work/find", 303, 303),
    ("GET /work/cases", 303, 303),
    ("GET /work/apply", 303, 303),
    ("POST /work/apply", 303, 303),
    ("GET /work/cases/{id}", 303, 303),
    ("POST /work/cases/{id}", 303, 303),
    ("GET /work/cases/{id}/give", 303, 303),
    ("POST /work/cases/{id}/give", 303, 303),
    ("GET /work/p/{who}", 303, 303),
    ("POST /work/p/{who}/open", 303, 303),
    ("GET /work/p/{who}/unlock", 303, 303),
    ("POST /work/p/{who}/close", 303, 303),
    ("GET /work/p/{who}/lock", 303, 303),
    ("POST /work/p/{who}/lock", 303, 303),
    ("GET /work/p/{who}/marks", 303, 303),
    ("GET /work/p/{who}/marks/{id}", 303, 303),
    ("POST /work/p/{who}/marks/{id}", 303, 303),
    ("GET /work/p/{who}/register", 303, 303),
    ("POST /work/p/{who}/register", 303, 303),
    ("GET /work/p/{who}/register/end", 303, 303),
    ("POST /work/p/{who}/register/end", 303, 303),
    ("GET /work/p/{who}/results", 303, 303),
    ("GET /work/p/{who}/results/{id}", 303, 303),
    ("GET /work/p/{who}/results/trend/{id}", 303, 303),
    ("GET /work/p/{who}/medicines", 303, 303),
    ("GET /work/p/{who}/allergies", 303, 303),
    ("GET /work/p/{who}/diagnoses", 303, 303),
    ("GET /work/p/{who}/vaccines", 303, 303),
    ("GET /work/p/{who}/documents", 303, 303),
    ("GET /work/p/{who}/documents/{id}", 303, 303),
    ("GET /work/p/{who}/documents/{id}/file/{number}", 303, 303),
    ("GET /work/p/{who}/appointments", 303, 303),
    ("GET /work/p/{who}/care-team", 303, 303),
    ("GET /work/role", 303, 303),
    ("POST /work/role", 303, 303),
    ("GET /work/sign-in", 303, 303),
    ("GET /work/sign-in/callback", 400, 400),
    ("POST /work/sign-out", 303, 303),
    ("GET /work/sign-out/front-channel", 400, 400),
    ("POST /work/sign-out/back-channel", 400, 400),
    ("GET /work/signed-out", 200, 200),
    ("GET /acting", 303, 200),
    // Without a word of whom: the form comes again.
    ("GET /acting/apply", 303, 200),
    ("POST /acting/apply", 303, 422),
    ("GET /forms/act-for-another", 200, 200),
    // Codes and addresses that mean nothing; those that do are tried by themselves.
    ("GET /acting/return", 303, 404),
    ("POST /acting/return", 303, 404),
    ("GET /invitation/{code}", 303, 404),
    ("POST /invitation/{code}", 303, 404),
    ("GET /me/lock", 303, 200),
    ("POST /sign-out", 303, 200),
    ("GET /me/settings", 303, 200),
    ("POST /me/settings/sessions/end", 303, 404),
    ("POST /me/settings/sessions/end-others", 303, 303),
    ("POST /me/settings/sessions/end-all", 303, 303),
];

/// What of the person's own is open also to those whose record is closed: how the lock is lifted, and their own sessions.
pub(super) const OPEN_WHEN_CLOSED: &[&str] = &[
    "GET /me/lock",
    "GET /me/settings",
    "POST /me/settings/sessions/end",
    "POST /me/settings/sessions/end-others",
    "POST /me/settings/sessions/end-all",
];

/// The way of a reader into a record, if there is one.
pub(super) fn way_of(reader: &str, subject: &str) -> Option<&'static Way> {
    WAYS.iter().find(|way| way.reader == reader && way.subject == subject)
}

/// Whether a page is there at this kind of address.
pub(super) fn is_there(page: &str, is_own: bool) -> bool {
    if is_own { !OTHERS_ONLY.contains(&page) } else { !OWN_ONLY.contains(&page) }
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
    pub(super) fn of((reader, subject): (&str, &str), rule: &'static Rule, thing: Option<bool>) -> Self {
        let way = way_of(reader, subject);
        let may = |way: &Way| {
            rule.needs.iter().all(|part| way.parts.contains(part))
                && rule.by.is_none_or(|by| by.contains(&way.rule))
                // Somebody of 12 has no log-in that a parent could consent to.
                && !(rule.by == Some(CONSENT) && subject == "C12")
        };
        let status = match (way.is_some_and(may), thing) {
            (false, _) => 403,
            (true, Some(false)) => 404,
            (true, _) => rule.yes,
        };
        Self { status, way, rule }
    }

    /// Whether the page is shown, or what was sent is taken.
    pub(super) const fn is_yes(&self) -> bool {
        self.status == self.rule.yes
    }

    /// Whether a text of the subject may stand in the answer.
    pub(super) fn may_hold(&self, part: &str, mark: Option<&str>) -> bool {
        let Some(way) = self.way.filter(|_| self.is_yes()) else { return false };
        let is_on_page = self.rule.shows.contains(&part) || self.rule.may.contains(&part);
        is_on_page && way.parts.contains(&part) && mark.is_none_or(|mark| !way.hides.contains(&mark))
    }

    /// The parts whose plain text must stand in the answer.
    pub(super) fn must_hold(&self) -> impl Iterator<Item = Part> {
        let way = self.way.filter(|_| self.is_yes());
        let shows = self.rule.shows.iter().copied();
        shows.filter(move |part| way.is_some_and(|way| way.parts.contains(part)))
    }
}
