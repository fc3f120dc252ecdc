//! Medicines as a Norwegian list shows them: substance with ATC code, preparation, how it is taken.

/// A medicine with its usual use.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drug {
    /// ATC code.
    pub(crate) atc: &'static str,
    /// Substance.
    pub(crate) name: &'static str,
    /// Form and strength.
    pub(crate) preparation: &'static str,
    /// How to take it, as on the label.
    pub(crate) use_text: &'static str,
    /// Times a day; 0 for «when needed», negative for times a week, -128 for once every third month.
    pub(crate) times: i8,
    /// How much each time.
    pub(crate) amount: &'static str,
    /// Of what.
    pub(crate) unit: &'static str,
    /// What it is for, in plain words.
    pub(crate) purpose: &'static str,
}

macro_rules! drugs {
    ($($name:ident: $atc:literal, $substance:literal, $preparation:literal, $use:literal, $times:literal, $amount:literal $unit:literal, $purpose:literal;)*) => {
        $(#[doc = $substance]
        pub(crate) const $name: Drug = Drug {
            atc: $atc, name: $substance, preparation: $preparation, use_text: $use, times: $times,
            amount: $amount, unit: $unit, purpose: $purpose,
        };)*
    };
}

drugs! {
    PANTOPRAZOLE: "A02BC02", "Pantoprazol", "enterotabletter 20 mg", "1 tablett hver morgen før mat", 1, "1" "tablett", "For å dempe magesyre";
    MACROGOL: "A06AD65", "Makrogol, kombinasjoner", "pulver til mikstur 13,8 g", "1 pose daglig ved behov", 0, "1" "pose", "Mot forstoppelse";
    INSULIN_ASPART: "A10AB05", "Insulin aspart", "injeksjonsvæske 100 E/ml i penn", "Til måltider etter avtale, vanligvis 6–10 enheter", 3, "8" "enheter", "For diabetes";
    INSULIN_GLARGINE: "A10AE04", "Insulin glargin", "injeksjonsvæske 100 E/ml i penn", "22 enheter under huden hver kveld", 1, "22" "enheter", "For diabetes";
    METFORMIN: "A10BA02", "Metformin", "tabletter 500 mg", "2 tabletter morgen og kveld", 2, "2" "tabletter", "For diabetes";
    SEMAGLUTIDE: "A10BJ06", "Semaglutid", "injeksjonsvæske 1 mg i penn", "1 mg under huden én gang i uka", -1, "1" "mg", "For diabetes";
    EMPAGLIFLOZIN: "A10BK03", "Empagliflozin", "tabletter 10 mg", "1 tablett hver morgen", 1, "1" "tablett", "For diabetes og hjerte";
    VITAMIN_D: "A11CC05", "Kolekalsiferol", "tabletter 20 mikrogram", "1 tablett daglig", 1, "1" "tablett", "For skjelettet";
    WARFARIN: "B01AA03", "Warfarin", "tabletter 2,5 mg", "Etter INR, se eget doseringskort", 1, "1" "tablett", "For å hindre blodpropp";
    CLOPIDOGREL: "B01AC04", "Klopidogrel", "tabletter 75 mg", "1 tablett daglig", 1, "1" "tablett", "For å hindre blodpropp";
    ASPIRIN: "B01AC06", "Acetylsalisylsyre", "enterotabletter 75 mg", "1 tablett daglig", 1, "1" "tablett", "For å hindre blodpropp";
    APIXABAN: "B01AF02", "Apiksaban", "tabletter 5 mg", "1 tablett morgen og kveld", 2, "1" "tablett", "For å hindre blodpropp";
    RIVAROXABAN: "B01AF01", "Rivaroksaban", "tabletter 20 mg", "1 tablett daglig til mat", 1, "1" "tablett", "For å hindre blodpropp";
    IRON: "B03AA07", "Jern (ferrosulfat)", "depottabletter 100 mg", "1 tablett daglig", 1, "1" "tablett", "Mot jernmangel";
    B12_SHOT: "B03BA03", "Hydroksokobalamin", "injeksjonsvæske 1 mg/ml", "1 ml i muskel hver tredje måned", -128, "1" "ml", "Mot mangel på vitamin B12";
    DIGOXIN: "C01AA05", "Digoksin", "tabletter 0,25 mg", "1 tablett daglig", 1, "1" "tablett", "For hjerterytmen";
    NITROGLYCERIN: "C01DA02", "Glyseroltrinitrat", "munnspray 0,4 mg/dose", "1 spraydose under tunga ved brystsmerter", 0, "1" "dose", "Mot hjertekrampe";
    FUROSEMIDE: "C03CA01", "Furosemid", "tabletter 40 mg", "1 tablett hver morgen", 1, "1" "tablett", "Vanndrivende";
    SPIRONOLACTONE: "C03DA01", "Spironolakton", "tabletter 25 mg", "1 tablett daglig", 1, "1" "tablett", "Vanndrivende, for hjertet";
    METOPROLOL: "C07AB02", "Metoprolol", "depottabletter 50 mg", "1 tablett daglig", 1, "1" "tablett", "For hjerterytme og blodtrykk";
    AMLODIPINE: "C08CA01", "Amlodipin", "tabletter 5 mg", "1 tablett daglig", 1, "1" "tablett", "Mot høyt blodtrykk";
    ENALAPRIL: "C09AA02", "Enalapril", "tabletter 10 mg", "1 tablett daglig", 1, "1" "tablett", "Mot høyt blodtrykk";
    LOSARTAN: "C09CA01", "Losartan", "tabletter 50 mg", "1 tablett daglig", 1, "1" "tablett", "Mot høyt blodtrykk";
    ENTRESTO: "C09DX04", "Valsartan og sakubitril", "tabletter 49 mg/51 mg", "1 tablett morgen og kveld", 2, "1" "tablett", "For hjertesvikt";
    ATORVASTATIN: "C10AA05", "Atorvastatin", "tabletter 40 mg", "1 tablett daglig", 1, "1" "tablett", "For å senke kolesterolet";
    DESOGESTREL: "G03AC09", "Desogestrel", "tabletter 75 mikrogram", "1 tablett daglig uten opphold", 1, "1" "tablett", "Prevensjon";
    TAMSULOSIN: "G04CA02", "Tamsulosin", "depottabletter 0,4 mg", "1 tablett daglig", 1, "1" "tablett", "For vannlatingen";
    PREDNISOLONE: "H02AB06", "Prednisolon", "tabletter 5 mg", "Nedtrapping etter avtale", 1, "1" "tablett", "Mot betennelse";
    LEVOTHYROXINE: "H03AA01", "Levotyroksinnatrium", "tabletter 100 mikrogram", "1 tablett hver morgen på tom mage", 1, "1" "tablett", "For lavt stoffskifte";
    DOXYCYCLINE: "J01AA02", "Doksysyklin", "tabletter 100 mg", "2 tabletter første dag, deretter 1 daglig", 1, "1" "tablett", "Mot infeksjon";
    AMOXICILLIN: "J01CA04", "Amoksicillin", "mikstur 50 mg/ml", "5 ml tre ganger daglig i fem dager", 3, "5" "ml", "Mot infeksjon";
    PIVMECILLINAM: "J01CA08", "Pivmecillinam", "tabletter 200 mg", "1 tablett tre ganger daglig i tre dager", 3, "1" "tablett", "Mot urinveisinfeksjon";
    PENICILLIN: "J01CE02", "Fenoksymetylpenicillin", "tabletter 660 mg", "2 tabletter fire ganger daglig i sju dager", 4, "2" "tabletter", "Mot infeksjon";
    METHOTREXATE: "L04AX03", "Metotreksat", "tabletter 2,5 mg", "6 tabletter én gang i uka, alltid samme ukedag", -1, "6" "tabletter", "Mot leddgikt";
    IBUPROFEN: "M01AE01", "Ibuprofen", "tabletter 400 mg", "1 tablett inntil tre ganger daglig ved behov", 0, "1" "tablett", "Mot smerter";
    ALLOPURINOL: "M04AA01", "Allopurinol", "tabletter 100 mg", "1 tablett daglig", 1, "1" "tablett", "For å hindre urinsyregikt";
    ALENDRONATE: "M05BA04", "Alendronsyre", "tabletter 70 mg", "1 tablett én gang i uka, stående, med et glass vann", -1, "1" "tablett", "Mot beinskjørhet";
    OXYCODONE: "N02AA05", "Oksykodon", "depottabletter 5 mg", "1 tablett morgen og kveld", 2, "1" "tablett", "Mot sterke smerter";
    TRAMADOL: "N02AX02", "Tramadol", "kapsler 50 mg", "1 kapsel ved behov, høyst 4 i døgnet", 0, "1" "kapsel", "Mot smerter";
    PARACETAMOL: "N02BE01", "Paracetamol", "tabletter 500 mg", "2 tabletter inntil fire ganger daglig ved behov", 0, "2" "tabletter", "Mot smerter og feber";
    LAMOTRIGINE: "N03AX09", "Lamotrigin", "tabletter 100 mg", "1 tablett morgen og kveld", 2, "1" "tablett", "For å hindre epileptiske anfall";
    LEVODOPA: "N04BA02", "Levodopa og dekarboksylasehemmer", "tabletter 100 mg/25 mg", "1 tablett fire ganger daglig", 4, "1" "tablett", "For parkinsons sykdom";
    QUETIAPINE: "N05AH04", "Kvetiapin", "tabletter 25 mg", "1 tablett om kvelden", 1, "1" "tablett", "For ro og søvn";
    OXAZEPAM: "N05BA04", "Oksazepam", "tabletter 10 mg", "1 tablett ved behov, høyst 2 i døgnet", 0, "1" "tablett", "Mot uro";
    ZOPICLONE: "N05CF01", "Zopiklon", "tabletter 5 mg", "1 tablett ved leggetid ved behov", 0, "1" "tablett", "For søvnen";
    MELATONIN: "N05CH01", "Melatonin", "depottabletter 2 mg", "1 tablett en time før leggetid", 1, "1" "tablett", "For søvnen";
    ESCITALOPRAM: "N06AB10", "Escitalopram", "tabletter 10 mg", "1 tablett hver morgen", 1, "1" "tablett", "Mot depresjon og angst";
    MIRTAZAPINE: "N06AX11", "Mirtazapin", "tabletter 15 mg", "1 tablett om kvelden", 1, "1" "tablett", "Mot depresjon";
    METHYLPHENIDATE: "N06BA04", "Metylfenidat", "depottabletter 36 mg", "1 tablett hver morgen", 1, "1" "tablett", "For ADHD";
    DONEPEZIL: "N06DA02", "Donepezil", "tabletter 10 mg", "1 tablett hver kveld", 1, "1" "tablett", "For hukommelsen";
    SALBUTAMOL: "R03AC02", "Salbutamol", "inhalasjonsaerosol 0,1 mg/dose", "2 inhalasjoner ved behov", 0, "2" "inhalasjoner", "Mot tung pust";
    BUDESONIDE_FORMOTEROL: "R03AK07", "Formoterol og budesonid", "inhalasjonspulver 160/4,5 mikrogram", "1 inhalasjon morgen og kveld", 2, "1" "inhalasjon", "For astma og kols";
    TIOTROPIUM: "R03BB04", "Tiotropium", "inhalasjonspulver 18 mikrogram", "1 inhalasjon hver morgen", 1, "1" "inhalasjon", "For kols";
    DESLORATADINE: "R06AX27", "Desloratadin", "tabletter 5 mg", "1 tablett daglig i pollensesongen", 1, "1" "tablett", "Mot allergi";
    ADRENALINE: "C01CA24", "Adrenalin", "injeksjonsvæske i penn 0,3 mg", "1 dose i låret straks ved alvorlig allergisk reaksjon, ring 113", 0, "1" "dose", "Mot alvorlig allergi";
    LATANOPROST: "S01EE01", "Latanoprost", "øyedråper 50 mikrogram/ml", "1 dråpe i hvert øye om kvelden", 1, "1" "dråpe", "Mot grønn stær";
}
