//! The hash chain of the audit log: each row's hash covers the row before, so that a change or a gap shows.

use std::sync::LazyLock;

use aws_lc_rs::digest;
use helsami_domain::access::{Actor, Grant, Purpose, Rule, SystemTask, VisitNumber, Weigh};
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use jiff::Timestamp;

use super::{Action, AuditRow};
use crate::error::Error;
use crate::look::Look;
use crate::table::Kind::{Big, Bytes, Small, Text};
use crate::table::Table;
use crate::tx::Tx;
use crate::value::{RowValues, Value};

static AUDIT: LazyLock<Table> = LazyLock::new(|| {
    let who = [("seq", Big), ("at_us", Big), ("actor_kind", Small), ("actor_key", Big), ("visit", Big)];
    let what =
        [("patient_key", Big), ("action", Small), ("purpose", Small), ("matter", Small), ("chain", Bytes)];
    let more = [("rule", Small), ("item_type", Small), ("item_id", Big), ("reason", Text)];
    Table::new("audit", &[&who[..], &what, &more].concat(), "")
});
pub(crate) const HEAD: &str = "SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1";

/// What the chain was at one row.
pub(crate) const AT: &str = "SELECT chain FROM audit WHERE seq = $1";

/// A row that is not in the chain yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuditNew {
    at_us: i64,
    actor: (i16, i64, i64),
    patient: i64,
    action: i16,
    purpose: i16,
    matter: i16,
    more: More,
}

/// What later versions have added. A row that has none of it is hashed as the first version did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct More {
    rule: i16,
    item: (i16, i64),
    reason: String,
}

impl AuditNew {
    /// A look into a record.
    pub(crate) fn read<A>(grant: &Grant<A>, patient: PatientKey, look: &Look) -> Self {
        let mut row = Self::write(grant, patient, look.now).about(look.item());
        (row.matter, row.action) = (look.matter.number(), Action::Read as i16);
        row.more.reason = look.reason.as_deref().unwrap_or_default().to_owned();
        row
    }

    /// A look that was refused: who tried, and at what.
    pub(crate) fn refused(
        weigh: &Grant<Weigh>,
        actor: Actor,
        (patient, matter): (PatientKey, Matter),
        now: Timestamp,
    ) -> Self {
        let mut row = Self::write(weigh, patient, now);
        row.actor = actor_numbers(actor);
        (row.matter, row.action, row.more.rule) = (matter.number(), Action::Refused as i16, 0);
        row
    }

    /// A write to a record.
    pub(crate) fn write<A>(grant: &Grant<A>, patient: PatientKey, now: Timestamp) -> Self {
        Self {
            at_us: now.as_microsecond(),
            actor: actor_numbers(grant.actor()),
            patient: patient.get(),
            action: Action::Write as i16,
            purpose: grant.purpose().number(),
            matter: 0,
            more: More { rule: grant.rule().number(), ..More::default() },
        }
    }

    /// Names the one thing it was about.
    pub(crate) fn about(mut self, item: Option<RecordId>) -> Self {
        self.more.item = item.map_or((0, 0), |id| (id.kind.number(), id.local.get()));
        self
    }

    /// Says what a write was, where it was more than a write.
    pub(crate) const fn with_matter(mut self, matter: Matter) -> Self {
        self.matter = matter.number();
        self
    }

    fn hashed(&self, before: Head) -> Head {
        let seq = before.seq + 1;
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(&before.chain);
        let (kind, actor, visit) = self.actor;
        for number in [seq, self.at_us, actor, visit, self.patient] {
            context.update(&number.to_be_bytes());
        }
        for number in [kind, self.action, self.purpose, self.matter] {
            context.update(&number.to_be_bytes());
        }
        if self.more != More::default() {
            let More { rule, item: (kind, local), reason } = &self.more;
            context.update(&rule.to_be_bytes());
            context.update(&kind.to_be_bytes());
            context.update(&local.to_be_bytes());
            context.update(&(reason.len() as u64).to_be_bytes());
            context.update(reason.as_bytes());
        }
        let chain = context.finish().as_ref().try_into().expect("SHA-256 has 32 bytes");
        Head { seq, chain }
    }

    fn row(&self, head: Head) -> RowValues {
        let (kind, actor, visit) = self.actor;
        vec![
            head.seq.into(),
            self.at_us.into(),
            kind.into(),
            actor.into(),
            visit.into(),
            self.patient.into(),
            self.action.into(),
            self.purpose.into(),
            self.matter.into(),
            head.chain[..].into(),
            self.more.rule.into(),
            self.more.item.0.into(),
            self.more.item.1.into(),
            Value::from(self.more.reason.as_str()),
        ]
    }
}

/// The number of citizens among the actors.
const CITIZEN: i16 = 1;

fn actor_numbers(actor: Actor) -> (i16, i64, i64) {
    match actor {
        Actor::Citizen { person, visit } => (CITIZEN, person.get(), visit.0),
        Actor::System(SystemTask::Import) => (2, 0, 0),
        Actor::System(SystemTask::Demo) => (3, 0, 0),
        Actor::System(SystemTask::Check) => (4, 0, 0),
        Actor::System(SystemTask::SignIn) => (5, 0, 0),
        Actor::System(SystemTask::Rules) => (6, 0, 0),
        Actor::Staff { role, visit } => (7, role.get(), visit.0),
        Actor::Client { client, visit } => (8, client.get(), visit.0),
    }
}

