# The medicine list.

medicines-title = Legemidler
medicines-lead = Det kildene har skrevet om medisinene dine. Ikke endre noe uten å snakke med lege eller apotek.
medicines-in-use = I bruk
medicines-unclear = Uklart om det er i bruk
medicines-unclear-lead = Kilden sier ikke om dette er i bruk, eller det den sier, henger ikke sammen. Spør legen din.
medicines-ended = Avsluttet
medicines-none-in-use = Ingen medisiner er registrert som i bruk.
medicines-empty-title = Ingen legemidler
medicines-empty-advice = Bruker du noe likevel, si det til legen din, så det kan bli skrevet ned.
medicines-none-known = Kilden sier at du ikke bruker noen medisiner.
medicines-no-information = Kilden sier at den ikke vet om du bruker medisiner.
medicines-unnamed = Legemiddel uten navn
medicines-paused = Pause
medicines-planned = Ikke begynt ennå
medicines-not-taken = Brukes ikke
medicines-hospital-only = På sykehus
medicines-disagree = Kildene er uenige
medicines-disagree-use = Én kilde sier at det er i bruk, en annen at det ikke er det.
medicines-disagree-dose = Kildene oppgir ulik dose.
medicines-disagree-strength = Kildene oppgir ulik styrke.
medicines-disagree-advice = Følg det du har avtalt med legen din, og si fra om uenigheten.
medicines-contradicts = Kilden sier at det er i bruk, men sluttdatoen er passert.
medicines-prescribed = Resept eller forordning
medicines-listed = Linje i en legemiddelliste
medicines-dispensed-kind = Utlevert fra apotek
medicines-given-kind = Gitt av helsepersonell
medicines-substance = Virkestoff
medicines-form = Form
medicines-strength = Styrke
medicines-how = Slik brukes det
medicines-dose = Dose hver gang
medicines-rate-label = Hastighet
medicines-often = Hvor ofte
medicines-times = Når på dagen
medicines-route = Måte
medicines-why = Hvorfor
medicines-since = Siden
medicines-until = Til og med
medicines-valid = Resepten gjelder til
medicines-who = Bestemt av
medicines-change = Grunn til endring
medicines-note = Merknad
medicines-dispensed = Utlevert
medicines-given = Gitt
medicines-event = { $count ->
    [one] Sist { $when }
   *[other] Sist { $when }, { $count } ganger i alt
}
medicines-event-undated = { $count ->
    [one] Én gang, uten dato
   *[other] { $count } ganger, uten dato
}
medicines-as-needed = Ved behov
medicines-as-needed-for = Ved behov: { $reason }
medicines-rate = { $amount } per { $each }
medicines-often-hour = { $count ->
    [one] Én gang i timen
   *[other] { $count } ganger i timen
}
medicines-often-day = { $count ->
    [one] Én gang om dagen
   *[other] { $count } ganger om dagen
}
medicines-often-week = { $count ->
    [one] Én gang i uken
   *[other] { $count } ganger i uken
}
medicines-often-month = { $count ->
    [one] Én gang i måneden
   *[other] { $count } ganger i måneden
}
medicines-often-year = { $count ->
    [one] Én gang i året
   *[other] { $count } ganger i året
}
medicines-often-range = { $low }–{ $high } ganger om dagen
medicines-every-hours = Hver { $number }. time
medicines-every-days = Hver { $number }. dag
medicines-every-weeks = Hver { $number }. uke
medicines-every-months = Hver { $number }. måned
medicines-often-else = En uvanlig rytme: spør legen eller apoteket hvor ofte
medicines-morning = morgen
medicines-noon = midt på dagen
medicines-afternoon = ettermiddag
medicines-evening = kveld
medicines-night = natt
medicines-bedtime = leggetid
medicines-waking = når du våkner
medicines-before-meal = før måltid
medicines-with-meal = til måltid
medicines-after-meal = etter måltid
medicines-history = { $count ->
    [one] Vis én eldre opplysning om det samme
   *[other] Vis { $count } eldre opplysninger om det samme
}
medicines-not-here = Reseptfrie medisiner, kosttilskudd og det leger utenfor HelsaMi skriver ut, kan mangle her.
