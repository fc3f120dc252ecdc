# The settings page.

settings-title = Innstillingar
settings-lead = Språk, og kvar du er logga inn.
settings-language = Språk
settings-language-more = Valet gjeld på denne eininga. Det som er skrive i journalen, blir ikkje omsett.
settings-sessions = Einingar der du er logga inn
settings-sessions-more = Du blir logga ut automatisk etter 30 minutt utan bruk. Andre program har ikkje tilgang til journalen din her.
settings-this = Denne eininga
settings-unknown-device = Ukjend eining
settings-began = Logga inn { $when }
settings-seen = Sist brukt { $when }
settings-end = Logg ut her
settings-end-named = Logg ut her: { $device }
settings-end-all = Logg ut overalt
settings-end-all-more = Kjenner du ikkje att ei eining, logg ut overalt. Du blir logga ut her òg.
settings-end-others = Logg ut alle andre
settings-safe = Når nokon kan sjå skjermen
settings-safe-exit = «Forlat sida raskt» øvst på kvar side byter til vêrmeldinga med ein gong. Du er framleis logga inn til du loggar ut.
settings-safe-titles = Nøytrale titlar gjer at fana og historikken i nettlesaren berre seier HelsaMi. Valet gjeld på denne eininga.
settings-safe-on = Bruk nøytrale titlar
settings-safe-off = Bruk vanlege titlar
settings-safe-asks = Du kan krevje ny innlogging for delar av journalen, i tilfelle andre får tak i eininga di medan du er logga inn.
