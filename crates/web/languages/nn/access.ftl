# Who has access to the record.

access-title = Tilgangar
access-lead = Her er alle som kan sjå i journalen din, og kvifor. Kvar gong nokon opnar noko, står det i loggen din.
access-what = Kven som kan sjå i journalen din
access-invite = Gi nokon tilgang
access-current = Har tilgang no
access-current-none = Du har ikkje gitt nokon tilgang.
access-former = Tidlegare tilgangar
access-parents = Foreldre
access-parents-why = Foreldre med foreldreansvar ser det meste i journalen din til du fyller 16 år. Då sluttar tilgangen av seg sjølv.
access-staff = Helsepersonell
access-staff-why = Dei som behandlar deg, kan lese i journalen når dei treng det for å hjelpe deg. Det følgjer av lova, og kvart oppslag står i loggen din.
access-to-log = Sjå loggen
access-unnamed = Person utan namn
access-offered = Invitasjon som ventar på svar
access-offer-over = Invitasjon som ikkje blei til noko
access-why-proxy = Du har gitt denne tilgangen.
access-why-offered = Ingen ser noko før invitasjonen er godteken.
access-why-representative = Næraste pårørande, fordi ein lege har erklært at du ikkje kan samtykkje sjølv.
access-why-guardian = Verje som også er næraste pårørande.
access-why-foster = Barnevernet har gitt denne tilgangen.
access-why-dead = Innsyn etter dødsfall.
access-parts = Kan sjå
access-kept-back = Blir halde tilbake
access-period = Gjeld
access-period-until = Frå { $from } til og med { $until }
access-period-open = Frå { $from } til ein av dykk avsluttar
access-period-always = Til ein av dykk avsluttar
access-state = Status
access-state-in-force = I bruk
access-state-coming = Byrjar seinare
access-state-offered = Kan svarast på til { $when }
access-state-declined = Avslått { $when }
access-state-ended = Avslutta { $when }
access-state-run-out = Tida er ute
access-topic-mental = psykisk helse
access-topic-sexual = seksuell helse
access-topic-substances = rus
access-topic-violence = vald og overgrep
access-topic-hiv = hiv
access-end-named = Avslutt tilgangen til { $name }
access-withdraw = Trekk tilbake invitasjonen
access-end-title = Vil du avslutte tilgangen?
access-end-what = { $name } mistar tilgangen med ein gong. Det som alt er lese eller skrive ut, kan ikkje takast tilbake. Du kan gi ny tilgang seinare.
access-withdraw-title = Vil du trekkje tilbake invitasjonen?
access-withdraw-what = Lenkja sluttar å verke med ein gong. Ingen har fått sjå noko.
access-end-yes = Ja, avslutt no
access-keep = Nei, gå tilbake
access-not-here = Lista viser ikkje kven som har sett i journalen. Det står i loggen.
access-change-named = Endre tilgangen til { $name }
access-held = Blir halde tilbake enkeltvis
access-held-count = { $count ->
    [one] 1 opplysning
   *[other] { $count } opplysningar
}
