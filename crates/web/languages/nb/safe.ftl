# Safe mode: what wants a fresh sign-in.

safe-title = Krev ny innlogging for noe av journalen
safe-lead = Lås det ingen andre skal se hvis de får tak i telefonen eller PC-en din mens du er logget inn. Du låser opp med elektronisk ID.
safe-closed = Det du har valgt, er låst
safe-closed-more = Du kan låse mer nå. Skal du fjerne noe, må du logge inn på nytt først.
safe-open = Det du har valgt, er åpent akkurat nå
safe-open-more = Det låser seg når du ikke har brukt siden på ti minutter, og senest etter en time.
safe-unlock = Logg inn på nytt og lås opp
safe-close = Lås igjen nå
safe-parts = Hva skal være låst?
safe-parts-hint = Det du velger, er borte fra oversikten, lister, søk og utskrifter til du logger inn på nytt.
safe-things = Enkelte ting
safe-things-hint = Du velger noe der det står i journalen, med «Lås» eller «Krev ny innlogging for dette».
safe-thing-unnamed = Låst til du logger inn på nytt
safe-thing = { $name } ({ $part })
safe-thing-dated = { $name }, { $when } ({ $part })
safe-thing-nameless = Uten navn
safe-offer = Dette vil du låse
safe-with = Dette låses sammen med det:
safe-also = Dette sier det samme
safe-also-hint = Fjern merket for det som ikke skal låses.
safe-also-more = { $count ->
    [one] Én ting til sier det samme. Lås heller hele delen.
   *[other] { $count } ting til sier det samme. Lås heller hele delen.
}
safe-save = Lagre
safe-how = Slik virker det
safe-how-open = Du låser opp ved å logge inn på nytt med elektronisk ID. Da er alt åpent på denne enheten til du ikke har brukt siden på ti minutter, og aldri mer enn en time.
safe-how-less = Når noe først er låst, må du logge inn på nytt for å fjerne låsen.
safe-how-others = De som handler for deg, ser ikke det du har låst, heller ikke om du har gitt dem tilgang til det. Skal de se det, må du fjerne låsen.
safe-how-parents = Foreldrene dine ser det samme som før, fordi loven gir dem innsyn til du fyller 16 år.
safe-how-staff = Helsepersonell som behandler deg, ser det samme som før. Vil du stenge for dem, bruker du «Sperringer».
safe-how-card = Låser du legemidler, kritisk informasjon eller diagnoser, eller noe av det, er nødkortet låst også. Skriv det ut først hvis du vil ha det med deg.
safe-how-results = Et svar, rapporten det står i, og bestillingen låses sammen, med alt annet fra samme bestilling. Svar som kommer senere på en låst bestilling, er låst fra de kommer.
safe-how-same = Det samme kan stå andre steder i journalen, for eksempel som en diagnose. Du får se det vi finner når du låser noe. Det som kommer senere, må du låse selv, eller du kan låse hele delen.
safe-item = Krev ny innlogging for dette
safe-line = Lås
safe-asks-title = Dette er låst
safe-asks = Du har valgt at dette er låst til du logger inn på nytt.
safe-home = Noe av journalen er låst til du logger inn på nytt, og er ikke med på denne siden.
