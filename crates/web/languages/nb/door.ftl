# Signing in and out: what the door says.

door-again = Logg inn på nytt
door-stopped-title = Innloggingen ble avbrutt
door-stopped = Ingen ble logget inn. Du kan prøve en gang til når du vil.
door-unknown-title = Innloggingen er for gammel
door-unknown = Det gikk for lang tid, eller innloggingen ble startet i en annen nettleser. Begynn på nytt her.
door-unreachable-title = Innloggingstjenesten svarer ikke
door-unreachable = Det er ikke din feil. Prøv igjen om noen minutter. Haster det, ring fastlegen eller legevakten.
door-refused-title = Vi kunne ikke godta innloggingen
door-refused = Svaret fra innloggingstjenesten stemte ikke, så ingen ble logget inn. Begynn på nytt her.
door-level-title = Du må bruke en sikrere eID
door-level = Helseopplysninger krever det høyeste sikkerhetsnivået, for eksempel BankID eller Buypass.
door-no-record-title = Vi finner ingen journal på deg
door-no-record = Innloggingen gikk bra, men ingen av tjenestene som bruker HelsaMi, har registrert noe om deg ennå.
door-leave-title = Du er logget ut av HelsaMi
door-leave = Nå logges du også ut av innloggingstjenesten, så ingen andre kan bruke den på denne enheten.
door-leave-go = Logg ut av innloggingstjenesten
door-signed-out = Bruker flere denne enheten, bør du også lukke nettleseren.
door-other-person-title = Det var ikke du som logget inn
door-other-person = Den nye innloggingen var av en annen enn den som er logget inn her. Ingenting er låst opp.
