//! The access log for registered systems: which lines each is shown.

use helsami_domain::access::area::Area;
use helsami_domain::access::facts::Ground;
use helsami_domain::access::lens::{Item, Sight};
use helsami_domain::access::{Actor, LogLine, Rule, Scopes, SystemTask, VisitNumber};
use helsami_domain::ids::ClientKey;
use helsami_domain::matter::Matter;
use helsami_domain::resource_type::ResourceType as R;
use proptest::prelude::{prop_assert, proptest};

use crate::cases::LOG_NAMED;
use crate::world::{READER, SUBJECT, World, client, client_key, item, key, local, own, staff};

const VISIT: VisitNumber = VisitNumber(1);

fn of(actor: Actor) -> LogLine {
    let rule = match actor {
        Actor::Client { .. } => Rule::ClientRegion,
        Actor::Staff { .. } => Rule::Treating,
        Actor::System(_) => Rule::Operator,
        Actor::Citizen { .. } => Rule::Own,
    };
    LogLine {
        actor,
        is_refused: false,
        matter: Some(Matter::Results),
        rule: Some(rule),
        area: Some(Area::Results),
    }
}

fn actors() -> [Actor; 6] {
    let other = ClientKey::new(9).expect("a key");
    [
        Actor::Client { client: client_key(), visit: VISIT },
        Actor::Client { client: other, visit: VISIT },
        Actor::Staff { role: local(1), visit: VISIT },
        Actor::System(SystemTask::Import),
        Actor::Citizen { person: key(SUBJECT), visit: VISIT },
        Actor::Citizen { person: key(READER), visit: VISIT },
    ]
}

#[test]
fn which_lines_are_shown() {
    let check = |world: &World, change: &dyn Fn(LogLine) -> LogLine, expected: [bool; 6]| {
        let grant = world.log_grant().expect("named for it");
        let shown = actors().map(|actor| grant.lens().shows_logged(&change(of(actor))));
        assert_eq!(shown, expected, "{:?}", grant.rule());
    };
    let (own, region) = (client(false).logs(LOG_NAMED), client(true).logs(LOG_NAMED));
    let own_lines = [true, false, false, false, false, false];
    check(&own, &|line| line, own_lines);
    check(&region, &|line| line, [true, true, true, true, false, false]);
    check(&region, &|line| LogLine { matter: None, ..line }, [true, true, true, true, false, false]);
    check(&region, &|line| LogLine { is_refused: true, ..line }, own_lines);
    for matter in [Matter::AccessLog, Matter::Access, Matter::Cases, Matter::Blocks, Matter::Settings] {
        check(&region, &|line| LogLine { matter: Some(matter), ..line }, own_lines);
    }
    for area in Area::ALL {
        let expected = if area == Area::Private { own_lines } else { [true, true, true, true, false, false] };
        check(&region, &|line| LogLine { area: Some(area), ..line }, expected);
        check(&region, &|line| LogLine { area: Some(area), matter: None, ..line }, expected);
    }
    check(&region, &|line| LogLine { area: None, ..line }, [true, true, true, true, false, false]);
    check(&region, &|line| LogLine { rule: None, ..line }, own_lines);
    let protected = client(true).subject(|one| one.is_protected = true).logs(LOG_NAMED);
    check(&protected, &|line| line, own_lines);
}

#[test]
fn a_rule_that_tells_what_the_person_has_done_or_chosen_keeps_its_line_back() {
    let service = [
        Rule::Treating,
        Rule::Emergency,
        Rule::Finding,
        Rule::ClientOwn,
        Rule::ClientRegion,
        Rule::ClientBulk,
        Rule::ClientMerge,
        Rule::ClientLog,
        Rule::Operator,
    ];
    let grant = client(true).logs(LOG_NAMED).log_grant().expect("named for it");
    let all: Vec<Rule> = (1..=27).filter_map(Rule::from_number).collect();
    assert_eq!(all.len(), 27);
    for rule in all {
        for (place, actor) in actors().into_iter().enumerate() {
            for (matter, area) in
                [(Some(Matter::Results), None), (None, Some(Area::Results)), (None, Some(Area::Private))]
            {
                let line = LogLine { rule: Some(rule), matter, area, ..of(actor) };
                let is_of_the_service =
                    (1..=3).contains(&place) && service.contains(&rule) && area != Some(Area::Private);
                assert_eq!(grant.lens().shows_logged(&line), place == 0 || is_of_the_service, "{line:?}");
            }
        }
    }
}

