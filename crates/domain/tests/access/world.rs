//! Persons and their relations, in few words.

use helsami_domain::access::age::Birth;
use helsami_domain::access::area::{Area, Areas};
use helsami_domain::access::facts::{
    Against, Block, Closed, End, Facts, Ground, Home, Proxy, Reader, Relation, RelationKind, StaffReader,
    Subject, Term,
};
use helsami_domain::access::lens::{Item, Release, Sight};
use helsami_domain::access::marking::{Marking, mark};
use helsami_domain::access::marks::{Mark, Marks};
use helsami_domain::access::{
    Act, Actor, Bulk, CaseAtHand, Change, ClientReader, Denied, Grant, Invitation, Read, Registering, Rule,
    SafeMode, Scopes, VisitNumber, Write, answer_invitation, change, follow, handle_case, preview, read_case,
    read_log, read_record, read_registered, receive_application, register, register_preview, set_safe_mode,
    tell,
};
use helsami_domain::case::Owner;
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::when::When;
use jiff::Timestamp;

/// The person whose record it is, in every case.
pub(crate) const SUBJECT: i64 = 1;
/// Who reads.
pub(crate) const READER: i64 = 2;

/// Everything one case is about. The subject was born in 1980 and the reader in 1970, unless it says otherwise.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) reader: Reader,
    pub(crate) subject: Subject,
    pub(crate) relations: Vec<Relation>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) now: Timestamp,
    /// What the reader answers, instead of looking.
    pub(crate) invitation: Option<Invitation>,
    /// The case that the reader answers, instead of looking.
    pub(crate) at_hand: Option<CaseAtHand>,
    /// Whether it is asked what the reader may be told of an access, instead of what they may see.
    pub(crate) is_told: bool,
    /// Whether it is asked what they may be told because their access stayed behind at a merge.
    pub(crate) is_behind: bool,
    /// What the reader registers, and for whom, instead of looking.
    pub(crate) registers: Option<(Reader, Relation)>,
    /// The item that the reader marks, and how, instead of looking.
    pub(crate) marks: Option<(Item, Marking)>,
    /// Whether the reader registers an application of the subject, instead of looking.
    pub(crate) receives: bool,
    /// The scopes of the system that asks for the access log, instead of looking.
    pub(crate) log: Option<&'static str>,
    /// Whether it is for the very member of staff.
    pub(crate) is_for_self: bool,
    /// What the subject wants a fresh sign-in for.
    pub(crate) safe: Safe,
    /// What the reader wants to put in its place, instead of looking.
    pub(crate) wanted: Option<Safe>,
}

/// What somebody wants a fresh sign-in for, and until when there has been one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Safe {
    pub(crate) areas: Areas,
    pub(crate) items: Vec<RecordId>,
    /// What closes with the things.
    pub(crate) with: Vec<RecordId>,
    pub(crate) open_until: Option<Timestamp>,
}

impl Safe {
    pub(crate) fn of(areas: &[Area], items: &[Item]) -> Self {
        let items = items.iter().map(|item| item.id).collect();
        Self { areas: Areas::of(areas), items, ..Self::default() }
    }

    pub(crate) fn mode(&self) -> SafeMode<'_> {
        let Self { areas, items, with, open_until } = self;
        SafeMode { areas: *areas, items, with, open_until: *open_until }
    }
}

pub(crate) fn key(raw: i64) -> PatientKey {
    PatientKey::new(raw).expect("a key")
}

