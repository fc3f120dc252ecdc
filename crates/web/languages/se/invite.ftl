# Inviting somebody to see one’s record.

invite-title = Atte soapmásii beassama
invite-lead = Don ráhkadat liŋkka ja attát dan soapmásii geasa luohtát. Olmmoš ii oainne maidege ovdal go lea sisačálihan ja dohkkehan.
invite-parts = Maid olmmoš galgá beassat oaidnit?
invite-parts-hint = Vállje unnimusat ovtta oasi journálas.
invite-topics = Mii ii galgga oidnot?
invite-topics-hint = Dat mii lea merkejuvvon fáttáin maid don válljet, ii oidno. Dat mii ii leat merkejuvvon, oidno, vaikko dat guoskkašii fáddái.
invite-from = Rájes
invite-from-hint = Beaivi, mánnu ja jahki
invite-ends = Man guhká galgá beassan bistit?
invite-ends-hint = Don fertet válljet. Goappašagat sáhttiba loahpahit ovdal áiggi.
invite-ends-date = Dihto beaivái
invite-ends-open = Dassážii go goabbá nu loahpaha
invite-until = Maŋimuš beaivi
invite-until-hint = Dušše jos don leat válljen «Dihto beaivái».
invite-see = Geahča maid olmmoš oaidná
invite-error-parts = Vállje unnimusat ovtta oasi journálas
invite-error-from = Čále beaivvi goas beassan álgá: odne dahje maŋŋil
invite-error-ends = Vállje man guhká beassan galgá bistit
invite-error-until = Čále maŋimuš beaivvi: seamma beaivi go beassan álgá, dahje maŋŋil
invite-preview-title = Dán oaidná son gean bovdet
invite-preview-lead = Logut leat du journálas justa dál. Ođđa dieđut seamma osiin oidnojit maid.
invite-count = { $count ->
    [one] 1 diehtu
    [two] 2 dieđu
   *[other] { $count } dieđu
}
invite-count-more = Eanet go { $count } dieđu
invite-count-none = Ii mihkkege justa dál
invite-example = { $name }, { $when }
invite-not-seen = Olmmoš ii oainne
invite-never-seen = Du oktavuođadieđuid, oapmahaččaid, logga ja geas lea beassan, ii sáhte oktage oažžut.
invite-make = Ráhkat bovdehusa
invite-edit = Rievdat
invite-made-title = Bovdehus lea ráhkaduvvon
invite-made-lead = Atte liŋkka sutnje gean háliidat bovdet. Dat oidno dušše dán oktii.
invite-link = Liŋka
invite-made-what = Vuosttaš gii lea deavdán 18 jagi ja dohkkeha, oažžu beassama. Atte danne liŋkka dušše sutnje gean oaivvildat. Liŋkka sáhttá geavahit { $when } rádjai. Don sáhtát geassit dan ruovttoluotta «Beassamat»-siiddus.
invite-too-many = Dus leat menddo ollu bovdehusat mat vurdet vástádusa. Geassit muhtimiid ruovttoluotta vuos.
invite-hold-back = Doalat ruovttoluotta muhtun dieđuid
invite-hold-back-hint = Merke dan maid olmmoš ii galgga oaidnit. Jus doalat ruovttoluotta iskkadeami, de eai oidno dan vástádusatge. Dáppe leat ođđaseamosat.
invite-see-again = Čájet ođđasit
invite-change-title = Rievdat beassama
invite-change-lead = Skovvi čájeha mii lea addojuvvon dál. Ii mihkkege rievdaduvvo ovdal go vurket.
invite-change-what = Rievdadus gusto dakkaviđe. Olmmoš oažžu diehtit ahte beassan lea rievdaduvvon, muhto ii dan mii dollojuvvo ruovttoluotta.
invite-change-save = Vurke rievdadusa
