//! Lines of the log as FHIR AuditEvent, as far as a reader may know of what they name.

use std::collections::HashSet;

use helsami_domain::access::Actor;
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::resource_type::ResourceType;
use helsami_fhir::audit_event::{AuditLine, audit_event};
use helsami_fhir::staff::StaffRole;
use helsami_store::audit::{Action, AuditRow};

use super::staff::staff;
use super::{known, told};
use crate::app::App;
use crate::cases::patient_row;
use crate::read::{Found, ReadError};

/// Makes them, and remembers the names that it has found.
pub(crate) struct Events {
    pub(super) app: App,
    pub(super) found: Found,
    owner: PatientKey,
    patient: String,
    /// The address of the API, where they leave by it.
    base: Option<String>,
    staff: Vec<(LocalId, StaffRole)>,
    names: Vec<(PatientKey, String)>,
    clients: Vec<(ClientKey, String)>,
}

/// The row that a line of the log is told as.
pub(crate) fn event_row(owner: PatientKey, seq: i64) -> Option<RecordId> {
    Some(RecordId { patient: owner, kind: ResourceType::AuditEvent, local: LocalId::new(seq)? })
}

impl Events {
    /// Of the log of this person, for the reader who has looked into it.
    pub(crate) fn new(app: &App, (found, owner): (Found, PatientKey), base: Option<String>) -> Self {
        let patient = format!("Patient/{}", app.link(patient_row(owner)));
        let (staff, names, clients) = (Vec::new(), Vec::new(), Vec::new());
        Self { app: app.clone(), found, owner, patient, base, staff, names, clients }
    }

    /// One AuditEvent for each line.
    pub(crate) async fn of(&mut self, rows: &[AuditRow]) -> Result<Vec<String>, ReadError> {
        self.name(rows).await?;
        let known = known(&self.app, &self.found, rows).await?;
        Ok(rows.iter().map(|row| self.line(row, &known)).collect())
    }

    /// Finds the names that the lines need and that no line before them had.
    async fn name(&mut self, rows: &[AuditRow]) -> Result<(), ReadError> {
        let mut roles: Vec<LocalId> = Vec::new();
        for row in rows {
            match row.actor {
                Actor::Staff { role, .. } if !self.staff.iter().any(|(one, _)| *one == role) => {
                    roles.push(role);
                }
                Actor::Citizen { person, .. } if !self.names.iter().any(|(one, _)| *one == person) => {
                    self.names.push((person, self.app.name_of(person, self.found.now).await?));
                }
                Actor::Client { client, .. } if !self.clients.iter().any(|(one, _)| *one == client) => {
                    self.clients.extend(self.app.store.client_names(&[client]).await?);
                }
                _ => {}
            }
        }
        roles.sort_unstable();
        roles.dedup();
        self.staff.extend(staff(&self.app, &self.found, &roles).await?);
        Ok(())
    }

    fn line(&self, row: &AuditRow, known: &HashSet<RecordId>) -> String {
        let (matter, item) = told(row, known);
        let tells_rule = self.found.grant.lens().tells_rule(&row.weighed());
        let (agent, agent_name, organization) = self.agent(row.actor);
        let id = event_row(self.owner, row.seq).map(|row| self.app.link(row).to_string());
        audit_event(&AuditLine {
            at_api: id.zip(self.base.as_deref()),
            seq: row.seq,
            at: row.at,
            is_write: row.action == Action::Write,
            is_refused: row.action == Action::Refused,
            purpose: row.purpose,
            rule: row.rule.filter(|_| tells_rule).map(|rule| rule.text().name),
            matter: matter.map(|matter| format!("{matter:?}").to_lowercase()),
            agent,
            agent_name,
            organization,
            patient: &self.patient,
            item: item.map(|item| format!("{}/{}", item.kind, self.app.link(item))),
            has_reason: row.reason.is_some(),
        })
    }

    /// Who acted: a reference where they may be told by one, their name, the organisation they acted for.
    fn agent(&self, actor: Actor) -> (Option<String>, Option<String>, Option<String>) {
        let (mut agent, mut agent_name, mut organization) = (None, None, None);
        match actor {
            Actor::Citizen { person, .. } => {
                // Other citizens are told by name, never by an id that leads to their record.
                agent = (person == self.owner).then(|| self.patient.clone());
                let name = self.names.iter().find(|(one, _)| *one == person).map(|(_, name)| name.clone());
                agent_name = name.filter(|name| !name.is_empty());
            }
            Actor::Staff { role, .. } => {
                agent = Some(format!("PractitionerRole/{}", self.app.link(super::staff::role_row(role))));
                if let Some((_, known)) = self.staff.iter().find(|(one, _)| *one == role) {
                    agent_name = known.person.name.as_deref().map(str::to_owned);
                    organization = known.organization.name.as_deref().map(str::to_owned);
                }
            }
            Actor::Client { client, .. } => {
                let known = self.clients.iter().find(|(one, _)| *one == client);
                agent_name = known.map(|(_, name)| name.clone());
            }
            Actor::System(task) => agent_name = Some(format!("HelsaMi: {task:?}")),
        }
        (agent, agent_name, organization)
    }
}
