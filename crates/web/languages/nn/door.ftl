# Signing in and out: what the door says.

door-again = Logg inn på nytt
door-stopped-title = Innlogginga blei avbroten
door-stopped = Ingen blei logga inn. Du kan prøve ein gong til når du vil.
door-unknown-title = Innlogginga er for gammal
door-unknown = Det gjekk for lang tid, eller innlogginga blei starta i ein annan nettlesar. Byrj på nytt her.
door-unreachable-title = Innloggingstenesta svarar ikkje
door-unreachable = Det er ikkje din feil. Prøv igjen om nokre minutt. Hastar det, ring fastlegen eller legevakta.
door-refused-title = Vi kunne ikkje godta innlogginga
door-refused = Svaret frå innloggingstenesta stemde ikkje, så ingen blei logga inn. Byrj på nytt her.
door-level-title = Du må bruke ein sikrare eID
door-level = Helseopplysningar krev det høgaste tryggleiksnivået, til dømes BankID eller Buypass.
door-no-record-title = Vi finn ingen journal på deg
door-no-record = Innlogginga gjekk bra, men ingen av tenestene som bruker HelsaMi, har registrert noko om deg enno.
door-leave-title = Du er logga ut av HelsaMi
door-leave = No blir du òg logga ut av innloggingstenesta, så ingen andre kan bruke ho på denne eininga.
door-leave-go = Logg ut av innloggingstenesta
door-signed-out = Bruker fleire denne eininga, bør du òg lukke nettlesaren.
door-other-person-title = Det var ikkje du som logga inn
door-other-person = Den nye innlogginga var av ein annan enn den som er logga inn her. Ingenting er låst opp.
