# Safe mode: what wants a fresh sign-in.

safe-title = Krev ny innlogging for noko av journalen
safe-lead = Lås det ingen andre skal sjå om dei får tak i telefonen eller PC-en din medan du er logga inn. Du låser opp med elektronisk ID.
safe-closed = Det du har valt, er låst
safe-closed-more = Du kan låse meir no. Skal du fjerne noko, må du logge inn på nytt først.
safe-open = Det du har valt, er ope akkurat no
safe-open-more = Det låser seg når du ikkje har brukt sida på ti minutt, og seinast etter ein time.
safe-unlock = Logg inn på nytt og lås opp
safe-close = Lås igjen no
safe-parts = Kva skal vere låst?
safe-parts-hint = Det du vel, er borte frå oversikta, lister, søk og utskrifter til du loggar inn på nytt.
safe-things = Enkelte ting
safe-things-hint = Du vel noko der det står i journalen, med «Lås» eller «Krev ny innlogging for dette».
safe-thing-unnamed = Låst til du loggar inn på nytt
safe-thing = { $name } ({ $part })
safe-thing-dated = { $name }, { $when } ({ $part })
safe-thing-nameless = Utan namn
safe-offer = Dette vil du låse
safe-with = Dette blir låst saman med det:
safe-also = Dette seier det same
safe-also-hint = Fjern merket for det som ikkje skal låsast.
safe-also-more = { $count ->
    [one] Éin ting til seier det same. Lås heller heile delen.
   *[other] { $count } ting til seier det same. Lås heller heile delen.
}
safe-save = Lagre
safe-how = Slik verkar det
safe-how-open = Du låser opp ved å logge inn på nytt med elektronisk ID. Da er alt ope på denne eininga til du ikkje har brukt sida på ti minutt, og aldri meir enn ein time.
safe-how-less = Når noko først er låst, må du logge inn på nytt for å fjerne låsen.
safe-how-others = Dei som handlar for deg, ser ikkje det du har låst, heller ikkje om du har gitt dei tilgang til det. Skal dei sjå det, må du fjerne låsen.
safe-how-parents = Foreldra dine ser det same som før, fordi lova gir dei innsyn til du fyller 16 år.
safe-how-staff = Helsepersonell som behandlar deg, ser det same som før. Vil du stengje for dei, bruker du «Sperringar».
safe-how-card = Låser du legemiddel, kritisk informasjon eller diagnosar, eller noko av det, er naudkortet låst òg. Skriv det ut først om du vil ha det med deg.
safe-how-results = Eit svar, rapporten det står i, og bestillinga blir låste saman, med alt anna frå same bestilling. Svar som kjem seinare på ei låst bestilling, er låste frå dei kjem.
safe-how-same = Det same kan stå andre stader i journalen, til dømes som ein diagnose. Du får sjå det vi finn når du låser noko. Det som kjem seinare, må du låse sjølv, eller du kan låse heile delen.
safe-item = Krev ny innlogging for dette
safe-line = Lås
safe-asks-title = Dette er låst
safe-asks = Du har valt at dette er låst til du loggar inn på nytt.
safe-home = Noko av journalen er låst til du loggar inn på nytt, og er ikkje med på denne sida.
