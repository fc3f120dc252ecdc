# Test results and measurements.
# To be read over by somebody who speaks Northern Sámi.

results-title = Iskkusvástádusat
results-lead = Vástádusat iskosiidda, dainna guovlluin maid laboratoria ieš almmuha. Jus it ipmir maid vástádus mearkkaša, jeara sus gii diŋgui iskosa.
results-measurements-title = Mihtideamit
results-measurements-lead = Varradeaddu, deaddu, jearahallanskovit ja eará mii lea mihtiduvvon dahje registrerejuvvon du birra.
results-sides = Maid háliidat oaidnit
results-side-tests = Iskkusvástádusat
results-side-measurements = Mihtideamit

results-filter-analysis = Analysa
results-filter-analysis-all = Buot analysat
results-filter-period = Áigodat
results-filter-period-all = Buot jagit
results-filter-period-months = Maŋimuš golbma mánu
results-filter-period-year = Maŋimuš jahki
results-filter-period-years = Maŋimuš vihtta jagi
results-filter-flag = Árvvoštallan
results-filter-flag-all = Buot vástádusat
results-filter-flag-outside = Olggobealde dábálaš guovllu
results-count = { $count ->
    [0] Eai gávdno vástádusat
    [one] Čájeha ovtta vástádusa
    [two] Čájeha guokte vástádusa
   *[other] Čájeha { $count } vástádusa
}
results-older = Čájet boarráset vástádusaid
results-newest = Ođđaseamos vástádusaide
results-list = Vástádusat, ođđaseamos vuos

results-column-analysis = Analysa
results-column-value = Vástádus
results-column-range = Dábálaš guovlu
results-column-flag = Árvvoštallan
results-column-when = Váldojuvvon
results-column-method = Vuohki
results-taken = Váldojuvvon { $when }
results-order-taken = { $name }, váldojuvvon { $when }
results-no-date = Beaivvi haga
results-order-no-date = { $name }, beaivvi haga
results-unnamed = Nama haga
results-unnamed-order = Iskosat mat diŋgojuvvojedje ovttas
results-code = Koda { $code }
results-elsewhere = { $count ->
    [one] Vel okta vástádus gullá dán diŋgomii.
    [two] Vel guokte vástádusa gullaba dán diŋgomii.
   *[other] Vel { $count } vástádusa gullet dán diŋgomii.
}
results-open-order = Loga olles vástádusa

results-waiting-title = Don vuorddát vástádusa
results-waiting-since = Diŋgojuvvon { $when }. Vástádus ii leat vel boahtán deike.
results-waiting-by = { $name } diŋgui dán { $when }. Vástádus ii leat vel boahtán deike.
results-waiting-undated = Vástádus ii leat vel boahtán deike.

results-empty-title = Dáppe eai leat iskkusvástádusat
results-empty-measurements-title = Dáppe eai leat mihtideamit
results-empty-advice = Jus vuorddát vástádusa, jeara sus gii diŋgui iskosa. Báikkit mat eai leat laktojuvvon, vurkejit iežaset vástádusaid.
results-coverage-note = Vástádusat báikkiin mat eai leat laktojuvvon HelsaMi:i, eai leat dáppe. Vástádus boahtá deike go báiki mas dat lea, sádde dan.

results-flag-within = Siskkobealde
results-flag-low = Vuollin
results-flag-high = Allat
results-flag-far-low = Čielgasit vuollin
results-flag-far-high = Čielgasit allat
results-flag-outside = Olggobealde
results-state-waiting = Vuordá vástádusa
results-state-preliminary = Gaskaboddosaš vástádus
results-state-corrected = Divvojuvvon vástádus
results-state-cancelled = Šluhttejuvvon
results-state-mistake = Gessojuvvon ruovttoluotta
results-state-preliminary-more = Vástádus lea gaskaboddosaš ja sáhttá rievdat.
results-state-corrected-more = Vástádus lea divvojuvvon maŋŋel go vuos sáddejuvvui. Dát lea dat mii gusto.

