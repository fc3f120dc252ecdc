# Words of the components.

kit-new = Ny
kit-print = Skriv ut
kit-search = Søk
kit-search-label = Hva vil du finne?
kit-filter = Vis
kit-error-summary = Du må rette dette før du kan gå videre
kit-list-and = { $first } og { $last }

kit-source = Kilde: { $name }
kit-source-dated = Kilde: { $name }, { $when }
kit-source-unknown = Kilden er ikke oppgitt
kit-source-unknown-dated = Kilden er ikke oppgitt, skrevet { $when }
kit-source-own = Du har selv fortalt dette
kit-source-own-dated = Du har selv fortalt dette, { $when }

kit-empty-nothing = Ingen har registrert noe her.
kit-empty-no-match = Det finnes noe, men ikke med dette utvalget.
kit-empty-not-connected = Ingen av dem som sender slike opplysninger, er koblet til ennå.
kit-empty-rule = Det som finnes, er skjult etter en regel.
kit-empty-you = Du har selv valgt å skjule det som finnes.

kit-coverage = Hva listen dekker
kit-coverage-sources = Opplysningene kommer fra { $names }.
kit-coverage-unnamed = Noen av opplysningene sier ikke hvor de kommer fra.
kit-coverage-day = Alt er fra { $day }.
kit-coverage-reach = Det eldste er fra { $since }, det nyeste fra { $until }.
kit-coverage-received = Sist mottatt { $when }.
kit-coverage-mistakes = { $count ->
    [one] Én opplysning er trukket tilbake av den som skrev den, og vises ikke.
   *[other] { $count } opplysninger er trukket tilbake av dem som skrev dem, og vises ikke.
}
kit-coverage-repeats = { $count ->
    [one] Én opplysning er sendt to ganger og vises én gang.
   *[other] { $count } opplysninger er sendt flere ganger og vises én gang.
}
kit-coverage-unreadable = { $count ->
    [one] Én opplysning kunne ikke leses og vises ikke.
   *[other] { $count } opplysninger kunne ikke leses og vises ikke.
}
kit-coverage-announced = { $count ->
    [one] Ett svar er kommet, men vises først når den som bestilte, har sett på det.
   *[other] { $count } svar er kommet, men vises først når den som bestilte, har sett på dem.
}
kit-coverage-announced-until = { $count ->
    [one] Ett svar er kommet. Det vises senest { $when }.
   *[other] { $count } svar er kommet. De vises senest { $when }.
}
kit-coverage-locked = { $count ->
    [one] Én opplysning er sperret av pasienten.
   *[other] { $count } opplysninger er sperret av pasienten.
}
kit-coverage-rules = Noe kan være unntatt fra innsyn etter loven. Spør den som har skrevet det, eller klag til Statsforvalteren.
kit-coverage-rules-youth = Noe kan være skjult for deg fordi du er under 16 år.
kit-coverage-rules-other = Du ser det du har fått tilgang til. Personen kan ha holdt noe tilbake.
kit-coverage-rules-guardian = Du ser det foreldre har rett til å se. Noe kan være forbeholdt barnet.
kit-coverage-rules-staff = Pasienten kan ha sperret opplysninger. Det som er sperret, er merket med hengelås.
kit-coverage-older = Listen viser de { $count } nyeste. Det finnes eldre opplysninger.

kit-chart-out = Utenfor vanlig område
kit-chart-break = Metoden er byttet; tall på hver side kan ikke sammenlignes direkte
kit-chart-table = Vis tallene som tabell
kit-coverage-asks = Noe du har låst, er ikke med her.
