# Test results and measurements.

results-title = Prøvesvar
results-lead = Svar på prøver, med det vanlige området laboratoriet oppgir. Lurer du på hva et svar betyr, spør den som bestilte prøven.
results-measurements-title = Målinger
results-measurements-lead = Blodtrykk, vekt, spørreskjema og annet som er målt eller registrert om deg.
results-sides = Hva du vil se
results-side-tests = Prøvesvar
results-side-measurements = Målinger

results-filter-analysis = Analyse
results-filter-analysis-all = Alle analyser
results-filter-period = Periode
results-filter-period-all = Alle år
results-filter-period-months = Siste tre måneder
results-filter-period-year = Siste år
results-filter-period-years = Siste fem år
results-filter-flag = Vurdering
results-filter-flag-all = Alle svar
results-filter-flag-outside = Utenfor vanlig område
results-count = { $count ->
    [0] Ingen svar
    [one] Viser ett svar
   *[other] Viser { $count } svar
}
results-older = Vis eldre svar
results-newest = Til de nyeste svarene
results-list = Svar, det nyeste først

results-column-analysis = Analyse
results-column-value = Svar
results-column-range = Vanlig område
results-column-flag = Vurdering
results-column-when = Tatt
results-column-method = Metode
results-taken = Tatt { $when }
results-order-taken = { $name }, tatt { $when }
results-no-date = Uten dato
results-order-no-date = { $name }, uten dato
results-unnamed = Uten navn
results-unnamed-order = Prøver bestilt sammen
results-code = Kode { $code }
results-elsewhere = { $count ->
    [one] Ett svar til hører til denne bestillingen.
   *[other] { $count } svar til hører til denne bestillingen.
}
results-open-order = Les hele svaret

results-waiting-title = Du venter på svar
results-waiting-since = Bestilt { $when }. Svaret er ikke kommet hit ennå.
results-waiting-by = Bestilt av { $name } { $when }. Svaret er ikke kommet hit ennå.
results-waiting-undated = Svaret er ikke kommet hit ennå.

results-empty-title = Ingen prøvesvar her
results-empty-measurements-title = Ingen målinger her
results-empty-advice = Venter du på svar, spør den som bestilte prøven. Svar fra steder som ikke er koblet til, finner du hos dem.
results-coverage-note = Svar fra steder som ikke er koblet til HelsaMi, står ikke her. Et svar kommer hit når stedet som har det, sender det.

results-flag-within = Innenfor
results-flag-low = Lavt
results-flag-high = Høyt
results-flag-far-low = Klart lavt
results-flag-far-high = Klart høyt
results-flag-outside = Utenfor
results-state-waiting = Venter på svar
results-state-preliminary = Foreløpig svar
results-state-corrected = Rettet svar
results-state-cancelled = Avlyst
results-state-mistake = Trukket tilbake
results-state-preliminary-more = Svaret er foreløpig og kan bli endret.
results-state-corrected-more = Svaret er rettet etter at det først ble sendt. Dette er det som gjelder.

results-within = Innenfor det vanlige området.
results-called-normal = Laboratoriet har vurdert svaret som vanlig.
results-below = Under det vanlige området.
results-above = Over det vanlige området.
results-far-below = Laboratoriet har merket svaret som klart under det vanlige.
results-far-above = Laboratoriet har merket svaret som klart over det vanlige.
results-unusual = Laboratoriet har merket svaret som utenfor det vanlige.
results-very-unusual = Laboratoriet har merket svaret som klart utenfor det vanlige.
results-outside-but-normal = Tallet ligger utenfor området, men laboratoriet har vurdert svaret som vanlig.
results-within-but-marked = Tallet ligger innenfor området, men laboratoriet har merket svaret.
results-several-ranges = Laboratoriet oppgir flere områder og sier ikke hvilket som gjelder deg.
results-no-range = Den som sendte svaret, har ikke oppgitt noe vanlig område.
results-bound = Svaret er en grense, og den viser ikke om verdien er innenfor det vanlige området.
results-absent-not-performed = Ikke utført.
results-absent-unknown = Verdien er ikke kjent.
results-absent-declined = Ikke besvart.
results-absent-failed = Analysen lot seg ikke gjennomføre.
results-absent-withheld = Holdes tilbake av den som har svaret.
results-absent-not-applicable = Gjelder ikke her.
results-absent-other = Ikke målt.
results-no-value = Svaret har ingen verdi, og det er ikke oppgitt hvorfor.
results-waiting = Prøven er bestilt. Svaret er ikke kommet.
results-cancelled = Analysen er avlyst. Det kommer ikke noe svar.
results-mistake = Den som sendte dette, har trukket det tilbake. Innholdet vises ikke.
results-next-step = Den som bestilte prøven, har ansvar for å følge opp svaret. Hører du ikke noe, ta kontakt med dem.

results-yes = Ja
results-no = Nei
results-not-shown = Kan ikke vises her
results-dash = –
results-between = { $low }–{ $high }
results-up-to = opp til { $high }
results-from = fra { $low }
results-ratio = { $first } : { $second }
results-part = { $name }: { $value }
results-line-within = { $value }. Innenfor det vanlige området, { $range }.
results-line-below = { $value }. Under det vanlige området, { $range }.
results-line-above = { $value }. Over det vanlige området, { $range }.
results-range = Vanlig område: { $range }
results-treatment-range = Mål for behandlingen: { $range }
results-other-range = Annet område oppgitt av laboratoriet: { $range }
results-exact = Tallet slik det ble sendt
results-method = Metode: { $method }
results-remark = Merknad fra laboratoriet: { $words }
results-verdict = Laboratoriets vurdering: { $words }

results-order-crumb = Til alle prøvesvar
results-fact-taken = Tatt
results-fact-issued = Svar gitt
results-fact-lab = Svart av
results-fact-requester = Bestilt av
results-fact-conclusion = Konklusjon
results-fact-state = Status
results-document = Et dokument hører til dette svaret. Du finner det under Notater og dokumenter.
results-order-missing = { $count ->
    [one] Ett svar som hører til, finnes ikke her.
   *[other] { $count } svar som hører til, finnes ikke her.
}

results-trend-title = { $name } over tid
results-trend-latest = Siste svar
results-trend-chart = { $count ->
    [one] { $name }: ett svar, { $value } den { $when }.
   *[other] { $name }: { $count } svar. Det siste er { $value } den { $when }.
}
results-trend-units = Svarene er oppgitt i ulike enheter, eller noen uten enhet. De er ikke slått sammen til én kurve, for tallene kan ikke sammenlignes.
results-trend-parts = Målingen har flere deler. Hver del har sin egen kurve.
results-trend-unit = Oppgitt i { $unit }
results-trend-no-unit = Oppgitt uten enhet
results-trend-new-method = Ny metode
results-trend-undrawn = Svar som ikke er tall
results-trend-empty-title = Ingen svar å vise
results-trend-table = Alle svar, det nyeste først
