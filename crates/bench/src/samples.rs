//! Invented persons with measurements, the same for the same number: what the peers of docs/benchmarks.md were measured on.

use std::fmt::Write as _;

/// LOINC codes with a unit and a range.
const CODES: [(&str, &str, &str, u64, u64); 10] = [
    ("8867-4", "Heart rate", "/min", 50, 120),
    ("8480-6", "Systolic blood pressure", "mm[Hg]", 95, 180),
    ("8462-4", "Diastolic blood pressure", "mm[Hg]", 55, 110),
    ("29463-7", "Body weight", "kg", 45, 120),
    ("8302-2", "Body height", "cm", 145, 200),
    ("39156-5", "Body mass index (BMI) [Ratio]", "kg/m2", 17, 40),
    ("8310-5", "Body temperature", "Cel", 36, 40),
    ("2708-6", "Oxygen saturation in Arterial blood", "%", 90, 100),
    ("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "%", 4, 11),
    ("2339-0", "Glucose [Mass/volume] in Blood", "mg/dL", 60, 220),
];

/// A code of the samples, by its number.
pub(crate) const fn code(number: usize) -> &'static str {
    CODES[number % CODES.len()].0
}

/// Numbers that look drawn, and are the same each time (SplitMix64).
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// A Patient.
pub(crate) fn patient(draw: &mut Draw, number: u64) -> String {
    let (year, month, day) = (1935 + draw.below(75), 1 + draw.below(12), 1 + draw.below(28));
    format!(
        r#"{{"resourceType":"Patient","identifier":[{{"use":"official","system":"http://example.org/nid","value":"NID{number:09}"}}],"active":true,"name":[{{"use":"official","family":"Alder{}","given":["Ada","Bo"]}}],"telecom":[{{"system":"phone","value":"+0 555 {:06}","use":"mobile"}}],"gender":"female","birthDate":"{year}-{month:02}-{day:02}","address":[{{"use":"home","line":["{} Main street"],"city":"Northby","postalCode":"{:05}","country":"ZZ"}}]}}"#,
        draw.below(1000),
        draw.below(1_000_000),
        1 + draw.below(300),
        draw.below(100_000)
    )
}

/// An Observation about a Patient.
pub(crate) fn observation(draw: &mut Draw, subject: &str, number: u64) -> String {
    let at = usize::try_from(draw.below(CODES.len() as u64)).unwrap_or(0);
    let (code, display, unit, low, high) = CODES[at];
    let (year, month, day) = (2020 + draw.below(6), 1 + draw.below(12), 1 + draw.below(28));
    let value = low + draw.below(high - low);
    let category = if at < 8 { "vital-signs" } else { "laboratory" };
    format!(
        r#"{{"resourceType":"Observation","identifier":[{{"system":"http://example.org/obs","value":"{number}-{}"}}],"status":"final","category":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"{category}"}}]}}],"code":{{"coding":[{{"system":"http://loinc.org","code":"{code}","display":"{display}"}}],"text":"{display}"}},"subject":{{"reference":"{subject}"}},"effectiveDateTime":"{year}-{month:02}-{day:02}T{:02}:{:02}:00+01:00","issued":"{year}-{month:02}-{day:02}T23:59:00.000+01:00","valueQuantity":{{"value":{value}.{},"unit":"{unit}","system":"http://unitsofmeasure.org","code":"{unit}"}},"referenceRange":[{{"low":{{"value":{low},"unit":"{unit}"}},"high":{{"value":{high},"unit":"{unit}"}}}}]}}"#,
        draw.below(1 << 40),
        draw.below(24),
        draw.below(60),
        draw.below(10)
    )
}

/// A transaction of one Patient and this many Observations of theirs.
pub(crate) fn transaction(draw: &mut Draw, (number, observations): (u64, u64)) -> String {
    let mut text = String::from(r#"{"resourceType":"Bundle","type":"transaction","entry":["#);
    let full = format!("urn:uuid:00000000-0000-4000-8000-{number:012x}");
    let person = patient(draw, number);
    let _ = write!(
        text,
        r#"{{"fullUrl":"{full}","resource":{person},"request":{{"method":"POST","url":"Patient"}}}}"#
    );
    for each in 0..observations {
        let one = observation(draw, &full, number * 1000 + each);
        let _ = write!(text, r#",{{"resource":{one},"request":{{"method":"POST","url":"Observation"}}}}"#);
    }
    text.push_str("]}");
    text
}
