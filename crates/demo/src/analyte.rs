//! What the laboratory measures: Norwegian codes, units, reference ranges by sex and age, and what is usual.
//!
//! The ranges are those of one invented laboratory, close to the Nordic adult ranges; every report carries its own.

use crate::element::Measure;
use crate::identity::Sex;

/// An analysis. The order is the order in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Analyte {
    Hemoglobin,
    Hematocrit,
    Mcv,
    Mch,
    Leukocytes,
    Neutrophils,
    Lymphocytes,
    Platelets,
    Crp,
    Sedimentation,
    Sodium,
    Potassium,
    Calcium,
    Magnesium,
    Albumin,
    Creatinine,
    Egfr,
    Urate,
    Alat,
    Asat,
    Alp,
    GammaGt,
    Ld,
    Bilirubin,
    Ck,
    Glucose,
    HbA1c,
    Cholesterol,
    Hdl,
    Ldl,
    Triglycerides,
    Ferritin,
    B12,
    Folate,
    VitaminD,
    Tsh,
    FreeT4,
    Inr,
    DDimer,
    TroponinT,
    NtProBnp,
    Psa,
}

/// How many there are.
pub(crate) const COUNT: usize = Analyte::Psa as usize + 1;

/// What there is to know about an analysis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// Code in the national list (NLK).
    pub(crate) code: &'static str,
    /// Name with specimen, as the laboratory writes it.
    pub(crate) name: &'static str,
    /// Name as people say it.
    pub(crate) words: &'static str,
    /// Unit shown, and in UCUM.
    pub(crate) measure: Measure,
    /// Decimals reported.
    pub(crate) decimals: usize,
    /// Usual value of a healthy person.
    pub(crate) mean: f64,
    /// Standard deviation between healthy persons.
    pub(crate) spread: f64,
    /// Relative deviation from one sample of a person to the next.
    pub(crate) wobble: f64,
    /// The lowest value the method can tell; below it the report says «less than».
    pub(crate) floor: Option<f64>,
}

