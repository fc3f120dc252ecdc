//! Short illnesses: what people go to the doctor with, and what is done about it.

use crate::analyte::Analyte::{self, *};
use crate::chart::Problem;
use crate::drug::{self, Drug};

/// A short illness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ailment {
    /// Its names.
    pub(crate) problem: Problem,
    /// Ages it happens at, and how often in ten thousand years of life.
    pub(crate) ages: (i32, i32),
    /// Cases in ten thousand person-years.
    pub(crate) rate: u32,
    /// How long it lasts, in days.
    pub(crate) days: i32,
    /// What it is treated with, and in how many of a hundred.
    pub(crate) drug: Option<(Drug, i32, u32)>,
    /// What is measured, with C-reactive protein at this level when it is.
    pub(crate) panel: &'static [Analyte],
    /// CRP at its height; 0 when not raised.
    pub(crate) crp: f64,
    /// What the note says.
    pub(crate) notes: &'static [&'static str],
}

macro_rules! ailments {
    ($(($icpc:literal, $icpc_text:literal, $icd:literal, $icd_text:literal, $words:literal, $from:literal..$to:literal, $rate:literal, $days:literal, $drug:expr, $panel:expr, $crp:literal, $notes:expr);)*) => {
        /// Every short illness of the population.
        pub(crate) const ALL: &[Ailment] = &[$(Ailment {
            problem: Problem { icpc: ($icpc, $icpc_text), icd: ($icd, $icd_text), words: $words },
            ages: ($from, $to), rate: $rate, days: $days, drug: $drug, panel: $panel, crp: $crp, notes: $notes,
        }),*];
    };
}

