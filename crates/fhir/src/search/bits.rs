//! Bits that stand beside a row and say which codes its document may have, so that a search passes over the rows that
//! cannot be meant without opening them.
//!
//! Each code sets two of 64 bits, whatever element it is in. A document that answers a query has the bits that the query
//! wants; one that has them need not answer it. The bits are part of the stored data: how they are made never changes.

use std::sync::OnceLock;

use helsami_domain::resource_type::ResourceType;

use super::path::{Data, Path};
use super::row::Row;
use super::table::{self, Kind, Param};
use super::test::{Modifier, Test};
use super::token::Token;
use super::value::Value;
use super::walk;

/// What is kept of a row whose bits nobody has made: it may have every code.
pub const UNKNOWN: i64 = -1;

/// The parameters whose elements the bits are made of: those that people pick by. One may be added for new rows only with
/// a new column.
const PICKED: [&str; 11] = [
    "code",
    "category",
    "class",
    "type",
    "status",
    "clinical-status",
    "vaccine-code",
    "component-code",
    "service-type",
    "specialty",
    "intent",
];

/// One place for each type number.
const TYPES: usize = 192;
/// The elements of each type that has been asked for.
static ELEMENTS: [OnceLock<Vec<Path>>; TYPES] = [const { OnceLock::new() }; TYPES];

fn elements(kind: ResourceType) -> &'static [Path] {
    let place = usize::try_from(kind.number()).expect("type numbers are positive");
    ELEMENTS[place].get_or_init(|| {
        let mut paths = Vec::new();
        let picked = PICKED.iter().filter_map(|code| table::find(kind, code));
        let tokens = picked.filter(|param| param.kind == Kind::Token);
        for path in tokens.flat_map(|param| param.paths).filter(is_coded) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        paths
    })
}

const fn is_coded(path: &Path) -> bool {
    matches!(path.data, Data::CodeableConcept | Data::Coding | Data::Code)
}

/// The bits of a document.
#[must_use]
pub fn of(kind: ResourceType, document: &str) -> i64 {
    let mut row = Row::new(kind, document);
    let mut bits = 0;
    let mut add = |value: &str| {
        bits |= walk::text(value).map_or(0, |code| of_code(&code));
        false
    };
    for path in elements(kind) {
        path.visit(&mut row, &mut |value| match path.data {
            Data::Code => add(value),
            Data::Coding => walk::member(value, "code").is_some_and(&mut add),
            _ => walk::member(value, "coding").is_some_and(|codings| {
                walk::items(codings).filter_map(|one| walk::member(one, "code")).any(&mut add)
            }),
        });
    }
    bits
}

/// The bits that a document must have to answer all of these tests; none where nothing is known.
#[must_use]
pub fn wanted(kind: ResourceType, tests: &[Test]) -> i64 {
    tests.iter().fold(0, |bits, test| bits | wanted_by(kind, test))
}

fn wanted_by(kind: ResourceType, test: &Test) -> i64 {
    let Test::Any { param, modifier: Modifier::Plain, values } = test else { return 0 };
    let all = values.iter().map(|value| match value {
        Value::Token(token) if param.parts.is_empty() && are_kept(kind, &param.paths) => of_token(token),
        Value::Parts(parts) => of_parts(kind, param, parts),
        _ => 0,
    });
    // One of several values is enough: only what all of them want is wanted.
    all.reduce(|bits, other| bits & other).unwrap_or_default()
}

/// What the components of a composite want that begin at the document itself.
fn of_parts(kind: ResourceType, param: &Param, values: &[Value]) -> i64 {
    if param.paths.iter().any(|path| !path.is_whole()) {
        return 0;
    }
    let parts = param.parts.iter().zip(values).map(|(part, value)| match value {
        Value::Token(token) if part.kind == Kind::Token && are_kept(kind, &part.paths) => of_token(token),
        _ => 0,
    });
    parts.fold(0, |bits, other| bits | other)
}

fn are_kept(kind: ResourceType, paths: &[Path]) -> bool {
    let kept = elements(kind);
    paths.iter().all(|path| kept.contains(path))
}

fn of_token(token: &Token) -> i64 {
    token.code.as_deref().map_or(0, of_code)
}

/// Two bits by FNV-1a: its lowest six bits, and those above the middle.
fn of_code(code: &str) -> i64 {
    let hash = code.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    ((1_u64 << (hash & 63)) | (1_u64 << ((hash >> 32) & 63))).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::{of, of_code, wanted};
    use crate::search::pairs::pairs;
    use crate::search::query::{Handling, Query};
    use crate::search::value::Setting;
    use helsami_domain::resource_type::ResourceType as T;

    const PRESSURE: &str = r#"{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"vital-signs"}]}],
        "code":{"coding":[{"system":"http://loinc.org","code":"85354-9"},{"code":"75367002"}]},
        "component":[{"code":{"coding":[{"code":"8480-6"}]}},{"code":{"coding":[{"code":"8462-4"}]}}]}"#;

    fn want(kind: T, text: &str) -> i64 {
        let setting = Setting { base: "https://here/fhir", now: jiff::Timestamp::UNIX_EPOCH };
        let pairs = pairs(text).expect("pairs");
        let query = Query::read(kind, &pairs, (setting, Handling::Strict)).expect(text);
        wanted(kind, &query.tests)
    }

    #[test]
    fn bits_are_frozen() {
        assert_eq!(of_code("4548-4"), 38_280_596_832_649_216);
        let codes = ["final", "vital-signs", "85354-9", "75367002", "8480-6", "8462-4"];
        assert_eq!(
            of(T::Observation, PRESSURE),
            codes.map(of_code).into_iter().fold(0, |all, one| all | one)
        );
        assert_eq!(of(T::Patient, r#"{"resourceType":"Patient","gender":"female"}"#), 0);
    }

    #[test]
    fn only_what_every_match_has_is_wanted() {
        let of_codes = |codes: &[&str]| codes.iter().fold(0, |all, one| all | of_code(one));
        let cases = [
            ("code=8480-6", of_codes(&["8480-6"])),
            ("code=http://loinc.org|85354-9&status=final", of_codes(&["85354-9", "final"])),
            ("combo-code=8480-6&patient=p", of_codes(&["8480-6"])),
            ("code-value-quantity=8480-6$gt5", of_codes(&["8480-6"])),
            ("code=8480-6,8462-4", of_code("8480-6") & of_code("8462-4")),
            // A component's code is one of the codes, but its element does not begin at the document.
            ("component-code-value-quantity=8480-6$gt5", 0),
            ("code:not=8480-6", 0),
            ("code=http://loinc.org|", 0),
            ("code:text=blood", 0),
            ("method=123", 0),
            ("identifier=a", 0),
            ("date=2020", 0),
            ("code:missing=true", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(want(T::Observation, text), expected, "{text}");
        }
    }
}
