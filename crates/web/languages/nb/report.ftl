# Reporting an error in the record.

report-link = Meld feil
report-title = Meld feil
report-lead = Stemmer ikke det som står, kan du si fra her. De som har skrevet det, skal svare deg.
report-line = Dette gjelder det
report-unnamed = Opplysning uten navn
report-when = Dato
report-says = Det står
report-wrong = Hva er feil?
report-wrong-hint = Skriv med dine egne ord.
report-instead = Hva burde det stå? (valgfritt)
report-send = Send
report-to = Det du skriver, går til { $owner }. Du skal ha svar senest { $day }.
report-law = En feil blir som regel rettet ved at det legges til en ny, datert opplysning. Det som sto, blir som regel ikke slettet. Sier de nei, skal du få vite hvorfor, og da kan du klage til Statsforvalteren.
report-urgent = Kan feilen være farlig nå, for eksempel en allergi som mangler, så ring legen din i tillegg.
report-no-owner-title = Vi vet ikke hvem som har skrevet dette
report-no-owner = Derfor kan vi ikke sende meldingen til noen. Ring fastlegekontoret ditt, så hjelper de deg å finne ut hvem som kan rette det.
report-wrong-missing = Skriv hva som er feil
report-wrong-too-long = Det du skrev om hva som er feil, er for langt. Kort det ned til { $most } tegn.
report-instead-too-long = Det du skrev om hva det burde stå, er for langt. Kort det ned til { $most } tegn.
report-sent-title = Meldingen er sendt
report-sent = { $owner } har fått meldingen og skal svare senest { $day }.
report-sent-before = Du har allerede sendt akkurat dette i dag. { $owner } har fått det og skal svare senest { $day }.
report-sent-for = Meldingen og svaret står hos personen selv, under «Det du har spurt om».
report-back = Tilbake til journalen
