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
log-other = Ein annan person
log-staff = Helsepersonell
log-rules = Tilgangsreglane
log-refused-why = Prøvde å opne journalen din, men blei stoppa. Ingenting blei vist.
log-family-why = Såg på journalen på vegner av deg, som forelder eller næraste pårørande.
log-proxy-why = Såg på journalen på vegner av deg, fordi du har gitt tilgang.
log-treatment-why = Såg på journalen for å gi deg helsehjelp.
log-emergency-why = Såg på journalen i ein akutt situasjon.
log-coordination-why = Såg på journalen for å samordne tenester til deg.
log-administration-why = Såg på journalen for å administrere helsehjelp til deg.
log-override-why = Opna noko du har sperra, og oppgav ein grunn. Slike opningar blir kontrollerte.
