//! Two records of one person: which system may make them one, and what becomes of what is closed and what is open.

use helsami_domain::access::merge::{Bearing, Joined, Unmerged, merge, unmerge};
use helsami_domain::access::{Actor, Rule, Scopes, SystemTask, VisitNumber};
use helsami_domain::identity::{SYSTEM_DNR, SYSTEM_FNR};
use helsami_domain::ids::PatientKey;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use crate::world::{client_key, key};

const NAMED: &str = "system/Patient.rs system/Patient.$merge";
const WILD: &str = "system/*.cruds system/Patient.cruds";

/// One of the two, as the tests make it.
#[derive(Clone, Debug)]
struct One {
    key: PatientKey,
    is_visible: bool,
    is_dead: bool,
    is_joined: bool,
    numbers: Vec<(String, String)>,
}

impl One {
    fn of(number: i64) -> Self {
        Self { key: key(number), is_visible: true, is_dead: false, is_joined: false, numbers: Vec::new() }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn number(self, system: &str, value: &str) -> Self {
        self.with(|one| one.numbers.push((system.to_owned(), value.to_owned())))
    }

    fn joined(&self) -> Joined<'_> {
        let Self { key, is_visible, is_dead, is_joined, numbers } = self;
        Joined { key: *key, is_visible: *is_visible, is_dead: *is_dead, is_joined: *is_joined, numbers }
    }
}

fn system() -> Actor {
    Actor::Client { client: client_key(), visit: VisitNumber(1) }
}

/// A line of the table: who asks, and what the answer is.
pub(crate) struct Line {
    pub(crate) who: &'static str,
    scopes: &'static str,
    actor: Actor,
    both: (One, One),
    is_undone: bool,
    pub(crate) answer: Result<Rule, Unmerged>,
}

impl Line {
    pub(crate) fn found(&self) -> Result<Rule, Unmerged> {
        let rule = if self.is_undone { unmerge } else { merge };
        let scopes = Scopes::parse(self.scopes).expect("scopes");
        let both = rule(self.actor, &scopes, (&self.both.0.joined(), &self.both.1.joined()))?;
        assert_eq!(both.source.patient(), Some(self.both.0.key), "{}", self.who);
        assert_eq!(both.target.patient(), Some(self.both.1.key), "{}", self.who);
        assert_eq!(both.source.rule(), both.target.rule(), "{}", self.who);
        Ok(both.source.rule())
    }
}

fn line(who: &'static str, both: (One, One), answer: Result<(), Unmerged>) -> Line {
    let answer = answer.map(|()| Rule::ClientMerge);
    Line { who, scopes: NAMED, actor: system(), both, is_undone: false, answer }
}

fn back(who: &'static str, both: (One, One), answer: Result<(), Unmerged>) -> Line {
    Line { is_undone: true, ..line(who, both, answer) }
}

