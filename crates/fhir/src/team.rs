//! Those who follow a person up: `CareTeam`, `EpisodeOfCare` and `Patient.generalPractitioner`, and what a
//! `PractitionerRole`, `Practitioner` or `Organization` says about how to reach them.

use helsami_domain::care_team::{Basis, Member, Standing};
use helsami_domain::coded::Label;
use helsami_domain::contact::{Channel, Contact, Usage};
use helsami_domain::resource_type::ResourceType;
use helsami_domain::source::{Party, Source};
use helsami_domain::when::Period as Span;
use jiff::Timestamp;
use serde::Deserialize;

use crate::element::{
    Concept, Contained, Extension, KEPT_BY, Many, NameOrText, Number, Objects, One, Period, Reference,
    Resolve, Text,
};

/// `ContactPoint`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactPoint<'a> {
    /// Telephone, e-mail …
    #[serde(borrow)]
    pub system: Text<'a>,
    /// Number or address.
    #[serde(borrow)]
    pub value: Text<'a>,
    /// What for.
    #[serde(borrow, rename = "use")]
    pub usage: Text<'a>,
    /// The sender's order.
    #[serde(borrow)]
    pub rank: Number<'a>,
    /// From when to when.
    #[serde(borrow)]
    pub period: One<Period<'a>>,
    /// Who keeps it.
    #[serde(borrow)]
    pub extension: Objects<Extension<'a>>,
}

impl ContactPoint<'_> {
    fn kept_by(&self) -> Option<Box<str>> {
        let kept = self.extension.each().find(|one| &*one.url == KEPT_BY)?;
        kept.value_reference.get()?.display.filled().map(Into::into)
    }

    /// The contact. `None` without a value.
    #[must_use]
    pub fn contact(&self) -> Option<Contact> {
        Some(Contact {
            channel: Channel::of_code(&self.system),
            value: self.value.filled()?.into(),
            usage: Usage::of_code(&self.usage),
            period: self.period.get().map(Period::span).unwrap_or_default(),
            rank: self.rank.decimal().and_then(|rank| rank.as_sent().parse().ok()),
            kept_by: self.kept_by(),
        })
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct CareTeam<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    category: Objects<Concept<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    #[serde(borrow)]
    participant: Objects<Participant<'a>>,
    #[serde(borrow)]
    managing_organization: Objects<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Participant<'a> {
    #[serde(borrow)]
    role: Objects<Concept<'a>>,
    #[serde(borrow)]
    member: One<Reference<'a>>,
    #[serde(borrow)]
    on_behalf_of: One<Reference<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
}

/// The members of a `CareTeam`, but the person the record is about. `None` for text that is no JSON object; no
/// members for a team that was written by mistake.
#[must_use]
pub fn care_team(body: &str, now: Timestamp, resolve: Resolve<'_>) -> Option<Vec<Member>> {
    let team: CareTeam<'_> = serde_json::from_str(body).ok()?;
    let span = team.period.get().map(Period::span).unwrap_or_default();
    let Some(standing) = Standing::of(team.status.trim(), span, now) else { return Some(Vec::new()) };
    let place = team.managing_organization.each().next();
    let place = place.map_or_else(Party::default, |one| one.party(&team.contained, resolve));
    let name = Label::words(&team.name);
    let member = |one: &Participant<'_>| {
        let who = one.member.get()?;
        let kind = who.target().map(|(kind, _)| kind);
        if kind == Some(ResourceType::Patient) {
            return None;
        }
        let own = one.period.get().map(Period::span).unwrap_or_default();
        let own_standing = Standing::of("active", own, now).unwrap_or(Standing::Unclear);
        let behalf = one.on_behalf_of.get().map(|one| one.party(&team.contained, resolve));
        let party = who.party(&team.contained, resolve);
        if party.is_unknown() {
            return None;
        }
        let is_place = kind == Some(ResourceType::Organization);
        Some(Member {
            who: party,
            roles: one.role.each().filter_map(|role| role.label(&team.language)).collect(),
            place: behalf.unwrap_or_else(|| if is_place { Party::default() } else { place.clone() }),
            reach: Vec::new(),
            period: if own.is_empty() { span } else { own },
            standing: standing.and(own_standing),
            basis: Basis::Team,
            team: name.clone(),
            is_relative: kind == Some(ResourceType::RelatedPerson),
            source: Source { place: place.clone(), ..Source::default() },
        })
    };
    Some(team.participant.each().filter_map(member).collect())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Episode<'a> {
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Objects<Concept<'a>>,
    #[serde(borrow)]
    period: One<Period<'a>>,
    #[serde(borrow)]
    managing_organization: One<Reference<'a>>,
    #[serde(borrow)]
    care_manager: One<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

