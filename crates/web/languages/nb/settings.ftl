# The settings page.

settings-title = Innstillinger
settings-lead = Språk, og hvor du er logget inn.
settings-language = Språk
settings-language-more = Valget gjelder på denne enheten. Det som er skrevet i journalen, blir ikke oversatt.
settings-sessions = Enheter der du er logget inn
settings-sessions-more = Du blir logget ut automatisk etter 30 minutter uten bruk. Andre programmer har ikke tilgang til journalen din her.
settings-this = Denne enheten
settings-unknown-device = Ukjent enhet
settings-began = Logget inn { $when }
settings-seen = Sist brukt { $when }
settings-end = Logg ut her
settings-end-named = Logg ut her: { $device }
settings-end-all = Logg ut overalt
settings-end-all-more = Kjenner du ikke igjen en enhet, logg ut overalt. Du blir logget ut her også.
settings-end-others = Logg ut alle andre
settings-safe = Når noen kan se skjermen
settings-safe-exit = «Forlat siden raskt» øverst på hver side bytter til værmeldingen med en gang. Du er fortsatt logget inn til du logger ut.
settings-safe-titles = Nøytrale titler gjør at fanen og historikken i nettleseren bare sier HelsaMi. Valget gjelder på denne enheten.
settings-safe-on = Bruk nøytrale titler
settings-safe-off = Bruk vanlige titler
settings-safe-asks = Du kan kreve ny innlogging for deler av journalen, i tilfelle andre får tak i enheten din mens du er logget inn.