#[derive(Clone, Copy)]
struct Row(&'static str, &'static str, &'static str, Measure, usize, [f64; 3], Option<f64>);

const G_DL: Measure = ("g/dL", "g/dL");
const G_L: Measure = ("g/L", "g/L");
const FL: Measure = ("fL", "fL");
const PG: Measure = ("pg", "pg");
const GIGA: Measure = ("10^9/L", "10*9/L");
const MG_L: Measure = ("mg/L", "mg/L");
const MM_H: Measure = ("mm/h", "mm/h");
const MMOL: Measure = ("mmol/L", "mmol/L");
const MICROMOL: Measure = ("µmol/L", "umol/L");
const NMOL: Measure = ("nmol/L", "nmol/L");
const PMOL: Measure = ("pmol/L", "pmol/L");
const U_L: Measure = ("U/L", "U/L");
const MICROGRAM: Measure = ("µg/L", "ug/L");
const NG_L: Measure = ("ng/L", "ng/L");
const NONE: Measure = ("", "");

const TABLE: [Row; COUNT] = [
    Row("NOR05172", "B-Hemoglobin", "Hemoglobin", G_DL, 1, [14.2, 0.9, 0.025], None),
    Row("NPU01961", "B-EVF", "Hematokrit", NONE, 2, [0.43, 0.025, 0.025], None),
    Row("NPU01944", "B-MCV", "MCV", FL, 0, [90.0, 3.5, 0.01], None),
    Row("NPU26880", "B-MCH", "MCH", PG, 0, [30.0, 1.2, 0.012], None),
    Row("NPU02593", "B-Leukocytter", "Hvite blodlegemer", GIGA, 1, [6.2, 1.1, 0.11], None),
    Row("NPU02902", "B-Nøytrofile", "Nøytrofile granulocytter", GIGA, 1, [3.5, 0.8, 0.14], None),
    Row("NPU02636", "B-Lymfocytter", "Lymfocytter", GIGA, 1, [2.0, 0.4, 0.1], None),
    Row("NPU03568", "B-Trombocytter", "Blodplater", GIGA, 0, [250.0, 42.0, 0.07], None),
    Row("NPU19748", "P-CRP", "CRP", MG_L, 0, [1.8, 0.9, 0.4], Some(1.0)),
    Row("NPU03404", "B-Senkningsreaksjon", "Senkning (SR)", MM_H, 0, [8.0, 3.0, 0.2], None),
    Row("NPU03429", "P-Natrium", "Natrium", MMOL, 0, [141.0, 1.3, 0.006], None),
    Row("NPU03230", "P-Kalium", "Kalium", MMOL, 1, [4.0, 0.2, 0.04], None),
    Row("NPU01443", "P-Kalsium", "Kalsium", MMOL, 2, [2.33, 0.06, 0.015], None),
    Row("NPU02647", "P-Magnesium", "Magnesium", MMOL, 2, [0.83, 0.04, 0.03], None),
    Row("NPU19673", "P-Albumin", "Albumin", G_L, 0, [43.0, 2.0, 0.025], None),
    Row("NPU04998", "P-Kreatinin", "Kreatinin", MICROMOL, 0, [74.0, 9.0, 0.045], None),
    Row(
        "NOR25909",
        "Pt-eGFR",
        "eGFR (nyrefunksjon)",
        ("mL/min/1,73 m²", "mL/min/{1.73_m2}"),
        0,
        [90.0, 1.0, 0.0],
        None,
    ),
    Row("NPU09356", "P-Urat", "Urat (urinsyre)", MICROMOL, 0, [300.0, 55.0, 0.07], None),
    Row("NPU19651", "P-ALAT", "ALAT", U_L, 0, [24.0, 7.0, 0.14], None),
    Row("NPU19654", "P-ASAT", "ASAT", U_L, 0, [25.0, 5.0, 0.1], None),
    Row("NPU53077", "P-ALP", "ALP", U_L, 0, [66.0, 14.0, 0.06], None),
    Row("NPU19657", "P-Gamma-GT", "Gamma-GT", U_L, 0, [26.0, 11.0, 0.1], None),
    Row("NPU19658", "P-LD", "LD", U_L, 0, [165.0, 20.0, 0.06], None),
    Row("NPU01370", "P-Bilirubin", "Bilirubin", MICROMOL, 0, [10.0, 3.0, 0.18], Some(3.0)),
    Row("NPU19656", "P-CK", "CK", U_L, 0, [110.0, 40.0, 0.2], None),
    Row("NPU02192", "P-Glukose", "Glukose (blodsukker)", MMOL, 1, [5.2, 0.35, 0.05], None),
    Row(
        "NPU27300",
        "B-HbA1c",
        "HbA1c (langtidsblodsukker)",
        ("mmol/mol", "mmol/mol"),
        0,
        [35.0, 2.6, 0.02],
        None,
    ),
    Row("NPU01566", "P-Kolesterol", "Kolesterol", MMOL, 1, [5.2, 0.8, 0.05], None),
    Row("NPU01567", "P-HDL-kolesterol", "HDL-kolesterol", MMOL, 1, [1.5, 0.3, 0.06], None),
    Row("NPU01568", "P-LDL-kolesterol", "LDL-kolesterol", MMOL, 1, [3.2, 0.7, 0.06], None),
    Row("NPU04094", "P-Triglyserider", "Triglyserider", MMOL, 1, [1.2, 0.35, 0.18], None),
    Row("NPU19763", "P-Ferritin", "Ferritin (jernlager)", MICROGRAM, 0, [85.0, 38.0, 0.1], None),
    Row("NPU01700", "P-Vitamin B12", "Vitamin B12", PMOL, 0, [360.0, 85.0, 0.07], None),
    Row("NPU02070", "P-Folat", "Folat", NMOL, 0, [17.0, 5.0, 0.1], None),
    Row("NPU26810", "P-25-OH-vitamin D", "Vitamin D", NMOL, 0, [66.0, 14.0, 0.12], None),
    Row("NPU03577", "P-TSH", "TSH (stoffskifte)", ("mU/L", "m[IU]/L"), 2, [1.7, 0.55, 0.12], None),
    Row("NPU03579", "P-Fritt T4", "Fritt T4 (stoffskifte)", PMOL, 1, [15.2, 1.7, 0.04], None),
    Row("NPU01685", "P-INR", "INR", NONE, 1, [1.0, 0.05, 0.1], None),
    Row("NPU28289", "P-D-dimer", "D-dimer", ("mg/L FEU", "mg/L{FEU}"), 1, [0.3, 0.08, 0.2], Some(0.3)),
    Row("NPU27501", "P-Troponin T", "Troponin T", NG_L, 0, [7.0, 2.5, 0.1], Some(6.0)),
    Row("NPU21571", "P-NT-proBNP", "NT-proBNP", NG_L, 0, [75.0, 28.0, 0.15], Some(35.0)),
    Row("NPU08669", "P-PSA", "PSA", MICROGRAM, 1, [1.4, 0.6, 0.08], None),
];

impl Analyte {
    /// What there is to know about it.
    pub(crate) const fn facts(self) -> Facts {
        let Row(code, name, words, measure, decimals, [mean, spread, wobble], floor) = TABLE[self as usize];
        Facts { code, name, words, measure, decimals, mean, spread, wobble, floor }
    }

    /// Lower and upper limit of the laboratory's range for this sex and age in years.
    ///
    /// Source: the Nordic adult ranges (NORIP) as hospital laboratories publish them, rounded for this region.
    pub(crate) const fn range(self, sex: Sex, age: i32) -> (Option<f64>, Option<f64>) {
        let woman = matches!(sex, Sex::Female);
        let (low, high) = match self {
            Self::Hemoglobin if age < 14 => (11.0, 14.5),
            Self::Hemoglobin => either(woman, (11.7, 15.3), (13.4, 17.0)),
            Self::Hematocrit => either(woman, (0.35, 0.46), (0.39, 0.50)),
            Self::Mcv => either(age < 14, (74.0, 91.0), (82.0, 98.0)),
            Self::Mch => (27.0, 33.0),
            Self::Leukocytes => (3.5, 10.0),
            Self::Neutrophils => (1.5, 7.3),
            Self::Lymphocytes => (1.1, 3.3),
            Self::Platelets => (145.0, 390.0),
            Self::Sedimentation => either(age < 50, (1.0, 17.0), (1.0, 20.0)),
            _ => return self.chemistry(woman, age),
        };
        (Some(low), Some(high))
    }

    const fn chemistry(self, woman: bool, age: i32) -> (Option<f64>, Option<f64>) {
        let (low, high) = match self {
            Self::Sodium => (137.0, 145.0),
            Self::Potassium => (3.5, 4.4),
            Self::Calcium => (2.15, 2.51),
            Self::Magnesium => (0.71, 0.94),
            Self::Albumin => either(age < 70, (36.0, 48.0), (34.0, 45.0)),
            Self::Creatinine if age < 15 => (25.0, 65.0),
            Self::Creatinine => either(woman, (45.0, 90.0), (60.0, 105.0)),
            Self::Urate => either(woman, (155.0, 350.0), (230.0, 480.0)),
            Self::Alat => either(woman, (10.0, 45.0), (10.0, 70.0)),
            Self::Asat => either(woman, (15.0, 35.0), (15.0, 45.0)),
            Self::Alp => (35.0, 105.0),
            Self::GammaGt if age < 40 => either(woman, (10.0, 45.0), (10.0, 80.0)),
            Self::GammaGt => either(woman, (10.0, 75.0), (15.0, 115.0)),
            Self::Ld => either(age < 70, (105.0, 205.0), (115.0, 255.0)),
            Self::Bilirubin => (5.0, 25.0),
            Self::Ck if woman => (35.0, 210.0),
            Self::Ck => either(age < 50, (50.0, 400.0), (40.0, 280.0)),
            Self::Glucose => (4.0, 6.0),
            Self::HbA1c => (20.0, 42.0),
            Self::Cholesterol if age < 30 => (2.9, 6.1),
            Self::Cholesterol => either(age < 50, (3.3, 6.9), (3.9, 7.8)),
            Self::Hdl => either(woman, (1.0, 2.7), (0.8, 2.1)),
            Self::Ldl => either(age < 50, (1.5, 4.8), (2.0, 5.3)),
            Self::Triglycerides => (0.5, 2.6),
            Self::Ferritin => either(woman, (15.0, 160.0), (30.0, 400.0)),
            Self::B12 => (150.0, 650.0),
            Self::Tsh => (0.5, 3.6),
            Self::FreeT4 => (9.0, 22.0),
            Self::Inr => (0.8, 1.2),
            Self::TroponinT => (0.0, 14.0),
            _ => return self.one_sided(age),
        };
        (Some(low), Some(high))
    }

    const fn one_sided(self, age: i32) -> (Option<f64>, Option<f64>) {
        match self {
            Self::Egfr => (Some(60.0), None),
            Self::Folate => (Some(5.0), None),
            Self::VitaminD => (Some(50.0), None),
            Self::Crp => (None, Some(5.0)),
            Self::DDimer => (None, Some(0.5)),
            Self::NtProBnp => (
                None,
                Some(if age < 50 {
                    100.0
                } else if age < 75 {
                    250.0
                } else {
                    450.0
                }),
            ),
            Self::Psa => (
                None,
                Some(if age < 50 {
                    2.5
                } else if age < 60 {
                    3.5
                } else if age < 70 {
                    4.5
                } else {
                    6.5
                }),
            ),
            _ => (None, None),
        }
    }
}

/// What a GP orders for a general check.
pub(crate) const GENERAL: &[Analyte] = &[
    Analyte::Hemoglobin,
    Analyte::Mcv,
    Analyte::Leukocytes,
    Analyte::Platelets,
    Analyte::Crp,
    Analyte::Sodium,
    Analyte::Potassium,
    Analyte::Creatinine,
    Analyte::Egfr,
    Analyte::Alat,
    Analyte::HbA1c,
    Analyte::Ferritin,
    Analyte::B12,
    Analyte::Tsh,
    Analyte::FreeT4,
    Analyte::Ldl,
    Analyte::Hdl,
    Analyte::Cholesterol,
];
/// What a hospital takes of everybody who comes in acutely.
pub(crate) const ADMISSION: &[Analyte] = &[
    Analyte::Hemoglobin,
    Analyte::Hematocrit,
    Analyte::Leukocytes,
    Analyte::Neutrophils,
    Analyte::Lymphocytes,
    Analyte::Platelets,
    Analyte::Crp,
    Analyte::Sodium,
    Analyte::Potassium,
    Analyte::Creatinine,
    Analyte::Egfr,
    Analyte::Albumin,
    Analyte::Glucose,
    Analyte::Alat,
    Analyte::Bilirubin,
];

const fn either(is_first: bool, first: (f64, f64), second: (f64, f64)) -> (f64, f64) {
    if is_first { first } else { second }
}

#[cfg(test)]
mod tests {
    use super::{Analyte, COUNT, TABLE};
    use crate::identity::Sex;

    #[test]
    fn the_table_follows_the_names() {
        assert_eq!(TABLE.len(), COUNT);
        assert_eq!(Analyte::Hemoglobin.facts().code, "NOR05172");
        assert_eq!(Analyte::HbA1c.facts().code, "NPU27300");
        assert_eq!(Analyte::Psa.facts().code, "NPU08669");
        assert_eq!(Analyte::Tsh.range(Sex::Male, 40), (Some(0.5), Some(3.6)));
        assert_eq!(Analyte::Crp.range(Sex::Male, 40), (None, Some(5.0)));
    }
}
