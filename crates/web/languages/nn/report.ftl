# Reporting an error in the record.

report-link = Meld feil
report-title = Meld feil
report-lead = Stemmer ikkje det som står, kan du seie frå her. Dei som har skrive det, skal svare deg.
report-line = Dette gjeld det
report-unnamed = Opplysning utan namn
report-when = Dato
report-says = Det står
report-wrong = Kva er feil?
report-wrong-hint = Skriv med dine eigne ord.
report-instead = Kva burde det stå? (valfritt)
report-send = Send
report-to = Det du skriv, går til { $owner }. Du skal ha svar seinast { $day }.
report-law = Ein feil blir som regel retta ved at det blir lagt til ei ny, datert opplysning. Det som stod, blir som regel ikkje sletta. Seier dei nei, skal du få vite kvifor, og då kan du klage til Statsforvaltaren.
report-urgent = Kan feilen vere farleg no, til dømes ein allergi som manglar, så ring legen din i tillegg.
report-no-owner-title = Vi veit ikkje kven som har skrive dette
report-no-owner = Derfor kan vi ikkje sende meldinga til nokon. Ring fastlegekontoret ditt, så hjelper dei deg å finne ut kven som kan rette det.
report-wrong-missing = Skriv kva som er feil
report-wrong-too-long = Det du skreiv om kva som er feil, er for langt. Kort det ned til { $most } teikn.
report-instead-too-long = Det du skreiv om kva det burde stå, er for langt. Kort det ned til { $most } teikn.
report-sent-title = Meldinga er send
report-sent = { $owner } har fått meldinga og skal svare seinast { $day }.
report-sent-before = Du har alt sendt akkurat dette i dag. { $owner } har fått det og skal svare seinast { $day }.
report-sent-for = Meldinga og svaret står hos personen sjølv, under «Det du har spurt om».
report-back = Tilbake til journalen
