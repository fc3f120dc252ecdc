//! What HelseID says of a member of staff, and how it is asked. It speaks OpenID Connect with claims of its own.
//!
//! Source: norway.md 5.4 (HelseID: claims, security profile, samples).

use helsami_app::identity_provider::{ProvedStaff, ProviderError};
use helsami_domain::identity::IdentityNumber;
use helsami_domain::workplace::{Workplace, is_health_personnel_number};
use serde_json::{Value, json};

/// The national number.
pub(crate) const PID: &str = "helseid://claims/identity/pid";
/// How surely the person was identified: 2, 3 or 4.
pub(crate) const LEVEL: &str = "helseid://claims/identity/security_level";
/// The number in the register of health personnel.
pub(crate) const HPR: &str = "helseid://claims/hpr/hpr_number";
/// The legal entity.
pub(crate) const PARENT: &str = "helseid://claims/client/claims/orgnr_parent";
/// The place of care below it.
pub(crate) const CHILD: &str = "helseid://claims/client/claims/orgnr_child";
/// The level that health information needs.
///
/// Source: norway.md, «Login for personnel across bodies».
pub(crate) const LEVEL_NEEDED: &str = "4";

/// The request to sign in for an organisation.
pub(crate) fn details(workplace: &Workplace) -> Value {
    json!([{
        "type": "helseid_authorization",
        "practitioner_role": { "organization": { "identifier": {
            "system": "urn:oid:1.0.6523", "type": "ENH", "value": format!("NO:ORGNR:{workplace}"),
        } } },
    }])
}

/// Who the claims of a trusted ID token say it is. `asked` is the organisation that was asked for. `is_demo`: whether the
/// national number may be missing, as the demo's test provider leaves it out.
pub(crate) fn staff(
    claims: &Value,
    asked: Option<Workplace>,
    is_demo: bool,
) -> Result<ProvedStaff, ProviderError> {
    if said(claims, LEVEL).as_deref() != Some(LEVEL_NEEDED) {
        return Err(ProviderError::Level);
    }
    let hpr = said(claims, HPR);
    if hpr.as_deref().is_some_and(|number| !is_health_personnel_number(number)) {
        return Err(ProviderError::Refused("the number of health personnel is none"));
    }
    let national = said(claims, PID);
    if national.as_deref().is_some_and(|number| IdentityNumber::parse(number).is_err()) {
        return Err(ProviderError::Refused("the national number is none"));
    }
    // Without it nobody could tell whether a record is the reader's own.
    if national.is_none() && !(is_demo && hpr.is_some()) {
        return Err(ProviderError::Refused("the ID token names no person"));
    }
    Ok(ProvedStaff { hpr, national, workplace: workplace(claims, asked)? })
}

/// The organisation that was asked for, or else the one that the token names. The two must not disagree.
fn workplace(claims: &Value, asked: Option<Workplace>) -> Result<Workplace, ProviderError> {
    let (parent, child) = (said(claims, PARENT), said(claims, CHILD));
    match (asked, parent) {
        (Some(asked), parent) => {
            let agrees = asked.agrees(parent.as_deref(), child.as_deref());
            Some(asked)
                .filter(|_| agrees)
                .ok_or(ProviderError::Refused("the ID token is for another organisation"))
        }
        (None, Some(parent)) => Workplace::new(&parent, child.as_deref())
            .ok_or(ProviderError::Refused("the organisation number is none")),
        (None, None) => Err(ProviderError::Refused("the ID token names no organisation")),
    }
}

/// A claim as text; numbers too. Empty is not said.
fn said(claims: &Value, name: &str) -> Option<String> {
    match claims.get(name)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        // Something that cannot be read is not nothing.
        _ => Some(String::from("?")),
    }
}

#[cfg(test)]
mod tests {
    use super::{CHILD, HPR, LEVEL, PARENT, PID, details, staff};
    use helsami_app::identity_provider::ProviderError;
    use helsami_domain::workplace::Workplace;
    use serde_json::{Value, json};

    const KARI: &str = "03845812429";
    const PLACE: &str = "984661185:922020175";

    fn whole() -> Value {
        json!({ PID: KARI, LEVEL: "4", HPR: "181000001", PARENT: "984661185", CHILD: "922020175" })
    }

    /// The whole claims with changes (`null` takes one away), for a place that was asked for.
    fn check(changes: &Value, asked: &str, expect: Result<(), ProviderError>) {
        let mut claims = whole();
        for (name, value) in changes.as_object().expect("changes") {
            claims[name] = value.clone();
        }
        claims.as_object_mut().expect("claims").retain(|_, value| !value.is_null());
        let asked = (!asked.is_empty()).then(|| Workplace::parse(asked).expect("a place"));
        assert_eq!(staff(&claims, asked, false).map(drop), expect, "{changes}");
    }

    #[test]
    fn who_and_where_is_taken_only_whole() {
        let no = |reason| Err(ProviderError::Refused(reason));
        check(&json!({}), PLACE, Ok(()));
        check(&json!({}), "", Ok(()));
        check(&json!({ LEVEL: 4 }), PLACE, Ok(()));
        check(&json!({ HPR: null }), PLACE, Ok(()));
        check(&json!({ HPR: "" }), PLACE, Ok(()));
        check(&json!({ PARENT: null, CHILD: null }), PLACE, Ok(()));
        check(&json!({ CHILD: null }), PLACE, Ok(()));
        for level in
            [json!("3"), json!(3), json!("2"), json!(""), json!(null), json!("44"), json!(["4"]), json!(4.5)]
        {
            check(&json!({ LEVEL: level }), PLACE, Err(ProviderError::Level));
        }
        for hpr in [json!("12345"), json!("LE1234567"), json!(["181000001"]), json!(true), json!({})] {
            check(&json!({ HPR: hpr }), PLACE, no("the number of health personnel is none"));
        }
        check(&json!({ PID: null }), PLACE, no("the ID token names no person"));
        check(&json!({ PID: null, HPR: null }), PLACE, no("the ID token names no person"));
        check(&json!({ PID: "03845812428" }), PLACE, no("the national number is none"));
        check(&json!({ PID: ["03845812429"] }), PLACE, no("the national number is none"));
        let elsewhere = "the ID token is for another organisation";
        check(&json!({ PARENT: "998447356" }), PLACE, no(elsewhere));
        check(&json!({ CHILD: "998447356" }), PLACE, no(elsewhere));
        check(&json!({}), "984661185", no(elsewhere));
        check(&json!({ PARENT: null, CHILD: null }), "", no("the ID token names no organisation"));
        check(&json!({ PARENT: null }), "", no("the ID token names no organisation"));
        check(&json!({ PARENT: "984661186" }), "", no("the organisation number is none"));
    }

    #[test]
    fn only_the_demo_leaves_the_national_number_out() {
        let mut claims = whole();
        claims.as_object_mut().expect("claims").remove(PID);
        assert!(staff(&claims, None, true).is_ok());
        claims.as_object_mut().expect("claims").remove(HPR);
        assert!(staff(&claims, None, true).is_err(), "somebody must be named");
    }

    #[test]
    fn the_organisation_is_asked_for_as_helseid_says() {
        let asked = details(&Workplace::parse(PLACE).expect("a place"));
        assert_eq!(
            asked,
            json!([{ "type": "helseid_authorization", "practitioner_role": { "organization": { "identifier": {
                "system": "urn:oid:1.0.6523", "type": "ENH", "value": "NO:ORGNR:984661185:922020175" } } } }])
        );
    }
}
