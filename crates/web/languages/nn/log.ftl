# The access log.

log-title = Kven har sett i journalen min
log-lead = Kvar gong nokon opnar journalen din her, blir det skrive ned: kven, når, kva og kvifor. Loggen kan ikkje endrast.
log-you = Du
log-you-why = Du las i din eigen journal
log-import = Opplysningar blei lagde inn
log-import-why = Nokon som har behandla deg, har sendt dei
log-demo = Oppdikta opplysningar blei laga
log-check = Lageret blei kontrollert
log-sign-in = Du logga inn
log-system-why = Drift av tenesta
log-span = { $since } til { $until }
log-times = { $count ->
    [one] éin gong
   *[other] { $count } gonger
}
log-written = Skrive
log-name = Innlogging: namnet ditt blei henta for å vise kven som er logga inn
log-search = Søk
log-older = Vis eldre oppslag
log-newest = Til dei nyaste
log-empty-title = Ingen oppslag
log-empty-advice = Det er ingenting eldre enn det du har sett.
log-not-here = Her står oppslag i HelsaMi. Oppslag som tilsette gjer i sine eigne system, står i loggane deira: spør sjukehuset, fastlegen eller kommunen, eller sjå tilgangsloggen på helsenorge.no. Kjenner du ikkje att noko her, logg ut overalt i Innstillingar og ta kontakt.
