# Diagnoses.

diagnoses-title = Diagnoser
diagnoses-lead = Sykdommer og helseproblemer, slik de er skrevet av dem som har behandlet deg.
diagnoses-current = Nå
diagnoses-former = Tidligere
diagnoses-refuted = Vurdert og avkreftet
diagnoses-none-current = Ingen diagnoser er registrert som aktuelle nå.
diagnoses-none-known = Kilden sier at det ikke er noen kjente diagnoser.
diagnoses-empty-title = Ingen diagnoser
diagnoses-empty-advice = Mangler det noe, ta det opp med legen din.
diagnoses-icpc = ICPC-2 { $code }
diagnoses-icd = ICD-10 { $code }
diagnoses-bare-code = Bare koden er sendt
diagnoses-recurrence = Kommet tilbake
diagnoses-not-stated = Status ikke oppgitt
diagnoses-remission = I ro
diagnoses-inactive = Ikke aktuell
diagnoses-resolved = Gått over
diagnoses-provisional = Foreløpig
diagnoses-differential = En av flere muligheter
diagnoses-unconfirmed = Ikke bekreftet
diagnoses-contact = Skrevet ved et besøk
diagnoses-concern = Bekymring
diagnoses-since = Siden { $when }
diagnoses-recorded = Skrevet { $when }
diagnoses-span = { $from } til { $to }
diagnoses-until = Gått over { $when }
diagnoses-times = { $count ->
    [one] Skrevet én gang
   *[other] Skrevet { $count } ganger, første gang { $first }
}
diagnoses-show-all = Vis alle gangene
diagnoses-not-here = Diagnoser fra leger utenfor HelsaMi kan mangle her.
