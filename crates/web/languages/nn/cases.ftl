# What a person has asked about.

cases-title = Det du har spurt om
cases-lead = Her står alt du har meldt eller spurt om: kven som har saka, når du skal ha svar, og kva svaret vart.
cases-what = Melde feil og spørsmål, med frist og svar
cases-report-error = Meld feil
cases-ask-about-look = Spørsmål om eit oppslag
cases-apply-for-access = Søknad om tilgang
cases-overdue = For seint
cases-open = Ventar på svar
cases-ended = Svart på

cases-about = Gjeld
cases-owner = Kven har saka
cases-owner-unnamed = Ei verksemd i journalen din
cases-asked = Sendt
cases-asked-by = Sendt av
cases-asked-by-other = Ein som handlar for deg
cases-due = Du skal ha svar seinast
cases-words = Du skreiv
cases-words-other = Det som vart skrive
cases-proposal = Det burde stå
cases-answer = Svaret
cases-reason = Grunngivinga
cases-changed = Sist endra

cases-state-requested = Sendt
cases-state-in-progress = Nokon arbeider med saka
cases-late = { $days ->
    [one] Éin dag for seint
   *[other] { $days } dagar for seint
}
cases-late-what = Du skulle ha fått svar no. Ring { $owner } og sei at du ventar på svar på denne saka. Hjelper ikkje det, kan du klage til Statsforvaltaren.
cases-corrected = Retta
cases-remark-added = Merknad lagd til
cases-remark-added-what = Det som stod, er ikkje endra, men det du meiner, står no ved sida av.
cases-answered = Svart på
cases-refused = Avslått
cases-appeal = Er du usamd, kan du klage til Statsforvaltaren. Ta med grunngivinga over og det du skreiv.
cases-promise-own = Lova har ingen frist for dette. { $days } dagar er vår eigen lovnad.
cases-promise-ombudsman = Sivilombodet meiner at slikt vanlegvis skal svarast på innan éin til tre dagar.

cases-new = Saka er send
cases-new-what = { $owner } har fått ho og skal svare seinast { $day }.
cases-empty-title = Du har ikkje spurt om noko
cases-empty-advice = Ser du noko som er feil, kan du velje Meld feil ved sida av det. Kjenner du ikkje att eit oppslag i loggen, kan du spørje om det der.
cases-not-here = Her står det du har spurt om i HelsaMi. Det du har sendt på papir eller spurt om på telefon, står ikkje her.

cases-review-opening = Kontroll av at journalen din vart opna
cases-opened-by = Opna av
cases-opened-why = Kva som hende
cases-opened = Når
cases-opened-emergency = Opna i ein akutt situasjon
cases-opened-override = Opna på tross av ei sperre
cases-review-due = Skal vere kontrollert seinast
cases-review-late = Opninga skulle ha vore kontrollert no. Ring { $owner } og spør om svaret. Hjelper ikkje det, kan du klage til Statsforvaltaren.
cases-justified = Opninga var rett
cases-justified-what = Ein annan enn den som opna, har kontrollert dette. Er du usamd, kan du klage til Statsforvaltaren.
cases-not-justified = Opninga var ikkje rett
cases-not-justified-what = Ein annan enn den som opna, har kontrollert dette. Du kan klage til Statsforvaltaren, og du kan melde det til Datatilsynet.
cases-for-others = Det du har spurt om for andre
cases-for-whom = For
cases-apply-to-act = Søknad om å handle for ein annan