results-within = Dábálaš guovllu siskkobealde.
results-called-normal = Laboratoria lea árvvoštallan vástádusa dábálažžan.
results-below = Dábálaš guovllu vuolábealde.
results-above = Dábálaš guovllu bajábealde.
results-far-below = Laboratoria lea mearkon vástádusa čielgasit vuollelabbon go dábálaš.
results-far-above = Laboratoria lea mearkon vástádusa čielgasit alibun go dábálaš.
results-unusual = Laboratoria lea mearkon ahte vástádus ii leat dábálaš.
results-very-unusual = Laboratoria lea mearkon ahte vástádus čielgasit ii leat dábálaš.
results-outside-but-normal = Lohku lea guovllu olggobealde, muhto laboratoria lea árvvoštallan vástádusa dábálažžan.
results-within-but-marked = Lohku lea guovllu siskkobealde, muhto laboratoria lea mearkon vástádusa.
results-several-ranges = Laboratoria almmuha máŋga guovllu iige muital guhte lea du.
results-no-range = Dat gii sáddii vástádusa, ii leat almmuhan dábálaš guovllu.
results-bound = Vástádus lea rádji, iige dat čájet leago árvu dábálaš guovllu siskkobealde.
results-absent-not-performed = Ii leat dahkkojuvvon.
results-absent-unknown = Árvu ii leat dovddus.
results-absent-declined = Ii leat vástiduvvon.
results-absent-failed = Analysa ii lihkostuvvan.
results-absent-withheld = Dat geas vástádus lea, ii almmut dan.
results-absent-not-applicable = Ii guoskka dása.
results-absent-other = Ii leat mihtiduvvon.
results-no-value = Vástádusas ii leat árvu, iige leat almmuhuvvon manne.
results-waiting = Iskkus lea diŋgojuvvon. Vástádus ii leat boahtán.
results-cancelled = Analysa lea šluhttejuvvon. Vástádus ii boađe.
results-mistake = Dat gii sáddii dán, lea geassán dan ruovttoluotta. Sisdoallu ii čájehuvvo.
results-next-step = Dat gii diŋgui iskosa, galgá čuovvolit vástádusa. Jus it gula maidege, váldde oktavuođa singuin.

results-yes = Juo
results-no = Ii
results-not-shown = Ii sáhte čájehuvvot dáppe
results-dash = –
results-between = { $low }–{ $high }
results-up-to = gitta { $high } rádjai
results-from = { $low } rájes
results-ratio = { $first } : { $second }
results-part = { $name }: { $value }
results-line-within = { $value }. Dábálaš guovllu siskkobealde, { $range }.
results-line-below = { $value }. Dábálaš guovllu vuolábealde, { $range }.
results-line-above = { $value }. Dábálaš guovllu bajábealde, { $range }.
results-range = Dábálaš guovlu: { $range }
results-treatment-range = Divššu ulbmil: { $range }
results-other-range = Eará guovlu maid laboratoria almmuha: { $range }
results-exact = Lohku nu movt sáddejuvvui
results-method = Vuohki: { $method }
results-remark = Laboratoria mearkkašupmi: { $words }
results-verdict = Laboratoria árvvoštallan: { $words }

results-order-crumb = Buot iskkusvástádusaide
results-fact-taken = Váldojuvvon
results-fact-issued = Vástádus addojuvvon
results-fact-lab = Vástidan
results-fact-requester = Diŋgon
results-fact-conclusion = Konklušuvdna
results-fact-state = Dilli
results-document = Dokumeanta gullá dán vástádussii. Don gávnnat dan vuolde Notáhtat ja dokumeanttat.
results-order-missing = { $count ->
    [one] Okta vástádus mii gullá dása, ii gávdno dáppe.
    [two] Guokte vástádusa mat gullaba dása, eaba gávdno dáppe.
   *[other] { $count } vástádusa mat gullet dása, eai gávdno dáppe.
}

results-trend-title = { $name } áiggi mielde
results-trend-latest = Maŋimuš vástádus
results-trend-chart = { $count ->
    [one] { $name }: okta vástádus, { $value } beaivvis { $when }.
    [two] { $name }: guokte vástádusa. Maŋimuš lea { $value } beaivvis { $when }.
   *[other] { $name }: { $count } vástádusa. Maŋimuš lea { $value } beaivvis { $when }.
}
results-trend-units = Vástádusat leat almmuhuvvon iešguđet ovttadagain, dahje muhtimat ovttadaga haga. Dat eai leat ovttastuvvon oktan sárggisin, danne go loguid ii sáhte buohtastahttit.
results-trend-parts = Mihtideamis leat máŋga oasi. Juohke oasis lea iežas sárggis.
results-trend-unit = Almmuhuvvon ovttadagas { $unit }
results-trend-no-unit = Almmuhuvvon ovttadaga haga
results-trend-new-method = Ođđa vuohki
results-trend-undrawn = Vástádusat mat eai leat logut
results-trend-empty-title = Eai leat vástádusat maid čájehit
results-trend-table = Buot vástádusat, ođđaseamos vuos
