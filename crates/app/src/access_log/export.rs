//! The whole log as lines of FHIR AuditEvent, page by page: however long it is, only one page is held at a time.

use std::collections::HashSet;

use helsami_domain::access::Actor;
use helsami_domain::ids::{ClientKey, LocalId, PatientKey, RecordId};
use helsami_domain::matter::Matter;
use helsami_fhir::audit_event::{AuditLine, audit_event};
use helsami_fhir::staff::StaffRole;
use helsami_store::Look;
use helsami_store::audit::{Action, AuditPage, AuditRow};
use jiff::Timestamp;

use super::staff::staff;
use super::{known, told};
use crate::app::App;
use crate::cases::patient_row;
use crate::pass::Pass;
use crate::read::{Found, ReadError};

/// Lines held at a time.
const LINES: usize = 500;

/// The log of one record on its way out, newest first.
pub struct Export {
    app: App,
    found: Found,
    owner: PatientKey,
    patient: String,
    before: Option<i64>,
    is_done: bool,
    staff: Vec<(LocalId, StaffRole)>,
    names: Vec<(PatientKey, String)>,
    clients: Vec<(ClientKey, String)>,
}

/// Begins the export of one's own log. That is a look into the log, and a line of it.
///
/// # Errors
/// [`ReadError::NotGiven`] for a reader to whom the log is not open; otherwise what the store says.
pub async fn export(app: &App, pass: &Pass, now: Timestamp) -> Result<Export, ReadError> {
    let found = app.look(pass, &Look::new(Matter::AccessLog, now), now).await?;
    let owner = pass.subject();
    let patient = format!("Patient/{}", app.link(patient_row(owner)));
    let (staff, names, clients) = (Vec::new(), Vec::new(), Vec::new());
    Ok(Export {
        app: app.clone(),
        found,
        owner,
        patient,
        before: None,
        is_done: false,
        staff,
        names,
        clients,
    })
}

impl Export {
    /// The next lines; `None` after the last.
    ///
    /// # Errors
    /// What the store says.
    pub async fn next(&mut self) -> Result<Option<String>, ReadError> {
        if self.is_done {
            return Ok(None);
        }
        let page = AuditPage { before: self.before, limit: LINES };
        let rows = self.app.store.audit_of(&self.found.grant, page).await?;
        self.is_done = rows.len() < LINES;
        self.before = rows.last().map(|row| row.seq);
        self.name(&rows).await?;
        let known = known(&self.app, &self.found, &rows).await?;
        let lines: String = rows.iter().map(|row| self.line(row, &known) + "\n").collect();
        Ok((!lines.is_empty()).then_some(lines))
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
        let (mut agent, mut agent_name, mut organization) = (None, None, None);
        match row.actor {
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
        audit_event(&AuditLine {
            seq: row.seq,
            at: row.at,
            is_write: row.action == Action::Write,
            is_refused: row.action == Action::Refused,
            purpose: row.purpose,
            rule: row.rule.map(|rule| rule.text().name),
            matter: matter.map(|matter| format!("{matter:?}").to_lowercase()),
            agent,
            agent_name,
            organization,
            patient: &self.patient,
            item: item.map(|item| format!("{}/{}", item.kind, self.app.link(item))),
            has_reason: row.reason.is_some(),
        })
    }
}
