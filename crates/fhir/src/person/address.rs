//! Where somebody lives, as it is written on an envelope; and whether the address is protected.

use helsami_domain::contact::{Address, Usage, is_protecting};
use jiff::Timestamp;
use serde::Deserialize;

use crate::element::{Extension, Many, Objects, One, Period, Text};

/// Where R4 says that something is left out, and why.
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const OFFICIAL: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-address-official";
const URBAN_DISTRICT: &str = "http://hl7.no/fhir/StructureDefinition/no-basis-urban-district";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PostalAddress<'a> {
    #[serde(borrow)]
    extension: Objects<Extension<'a>>,
    #[serde(borrow, rename = "use")]
    usage: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow)]
    line: Many<Text<'a>>,
    #[serde(borrow)]
    city: Text<'a>,
    #[serde(borrow)]
    district: Text<'a>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(borrow)]
    postal_code: Text<'a>,
    #[serde(borrow)]
    country: Text<'a>,
    #[serde(borrow)]
    period: One<Period<'a>>,
}

impl PostalAddress<'_> {
    pub(super) fn is_protected(&self) -> bool {
        self.extension.each().any(|one| {
            let code = one.value_coding.get().map_or(&*one.value_code, |coding| &*coding.code);
            let is_masked = &*one.url == ABSENT && matches!(code, "masked" | "not-permitted");
            let url = one.url.to_ascii_lowercase();
            let is_grading = ["gradering", "confidential", "protect"].iter().any(|word| url.contains(word));
            is_masked || (is_grading && (is_protecting(code) || is_protecting(&one.value_string)))
        })
    }

    /// Whether it is where the person is registered now.
    pub(super) fn is_registered(&self, now: Timestamp) -> bool {
        let is_over = self.period.get().is_some_and(|period| period.span().is_over(now));
        !is_over && matches!(&*self.usage, "home" | "") && &*self.kind != "postal"
    }

    /// Street and postal code in a form that can be compared.
    pub(super) fn dwelling(&self) -> Option<String> {
        let code = self.postal_code.filled()?;
        let lines = self.line.iter().filter_map(Text::filled).flat_map(str::split_whitespace);
        let words: Vec<String> = lines.map(str::to_lowercase).collect();
        (!words.is_empty()).then(|| format!("{} {code}", words.join(" ")))
    }

    pub(super) fn shown(&self) -> Option<Address> {
        let town = [&*self.postal_code, &*self.city].map(str::trim);
        let town = town.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let country = self.country.filled().filter(|country| !matches!(*country, "NO" | "NOR" | "Norge"));
        let mut lines: Vec<Box<str>> = self.line.iter().filter_map(Text::filled).map(Into::into).collect();
        if lines.is_empty() && town.is_empty() {
            lines.extend(self.text.filled().map(Into::into));
        }
        lines.extend(
            [Some(&*town), country].into_iter().flatten().filter(|line| !line.is_empty()).map(Into::into),
        );
        let extension = |url: &str| self.extension.each().find(|one| &*one.url == url);
        let district = extension(URBAN_DISTRICT).and_then(|one| one.value_coding.get());
        let address = Address {
            lines,
            municipality: self.district.filled().or_else(|| self.state.filled()).map(Into::into),
            urban_district: district.and_then(|one| one.display.filled()).map(Into::into),
            usage: Usage::of_code(&self.usage),
            is_postal: &*self.kind == "postal",
            is_official: extension(OFFICIAL).is_some_and(|one| one.value_boolean.0 == Some(true)),
            period: self.period.get().map(Period::span).unwrap_or_default(),
        };
        (!address.lines.is_empty() || address.municipality.is_some()).then_some(address)
    }
}