/// Who is in charge of an `EpisodeOfCare`: the person, else the place. An empty list for one that names nobody or was
/// written by mistake; `None` for text that is no JSON object.
#[must_use]
pub fn episode(body: &str, now: Timestamp, resolve: Resolve<'_>) -> Option<Vec<Member>> {
    let episode: Episode<'_> = serde_json::from_str(body).ok()?;
    let span = episode.period.get().map(Period::span).unwrap_or_default();
    let Some(standing) = Standing::of(episode.status.trim(), span, now) else { return Some(Vec::new()) };
    let party = |one: &Reference<'_>| one.party(&episode.contained, resolve);
    let place = episode.managing_organization.get().map(party);
    let (who, place) = match (episode.care_manager.get().map(party), place) {
        (Some(who), place) => (who, place.unwrap_or_default()),
        (None, Some(place)) => (place, Party::default()),
        (None, None) => return Some(Vec::new()),
    };
    let name = episode.kind.each().find_map(|kind| kind.label(&episode.language));
    let source = Source { place: place.clone(), ..Source::default() };
    Some(vec![Member {
        who,
        roles: Vec::new(),
        place,
        reach: Vec::new(),
        period: span,
        standing,
        basis: Basis::Course,
        team: name,
        is_relative: false,
        source,
    }])
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Doctored<'a> {
    #[serde(borrow)]
    general_practitioner: Objects<Reference<'a>>,
    #[serde(borrow)]
    contained: Objects<Contained<'a>>,
}

/// The general practitioner a `Patient` names. Where a person and an office are named, the office is where the person
/// works.
#[must_use]
pub fn general_practitioner(body: &str, resolve: Resolve<'_>) -> Vec<Member> {
    let Ok(patient) = serde_json::from_str::<Doctored<'_>>(body) else { return Vec::new() };
    let party = |one: &Reference<'_>| one.party(&patient.contained, resolve);
    let is_place = |one: &&Reference<'_>| one.reference.starts_with("Organization/");
    let all = || patient.general_practitioner.each();
    let places: Vec<Party> = all().filter(is_place).map(party).collect();
    let people: Vec<Party> = all().filter(|one| !is_place(one)).map(party).collect();
    let of = |who: Party, place: Party| Member {
        who,
        roles: Vec::new(),
        source: Source::default(),
        place,
        reach: Vec::new(),
        period: Span::default(),
        standing: Standing::Current,
        basis: Basis::GeneralPractitioner,
        team: None,
        is_relative: false,
    };
    let place = places.first().cloned().unwrap_or_default();
    let members: Vec<Member> = if people.is_empty() {
        places.into_iter().map(|place| of(place, Party::default())).collect()
    } else {
        people.into_iter().map(|who| of(who, place.clone())).collect()
    };
    members.into_iter().filter(|one| !one.who.is_unknown()).collect()
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Card<'a> {
    #[serde(borrow)]
    name: Many<NameOrText<'a>>,
    #[serde(borrow)]
    telecom: Objects<ContactPoint<'a>>,
    #[serde(borrow)]
    practitioner: One<Reference<'a>>,
    #[serde(borrow)]
    organization: One<Reference<'a>>,
    #[serde(borrow)]
    code: Objects<Concept<'a>>,
}

/// What a staff member, a role or a place says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The name.
    pub name: Option<Box<str>>,
    /// How to reach them.
    pub reach: Vec<Contact>,
    /// For a role: who has it.
    pub person: Party,
    /// For a role: where.
    pub place: Party,
    /// For a role: what they do.
    pub roles: Vec<Label>,
}

