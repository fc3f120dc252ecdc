# The access log.

log-title = Hvem har sett i journalen min
log-lead = Hver gang noen åpner journalen din her, blir det skrevet ned: hvem, når, hva og hvorfor. Loggen kan ikke endres.
log-you = Du
log-you-why = Du leste i din egen journal
log-import = Opplysninger ble lagt inn
log-import-why = Noen som har behandlet deg, har sendt dem
log-demo = Oppdiktede opplysninger ble laget
log-check = Lageret ble kontrollert
log-sign-in = Du logget inn
log-system-why = Drift av tjenesten
log-span = { $since } til { $until }
log-times = { $count ->
    [one] én gang
   *[other] { $count } ganger
}
log-written = Skrevet
log-name = Innlogging: navnet ditt ble hentet for å vise hvem som er logget inn
log-search = Søk
log-older = Vis eldre oppslag
log-newest = Til de nyeste
log-empty-title = Ingen oppslag
log-empty-advice = Det er ingenting eldre enn det du har sett.
log-not-here = Her står oppslag i HelsaMi. Oppslag som ansatte gjør i sine egne systemer, står i deres logger: spør sykehuset, fastlegen eller kommunen, eller se tilgangsloggen på helsenorge.no. Kjenner du ikke igjen noe her, logg ut overalt i Innstillinger og ta kontakt.
log-other = En annen person
log-staff = Helsepersonell
log-rules = Tilgangsreglene
log-refused-why = Prøvde å åpne journalen din, men ble stoppet. Ingenting ble vist.
log-family-why = Så på journalen på vegne av deg, som forelder eller nærmeste pårørende.
log-proxy-why = Så på journalen på vegne av deg, fordi du har gitt tilgang.
log-treatment-why = Så på journalen for å gi deg helsehjelp.
log-emergency-why = Så på journalen i en akutt situasjon.
log-coordination-why = Så på journalen for å samordne tjenester til deg.
log-administration-why = Så på journalen for å administrere helsehjelp til deg.
log-override-why = Åpnet noe du har sperret, og oppga en grunn. Slike åpninger blir kontrollert.
