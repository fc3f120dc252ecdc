# The medicine list.
# To be read over by somebody who speaks Northern Sámi.

medicines-title = Dálkasat
medicines-lead = Dat maid gáldut leat čállán du dálkasiid birra. Ale rievdat maidege ovdal go leat hállan doaktáriin dahje apotehkain.
medicines-in-use = Anus
medicines-unclear = Ii leat čielggas lea go anus
medicines-unclear-lead = Gáldu ii muital lea go dát anus, dahje dat maid dat muitala, ii heive oktii. Jeara du doaktáris.
medicines-ended = Heaittihuvvon
medicines-none-in-use = Eai leat registrerejuvvon dálkasat mat leat anus.
medicines-empty-title = Eai dálkasat
medicines-empty-advice = Jus goitge anát juoidá, de muital dan doaktárii, vai dat sáhttá čállojuvvot.
medicines-none-known = Gáldu muitala ahte it ane dálkasiid.
medicines-no-information = Gáldu muitala ahte ii dieđe anát go dálkasiid.
medicines-unnamed = Dálkkas nama haga
medicines-paused = Boddu
medicines-planned = Ii leat álgán
medicines-not-taken = Ii leat anus
medicines-hospital-only = Buohcciviesus
medicines-disagree = Gáldut leat sierramielalaččat
medicines-disagree-use = Okta gáldu muitala ahte dat lea anus, nubbi ahte ii leat.
medicines-disagree-dose = Gáldut almmuhit iešguđet dosa.
medicines-disagree-strength = Gáldut almmuhit iešguđet givrodaga.
medicines-disagree-advice = Čuovo dan maid leat šiehtadan doaktáriin, ja muital ahte gáldut eai soaba.
medicines-contradicts = Gáldu muitala ahte dat lea anus, muhto loahppabeaivi lea vássán.
medicines-prescribed = Reseapta dahje mearrádus
medicines-listed = Linnjá dálkkaslisttus
medicines-dispensed-kind = Geigejuvvon apotehkas
medicines-given-kind = Dearvvašvuođabargit addán
medicines-substance = Váikkuhanávnnas
medicines-form = Hápmi
medicines-strength = Givrodat
medicines-how = Ná dat adnojuvvo
medicines-dose = Dosa juohke háve
medicines-rate-label = Leahttu
medicines-often = Man dávjá
medicines-times = Goas beaivvis
medicines-route = Vuohki
medicines-why = Manne
medicines-since = Rájes
medicines-until = Rádjai
medicines-valid = Reseapta lea fámus rádjai
medicines-who = Mearridan
medicines-change = Rievdadusa sivva
medicines-note = Mearkkašupmi
medicines-dispensed = Geigejuvvon
medicines-given = Addojuvvon
medicines-event = { $count ->
    [one] Maŋimuš { $when }
    [two] Maŋimuš { $when }, guktii
   *[other] Maŋimuš { $when }, oktiibuot { $count } háve
}
medicines-event-undated = { $count ->
    [one] Oktii, beaivvi haga
    [two] Guktii, beaivvi haga
   *[other] { $count } háve, beaivvi haga
}
medicines-as-needed = Go dárbbašat
medicines-as-needed-for = Go dárbbašat: { $reason }
medicines-rate = { $amount } / { $each }
medicines-often-hour = { $count ->
    [one] Oktii diimmus
    [two] Guktii diimmus
   *[other] { $count } háve diimmus
}
medicines-often-day = { $count ->
    [one] Oktii beaivvis
    [two] Guktii beaivvis
   *[other] { $count } háve beaivvis
}
medicines-often-week = { $count ->
    [one] Oktii vahkus
    [two] Guktii vahkus
   *[other] { $count } háve vahkus
}
medicines-often-month = { $count ->
    [one] Oktii mánus
    [two] Guktii mánus
   *[other] { $count } háve mánus
}
medicines-often-year = { $count ->
    [one] Oktii jagis
    [two] Guktii jagis
   *[other] { $count } háve jagis
}
medicines-often-range = { $low }–{ $high } háve beaivvis
medicines-every-hours = Juohke { $number }. diimmu
medicines-every-days = Juohke { $number }. beaivvi
medicines-every-weeks = Juohke { $number }. vahku
medicines-every-months = Juohke { $number }. mánu
medicines-often-else = Eahpedábálaš ritma: jeara doaktáris dahje apotehkas man dávjá
medicines-morning = iđđes
medicines-noon = gaskabeaivi
medicines-afternoon = eahketbeaivi
medicines-evening = eahkes
medicines-night = ihkku
medicines-bedtime = go manat nohkkat
medicines-waking = go lihkat
medicines-before-meal = ovdal borrama
medicines-with-meal = borrama oktavuođas
medicines-after-meal = maŋŋel borrama
medicines-history = { $count ->
    [one] Čájet ovtta boarráset dieđu seamma birra
    [two] Čájet guokte boarráset dieđu seamma birra
   *[other] Čájet { $count } boarráset dieđu seamma birra
}
medicines-not-here = Dálkasat reseaptta haga, lasseávdnasat ja dat maid doaktárat HelsaMi olggobealde čállet, sáhttet váilut dáppe.
