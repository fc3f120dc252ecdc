//! Who may ask for a fresh sign-in before what, and who may take it back.

use helsami_domain::access::area::Area::{Medicines, Results};
use helsami_domain::access::facts::Ground;
use helsami_domain::access::{Denied, Rule};
use helsami_domain::resource_type::ResourceType as R;

use super::{Case, NOON, case, representative};
use crate::world::{item, other, own, parent_of, proxy, staff};

pub(crate) fn safe_cases() -> Vec<Case> {
    let asks = || own().safe(&[Results], &[item(R::DocumentReference, 8, &[])]);
    let paper = item(R::DocumentReference, 8, &[]);
    let youth = || own().born("2011-01-01").subject(|one| one.has_youth_consent = true);
    vec![
        case("the person, for the first time", own().wants(&[Results], &[]), Ok(Rule::Own)),
        case("the person, for one part more", asks().wants(&[Results, Medicines], &[paper]), Ok(Rule::Own)),
        case(
            "the person, for one part less, without a fresh sign-in",
            asks().wants(&[], &[paper]),
            Err(Denied::SignInNotFresh),
        ),
        case(
            "the person, for one thing less, without a fresh sign-in",
            asks().wants(&[Results], &[]),
            Err(Denied::SignInNotFresh),
        ),
        case(
            "the person, for another part in place of the first, without a fresh sign-in",
            asks().wants(&[Medicines], &[paper]),
            Err(Denied::SignInNotFresh),
        ),
        case(
            "the person, for nothing any more, in the last second after a fresh sign-in",
            asks().wants(&[], &[]).open_until("2026-11-26T12:00:01Z"),
            Ok(Rule::Own),
        ),
        case(
            "the person, for nothing any more, when the fresh sign-in has run out",
            asks().wants(&[], &[]).open_until(NOON),
            Err(Denied::SignInNotFresh),
        ),
        case("a young person with consent", youth().wants(&[Results], &[]), Ok(Rule::Youth)),
        case(
            "a person whose date of birth is not registered",
            own().subject(|one| one.birth = None).wants(&[Results], &[]),
            Ok(Rule::OwnAgeUnknown),
        ),
        case(
            "a person who has set the emergency lock",
            asks().subject(|one| one.is_locked = true).wants(&[Results], &[]),
            Err(Denied::Locked),
        ),
        case(
            "somebody who has been given access",
            proxy(&[Results]).wants(&[Results], &[]),
            Err(Denied::NotYours),
        ),
        case(
            "somebody who has been given access, after a fresh sign-in of their own",
            proxy(&[Results]).safe(&[Results], &[]).wants(&[], &[]).open_until("2026-11-26T12:10:00Z"),
            Err(Denied::NotYours),
        ),
        case(
            "the nearest of somebody who cannot consent",
            representative("2024-01-01T00:00:00Z").wants(&[], &[]),
            Err(Denied::NotYours),
        ),
        case("a parent", parent_of("2012-03-01").wants(&[Results], &[]), Err(Denied::NotYours)),
        case("a stranger", other().wants(&[Results], &[]), Err(Denied::NoRelation)),
        case("staff", staff(Some(Ground::Treatment)).wants(&[], &[]), Err(Denied::NotYours)),
    ]
}