/// Reads a `Practitioner`, `PractitionerRole` or `Organization`. `None` for text that is no JSON object.
#[must_use]
pub fn reached(body: &str, resolve: Resolve<'_>) -> Option<Reached> {
    let card: Card<'_> = serde_json::from_str(body).ok()?;
    let none = Objects::default();
    let party = |one: &One<Reference<'_>>| one.get().map(|one| one.party(&none, resolve)).unwrap_or_default();
    let (person, place) = (party(&card.practitioner), party(&card.organization));
    Some(Reached {
        name: card.name.iter().find_map(NameOrText::shown).or_else(|| person.name.clone()),
        reach: card.telecom.each().filter_map(ContactPoint::contact).collect(),
        person,
        place,
        roles: card.code.each().filter_map(|code| code.label("")).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{care_team, episode, general_practitioner, reached};
    use helsami_domain::care_team::{Basis, Member, Standing};
    use helsami_domain::contact::Channel;
    use jiff::Timestamp;

    fn now() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().expect("a time")
    }

    fn names(members: &[Member]) -> Vec<(&str, &str, Standing)> {
        members
            .iter()
            .map(|one| {
                (
                    one.who.name.as_deref().unwrap_or_default(),
                    one.place.name.as_deref().unwrap_or_default(),
                    one.standing,
                )
            })
            .collect()
    }

    #[test]
    fn a_team_names_its_members_but_not_the_person_itself() {
        let body = r#"{"resourceType":"CareTeam","status":"active","name":"Lungeteam","period":{"start":"2024-01-01"},
            "participant":[{"role":[{"text":"Pasient"}],"member":{"reference":"Patient/1","display":"Ola"}},
            {"role":[{"text":"Kontaktlege"}],"member":{"reference":"Practitioner/2","display":"Kari Moe"},"onBehalfOf":{"display":"Lungeavdelingen"}},
            {"role":[{"text":"Koordinator"}],"member":{"display":"Per Lie"},"period":{"end":"2025-01-01"}},
            {"role":7,"member":{"reference":"RelatedPerson/3","display":"Datter"}},{"role":[]},9],
            "managingOrganization":[{"display":"St. Olavs hospital"}]}"#;
        let members = care_team(body, now(), &|_, _| None).expect("an object");
        assert_eq!(
            names(&members),
            [
                ("Kari Moe", "Lungeavdelingen", Standing::Current),
                ("Per Lie", "St. Olavs hospital", Standing::Ended),
                ("Datter", "St. Olavs hospital", Standing::Current)
            ]
        );
        assert!(members[2].is_relative && !members[0].is_relative);
        let mistake = body.replace("\"active\"", "\"entered-in-error\"");
        assert_eq!(care_team(&mistake, now(), &|_, _| None), Some(Vec::new()));
        let ended = body.replace("\"2024-01-01\"", "\"2024-01-01\",\"end\":\"2024-02\"");
        let ended = care_team(&ended, now(), &|_, _| None).expect("an object");
        assert!(ended.iter().all(|one| one.standing == Standing::Ended));
        assert_eq!(care_team("7", now(), &|_, _| None), None);
    }

    #[test]
    fn the_general_practitioner_works_at_the_office() {
        let members = general_practitioner(
            r#"{"generalPractitioner":[{"reference":"Practitioner/1","display":"Siv Aas"},{"reference":"Organization/2","display":"Solberg legesenter"},3]}"#,
            &|_, _| None,
        );
        assert_eq!(names(&members), [("Siv Aas", "Solberg legesenter", Standing::Current)]);
        assert_eq!(members[0].basis, Basis::GeneralPractitioner);
        let office = general_practitioner(
            r#"{"generalPractitioner":[{"reference":"Organization/2","display":"Solberg legesenter"}]}"#,
            &|_, _| None,
        );
        assert_eq!(names(&office), [("Solberg legesenter", "", Standing::Current)]);
        assert!(general_practitioner("{}", &|_, _| None).is_empty());
    }

    #[test]
    fn a_course_has_somebody_in_charge() {
        let read = |body: &str| episode(body, now(), &|_, _| None).expect("an object");
        let members = read(
            r#"{"status":"active","type":[{"text":"Pakkeforløp"}],"managingOrganization":{"display":"Klinikken"},"careManager":{"display":"Kari Moe"}}"#,
        );
        assert_eq!(names(&members), [("Kari Moe", "Klinikken", Standing::Current)]);
        assert!(read(r#"{"status":"active"}"#).is_empty());
        assert!(read(r#"{"status":"entered-in-error","careManager":{"display":"x"}}"#).is_empty());
    }

    #[test]
    fn a_role_tells_who_where_and_how() {
        let one = reached(
            r#"{"practitioner":{"display":"Kari Moe"},"organization":{"display":"Klinikken"},"code":[{"text":"Fastlege"}],
            "telecom":[{"system":"phone","value":"73 00 00 00","rank":2},{"system":"email"},4]}"#,
            &|_, _| None,
        )
        .expect("an object");
        assert_eq!((one.name.as_deref(), one.place.name.as_deref()), (Some("Kari Moe"), Some("Klinikken")));
        assert_eq!(one.reach.len(), 1);
        assert_eq!((one.reach[0].channel, one.reach[0].rank), (Channel::Phone, Some(2)));
        let person =
            reached(r#"{"name":[{"family":"Moe","given":["Kari"]}]}"#, &|_, _| None).expect("an object");
        assert_eq!(person.name.as_deref(), Some("Kari Moe"));
    }
}
