# Words of the components.

kit-new = Ny
kit-print = Skriv ut
kit-search = Søk
kit-search-label = Kva vil du finne?
kit-filter = Vis
kit-error-summary = Du må rette dette før du kan gå vidare
kit-list-and = { $first } og { $last }

kit-source = Kjelde: { $name }
kit-source-dated = Kjelde: { $name }, { $when }
kit-source-unknown = Kjelda er ikkje oppgitt
kit-source-unknown-dated = Kjelda er ikkje oppgitt, skrive { $when }
kit-source-own = Du har sjølv fortalt dette
kit-source-own-dated = Du har sjølv fortalt dette, { $when }

kit-empty-nothing = Ingen har registrert noko her.
kit-empty-no-match = Det finst noko, men ikkje med dette utvalet.
kit-empty-not-connected = Ingen av dei som sender slike opplysningar, er kopla til enno.
kit-empty-rule = Det som finst, er skjult etter ein regel.
kit-empty-you = Du har sjølv valt å skjule det som finst.

kit-coverage = Kva lista dekkjer
kit-coverage-sources = Opplysningane kjem frå { $names }.
kit-coverage-unnamed = Nokre av opplysningane seier ikkje kvar dei kjem frå.
kit-coverage-day = Alt er frå { $day }.
kit-coverage-reach = Det eldste er frå { $since }, det nyaste frå { $until }.
kit-coverage-received = Sist motteke { $when }.
kit-coverage-mistakes = { $count ->
    [one] Éi opplysning er trekt tilbake av den som skreiv ho, og blir ikkje vist.
   *[other] { $count } opplysningar er trekte tilbake av dei som skreiv dei, og blir ikkje viste.
}
kit-coverage-repeats = { $count ->
    [one] Éi opplysning er send to gonger og blir vist éin gong.
   *[other] { $count } opplysningar er sende fleire gonger og blir viste éin gong.
}
kit-coverage-unreadable = { $count ->
    [one] Éi opplysning kunne ikkje lesast og blir ikkje vist.
   *[other] { $count } opplysningar kunne ikkje lesast og blir ikkje viste.
}
kit-coverage-announced = { $count ->
    [one] Eitt svar har kome, men blir vist først når den som bestilte, har sett på det.
   *[other] { $count } svar har kome, men blir viste først når den som bestilte, har sett på dei.
}
kit-coverage-announced-until = { $count ->
    [one] Eitt svar har kome. Det blir vist seinast { $when }.
   *[other] { $count } svar har kome. Dei blir viste seinast { $when }.
}
kit-coverage-locked = { $count ->
    [one] Éi opplysning er sperra av pasienten.
   *[other] { $count } opplysningar er sperra av pasienten.
}
kit-coverage-rules = Noko kan vere unntatt frå innsyn etter lova. Spør den som har skrive det, eller klag til Statsforvaltaren.
kit-coverage-rules-youth = Noko kan vere skjult for deg fordi du er under 16 år.
kit-coverage-rules-other = Du ser det du har fått tilgang til. Personen kan ha halde noko tilbake.
kit-coverage-rules-guardian = Du ser det foreldre har rett til å sjå. Noko kan vere for barnet aleine.
kit-coverage-rules-staff = Pasienten kan ha sperra opplysningar. Det som er sperra, er merkt med hengelås.
kit-coverage-older = Lista viser dei { $count } nyaste. Det finst eldre opplysningar.

kit-chart-out = Utanfor vanleg område
kit-chart-break = Metoden er bytt; tal på kvar side kan ikkje samanliknast direkte
kit-chart-table = Vis tala som tabell
kit-coverage-asks = Noko du har låst, er ikkje med her.
