# Search over one's own record.
# To be read over by somebody who speaks Northern Sámi.

search-title = Oza iežat journálas
search-lead = Ohcan lohká buot mii čájehuvvo du siidduin. Sánit maid ozat, eai vurkejuvvo.
search-too-short = Čále unnimusat guokte bustáva.
search-count = { $count ->
    [0] Ii gávdnan maidege
    [one] Gávnnai ovtta ášši
    [two] Gávnnai guokte ášši
   *[other] Gávnnai { $count } ášši
}
search-more = { $count ->
    [one] Vel okta gávdnu ii čájehuvvo. Čále eanet sániid gávdnat dan.
    [two] Vel guokte gávdnosa eaba čájehuvvo. Čále eanet sániid gávdnat daid.
   *[other] Vel { $count } gávdnosa eai čájehuvvo. Čále eanet sániid gávdnat daid.
}
search-empty-title = Ii gávdnan maidege
search-empty-advice = Geahččal eará sáni, dahje oasi sánis. Mii čuožžu PDF-fiillain, ii lohkkojuvvo.
search-unnamed = Nama haga
search-times = { $count ->
    [one] Oktii
    [two] Guktii, maŋimuš { $when }
   *[other] { $count } háve, maŋimuš { $when }
}
search-times-undated = { $count ->
    [one] Oktii
    [two] Guktii
   *[other] { $count } háve
}
search-found-name = Gávdnui namas: «{ $words }»
search-found-party = Gávdnui das gii dahje gos: «{ $words }»
search-found-text = Gávdnui teavsttas: «{ $words }»
search-note = Ohcan guoská dušše dasa mii lea sáddejuvvon HelsaMi:i. Govat ja PDF-fiillat eai lohkkojuvvo, eaige namat mat leat eará registariin.
