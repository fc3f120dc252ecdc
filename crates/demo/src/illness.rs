//! Long illnesses of the population: how common they are, what they are treated with, how they are followed, and what
//! they do to the blood. Shares are rounded from Norwegian public health figures; they only have to be believable.

use crate::analyte::Analyte::{self, *};
use crate::chart::Problem;
use crate::drug::{self, Drug};
use crate::physiology::Bend::{self, Times, Toward, Yearly};
use crate::unit::Field;

/// A long illness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Illness {
    /// Its names.
    pub(crate) problem: Problem,
    /// From an age on: of ten thousand women and of ten thousand men, how many have it.
    pub(crate) share: &'static [(i32, u32, u32)],
    /// Months between controls at the GP's; 0 for none.
    pub(crate) every_months: i32,
    /// What a control is called.
    pub(crate) control: &'static str,
    /// What a control measures.
    pub(crate) panel: &'static [Analyte],
    /// Whether blood pressure and weight are taken.
    pub(crate) is_measured: bool,
    /// The department that follows it too, and how many months between.
    pub(crate) clinic: Option<(Field, i32)>,
    /// Medicines: in how many of a hundred, how many days after the diagnosis.
    pub(crate) drugs: &'static [(Drug, u32, i32)],
    /// What it does to the blood.
    pub(crate) bends: &'static [(Analyte, Bend)],
    /// What the notes say.
    pub(crate) notes: &'static [&'static str],
}

const fn problem(
    icpc: (&'static str, &'static str),
    icd: (&'static str, &'static str),
    words: &'static str,
) -> Problem {
    Problem { icpc, icd, words }
}

const LIPIDS_AND_KIDNEYS: &[Analyte] = &[Potassium, Creatinine, Egfr, Ldl, Hdl, Cholesterol];

/// Type 2 diabetes.
pub(crate) const DIABETES: Illness = Illness {
    problem: problem(("T90", "Diabetes type 2"), ("E11.9", "Diabetes mellitus type 2 uten kompl"), "Diabetes type 2"),
    share: &[(35, 80, 120), (50, 450, 650), (65, 1000, 1300), (78, 1200, 1400)],
    every_months: 4,
    control: "Diabeteskontroll",
    panel: &[HbA1c, Glucose, Creatinine, Egfr, Potassium, Ldl, Hdl, Cholesterol, Alat],
    is_measured: true,
    clinic: Some((Field::Eyes, 24)),
    drugs: &[(drug::METFORMIN, 92, 14), (drug::ATORVASTATIN, 70, 60), (drug::EMPAGLIFLOZIN, 40, 500), (drug::SEMAGLUTIDE, 22, 900)],
    bends: &[(HbA1c, Toward(71.0, 49.0, 110.0)), (HbA1c, Yearly(0.8)), (Glucose, Toward(10.8, 7.4, 110.0)), (Ldl, Times(0.68)), (Creatinine, Yearly(0.9))],
    notes: &[
        "Måler blodsukker hjemme, stort sett mellom 6 og 9. Ingen føling. Kjenner godt etter kroppen.",
        "Føttene undersøkt: gode pulser, normal følelse for monofilament. Ingen sår.",
        "Snakket om kost og bevegelse. Går tur fire dager i uka. Ønsker å fortsette som før.",
        "Blodsukkeret har vært litt høyere i det siste, trolig etter en forkjølelse. Ny kontroll som avtalt.",
    ],
};

/// High blood pressure.
pub(crate) const HYPERTENSION: Illness = Illness {
    problem: problem(("K86", "Hypertensjon ukomplisert"), ("I10", "Essensiell (primær) hypertensjon"), "Høyt blodtrykk"),
    share: &[(35, 250, 400), (50, 1500, 1900), (65, 3000, 3200), (78, 3800, 3500)],
    every_months: 9,
    control: "Blodtrykkskontroll",
    panel: LIPIDS_AND_KIDNEYS,
    is_measured: true,
    clinic: None,
    drugs: &[(drug::LOSARTAN, 55, 30), (drug::AMLODIPINE, 45, 30), (drug::ENALAPRIL, 20, 30)],
    bends: &[],
    notes: &[
        "Hjemmemålinger viser blodtrykk rundt 135/82. Ingen bivirkninger av medisinen.",
        "Føler seg bra. Ingen brystsmerter eller tung pust. Fortsetter uendret behandling.",
        "Blodtrykket er noe høyt i dag. Måler hjemme i en uke og sender inn tallene.",
    ],
};

