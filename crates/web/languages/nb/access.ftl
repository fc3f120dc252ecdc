# Who has access to the record.

access-title = Tilganger
access-lead = Her er alle som kan se i journalen din, og hvorfor. Hver gang noen åpner noe, står det i loggen din.
access-what = Hvem som kan se i journalen din
access-invite = Gi noen tilgang
access-current = Har tilgang nå
access-current-none = Du har ikke gitt noen tilgang.
access-former = Tidligere tilganger
access-parents = Foreldre
access-parents-why = Foreldre med foreldreansvar ser det meste i journalen din til du fyller 16 år. Da slutter tilgangen av seg selv.
access-staff = Helsepersonell
access-staff-why = De som behandler deg, kan lese i journalen når de trenger det for å hjelpe deg. Det følger av loven, og hvert oppslag står i loggen din.
access-to-log = Se loggen
access-unnamed = Person uten navn
access-offered = Invitasjon som venter på svar
access-offer-over = Invitasjon som ikke ble til noe
access-why-proxy = Du har gitt denne tilgangen.
access-why-offered = Ingen ser noe før invitasjonen er godtatt.
access-why-representative = Nærmeste pårørende, fordi en lege har erklært at du ikke kan samtykke selv.
access-why-guardian = Verge som også er nærmeste pårørende.
access-why-foster = Barnevernet har gitt denne tilgangen.
access-why-dead = Innsyn etter dødsfall.
access-parts = Kan se
access-kept-back = Holdes tilbake
access-period = Gjelder
access-period-until = Fra { $from } til og med { $until }
access-period-open = Fra { $from } til en av dere avslutter
access-period-always = Til en av dere avslutter
access-state = Status
access-state-in-force = I bruk
access-state-coming = Begynner senere
access-state-offered = Kan besvares til { $when }
access-state-declined = Avslått { $when }
access-state-ended = Avsluttet { $when }
access-state-run-out = Tiden er ute
access-topic-mental = psykisk helse
access-topic-sexual = seksuell helse
access-topic-substances = rus
access-topic-violence = vold og overgrep
access-topic-hiv = hiv
access-end-named = Avslutt tilgangen til { $name }
access-withdraw = Trekk tilbake invitasjonen
access-end-title = Vil du avslutte tilgangen?
access-end-what = { $name } mister tilgangen med en gang. Det som allerede er lest eller skrevet ut, kan ikke tas tilbake. Du kan gi ny tilgang senere.
access-withdraw-title = Vil du trekke tilbake invitasjonen?
access-withdraw-what = Lenken slutter å virke med en gang. Ingen har fått se noe.
access-end-yes = Ja, avslutt nå
access-keep = Nei, gå tilbake
access-not-here = Listen viser ikke hvem som har sett i journalen. Det står i loggen.
access-change-named = Endre tilgangen til { $name }
access-held = Holdes tilbake enkeltvis
access-held-count = { $count ->
    [one] 1 opplysning
   *[other] { $count } opplysninger
}
