# Diagnoses.

diagnoses-title = Diagnosar
diagnoses-lead = Sjukdommar og helseproblem, slik dei er skrivne av dei som har behandla deg.
diagnoses-current = No
diagnoses-former = Tidlegare
diagnoses-refuted = Vurdert og avkrefta
diagnoses-none-current = Ingen diagnosar er registrerte som aktuelle no.
diagnoses-none-known = Kjelda seier at det ikkje er nokon kjende diagnosar.
diagnoses-empty-title = Ingen diagnosar
diagnoses-empty-advice = Manglar det noko, ta det opp med legen din.
diagnoses-icpc = ICPC-2 { $code }
diagnoses-icd = ICD-10 { $code }
diagnoses-bare-code = Berre koden er send
diagnoses-recurrence = Kome tilbake
diagnoses-not-stated = Status ikkje oppgitt
diagnoses-remission = I ro
diagnoses-inactive = Ikkje aktuell
diagnoses-resolved = Gått over
diagnoses-provisional = Førebels
diagnoses-differential = Éi av fleire moglegheiter
diagnoses-unconfirmed = Ikkje stadfesta
diagnoses-contact = Skriven ved eit besøk
diagnoses-concern = Uro
diagnoses-since = Sidan { $when }
diagnoses-recorded = Skriven { $when }
diagnoses-span = { $from } til { $to }
diagnoses-until = Gått over { $when }
diagnoses-times = { $count ->
    [one] Skriven éin gong
   *[other] Skriven { $count } gonger, første gong { $first }
}
diagnoses-show-all = Vis alle gongene
diagnoses-not-here = Diagnosar frå legar utanfor HelsaMi kan mangle her.
