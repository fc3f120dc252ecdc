# Search over one's own record.

search-title = Søk i journalen din
search-lead = Søket leser alt som vises på sidene dine. Ordene du søker etter, blir ikke lagret.
search-too-short = Skriv minst to bokstaver.
search-count = { $count ->
    [0] Fant ingenting
    [one] Fant én ting
   *[other] Fant { $count } ting
}
search-more = { $count ->
    [one] Ett treff til vises ikke. Skriv flere ord for å finne det.
   *[other] { $count } treff til vises ikke. Skriv flere ord for å finne dem.
}
search-empty-title = Fant ingenting
search-empty-advice = Prøv et annet ord, eller en del av ordet. Det som står i PDF-filer, blir ikke lest.
search-unnamed = Uten navn
search-times = { $count ->
    [one] Én gang
   *[other] { $count } ganger, sist { $when }
}
search-times-undated = { $count ->
    [one] Én gang
   *[other] { $count } ganger
}
search-found-name = Funnet i navnet: «{ $words }»
search-found-party = Funnet i navnet på en person eller et sted: «{ $words }»
search-found-text = Funnet i teksten: «{ $words }»
search-note = Søket gjelder bare det som er sendt til HelsaMi. Bilder og PDF-filer er ikke lest, og heller ikke navn som står i andre registre.
