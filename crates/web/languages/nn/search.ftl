# Search over one's own record.

search-title = Søk i journalen din
search-lead = Søket les alt som blir vist på sidene dine. Orda du søkjer etter, blir ikkje lagra.
search-too-short = Skriv minst to bokstavar.
search-count = { $count ->
    [0] Fann ingenting
    [one] Fann éin ting
   *[other] Fann { $count } ting
}
search-more = { $count ->
    [one] Eitt treff til er ikkje vist. Skriv fleire ord for å finne det.
   *[other] { $count } treff til er ikkje viste. Skriv fleire ord for å finne dei.
}
search-empty-title = Fann ingenting
search-empty-advice = Prøv eit anna ord, eller ein del av ordet. Det som står i PDF-filer, blir ikkje lese.
search-unnamed = Utan namn
search-times = { $count ->
    [one] Éin gong
   *[other] { $count } gonger, sist { $when }
}
search-times-undated = { $count ->
    [one] Éin gong
   *[other] { $count } gonger
}
search-found-name = Funne i namnet: «{ $words }»
search-found-party = Funne i namnet på ein person eller ein stad: «{ $words }»
search-found-text = Funne i teksten: «{ $words }»
search-note = Søket gjeld berre det som er sendt til HelsaMi. Bilete og PDF-filer er ikkje lesne, og heller ikkje namn som står i andre register.