pub(crate) fn local(raw: i64) -> LocalId {
    LocalId::new(raw).expect("a local id")
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

pub(crate) fn born(text: &str) -> Option<Birth> {
    Some(Birth::of(When::parse(text).expect("a date")))
}

pub(crate) fn item(kind: ResourceType, number: i64, marks: &[Mark]) -> Item {
    let id = RecordId { patient: key(SUBJECT), kind, local: local(number) };
    Item { id, marks: marks.iter().copied().collect(), release: Release::AtOnce, source: None }
}

/// From 2020 until somebody ends it.
pub(crate) fn always() -> Term {
    Term { from: time("2020-01-01T00:00:00Z"), end: End::WhenEnded }
}

pub(crate) fn until(text: &str) -> Term {
    Term { end: End::At(time(text)), ..always() }
}

pub(crate) fn own() -> World {
    let subject = Subject { birth: born("1980-05-01"), ..Subject::unregistered(key(SUBJECT)) };
    World {
        reader: Reader::Citizen {
            person: key(SUBJECT),
            birth: subject.birth,
            is_dead: false,
            is_protected: false,
        },
        subject,
        relations: Vec::new(),
        blocks: Vec::new(),
        now: time("2026-11-26T12:00:00Z"),
        invitation: None,
        at_hand: None,
        is_told: false,
        is_behind: false,
        registers: None,
        marks: None,
        receives: false,
        log: None,
        is_for_self: false,
        safe: Safe::default(),
        wanted: None,
    }
}

/// Somebody else, born in 1970, who is nothing to the subject.
pub(crate) fn other() -> World {
    let reader = Reader::Citizen {
        person: key(READER),
        birth: born("1970-01-01"),
        is_dead: false,
        is_protected: false,
    };
    World { reader, ..own() }
}

/// A parent with responsibility of a child who lives with one of them.
pub(crate) fn parent_of(child: &str) -> World {
    other().born(child).related(RelationKind::Parent { has_responsibility: true, home: Home::Shared })
}

/// Somebody to whom the subject has given these parts.
pub(crate) fn proxy(areas: &[Area]) -> World {
    let proxy = Proxy { areas: Areas::of(areas), ..Proxy::default() };
    other().related(RelationKind::Proxy(proxy))
}

/// Somebody who holds the code of an invitation to the subject's results, made yesterday.
pub(crate) fn invited() -> World {
    let proxy = Proxy { areas: Areas::of(&[Area::Results]), ..Proxy::default() };
    let invitation = Invitation {
        proxy,
        term: always(),
        made: time("2026-11-25T12:00:00Z"),
        is_waiting: true,
        is_code_right: true,
    };
    World { invitation: Some(invitation), ..other() }
}

/// Staff who treat the patient.
pub(crate) fn staff(ground: Option<Ground>) -> World {
    let staff = StaffReader {
        role: local(100),
        practitioner: local(101),
        organization: local(102),
        is_authorized: true,
        is_own_record: false,
        ground,
        has_relation: true,
        has_reason: true,
    };
    World { reader: Reader::Staff(staff), ..own() }
}

/// The key of the registered system in [`client`].
pub(crate) fn client_key() -> ClientKey {
    ClientKey::new(200).expect("a key")
}

/// A registered system of the organisation of [`staff`].
pub(crate) fn client(reads_region: bool) -> World {
    let client =
        ClientReader { client: client_key(), organization: Some(local(102)), reads_region, bulk: Bulk::No };
    World { reader: Reader::Client(client), ..own() }
}

/// The same, when it takes records in bulk.
pub(crate) fn bulk(bulk: Bulk) -> World {
    let world = client(true);
    let Reader::Client(reader) = world.reader else { return world };
    World { reader: Reader::Client(ClientReader { bulk, ..reader }), ..world }
}

/// Staff of the place that has a case of the subject, which points at an observation.
pub(crate) fn handler() -> World {
    let office =
        RecordId { patient: PatientKey::SHARED, kind: ResourceType::Organization, local: local(102) };
    let at_hand = CaseAtHand {
        case: item(ResourceType::Task, CASE, &[]).id,
        owner: Owner::of(office).expect("an organisation"),
        focus: Some(item(ResourceType::Observation, 1, &[]).id),
        line: Some(77),
        is_open: true,
        opened_by: None,
    };
    let world = staff(None).staff(|one| (one.has_relation, one.has_reason) = (false, false));
    World { at_hand: Some(at_hand), ..world }
}

/// The case of [`handler`].
pub(crate) const CASE: i64 = 5;

impl World {
    pub(crate) fn case(mut self, change: impl FnOnce(&mut CaseAtHand)) -> Self {
        change(self.at_hand.as_mut().expect("a case"));
        self
    }

    /// The grant to see the case at hand.
    pub(crate) fn case_grant(&self) -> Result<Grant<Read>, Denied> {
        read_case(self.actor(), &self.facts(), self.at_hand.as_ref().expect("a case"))
    }

    pub(crate) fn born(mut self, date: &str) -> Self {
        self.subject.birth = born(date);
        if let Reader::Citizen { person, birth, .. } = &mut self.reader
            && *person == self.subject.key
        {
            *birth = self.subject.birth;
        }
        self
    }

    pub(crate) fn at(mut self, now: &str) -> Self {
        self.now = time(now);
        self
    }

    pub(crate) fn related(mut self, kind: RelationKind) -> Self {
        self.relations.push(Relation { kind, term: always(), is_active: true });
        self
    }

    /// With another term for the last relation.
    pub(crate) fn term(mut self, term: Term) -> Self {
        self.relations.last_mut().expect("a relation").term = term;
        self
    }

    pub(crate) fn inactive(mut self) -> Self {
        self.relations.last_mut().expect("a relation").is_active = false;
        self
    }

    pub(crate) fn closed(mut self, against: Against, what: Closed) -> Self {
        self.blocks.push(Block { against, what, term: always() });
        self
    }

    pub(crate) fn subject(mut self, change: impl FnOnce(&mut Subject)) -> Self {
        change(&mut self.subject);
        self
    }

    pub(crate) fn reader_born(mut self, date: Option<&str>) -> Self {
        if let Reader::Citizen { birth, .. } = &mut self.reader {
            *birth = date.and_then(born);
        }
        self
    }

    pub(crate) fn invitation(mut self, change: impl FnOnce(&mut Invitation)) -> Self {
        change(self.invitation.as_mut().expect("an invitation"));
        self
    }

    /// What the subject is shown of what somebody would see of this.
    pub(crate) fn preview(&self, proxy: &Proxy) -> Result<Grant<Read>, Denied> {
        preview(self.actor(), &self.facts(), proxy)
    }

    pub(crate) fn staff(mut self, change: impl FnOnce(&mut StaffReader)) -> Self {
        if let Reader::Staff(staff) = &mut self.reader {
            change(staff);
        }
        self
    }

    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            reader: self.reader,
            subject: self.subject,
            relations: &self.relations,
            blocks: &self.blocks,
            safe: self.safe.mode(),
            now: self.now,
        }
    }

    pub(crate) fn grant(&self) -> Result<Grant<Read>, Denied> {
        read_record(self.actor(), &self.facts())
    }

    fn actor(&self) -> Actor {
        let visit = VisitNumber(1);
        match self.reader {
            Reader::Citizen { person, .. } => Actor::Citizen { person, visit },
            Reader::Staff(staff) => Actor::Staff { role: staff.role, visit },
            Reader::Client(client) => Actor::Client { client: client.client, visit },
        }
    }

    pub(crate) fn changes(&self, what: Change) -> Result<Rule, Denied> {
        change(self.actor(), &self.facts(), what).map(|grant| grant.rule())
    }

    /// What the reader may be told of an access.
    pub(crate) fn told(self) -> Self {
        Self { is_told: true, ..self }
    }

    /// What the reader may be told of an access to a record that has become a part of another.
    pub(crate) fn behind(self) -> Self {
        Self { is_behind: true, ..self.subject(|one| one.is_joined = true) }
    }

    /// What the reader may follow of these cases.
    pub(crate) fn follows(&self, cases: &[RecordId]) -> Result<Grant<Read>, Denied> {
        follow(self.actor(), &self.facts(), cases)
    }

    pub(crate) fn tells(&self) -> Result<Grant<Read>, Denied> {
        tell(self.actor(), &self.facts())
    }

    pub(crate) fn registered(&self, rows: &[RecordId]) -> Result<Grant<Read>, Denied> {
        read_registered(self.actor(), &self.facts(), rows)
    }

    fn registering(&self) -> Option<Registering<'_>> {
        let (receiver, relation) = self.registers.as_ref()?;
        Some(Registering { receiver, relation, is_for_self: self.is_for_self })
    }

    pub(crate) fn register_preview(&self) -> Result<Grant<Read>, Denied> {
        register_preview(self.actor(), &self.facts(), self.registering().expect("something to register"))
    }

    /// With other words of the one for whom it is registered.
    pub(crate) fn receiver(mut self, change: impl FnOnce(&mut Reader, &mut Relation)) -> Self {
        let (reader, relation) = self.registers.as_mut().expect("something to register");
        change(reader, relation);
        self
    }

    /// Whose own address is protected.
    pub(crate) fn reader_protected(self) -> Self {
        self.receiver(|reader, _| {
            if let Reader::Citizen { is_protected, .. } = reader {
                *is_protected = true;
            }
        })
    }

    /// Somebody hands staff an application: nothing of the record is open.
    pub(crate) fn receives() -> Self {
        let world = staff(None).staff(|one| (one.has_relation, one.has_reason) = (false, false));
        Self { receives: true, ..world }
    }

    /// The grant to register an application of the subject.
    pub(crate) fn received(&self) -> Result<Grant<Write>, Denied> {
        receive_application(self.actor(), &self.facts())
    }

    /// With these scopes, the access log.
    pub(crate) fn logs(self, scopes: &'static str) -> Self {
        Self { log: Some(scopes), ..self }
    }

    /// The grant to read the access log.
    pub(crate) fn log_grant(&self) -> Result<Grant<Read>, Denied> {
        let scopes = Scopes::parse(self.log.expect("scopes")).expect("scopes");
        read_log(self.actor(), &self.facts(), (&scopes, Act::Search))
    }

    /// What the reader marks.
    pub(crate) fn marking(self, item: Item, marking: Marking) -> Self {
        Self { marks: Some((item, marking)), ..self }
    }

    /// With what the subject wants a fresh sign-in for.
    pub(crate) fn safe(self, areas: &[Area], items: &[Item]) -> Self {
        Self { safe: Safe::of(areas, items), ..self }
    }

    /// With a fresh sign-in that holds until then.
    pub(crate) fn open_until(mut self, until: &str) -> Self {
        self.safe.open_until = Some(time(until));
        self
    }

    /// Who wants this in place of what the subject asks for.
    pub(crate) fn wants(self, areas: &[Area], items: &[Item]) -> Self {
        Self { wanted: Some(Safe::of(areas, items)), ..self }
    }

    pub(crate) fn answer(&self) -> Result<Rule, Denied> {
        if self.log.is_some() {
            return self.log_grant().map(|grant| grant.rule());
        }
        if self.receives {
            return receive_application(self.actor(), &self.facts()).map(|grant| grant.rule());
        }
        if let Some(marks) = &self.marks {
            return mark(self.actor(), &self.facts(), &[*marks]).map(|grant| grant.rule());
        }
        if let Some(wanted) = &self.wanted {
            return set_safe_mode(self.actor(), &self.facts(), &wanted.mode()).map(|grant| grant.rule());
        }
        if let Some(what) = self.registering() {
            return register(self.actor(), &self.facts(), what).map(|grant| grant.rule());
        }
        if self.is_behind {
            return helsami_domain::access::notice::tell_behind(self.actor(), &self.facts())
                .map(|grant| grant.rule());
        }
        if self.is_told {
            return self.tells().map(|grant| grant.rule());
        }
        if let Some(invitation) = &self.invitation {
            return answer_invitation(self.actor(), &self.facts(), invitation).map(|grant| grant.rule());
        }
        if let Some(at_hand) = &self.at_hand {
            return handle_case(self.actor(), &self.facts(), at_hand).map(|grant| grant.rule());
        }
        self.grant().map(|grant| grant.rule())
    }

    /// What the reader sees of an item; nothing if they are not let in.
    pub(crate) fn sees(&self, item: &Item) -> Sight {
        self.grant().map_or(Sight::Hidden, |grant| grant.sees(item))
    }

    pub(crate) fn areas(&self) -> Areas {
        self.grant().map_or(Areas::NONE, |grant| grant.lens().areas())
    }
}

/// A proxy who is kept from some topics and items.
pub(crate) fn kept_back(areas: &[Area], marks: &[Mark], except: &[RecordId]) -> RelationKind {
    let kept_back: Marks = marks.iter().copied().collect();
    RelationKind::Proxy(Proxy { areas: Areas::of(areas), kept_back, except: except.to_vec() })
}

/// Staff who treat the patient, and register this for somebody born in 1970.
pub(crate) fn registers(kind: RelationKind) -> World {
    let receiver = Reader::Citizen {
        person: key(READER),
        birth: born("1970-01-01"),
        is_dead: false,
        is_protected: false,
    };
    let relation = Relation { kind, term: always(), is_active: true };
    World { registers: Some((receiver, relation)), ..staff(Some(Ground::Treatment)) }
}

/// The nearest of somebody who cannot consent, on a statement of this year.
pub(crate) fn nearest(areas: &[Area]) -> RelationKind {
    RelationKind::Representative { areas: Areas::of(areas), certified: time("2026-06-01T00:00:00Z") }
}
