# Test results and measurements.

results-title = Prøvesvar
results-lead = Svar på prøver, med det vanlege området laboratoriet oppgir. Lurer du på kva eit svar betyr, spør den som bestilte prøva.
results-measurements-title = Målingar
results-measurements-lead = Blodtrykk, vekt, spørjeskjema og anna som er målt eller registrert om deg.
results-sides = Kva du vil sjå
results-side-tests = Prøvesvar
results-side-measurements = Målingar

results-filter-analysis = Analyse
results-filter-analysis-all = Alle analysar
results-filter-period = Periode
results-filter-period-all = Alle år
results-filter-period-months = Siste tre månader
results-filter-period-year = Siste år
results-filter-period-years = Siste fem år
results-filter-flag = Vurdering
results-filter-flag-all = Alle svar
results-filter-flag-outside = Utanfor vanleg område
results-count = { $count ->
    [0] Ingen svar
    [one] Viser eitt svar
   *[other] Viser { $count } svar
}
results-older = Vis eldre svar
results-newest = Til dei nyaste svara
results-list = Svar, det nyaste først

results-column-analysis = Analyse
results-column-value = Svar
results-column-range = Vanleg område
results-column-flag = Vurdering
results-column-when = Teke
results-column-method = Metode
results-taken = Teke { $when }
results-order-taken = { $name }, teke { $when }
results-no-date = Utan dato
results-order-no-date = { $name }, utan dato
results-unnamed = Utan namn
results-unnamed-order = Prøver bestilte saman
results-code = Kode { $code }
results-elsewhere = { $count ->
    [one] Eitt svar til høyrer til denne bestillinga.
   *[other] { $count } svar til høyrer til denne bestillinga.
}
results-open-order = Les heile svaret

results-waiting-title = Du ventar på svar
results-waiting-since = Bestilt { $when }. Svaret er ikkje kome hit enno.
results-waiting-by = Bestilt av { $name } { $when }. Svaret er ikkje kome hit enno.
results-waiting-undated = Svaret er ikkje kome hit enno.

results-empty-title = Ingen prøvesvar her
results-empty-measurements-title = Ingen målingar her
results-empty-advice = Ventar du på svar, spør den som bestilte prøva. Svar frå stader som ikkje er kopla til, finn du hos dei.
results-coverage-note = Svar frå stader som ikkje er kopla til HelsaMi, står ikkje her. Eit svar kjem hit når staden som har det, sender det.

results-flag-within = Innanfor
results-flag-low = Lågt
results-flag-high = Høgt
results-flag-far-low = Klart lågt
results-flag-far-high = Klart høgt
results-flag-outside = Utanfor
results-state-waiting = Ventar på svar
results-state-preliminary = Førebels svar
results-state-corrected = Retta svar
results-state-cancelled = Avlyst
results-state-mistake = Trekt tilbake
results-state-preliminary-more = Svaret er førebels og kan bli endra.
results-state-corrected-more = Svaret er retta etter at det først blei sendt. Dette er det som gjeld.

results-within = Innanfor det vanlege området.
results-called-normal = Laboratoriet har vurdert svaret som vanleg.
results-below = Under det vanlege området.
results-above = Over det vanlege området.
results-far-below = Laboratoriet har merkt svaret som klart under det vanlege.
results-far-above = Laboratoriet har merkt svaret som klart over det vanlege.
results-unusual = Laboratoriet har merkt svaret som utanfor det vanlege.
results-very-unusual = Laboratoriet har merkt svaret som klart utanfor det vanlege.
results-outside-but-normal = Talet ligg utanfor området, men laboratoriet har vurdert svaret som vanleg.
results-within-but-marked = Talet ligg innanfor området, men laboratoriet har merkt svaret.
results-several-ranges = Laboratoriet oppgir fleire område og seier ikkje kva for eit som gjeld deg.
results-no-range = Den som sende svaret, har ikkje oppgitt noko vanleg område.
results-bound = Svaret er ei grense, og ho viser ikkje om verdien er innanfor det vanlege området.
results-absent-not-performed = Ikkje utført.
results-absent-unknown = Verdien er ikkje kjend.
results-absent-declined = Ikkje svart på.
results-absent-failed = Analysen lét seg ikkje gjennomføre.
results-absent-withheld = Blir halde tilbake av den som har svaret.
results-absent-not-applicable = Gjeld ikkje her.
results-absent-other = Ikkje målt.
results-no-value = Svaret har ingen verdi, og det er ikkje oppgitt kvifor.
results-waiting = Prøva er bestilt. Svaret er ikkje kome.
results-cancelled = Analysen er avlyst. Det kjem ikkje noko svar.
results-mistake = Den som sende dette, har trekt det tilbake. Innhaldet blir ikkje vist.
results-next-step = Den som bestilte prøva, har ansvar for å følgje opp svaret. Høyrer du ikkje noko, ta kontakt med dei.

results-yes = Ja
results-no = Nei
results-not-shown = Kan ikkje visast her
results-dash = –
results-between = { $low }–{ $high }
results-up-to = opp til { $high }
results-from = frå { $low }
results-ratio = { $first } : { $second }
results-part = { $name }: { $value }
results-line-within = { $value }. Innanfor det vanlege området, { $range }.
results-line-below = { $value }. Under det vanlege området, { $range }.
results-line-above = { $value }. Over det vanlege området, { $range }.
results-range = Vanleg område: { $range }
results-treatment-range = Mål for behandlinga: { $range }
results-other-range = Anna område oppgitt av laboratoriet: { $range }
results-exact = Talet slik det blei sendt
results-method = Metode: { $method }
results-remark = Merknad frå laboratoriet: { $words }
results-verdict = Vurderinga til laboratoriet: { $words }

results-order-crumb = Til alle prøvesvar
results-fact-taken = Teke
results-fact-issued = Svar gitt
results-fact-lab = Svart av
results-fact-requester = Bestilt av
results-fact-conclusion = Konklusjon
results-fact-state = Status
results-document = Eit dokument høyrer til dette svaret. Du finn det under Notat og dokument.
results-order-missing = { $count ->
    [one] Eitt svar som høyrer til, finst ikkje her.
   *[other] { $count } svar som høyrer til, finst ikkje her.
}

results-trend-title = { $name } over tid
results-trend-latest = Siste svar
results-trend-chart = { $count ->
    [one] { $name }: eitt svar, { $value } den { $when }.
   *[other] { $name }: { $count } svar. Det siste er { $value } den { $when }.
}
results-trend-units = Svara er oppgitt i ulike einingar, eller nokre utan eining. Dei er ikkje slått saman til éi kurve, for tala kan ikkje samanliknast.
results-trend-parts = Målinga har fleire delar. Kvar del har si eiga kurve.
results-trend-unit = Oppgitt i { $unit }
results-trend-no-unit = Oppgitt utan eining
results-trend-new-method = Ny metode
results-trend-undrawn = Svar som ikkje er tal
results-trend-empty-title = Ingen svar å vise
results-trend-table = Alle svar, det nyaste først
