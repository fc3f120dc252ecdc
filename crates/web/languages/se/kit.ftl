# Words of the components.
# To be read over by somebody who speaks Northern Sámi.

kit-new = Ođas
kit-print = Čálit
kit-search = Oza
kit-search-label = Maid háliidat gávdnat?
kit-filter = Čájet
kit-error-summary = Don fertet divvut dán ovdal go sáhtát joatkit
kit-list-and = { $first } ja { $last }

kit-source = Gáldu: { $name }
kit-source-dated = Gáldu: { $name }, { $when }
kit-source-unknown = Gáldu ii leat almmuhuvvon
kit-source-unknown-dated = Gáldu ii leat almmuhuvvon, čállojuvvon { $when }
kit-source-own = Don leat ieš muitalan dán
kit-source-own-dated = Don leat ieš muitalan dán, { $when }

kit-empty-nothing = Ii oktage leat registreren maidege dása.
kit-empty-no-match = Gávdno juoga, muhto ii dáinna válljemiin.
kit-empty-not-connected = Ii oktage dain geat sáddejit dákkár dieđuid, leat vel laktojuvvon.
kit-empty-rule = Dat mii gávdno, lea čihkojuvvon njuolggadusa mielde.
kit-empty-you = Don leat ieš válljen čiehkat dan mii gávdno.

kit-coverage = Maid listu gokčá
kit-coverage-sources = Dieđut bohtet dáin: { $names }.
kit-coverage-unnamed = Muhtin diehtu dáppe ii muital gos dat boahtá.
kit-coverage-day = Buot lea beaivvis: { $day }.
kit-coverage-reach = Boarráseamos lea { $since }, ođđaseamos lea { $until }.
kit-coverage-received = Maŋimuš vuostáiváldojuvvon { $when }.
kit-coverage-mistakes = { $count ->
    [one] Okta diehtu lea gessojuvvon ruovttoluotta, ja ii čájehuvvo.
    [two] Guokte dieđu leaba gessojuvvon ruovttoluotta, ja eaba čájehuvvo.
   *[other] { $count } dieđu leat gessojuvvon ruovttoluotta, ja eai čájehuvvo.
}
kit-coverage-repeats = { $count ->
    [one] Okta diehtu lea sáddejuvvon guktii ja čájehuvvo oktii.
    [two] Guokte dieđu leaba sáddejuvvon máŋgii ja čájehuvvoba oktii.
   *[other] { $count } dieđu leat sáddejuvvon máŋgii ja čájehuvvojit oktii.
}
kit-coverage-unreadable = { $count ->
    [one] Okta diehtu ii lean vejolaš lohkat ja ii čájehuvvo.
    [two] Guokte dieđu eaba lean vejolaččat lohkat ja eaba čájehuvvo.
   *[other] { $count } dieđu eai lean vejolaččat lohkat ja eai čájehuvvo.
}
kit-coverage-announced = { $count ->
    [one] Okta vástádus lea boahtán, muhto čájehuvvo easka go diŋgojeaddji lea geahččan dan.
   *[other] { $count } vástádusa leat boahtán, muhto čájehuvvojit easka go diŋgojeaddji lea geahččan daid.
}
kit-coverage-announced-until = { $count ->
    [one] Okta vástádus lea boahtán. Dat čájehuvvo maŋimustá { $when }.
   *[other] { $count } vástádusa leat boahtán. Dat čájehuvvojit maŋimustá { $when }.
}
kit-coverage-locked = { $count ->
    [one] Pasieanta lea gidden ovtta dieđu.
   *[other] Pasieanta lea gidden { $count } dieđu.
}
kit-coverage-rules = Láhka sáhttá dahkat ahte muhtin dieđut eai čájehuvvo. Jeara das gii daid lea čállán, dahje váidde Stáhtahálddašeaddjái.
kit-coverage-rules-youth = Muhtin dieđut sáhttet leat čihkkojuvvon dus danne go leat vuollel 16 jagi.
kit-coverage-rules-other = Don oainnát dan masa leat ožžon beassama. Olmmoš lea sáhttán doallat juoidá alddis.
kit-coverage-rules-guardian = Don oainnát dan maid váhnemiin lea vuoigatvuohta oaidnit. Muhtin dieđut sáhttet leat dušše mánnái.
kit-coverage-rules-staff = Pasieanta lea sáhttán gidden dieđuid. Gidden dieđut leat merkejuvvon lohkain.
kit-coverage-older = Listu čájeha { $count } ođđaseamos dieđu. Gávdnojit boarráset dieđut.

kit-chart-out = Olggobealde dábálaš guovllu
kit-chart-break = Vuohki lea molsojuvvon; loguid goappašiid bealde ii sáhte njuolga buohtastahttit
kit-chart-table = Čájet loguid tabeallan
kit-coverage-asks = Juoga maid leat lohkkadan, ii leat mielde dás.
