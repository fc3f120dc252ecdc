# The medicine list.

medicines-title = Legemiddel
medicines-lead = Det kjeldene har skrive om medisinane dine. Ikkje endre noko utan å snakke med lege eller apotek.
medicines-in-use = I bruk
medicines-unclear = Uklart om det er i bruk
medicines-unclear-lead = Kjelda seier ikkje om dette er i bruk, eller det ho seier, heng ikkje saman. Spør legen din.
medicines-ended = Avslutta
medicines-none-in-use = Ingen medisinar er registrerte som i bruk.
medicines-empty-title = Ingen legemiddel
medicines-empty-advice = Bruker du noko likevel, sei det til legen din, så det kan bli skrive ned.
medicines-none-known = Kjelda seier at du ikkje bruker nokon medisinar.
medicines-no-information = Kjelda seier at ho ikkje veit om du bruker medisinar.
medicines-unnamed = Legemiddel utan namn
medicines-paused = Pause
medicines-planned = Ikkje byrja enno
medicines-not-taken = Blir ikkje brukt
medicines-hospital-only = På sjukehus
medicines-disagree = Kjeldene er usamde
medicines-disagree-use = Éi kjelde seier at det er i bruk, ei anna at det ikkje er det.
medicines-disagree-dose = Kjeldene oppgir ulik dose.
medicines-disagree-strength = Kjeldene oppgir ulik styrke.
medicines-disagree-advice = Følg det du har avtalt med legen din, og sei frå om usemja.
medicines-contradicts = Kjelda seier at det er i bruk, men sluttdatoen er passert.
medicines-prescribed = Resept eller forordning
medicines-listed = Linje i ei legemiddelliste
medicines-dispensed-kind = Utlevert frå apotek
medicines-given-kind = Gitt av helsepersonell
medicines-substance = Verkestoff
medicines-form = Form
medicines-strength = Styrke
medicines-how = Slik blir det brukt
medicines-dose = Dose kvar gong
medicines-rate-label = Fart
medicines-often = Kor ofte
medicines-times = Når på dagen
medicines-route = Måte
medicines-why = Kvifor
medicines-since = Sidan
medicines-until = Til og med
medicines-valid = Resepten gjeld til
medicines-who = Bestemt av
medicines-change = Grunn til endring
medicines-note = Merknad
medicines-dispensed = Utlevert
medicines-given = Gitt
medicines-event = { $count ->
    [one] Sist { $when }
   *[other] Sist { $when }, { $count } gonger i alt
}
medicines-event-undated = { $count ->
    [one] Éin gong, utan dato
   *[other] { $count } gonger, utan dato
}
medicines-as-needed = Ved behov
medicines-as-needed-for = Ved behov: { $reason }
medicines-rate = { $amount } per { $each }
medicines-often-hour = { $count ->
    [one] Éin gong i timen
   *[other] { $count } gonger i timen
}
medicines-often-day = { $count ->
    [one] Éin gong om dagen
   *[other] { $count } gonger om dagen
}
medicines-often-week = { $count ->
    [one] Éin gong i veka
   *[other] { $count } gonger i veka
}
medicines-often-month = { $count ->
    [one] Éin gong i månaden
   *[other] { $count } gonger i månaden
}
medicines-often-year = { $count ->
    [one] Éin gong i året
   *[other] { $count } gonger i året
}
medicines-often-range = { $low }–{ $high } gonger om dagen
medicines-every-hours = Kvar { $number }. time
medicines-every-days = Kvar { $number }. dag
medicines-every-weeks = Kvar { $number }. veke
medicines-every-months = Kvar { $number }. månad
medicines-often-else = Ein uvanleg rytme: spør legen eller apoteket kor ofte
medicines-morning = morgon
medicines-noon = midt på dagen
medicines-afternoon = ettermiddag
medicines-evening = kveld
medicines-night = natt
medicines-bedtime = leggetid
medicines-waking = når du vaknar
medicines-before-meal = før måltid
medicines-with-meal = til måltid
medicines-after-meal = etter måltid
medicines-history = { $count ->
    [one] Vis éi eldre opplysning om det same
   *[other] Vis { $count } eldre opplysningar om det same
}
medicines-not-here = Reseptfrie medisinar, kosttilskot og det legar utanfor HelsaMi skriv ut, kan mangle her.
