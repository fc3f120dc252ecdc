# What a person has asked about.

cases-title = Det du har spurt om
cases-lead = Her står alt du har meldt eller spurt om: hvem som har saken, når du skal ha svar, og hva svaret ble.
cases-what = Meldte feil og spørsmål, med frist og svar
cases-report-error = Meldt feil
cases-ask-about-look = Spørsmål om et oppslag
cases-apply-for-access = Søknad om tilgang
cases-overdue = For sent
cases-open = Venter på svar
cases-ended = Besvart

cases-about = Gjelder
cases-owner = Hvem har saken
cases-owner-unnamed = En virksomhet i journalen din
cases-asked = Sendt
cases-asked-by = Sendt av
cases-asked-by-other = En som handler for deg
cases-due = Du skal ha svar senest
cases-words = Du skrev
cases-words-other = Det som ble skrevet
cases-proposal = Det burde stå
cases-answer = Svaret
cases-reason = Begrunnelsen
cases-changed = Sist endret

cases-state-requested = Sendt
cases-state-in-progress = Noen arbeider med saken
cases-late = { $days ->
    [one] Én dag for sent
   *[other] { $days } dager for sent
}
cases-late-what = Du skulle ha fått svar nå. Ring { $owner } og si at du venter på svar på denne saken. Hjelper ikke det, kan du klage til Statsforvalteren.
cases-corrected = Rettet
cases-remark-added = Merknad lagt til
cases-remark-added-what = Det som sto, er ikke endret, men det du mener, står nå ved siden av.
cases-answered = Besvart
cases-refused = Avslått
cases-appeal = Er du uenig, kan du klage til Statsforvalteren. Ta med begrunnelsen over og det du skrev.
cases-promise-own = Loven har ingen frist for dette. { $days } dager er vårt eget løfte.
cases-promise-ombudsman = Sivilombudet mener at slikt vanligvis skal besvares innen én til tre dager.

cases-new = Saken er sendt
cases-new-what = { $owner } har fått den og skal svare senest { $day }.
cases-empty-title = Du har ikke spurt om noe
cases-empty-advice = Ser du noe som er feil, kan du velge Meld feil ved siden av det. Kjenner du ikke igjen et oppslag i loggen, kan du spørre om det der.
cases-not-here = Her står det du har spurt om i HelsaMi. Det du har sendt på papir eller spurt om på telefon, står ikke her.

cases-review-opening = Kontroll av at journalen din ble åpnet
cases-opened-by = Åpnet av
cases-opened-why = Hva som skjedde
cases-opened = Når
cases-opened-emergency = Åpnet i en akutt situasjon
cases-opened-override = Åpnet på tross av en sperre
cases-review-due = Skal være kontrollert senest
cases-review-late = Åpningen skulle ha vært kontrollert nå. Ring { $owner } og spør om svaret. Hjelper ikke det, kan du klage til Statsforvalteren.
cases-justified = Åpningen var riktig
cases-justified-what = En annen enn den som åpnet, har kontrollert dette. Er du uenig, kan du klage til Statsforvalteren.
cases-not-justified = Åpningen var ikke riktig
cases-not-justified-what = En annen enn den som åpnet, har kontrollert dette. Du kan klage til Statsforvalteren, og du kan melde det til Datatilsynet.
cases-for-others = Det du har spurt om for andre
cases-for-whom = For
cases-apply-to-act = Søknad om å handle for en annen