/// Every long illness of the population.
pub(crate) const ALL: &[Illness] = &[
    DIABETES,
    HYPERTENSION,
    Illness {
        problem: problem(("T89", "Diabetes type 1"), ("E10.9", "Diabetes mellitus type 1 uten komplikasjoner"), "Diabetes type 1"),
        share: &[(6, 45, 50), (18, 55, 65)],
        every_months: 0,
        control: "Diabeteskontroll",
        panel: &[HbA1c, Creatinine, Egfr, Tsh, Ldl, Hdl, Cholesterol],
        is_measured: true,
        clinic: Some((Field::Endocrine, 4)),
        drugs: &[(drug::INSULIN_ASPART, 100, 1), (drug::INSULIN_GLARGINE, 100, 1)],
        bends: &[(HbA1c, Toward(92.0, 57.0, 60.0)), (Glucose, Toward(17.0, 8.6, 40.0))],
        notes: &["Bruker glukosesensor. Tid i målområdet 68 prosent. Få følinger.", "Justerer insulin selv ved trening. Trives med pumpa."],
    },
    Illness {
        problem: problem(("T86", "Hypotyreose/myksødem"), ("E03.9", "Uspesifisert hypotyreose"), "Lavt stoffskifte"),
        share: &[(25, 200, 40), (45, 650, 120), (65, 900, 220)],
        every_months: 10,
        control: "Kontroll av stoffskiftet",
        panel: &[Tsh, FreeT4],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::LEVOTHYROXINE, 98, 10)],
        bends: &[(Tsh, Toward(14.0, 1.6, 45.0)), (FreeT4, Toward(7.4, 16.5, 45.0))],
        notes: &["Mindre trøtt etter at dosen ble økt. Tar tabletten fast hver morgen.", "Velregulert. Fortsetter med samme dose, ny kontroll om et år."],
    },
    Illness {
        problem: problem(("K78", "Atrieflimmer/flutter"), ("I48.9", "Uspesifisert atrieflimmer og atrieflutter"), "Hjerteflimmer"),
        share: &[(50, 60, 130), (65, 450, 800), (78, 1300, 1700)],
        every_months: 8,
        control: "Kontroll av hjerterytmen",
        panel: &[Hemoglobin, Potassium, Magnesium, Creatinine, Egfr, Tsh],
        is_measured: true,
        clinic: Some((Field::Heart, 30)),
        drugs: &[(drug::APIXABAN, 78, 5), (drug::METOPROLOL, 70, 5), (drug::RIVAROXABAN, 14, 5)],
        bends: &[(NtProBnp, Times(4.5))],
        notes: &["Uregelmessig puls rundt 75. Merker lite til flimringen. Ingen blødninger.", "Tåler medisinene. Minnet om å ikke ta betennelsesdempende tabletter ved siden av."],
    },
    Illness {
        problem: problem(("K83", "Hjerteklaffsykdom IKA"), ("Z95.2", "Kunstig hjerteklaff"), "Kunstig hjerteklaff"),
        share: &[(50, 30, 50), (65, 90, 140), (78, 140, 180)],
        every_months: 1,
        control: "INR-kontroll",
        panel: &[Inr],
        is_measured: false,
        clinic: Some((Field::Heart, 14)),
        drugs: &[(drug::WARFARIN, 100, 2)],
        bends: &[(Inr, Toward(1.1, 2.6, 5.0))],
        notes: &["Dosen er uendret.", "Litt høy INR. Hopper over en tablett i morgen, ny prøve om en uke."],
    },
    Illness {
        problem: problem(("K74", "Iskemisk hjertesykdom med angina"), ("I25.9", "Uspesifisert kronisk iskemisk hjertesykdom"), "Hjertekransåresykdom"),
        share: &[(50, 120, 350), (65, 450, 1200), (78, 900, 1900)],
        every_months: 9,
        control: "Kontroll etter hjertesykdom",
        panel: LIPIDS_AND_KIDNEYS,
        is_measured: true,
        clinic: Some((Field::Heart, 24)),
        drugs: &[(drug::ASPIRIN, 88, 3), (drug::ATORVASTATIN, 92, 3), (drug::METOPROLOL, 60, 3), (drug::NITROGLYCERIN, 55, 3)],
        bends: &[(Ldl, Times(0.5))],
        notes: &["Ingen brystsmerter ved vanlig aktivitet. Bruker nitrospray under én gang i måneden.", "Går på hjertetrening to ganger i uka. LDL under behandlingsmålet."],
    },
    Illness {
        problem: problem(("K77", "Hjertesvikt"), ("I50.9", "Uspesifisert hjertesvikt"), "Hjertesvikt"),
        share: &[(60, 60, 120), (75, 500, 700), (85, 1100, 1200)],
        every_months: 3,
        control: "Kontroll av hjertesvikt",
        panel: &[Hemoglobin, Sodium, Potassium, Creatinine, Egfr, NtProBnp],
        is_measured: true,
        clinic: Some((Field::Heart, 8)),
        drugs: &[(drug::FUROSEMIDE, 85, 4), (drug::SPIRONOLACTONE, 55, 60), (drug::ENTRESTO, 45, 90), (drug::METOPROLOL, 75, 4), (drug::EMPAGLIFLOZIN, 60, 200)],
        bends: &[(NtProBnp, Toward(4200.0, 1150.0, 120.0)), (Creatinine, Times(1.22)), (Potassium, Times(1.06))],
        notes: &["Veier seg hver morgen, stabil vekt. Sover med én pute. Ingen hevelse i beina.", "Litt tyngre pust i bakker. Lett hevelse rundt anklene. Vanndrivende økt i tre dager."],
    },
    Illness {
        problem: problem(("R95", "Kronisk obstruktiv lungesykdom"), ("J44.9", "Uspesifisert kronisk obstruktiv lungesykdom"), "Kols"),
        share: &[(50, 250, 260), (65, 750, 850), (78, 850, 1100)],
        every_months: 8,
        control: "Kols-kontroll",
        panel: &[Hemoglobin, Crp],
        is_measured: true,
        clinic: Some((Field::Lung, 24)),
        drugs: &[(drug::TIOTROPIUM, 70, 10), (drug::BUDESONIDE_FORMOTEROL, 55, 10), (drug::SALBUTAMOL, 80, 10)],
        bends: &[(Hemoglobin, Times(1.05))],
        notes: &["Ingen forverringer siden sist. Inhalasjonsteknikken er god.", "Hoster mest om morgenen. Har sluttet å røyke. Spirometri viser FEV1 58 prosent av forventet."],
    },
    Illness {
        problem: problem(("R96", "Astma"), ("J45.9", "Uspesifisert astma"), "Astma"),
        share: &[(4, 500, 600), (18, 650, 500), (50, 600, 450)],
        every_months: 14,
        control: "Astmakontroll",
        panel: &[],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::BUDESONIDE_FORMOTEROL, 65, 5), (drug::SALBUTAMOL, 85, 5)],
        bends: &[],
        notes: &["God kontroll. Bruker anfallsmedisin sjeldnere enn én gang i uka.", "Mer plager i bjørkesesongen. Øker forebyggende medisin i april og mai."],
    },
    Illness {
        problem: problem(("U99", "Urinveissykdom IKA"), ("N18.9", "Uspesifisert kronisk nyresykdom"), "Nedsatt nyrefunksjon"),
        share: &[(60, 150, 180), (75, 700, 800)],
        every_months: 5,
        control: "Kontroll av nyrene",
        panel: &[Hemoglobin, Sodium, Potassium, Calcium, Albumin, Creatinine, Egfr],
        is_measured: true,
        clinic: Some((Field::Kidney, 12)),
        drugs: &[(drug::LOSARTAN, 60, 20)],
        bends: &[(Creatinine, Times(1.6)), (Creatinine, Yearly(5.5)), (Hemoglobin, Times(0.93)), (Urate, Times(1.3))],
        notes: &["Nyrefunksjonen faller langsomt som ventet. Unngår betennelsesdempende tabletter.", "Blodtrykket er innenfor målet. Ingen hevelser."],
    },
    Illness {
        problem: problem(("L88", "Reumatoid artritt/reumatisk sykdom"), ("M06.9", "Uspesifisert reumatoid artritt"), "Leddgikt"),
        share: &[(30, 60, 25), (55, 160, 70)],
        every_months: 3,
        control: "Blodprøver ved leddgiktmedisin",
        panel: &[Hemoglobin, Leukocytes, Neutrophils, Platelets, Crp, Sedimentation, Creatinine, Egfr, Alat, Albumin],
        is_measured: false,
        clinic: Some((Field::Rheumatic, 8)),
        drugs: &[(drug::METHOTREXATE, 85, 20), (drug::PREDNISOLONE, 30, 5)],
        bends: &[(Crp, Toward(34.0, 3.0, 60.0)), (Sedimentation, Toward(48.0, 12.0, 80.0)), (Alat, Times(1.25))],
        notes: &["Lite morgenstivhet, ingen hovne ledd i dag. Fortsetter med metotreksat.", "To ømme fingerledd. Tåler medisinen godt. Blodprøvene er uten anmerkning."],
    },
    Illness {
        problem: problem(("T92", "Urinsyregikt"), ("M10.9", "Uspesifisert urinsyregikt"), "Urinsyregikt"),
        share: &[(45, 50, 300), (65, 200, 700)],
        every_months: 12,
        control: "Kontroll ved urinsyregikt",
        panel: &[Urate, Creatinine, Egfr],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::ALLOPURINOL, 70, 40)],
        bends: &[(Urate, Toward(560.0, 330.0, 90.0))],
        notes: &["Ingen anfall siden oppstart av forebyggende medisin. Urinsyren er under målet."],
    },
    Illness {
        problem: problem(("P76", "Depressiv lidelse"), ("F32.2", "Alvorlig depressiv episode uten psykotiske symptomer"), "Depresjon"),
        share: &[(17, 450, 250), (30, 500, 300), (70, 350, 200)],
        every_months: 3,
        control: "Samtale",
        panel: &[],
        is_measured: false,
        clinic: Some((Field::Mental, 3)),
        drugs: &[(drug::ESCITALOPRAM, 60, 14), (drug::MIRTAZAPINE, 20, 60), (drug::QUETIAPINE, 8, 90)],
        bends: &[],
        notes: &["Sover bedre og er mer ute. Går til samtale annenhver uke. Ingen tanker om å ta sitt liv.", "Opplever fremgang. Vil fortsette med medisinen gjennom vinteren før vi vurderer nedtrapping."],
    },
    Illness {
        problem: problem(("P74", "Angstlidelse"), ("F41.1", "Generalisert angstlidelse"), "Angst"),
        share: &[(16, 350, 180), (30, 400, 220)],
        every_months: 7,
        control: "Samtale",
        panel: &[],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::ESCITALOPRAM, 40, 20), (drug::OXAZEPAM, 10, 40)],
        bends: &[],
        notes: &["Øver på å ta buss. Har nytte av kurset hos frisklivssentralen.", "Mindre bekymring enn i høst. Bruker pusteøvelsene."],
    },
    Illness {
        problem: problem(("B80", "Jernmangelanemi"), ("D50.9", "Uspesifisert jernmangelanemi"), "Jernmangel"),
        share: &[(14, 550, 15), (52, 120, 60), (75, 350, 300)],
        every_months: 8,
        control: "Kontroll av jern",
        panel: &[Hemoglobin, Mcv, Mch, Ferritin],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::IRON, 80, 3)],
        bends: &[(Hemoglobin, Toward(9.8, 12.8, 50.0)), (Ferritin, Toward(5.0, 48.0, 140.0)), (Mcv, Toward(75.0, 87.0, 80.0))],
        notes: &["Mindre sliten etter oppstart med jern. Tåler tablettene annenhver dag.", "Jernlageret fylles langsomt opp. Fortsetter i tre måneder til."],
    },
    Illness {
        problem: problem(("L95", "Osteoporose"), ("M81.0", "Osteoporose etter menopause"), "Beinskjørhet"),
        share: &[(58, 500, 40), (72, 1500, 250)],
        every_months: 14,
        control: "Kontroll ved beinskjørhet",
        panel: &[Calcium, VitaminD, Creatinine, Egfr],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::ALENDRONATE, 65, 20), (drug::VITAMIN_D, 80, 20)],
        bends: &[(VitaminD, Toward(38.0, 74.0, 90.0))],
        notes: &["Ingen nye brudd. Går på balansetrening. Husker tabletten hver søndag."],
    },
    Illness {
        problem: problem(("Y85", "Prostatahyperplasi"), ("N40", "Benign prostataobstruksjon"), "Forstørret prostata"),
        share: &[(55, 0, 600), (70, 0, 1500)],
        every_months: 14,
        control: "Kontroll av vannlating",
        panel: &[Psa, Creatinine, Egfr],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::TAMSULOSIN, 65, 10)],
        bends: &[(Psa, Times(1.7))],
        notes: &["Står opp én gang om natta, mot tre før. Fornøyd med virkningen."],
    },
    Illness {
        problem: problem(("P70", "Demens"), ("F03", "Uspesifisert demens"), "Demens"),
        share: &[(72, 250, 220), (83, 1500, 1100)],
        every_months: 6,
        control: "Oppfølging ved demens",
        panel: &[],
        is_measured: true,
        clinic: Some((Field::Geriatric, 14)),
        drugs: &[(drug::DONEPEZIL, 45, 30), (drug::MELATONIN, 30, 100)],
        bends: &[],
        notes: &["Kommer sammen med datteren. Trives på dagsenteret. Spiser godt.", "Trenger mer hjelp til medisiner. Hjemmesykepleien deler ut fra multidose."],
    },
    Illness {
        problem: problem(("N88", "Epilepsi"), ("G40.9", "Uspesifisert epilepsi"), "Epilepsi"),
        share: &[(3, 60, 60), (60, 90, 100)],
        every_months: 0,
        control: "Epilepsikontroll",
        panel: &[Sodium, Alat],
        is_measured: false,
        clinic: Some((Field::Nerves, 11)),
        drugs: &[(drug::LAMOTRIGINE, 75, 5)],
        bends: &[],
        notes: &["Anfallsfri i over ett år. Fortsetter uendret. Kan kjøre bil."],
    },
    Illness {
        problem: problem(("N89", "Migrene"), ("G43.9", "Uspesifisert migrene"), "Migrene"),
        share: &[(13, 500, 200), (25, 900, 300), (60, 300, 100)],
        every_months: 18,
        control: "Migrene, oppfølging",
        panel: &[],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::IBUPROFEN, 60, 2)],
        bends: &[],
        notes: &["To til tre anfall i måneden. Fører hodepinedagbok. Søvn og faste måltider hjelper."],
    },
    Illness {
        problem: problem(("L90", "Kneleddsartrose"), ("M17.0", "Primær kneleddsartrose, bilateral"), "Slitasje i kneet"),
        share: &[(50, 500, 350), (65, 1200, 800)],
        every_months: 16,
        control: "Knesmerter, oppfølging",
        panel: &[],
        is_measured: false,
        clinic: Some((Field::Orthopaedic, 40)),
        drugs: &[(drug::PARACETAMOL, 70, 2)],
        bends: &[],
        notes: &["Trener hos fysioterapeut to ganger i uka. Mindre smerter i trapp.", "Smerter ved lange turer. Vurderer henvisning til ortoped hvis treningen ikke hjelper."],
    },
    Illness {
        problem: problem(("D84", "Spiserørssykdom"), ("K21.9", "Gastroøsofageal reflukssykdom uten øsofagitt"), "Halsbrann"),
        share: &[(30, 350, 400), (55, 700, 750)],
        every_months: 20,
        control: "Halsbrann, oppfølging",
        panel: &[],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::PANTOPRAZOLE, 90, 1)],
        bends: &[],
        notes: &["God virkning av syredempende. Prøver å ta den bare ved behov."],
    },
    Illness {
        problem: problem(("S87", "Atopisk dermatitt/eksem"), ("L20.9", "Uspesifisert atopisk dermatitt"), "Atopisk eksem"),
        share: &[(0, 1200, 1200), (6, 700, 650), (18, 300, 250)],
        every_months: 20,
        control: "Eksem, oppfølging",
        panel: &[],
        is_measured: false,
        clinic: None,
        drugs: &[],
        bends: &[],
        notes: &["Tørr hud i albuebøyene. Smører med fuktighetskrem daglig. Verst om vinteren."],
    },
    Illness {
        problem: problem(("P81", "Hyperkinetisk forstyrrelse"), ("F90.0", "Forstyrrelser av aktivitet og oppmerksomhet"), "ADHD"),
        share: &[(7, 300, 550), (19, 250, 280), (45, 80, 90)],
        every_months: 5,
        control: "ADHD-kontroll",
        panel: &[],
        is_measured: true,
        clinic: None,
        drugs: &[(drug::METHYLPHENIDATE, 75, 30)],
        bends: &[],
        notes: &["God effekt på skolen. Appetitten er litt nedsatt midt på dagen. Vekt og blodtrykk følges."],
    },
    Illness {
        problem: problem(("T93", "Lipidstoffskifte forstyrrelse"), ("E78.5", "Uspesifisert hyperlipidemi"), "Høyt kolesterol"),
        share: &[(40, 350, 500), (55, 1000, 1100)],
        every_months: 14,
        control: "Kontroll av kolesterol",
        panel: &[Ldl, Hdl, Cholesterol, Triglycerides, Alat, Ck],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::ATORVASTATIN, 75, 20)],
        bends: &[(Ldl, Toward(5.8, 2.7, 40.0))],
        notes: &["Tåler statinet uten muskelsmerter. LDL er halvert siden oppstart."],
    },
    Illness {
        problem: problem(("P06", "Søvnforstyrrelse"), ("G47.9", "Uspesifisert søvnforstyrrelse"), "Søvnvansker"),
        share: &[(25, 250, 180), (65, 800, 500)],
        every_months: 15,
        control: "Søvnvansker, oppfølging",
        panel: &[],
        is_measured: false,
        clinic: None,
        drugs: &[(drug::MELATONIN, 45, 1), (drug::ZOPICLONE, 30, 1)],
        bends: &[],
        notes: &["Råd om faste leggetider og lys om morgenen. Sovemedisin bare av og til."],
    },
    Illness {
        problem: problem(("H84", "Hørselstap aldersbetinget"), ("H91.1", "Presbyakusis"), "Nedsatt hørsel"),
        share: &[(65, 600, 900), (80, 1900, 2300)],
        every_months: 0,
        control: "Hørselskontroll",
        panel: &[],
        is_measured: false,
        clinic: None,
        drugs: &[],
        bends: &[],
        notes: &["Bruker høreapparat på begge ører."],
    },
    Illness {
        problem: problem(("N87", "Parkinsonisme"), ("G20", "Parkinsons sykdom"), "Parkinsons sykdom"),
        share: &[(62, 60, 90), (75, 170, 260)],
        every_months: 6,
        control: "Kontroll ved Parkinsons sykdom",
        panel: &[],
        is_measured: true,
        clinic: Some((Field::Nerves, 6)),
        drugs: &[(drug::LEVODOPA, 90, 20)],
        bends: &[],
        notes: &["Jevn virkning av medisinen gjennom dagen. Litt stivere om morgenen. Går til fysioterapi."],
    },
];

impl Illness {
    /// Of ten thousand people of this age and sex, how many have it.
    pub(crate) fn share_at(&self, age: i32, is_woman: bool) -> u32 {
        let step = self.share.iter().rev().find(|(from, ..)| *from <= age);
        step.map_or(0, |(_, women, men)| if is_woman { *women } else { *men })
    }
}

/// The long illness with this ICPC-2 code.
///
/// # Panics
/// When the list has none with it.
pub(crate) fn known(icpc: &str) -> &'static Illness {
    ALL.iter().find(|illness| illness.problem.icpc.0 == icpc).expect("the caller names an illness of the list")
}
