//! The access log for registered systems: whose log one may read, and which lines of it.
//!
//! What a person looks at in their own record, who acts for them and what they have chosen is the citizen's own: no system is told.

use super::area::Area;
use super::denied::Denied;
use super::facts::Facts;
use super::lens::Lens;
use super::rule::Rule;
use super::{Act, Actor, Grant, Read, Scopes, read_record};
use crate::ids::ClientKey;
use crate::matter::Matter;

/// A line of the log, as a decision needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Who acted.
    pub actor: Actor,
    /// Whether the rules refused it.
    pub is_refused: bool,
    /// What it was about; none for a write.
    pub matter: Option<Matter>,
    /// The rule that let them in; none for a try that was refused, and for a line of before rules were kept.
    pub rule: Option<Rule>,
    /// The part of the record that the one thing is in, if it was about one.
    pub area: Option<Area>,
}

/// Which lines of the log a registered system is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// Those of what it has done itself.
    Own(ClientKey),
    /// Those of the health service: of staff, of systems, of the installation.
    Service(ClientKey),
}

impl Lens {
    /// Whether lines of the access log are shown to this reader, who is a registered system.
    #[must_use]
    pub const fn shows_lines(&self) -> bool {
        self.lines.is_some()
    }

    /// Whether this line is.
    #[must_use]
    pub fn shows_logged(&self, line: &LogLine) -> bool {
        match self.lines {
            None => false,
            Some(Lines::Own(client)) => is_of(client, line),
            Some(Lines::Service(client)) => is_of(client, line) || is_of_the_service(line),
        }
    }

    /// Whether this reader is told by which rule somebody was let in. A system is told of itself alone: of another system the rule
    /// says what the person has closed to it, or reserved against.
    #[must_use]
    pub fn tells_rule(&self, line: &LogLine) -> bool {
        match self.lines {
            None => true,
            Some(Lines::Own(client) | Lines::Service(client)) => is_of(client, line),
        }
    }
}

fn is_of(client: ClientKey, line: &LogLine) -> bool {
    matches!(line.actor, Actor::Client { client: own, .. } if own == client)
}

/// Whether a line tells what the health service did, and nothing that the person has chosen: a try that was refused can tell what
/// they have closed, and a look at what is private, or a write of it, what they have asked for.
fn is_of_the_service(line: &LogLine) -> bool {
    let is_private = line.matter.is_some_and(|matter| matter.areas().contains(&Area::Private))
        || line.area == Some(Area::Private);
    let is_by_the_service = line.rule.is_some_and(tells_of_the_service_alone);
    !matches!(line.actor, Actor::Citizen { .. }) && !line.is_refused && !is_private && is_by_the_service
}

/// Whether that somebody was let in by a rule tells nothing of what the person, or who acts for them, has done or chosen. Who
/// handles a case has got one; who overrides a block has met one; who has signed in was at home.
const fn tells_of_the_service_alone(rule: Rule) -> bool {
    match rule {
        Rule::Treating
        | Rule::Emergency
        | Rule::Finding
        | Rule::ClientOwn
        | Rule::ClientRegion
        | Rule::ClientBulk
        | Rule::ClientMerge
        | Rule::ClientLog
        | Rule::Operator => true,
        Rule::Own
        | Rule::OwnAgeUnknown
        | Rule::Youth
        | Rule::ParentOfChild
        | Rule::ParentOfYouth
        | Rule::Foster
        | Rule::Proxy
        | Rule::Representative
        | Rule::GuardianAsNearest
        | Rule::NearestOfDead
        | Rule::Invited
        | Rule::Told
        | Rule::Override
        | Rule::Handling
        | Rule::Receiving
        | Rule::SignIn
        | Rule::Demo
        | Rule::Facts => false,
    }
}

/// May the system read the access log of the subject? Which lines, and which single things in them, the grant's lens says.
///
/// # Errors
/// [`Denied::NotYours`] for whoever is no system, and for one whose scopes do not name the log; otherwise as [`read_record`].
///
/// Source: `docs/rules/access.md`, rules `client-log` and `client-own`.
pub fn read_log(
    actor: Actor,
    facts: &Facts<'_>,
    (scopes, act): (&Scopes, Act),
) -> Result<Grant<Read>, Denied> {
    let Actor::Client { client, .. } = actor else { return Err(Denied::NotYours) };
    if !scopes.open_log(act) {
        return Err(Denied::NotYours);
    }
    let mut grant = read_record(actor, facts)?;
    if grant.rule == Rule::ClientRegion {
        grant.rule = Rule::ClientLog;
        grant.lens.lines = Some(Lines::Service(client));
    } else {
        grant.lens.lines = Some(Lines::Own(client));
    }
    Ok(grant)
}