pub(crate) fn lines() -> Vec<Line> {
    let (one, other) = (|| One::of(1), || One::of(2));
    let joined = |one: One| one.with(|one| one.is_joined = true);
    let dead = |one: One| one.with(|one| one.is_dead = true);
    let unseen = |one: One| one.with(|one| one.is_visible = false);
    vec![
        line("a system that is named for it and sees both", (one(), other()), Ok(())),
        Line {
            scopes: WILD,
            ..line("a system with every scope for all types", (one(), other()), Err(Unmerged::NotYours))
        },
        Line {
            actor: Actor::System(SystemTask::Import),
            ..line("an import", (one(), other()), Err(Unmerged::NotYours))
        },
        line("a source that it does not see", (unseen(one()), other()), Err(Unmerged::SourceUnknown)),
        line("a target that it does not see", (one(), unseen(other())), Err(Unmerged::TargetUnknown)),
        line("what is nobody's, as the source", (One::of(0), other()), Err(Unmerged::SourceUnknown)),
        line("what is nobody's, as the target", (one(), One::of(0)), Err(Unmerged::TargetUnknown)),
        line("a person with themself", (one(), one()), Err(Unmerged::Same)),
        line("a source that is a part of another", (joined(one()), other()), Err(Unmerged::SourceJoined)),
        line("a target that is a part of another", (one(), joined(other())), Err(Unmerged::TargetJoined)),
        line("somebody dead with somebody living", (dead(one()), other()), Err(Unmerged::OneIsDead)),
        line("somebody living with somebody dead", (one(), dead(other())), Err(Unmerged::OneIsDead)),
        line("two who are both registered as dead", (dead(one()), dead(other())), Ok(())),
        line(
            "a D-number with a national number",
            (one().number(SYSTEM_DNR, "1"), other().number(SYSTEM_FNR, "2")),
            Ok(()),
        ),
        line(
            "two different national numbers in force",
            (one().number(SYSTEM_FNR, "1"), other().number(SYSTEM_FNR, "2")),
            Err(Unmerged::TwoNumbers),
        ),
        line(
            "the same national number in both",
            (one().number(SYSTEM_FNR, "1"), other().number(SYSTEM_FNR, "2").number(SYSTEM_FNR, "1")),
            Ok(()),
        ),
        back("parting what was merged", (joined(one()), other()), Ok(())),
        back("parting what was not", (one(), other()), Err(Unmerged::NotJoined)),
        back(
            "parting from a target that is a part of another",
            (joined(one()), joined(other())),
            Err(Unmerged::TargetJoined),
        ),
        back("parting what it does not see", (joined(unseen(one())), other()), Err(Unmerged::SourceUnknown)),
        Line {
            scopes: WILD,
            ..back(
                "parting, with every scope for all types",
                (joined(one()), other()),
                Err(Unmerged::NotYours),
            )
        },
    ]
}

#[test]
fn every_line_has_its_answer() {
    for line in lines() {
        assert_eq!(line.found(), line.answer, "{}", line.who);
    }
}

#[test]
fn what_opens_stays_behind() {
    assert!(!Bearing::Opens.goes_along());
    assert!(Bearing::Closes.goes_along() && Bearing::Neither.goes_along());
}

#[test]
fn the_scope_is_named_or_not_there() {
    let scopes = |text: &str| Scopes::parse(text).expect(text);
    let named = scopes(NAMED);
    assert!(named.merge() && !named.is_empty() && scopes("system/Patient.$merge").merge());
    assert!(!scopes(WILD).merge());
    assert_eq!(named.to_string(), NAMED);
    assert_eq!(scopes(&named.to_string()), named, "as a token holds it");
    assert!(!named.within(&scopes(WILD)).merge(), "asked for, and not registered");
    assert!(!scopes(WILD).within(&named).merge(), "registered, and not asked for");
    assert!(named.within(&named).merge() && scopes(WILD).and(&named).merge());
    Scopes::parse("system/*.$merge").expect_err("never for all types");
    Scopes::parse("system/Observation.$merge").expect_err("persons alone");
}

proptest! {
    /// Whatever is true of the two: nobody without the named scope, nothing unseen, and no two at once.
    #[test]
    fn a_yes_has_all_its_grounds(
        flags in any::<[bool; 6]>(), keys in (0..4_i64, 0..4_i64), named in any::<bool>(), is_undone in any::<bool>(),
    ) {
        let side = |number: i64, flags: &[bool]| One::of(number).with(|one| {
            (one.is_visible, one.is_dead, one.is_joined) = (flags[0], flags[1], flags[2]);
        });
        let (one, other) = (side(keys.0, &flags[..3]), side(keys.1, &flags[3..]));
        let scopes = Scopes::parse(if named { NAMED } else { WILD }).expect("scopes");
        let rule = if is_undone { unmerge } else { merge };
        let answer = rule(system(), &scopes, (&one.joined(), &other.joined()));
        if answer.is_ok() {
            prop_assert!(named && one.is_visible && other.is_visible && !other.is_joined);
            prop_assert!(one.key != other.key && !one.key.is_shared() && !other.key.is_shared());
            prop_assert_eq!(one.is_joined, is_undone);
            prop_assert!(is_undone || one.is_dead == other.is_dead);
        }
    }
}