fn actor_of(kind: i64, key: i64, visit: i64) -> Option<Actor> {
    Some(match kind {
        1 => Actor::Citizen { person: PatientKey::new(key)?, visit: VisitNumber(visit) },
        2 => Actor::System(SystemTask::Import),
        3 => Actor::System(SystemTask::Demo),
        4 => Actor::System(SystemTask::Check),
        5 => Actor::System(SystemTask::SignIn),
        6 => Actor::System(SystemTask::Rules),
        7 => Actor::Staff { role: LocalId::new(key)?, visit: VisitNumber(visit) },
        8 => Actor::Client { client: ClientKey::new(key)?, visit: VisitNumber(visit) },
        _ => return None,
    })
}

/// The end of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Head {
    pub(crate) seq: i64,
    pub(crate) chain: [u8; 32],
}

impl Head {
    /// The head that the newest stored row makes.
    pub(crate) fn from_rows(rows: &[RowValues]) -> Result<Self, Error> {
        let Some(row) = rows.first() else { return Ok(Self::default()) };
        let chain = row[1].bytes().try_into().map_err(|_| Error::Damaged("the audit chain"))?;
        Ok(Self { seq: row[0].int(), chain })
    }
}

/// Adds rows at the end of the chain and hands back the new end.
pub(crate) async fn append(tx: &Tx<'_>, mut head: Head, news: &[AuditNew]) -> Result<Head, Error> {
    let mut rows = Vec::with_capacity(news.len());
    for new in news {
        head = new.hashed(head);
        rows.push(new.row(head));
    }
    tx.insert(&AUDIT, &rows).await?;
    Ok(head)
}

/// Whole rows in the order they were written, for [`follows`].
pub(crate) const WALK: &str = "SELECT seq, at_us, actor_kind, actor_key, visit, patient_key, action, purpose, matter, \
     chain, rule, item_type, item_id, reason FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2";

/// The rows of one record, newest first.
pub(crate) const PAGE: &str = "SELECT seq, at_us, actor_kind, actor_key, visit, patient_key, action, purpose, matter, \
     rule, item_type, item_id, reason FROM audit WHERE patient_key = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";

/// The merges and partings of one record after a moment.
pub(crate) const MERGES: &str = "SELECT seq, at_us, actor_kind, actor_key, visit, patient_key, action, purpose, matter, \
     rule, item_type, item_id, reason FROM audit WHERE patient_key = $1 AND at_us > $2 AND action = 2 AND matter IN (24, 25)";

/// When a citizen last looked at something of a record: a list of this matter, or the one thing.
pub(crate) const LAST_SEEN: &str = "SELECT at_us FROM audit WHERE patient_key = $1 AND actor_kind = 1 AND action = 1 \
     AND actor_key = $2 AND matter = $3 AND (item_type = $4 OR (item_type = $5 AND item_id = $6)) ORDER BY at_us DESC LIMIT 1";

/// When a citizen last looked at a matter of a record before a moment.
pub(crate) const LAST_BEFORE: &str = "SELECT at_us FROM audit WHERE patient_key = $1 AND actor_kind = 1 AND action = 1 \
     AND actor_key = $2 AND matter = $3 AND at_us < $4 ORDER BY at_us DESC LIMIT 1";

/// When a citizen first looked at a matter of a record from a moment on.
pub(crate) const FIRST_SINCE: &str = "SELECT at_us FROM audit WHERE patient_key = $1 AND actor_kind = 1 AND action = 1 \
     AND actor_key = $2 AND matter = $3 AND at_us >= $4 ORDER BY at_us LIMIT 1";

/// Whether a stored row continues the chain; the new end if so.
pub(crate) fn follows(before: Head, row: &RowValues) -> Option<Head> {
    let small = |number: usize| i16::try_from(row[number].int()).ok();
    let new = AuditNew {
        at_us: row[1].int(),
        actor: (small(2)?, row[3].int(), row[4].int()),
        patient: row[5].int(),
        action: small(6)?,
        purpose: small(7)?,
        matter: small(8)?,
        more: More {
            rule: small(10)?,
            item: (small(11)?, row[12].int()),
            reason: row[13].as_text().to_owned(),
        },
    };
    let head = new.hashed(before);
    (head.seq == row[0].int() && head.chain == row[9].bytes()).then_some(head)
}

/// A stored row as its owner may see it.
pub(crate) fn shown(row: &[Value]) -> Option<AuditRow> {
    let item = (row[10].int() != 0).then(|| {
        let patient = PatientKey::new(row[5].int())?;
        crate::entry::id(patient, row[10].int(), row[11].int()).ok()
    });
    let reason = row[12].as_text();
    Some(AuditRow {
        seq: row[0].int(),
        at: Timestamp::from_microsecond(row[1].int()).ok()?,
        actor: actor_of(row[2].int(), row[3].int(), row[4].int())?,
        action: match row[6].int() {
            1 => Action::Read,
            3 => Action::Refused,
            _ => Action::Write,
        },
        purpose: Purpose::from_number(i16::try_from(row[7].int()).ok()?)?,
        matter: Matter::from_number(i16::try_from(row[8].int()).ok()?),
        rule: Rule::from_number(i16::try_from(row[9].int()).ok()?),
        item: item.flatten(),
        reason: (!reason.is_empty()).then(|| reason.into()),
    })
}