#[test]
fn the_rule_is_told_of_the_system_itself_alone() {
    for reads in [false, true] {
        let grant = client(reads).logs(LOG_NAMED).log_grant().expect("named for it");
        let told = actors().map(|actor| grant.lens().tells_rule(&of(actor)));
        assert_eq!(told, [true, false, false, false, false, false]);
    }
    let plain = client(true).grant().expect("let in");
    assert_eq!(actors().map(|actor| plain.lens().tells_rule(&of(actor))), [true; 6], "no reader of lines");
}

#[test]
fn the_log_opens_nothing_else() {
    let region = client(true).logs(LOG_NAMED).log_grant().expect("named for it");
    let plain = client(true).grant().expect("let in");
    for kind in [R::Observation, R::Consent, R::Task, R::Patient] {
        assert_eq!(region.sees(&item(kind, 1, &[])), plain.sees(&item(kind, 1, &[])), "{kind}");
    }
    assert_eq!(region.sees(&item(R::Consent, 1, &[])), Sight::Hidden);
    assert!(region.lens().shows_lines() && !plain.lens().shows_lines());
    assert!(
        !plain.lens().shows_logged(&of(actors()[0])),
        "whoever has not asked for the log is shown none of it"
    );
}

#[test]
fn the_scope_is_named_or_not_there() {
    let scopes = |text: &str| Scopes::parse(text).expect(text);
    let (named, wild) = (scopes(LOG_NAMED), scopes("system/*.cruds"));
    use helsami_domain::access::Act::{Create, Delete, Read, Search, Update};
    assert!(named.open_log(Read) && named.open_log(Search));
    assert!(!wild.open_log(Read) && !wild.open_log(Search));
    let written = scopes("system/AuditEvent.cruds");
    for act in [Create, Update, Delete] {
        assert!(!written.open_log(act), "{act:?}: nobody writes the log");
    }
    assert!(!named.within(&wild).open_log(Read), "asked for, and not registered");
    assert!(!wild.within(&scopes("system/AuditEvent.r")).open_log(Search), "only what is registered");
    assert!(wild.within(&named).open_log(Read), "registered, and asked for with everything");
}

#[test]
fn events_are_sent_and_read_as_documents_and_not_changed() {
    let scopes = |text: &str| Scopes::parse(text).expect(text);
    use helsami_domain::access::Act::{Create, Delete, Read, Search, Update};
    let allowed = |text: &str| {
        let scopes = scopes(text);
        [Create, Read, Update, Delete, Search].map(|act| scopes.allow(R::AuditEvent, act))
    };
    assert_eq!(allowed("system/*.cruds"), [true, true, false, false, true]);
    assert_eq!(allowed("system/AuditEvent.cruds"), [true, true, false, false, true]);
    assert_eq!(allowed("system/AuditEvent.u system/*.rs"), [false, true, false, false, true]);
    let asked = scopes("system/AuditEvent.cruds").within(&scopes("system/*.cruds"));
    assert_eq!(asked.to_string(), "system/AuditEvent.c", "by name it would open the log");
}

#[test]
fn events_are_for_their_sender_alone() {
    let other = ClientKey::new(9).expect("a key");
    let event = |source| Item { source, ..item(R::AuditEvent, 1, &[]) };
    let everybody = [
        ("the person", own()),
        ("staff", staff(Some(Ground::Override))),
        ("a system", client(false)),
        ("a system of the region", client(true)),
        ("a system of the region that reads the log", client(true).logs(LOG_NAMED)),
    ];
    for (who, world) in everybody {
        assert!(world.grant().is_ok(), "{who} is let in");
        for source in [None, Some(other)] {
            assert_eq!(world.sees(&event(source)), Sight::Hidden, "{who}");
        }
    }
    for reads in [false, true] {
        assert_eq!(client(reads).sees(&event(Some(client_key()))), Sight::Shown);
    }
}

proptest! {
    /// Whatever a line says: nothing of a citizen's to any system.
    #[test]
    fn what_citizens_do_is_told_to_no_system(person in 1..5_i64, matter in 0..30_i16, rule in 0..30_i16, is_refused: bool, reads: bool) {
        let actor = Actor::Citizen { person: key(person), visit: VISIT };
        let line = LogLine { is_refused, matter: Matter::from_number(matter), rule: Rule::from_number(rule), ..of(actor) };
        let grant = client(reads).logs(LOG_NAMED).log_grant().expect("named for it");
        prop_assert!(!grant.lens().shows_logged(&line));
    }
}
