# The overview.
# To be read over by somebody who speaks Northern Sámi.

home-lead = Dáppe gávnnat deháleamos dieđuid buohcciviesuin, gielddas ja fástadoaktáris.
home-morning = Buorre iđit, { $name }
home-hello = Bures, { $name }
home-evening = Buorre eahket, { $name }
home-hello-nobody = Bures
home-needs = Dán fertet geahččat
home-open = { $count ->
    [one] Okta diibmu ii leat vel šihttojuvvon
    [two] Guokte diimmu eaba leat vel šihttojuvvon
   *[other] { $count } diimmu eai leat vel šihttojuvvon
}
home-open-more = Geahča galggatgo vástidit
home-called-off = Diibmu lea šluhttejuvvon
home-new = Ođas maŋimuš rájes
home-have = Dát gávdno du journálas
home-nothing-new = Ii leat mihkkege ođđa dan rájes go ledjet dáppe { $when }.
home-nothing-at-all = Eat leat vel ožžon maidege du birra.
home-nothing-why = Dieđut bohtet deike go son guhte lea divššodan du, lea laktojuvvon. Jus leat ožžon vástádusa báhpáris, de dat lea ain fámus.
home-received = Vuostáiváldojuvvon { $day }
home-count = { $count ->
    [one] Okta diehtu
    [two] Guokte dieđu
   *[other] { $count } dieđu
}
home-more-than = Eanet go { $count } dieđu
home-new-results = { $count ->
    [one] Okta ođđa iskkusvástádus
    [two] Guokte ođđa iskkusvástádusa
   *[other] { $count } ođđa iskkusvástádusa
}
home-new-documents = { $count ->
    [one] Okta ođđa dokumeanta
    [two] Guokte ođđa dokumeantta
   *[other] { $count } ođđa dokumeantta
}
home-new-medicines = { $count ->
    [one] Okta ođđa diehtu dálkasiid birra
    [two] Guokte ođđa dieđu dálkasiid birra
   *[other] { $count } ođđa dieđu dálkasiid birra
}
home-new-allergies = { $count ->
    [one] Okta ođđa kritihkalaš diehtu
    [two] Guokte ođđa kritihkalaš dieđu
   *[other] { $count } ođđa kritihkalaš dieđu
}
home-new-diagnoses = { $count ->
    [one] Okta ođđa diagnosa
    [two] Guokte ođđa diagnosa
   *[other] { $count } ođđa diagnosa
}
home-new-vaccines = { $count ->
    [one] Okta ođđa boahku
    [two] Guokte ođđa boahku
   *[other] { $count } ođđa boahku
}
home-next = Boahtte diibmu
home-now = Du diibmu dál
home-appointment = Diibmu
home-see-appointment = Geahča diimmu
home-all-appointments = Geahča buot diimmuid
home-later = { $count ->
    [one] Dus lea vel okta diibmu dán maŋŋel.
    [two] Dus leaba vel guokte diimmu dán maŋŋel.
   *[other] Dus leat vel { $count } diimmu dán maŋŋel.
}
home-no-appointment = Eat dieđe boahttevaš diimmuid birra. Diimmut sin luhtte geat eai leat laktojuvvon, eai leat dáppe.
home-ways = Maid háliidat oaidnit?
home-dead = Journála gullá olbmui gii lea jápmán.
home-corrected = Divvojuvvon: { $what }
home-corrected-what = Juoga maid leat lohkan, divvojuvvui dahje gessojuvvui ruovttoluotta { $when }. Geahča mii lea riekta dál.

home-opened-override = Juoga maid leat gidden, lea rahppojuvvon
home-opened-emergency = Du journála lea rahppojuvvon heahtedilis
home-opened-what = { $when }. Geahča loggas gii dat lei. Earás sin luhtte galgá dárkkistit leigo dat riekta.