ailments! {
    ("R74", "Akutt øvre luftveisinfeksjon", "J06.9", "Uspesifisert akutt infeksjon i øvre luftveier", "Forkjølelse", 0..99, 1400, 8, None, &[Crp], 9.0,
        &["Tett nese og sår hals i fire dager. Feberfri nå. Lungene er uten anmerkning.", "Hoste og snue. Råd om hvile og drikke. Tar kontakt ved tung pust eller feber over fem dager."]);
    ("H71", "Mellomørebetennelse akutt", "H66.9", "Uspesifisert mellomørebetennelse", "Ørebetennelse", 0..8, 1800, 7, Some((drug::AMOXICILLIN, 5, 45)), &[Crp], 28.0,
        &["Vondt i høyre øre siden i natt. Trommehinnen er rød og buler. Avventer et døgn før antibiotika."]);
    ("R78", "Akutt bronkitt/bronkiolitt", "J20.9", "Uspesifisert akutt bronkitt", "Bronkitt", 0..99, 450, 14, Some((drug::DOXYCYCLINE, 7, 20)), &[Crp, Leukocytes], 22.0,
        &["Langvarig hoste med slim. Piper litt over lungene. CRP lett forhøyet, ingen antibiotika nå."]);
    ("R81", "Lungebetennelse", "J18.9", "Uspesifisert pneumoni", "Lungebetennelse", 2..99, 110, 21, Some((drug::PENICILLIN, 7, 95)), &[Crp, Leukocytes, Hemoglobin, Sodium, Creatinine, Egfr], 140.0,
        &["Feber 39,4 og smerter ved innpust. Knatrelyder over høyre lunge. Starter med penicillin, ny vurdering om to dager."]);
    ("U71", "Cystitt/urinveisinfeksjon IKA", "N39.0", "Urinveisinfeksjon med uspesifisert lokalisasjon", "Blærekatarr", 16..99, 600, 5, Some((drug::PIVMECILLINAM, 3, 90)), &[], 0.0,
        &["Svie og hyppig vannlating i to dager. Urinstiks viser hvite og nitritt. Ingen feber."]);
    ("D73", "Gastroenteritt antatt infeksiøs", "A09.9", "Gastroenteritt og kolitt av uspesifisert årsak", "Omgangssyke", 0..99, 400, 4, None, &[], 0.0,
        &["Oppkast og diaré siden i går. Holder på litt drikke. Råd om sukker- og saltløsning."]);
    ("L03", "Korsrygg symptomer/plager", "M54.5", "Lumbago", "Vondt i korsryggen", 18..80, 900, 28, Some((drug::IBUPROFEN, 10, 50)), &[], 0.0,
        &["Plutselig vondt i korsryggen etter løft. Ingen utstråling. Oppfordret til å være i aktivitet.", "Stiv i ryggen om morgenen. Normal kraft og følelse i beina. Sykmeldt 50 prosent i én uke."]);
    ("L86", "Ryggsyndrom med smerteutstråling", "M51.1", "Lidelse i lumbalsk./mellomvirvelsk., m/radikulop. (G55.1*)", "Isjias", 25..70, 110, 60, Some((drug::TRAMADOL, 14, 40)), &[], 0.0,
        &["Smerter fra korsryggen ned i venstre bein. Positiv Lasègue ved 40 grader. Normal kraft. MR hvis det ikke bedres."]);
    ("S76", "Hudinfeksjon IKA", "L03.9", "Uspesifisert cellulitt", "Hudinfeksjon", 1..99, 180, 12, Some((drug::PENICILLIN, 10, 85)), &[Crp, Leukocytes], 48.0,
        &["Rød, varm og hoven legg. Tegnet rundt kanten med tusj. Kontroll om to dager."]);
    ("F70", "Infeksiøs konjunktivitt", "H10.9", "Uspesifisert konjunktivitt", "Øyekatarr", 0..10, 350, 6, None, &[], 0.0,
        &["Rødt øye med puss om morgenen. Vask med lunkent vann. Kan gå i barnehagen."]);
    ("H81", "Ørevoks", "H61.2", "Ørevoksplugg", "Ørevoks", 30..99, 250, 1, None, &[], 0.0, &["Tett øre. Voks fjernet med skylling. Trommehinnen er fin."]);
    ("A80", "Skade/traume IKA", "T14.9", "Uspesifisert skade", "Skade etter fall", 3..99, 420, 20, Some((drug::PARACETAMOL, 7, 40)), &[], 0.0,
        &["Falt på isen og slo håndleddet. Ingen feilstilling. Røntgen viser ikke brudd."]);
    ("N17", "Svimmelhet IKA", "R42", "Svimmelhet", "Svimmelhet", 45..99, 260, 14, None, &[Hemoglobin, Glucose, Sodium, Tsh], 0.0,
        &["Svimmel når hen snur seg i senga. Prøve for krystallsyke positiv til høyre. Manøver utført."]);
    ("A04", "Slapphet/tretthet", "R53", "Uvelhet og tretthet", "Slapphet", 15..85, 480, 60, None, &[Hemoglobin, Mcv, Ferritin, B12, Folate, Tsh, FreeT4, VitaminD, HbA1c, Crp, Creatinine, Egfr, Alat], 0.0,
        &["Sliten gjennom høsten. Sover seks timer. Tar blodprøver og ny time om to uker.", "Trøtt og nedsatt overskudd. Normal undersøkelse. Avventer blodprøvene."]);
    ("D01", "Abdominalsmerte/krampe generell", "R10.4", "Annen og uspesifisert smerte i buk og bekken", "Magesmerter", 8..90, 300, 10, None, &[Crp, Leukocytes, Hemoglobin, Alat, Asat, Ld, Bilirubin, GammaGt], 0.0,
        &["Vondt rundt navlen av og til. Bløt mage uten ømhet. Prøver kostråd og ny vurdering."]);
    ("A11", "Brystsmerte IKA", "R07.4", "Uspesifisert brystsmerte", "Brystsmerter", 30..85, 130, 3, None, &[TroponinT, Hemoglobin, Potassium, Creatinine, Egfr, DDimer], 0.0,
        &["Stikkende smerter i brystet uten sammenheng med anstrengelse. EKG er normalt. Troponin er lav."]);
    ("R80", "Influensa", "J11.1", "Influensa, virus ikke påvist", "Influensa", 5..95, 230, 9, None, &[Crp], 19.0, &["Brå feber, hodepine og verk i kroppen. Hvile og rikelig drikke."]);
    ("R991", "Covid-19 (mistenkt/sannsynlig)", "U07.1", "Covid-19 med påvist virus", "Covid-19", 10..95, 160, 9, None, &[], 0.0, &["Positiv hjemmetest. Milde plager. Følger vanlige råd."]);
    ("N01", "Hodepine", "R51", "Hodepine", "Hodepine", 14..80, 260, 20, None, &[], 0.0, &["Spenningshodepine etter mye skjermarbeid. Normal nevrologisk undersøkelse."]);
}
