# Marks set by staff: hidden from parents, hidden from the young person, shown later.

marks-title = Skjult og utsatt
marks-what = Skjul noe for foreldre eller den unge, eller vis det senere
marks-lead = Dette er skjult for foreldre eller for den unge, eller vises senere. Du som behandler pasienten, kan merke og oppheve.
marks-now = Merket nå
marks-none = Ingenting er skjult eller utsatt.
marks-choose = Merk noe i en del av journalen
marks-part-lead = Velg det du vil skjule eller vise senere.
marks-part = Del av journalen
marks-unnamed = Uten navn
marks-tag-parents = Skjult for foreldre
marks-tag-young = Skjult for den unge
marks-tag-later = Vises { $when }
marks-tag-hand = Vises når noen åpner for det
marks-line-title = Skjul eller vis senere
marks-is = Merking nå
marks-is-plain = Ikke skjult, vises med en gang
marks-hide = Hvem skal ikke se det?
marks-hide-hint = Skjul for foreldre når tungtveiende hensyn taler for det, eller når den unge fra 12 år har en grunn som bør respekteres (pasient- og brukerrettighetsloven § 3-4). Gjelder til pasienten fyller 16 år.
marks-hide-parents = Foreldre og andre som handler for barnet
marks-hide-young = Den unge, mens foreldrene ser det
marks-release = Når skal det vises?
marks-release-hint = Utsatt innsyn gir tid til å fortelle det selv først. Pasienten ser at noe kommer, men ikke hva.
marks-release-now = Med en gang
marks-release-later = Senere, på en dag jeg velger
marks-day = Vises fra denne dagen
marks-day-hint = Bare når du har valgt senere. Høyst { $days } dager fram: pasienten har rett til innsyn uten ugrunnet opphold.
marks-ground = Hvorfor?
marks-ground-hint = Grunnen blir stående i journalen, skjult for dem du skjuler det for. Skriv den også når du opphever et merke.
marks-see = Se hva merket gjør
marks-changed = Noen har merket dette mens du skrev. Se over hvordan det er nå.
marks-history = Hvem har merket det
marks-lifted = Opphevet: ikke skjult, vises med en gang
marks-by = Av { $name }, { $when }
marks-check-title = Dette gjør merket
marks-check-lead = Ingenting er merket ennå. Se hva som fremdeles kan røpe det, og bekreft til slutt.
marks-will = Merking etterpå
marks-sight-hidden = Ser det ikke, og ser ikke at det er der
marks-sight-announced = Ser at noe kommer, men ikke hva
marks-kept-none = Etter dette er det ikke skjult for noen og vises med en gang.
marks-until = Hvor lenge
marks-until-birthday = Til pasienten fyller 16 år, { $day }. Da slutter foreldrenes tilgang, og den unge ser alt om seg selv.
marks-tells-none-title = Vi finner ikke noe annet som røper det
marks-tells-none = Ingenting annet i journalen som de ser, viser til dette eller sier det samme.
marks-tells = { $count ->
    [one] Én ting røper det fremdeles
   *[other] { $count } ting røper det fremdeles
}
marks-tells-what = De viser til det du skjuler, eller sier det samme, og ses av dem du skjuler det for.
marks-add = Merk denne også
marks-add-all = Merk alle disse også
marks-add-not = Kan ikke merkes likt: den er merket på en annen måte.
marks-also = { $count ->
    [one] Én ting til blir merket likt
   *[other] { $count } ting til blir merket likt
}
marks-confirm-title = Merk
marks-words = Ord i andre notater og dokumenter blir ikke sjekket. Les dem du tror kan nevne det.
marks-seen = Det noen har sett før, har de sett.
marks-after = Når du bekrefter, gjelder merket fra nå. I pasientens logg står det at du merket det, for dem som kan se det.
marks-confirm = Bekreft merkingen
marks-closed = Dette lukker portalen selv
marks-closed-lists = Lister, antall, søk, varsler på forsiden, kalenderfiler, utskrift og nedlastede filer lages av det hver enkelt får se. Det du skjuler, er ikke med.
marks-closed-rows = { $count ->
    [one] Én ting til viser til det, og er lukket for dem
   *[other] { $count } ting til viser til det, og er lukket for dem
}
marks-log-none = Ser ikke loggen
marks-log-as = Ser at du så på «{ $part }», ikke hva, og ikke at det er merket
marks-log-marked = Ser at du merket det
marks-who-parents = Foreldre og andre som handler for barnet
marks-who-young = Den unge
marks-who-person = Pasienten
marks-who-proxies = De pasienten har gitt tilgang
marks-told-parents = Foreldrene ser den
marks-told-young = Den unge ser den
marks-told-person = Pasienten ser den
marks-told-proxies = De som har tilgang, ser den
marks-why-names = Viser til det
marks-why-named = Det viser til denne
marks-why-code = Sier det samme
marks-why-order = Kommer av samme bestilling
marks-error-ground = Skriv hvorfor, med høyst { $most } tegn
marks-error-day = Velg en dag fra i morgen, høyst { $days } dager fram
marks-error-late = Velg en dag som er høyst { $days } dager fram
marks-error-both = Velg bare én: Å skjule noe for både foreldrene og den unge er å nekte innsyn, og det krever en annen grunn
marks-error-age = Pasienten har fylt 16 år, så merket skjuler ingenting
marks-error-same = Endre noe: det er merket slik fra før
marks-together = Merket sammen med dette
marks-together-what = Det ble merket samtidig, og er det fremdeles.
marks-lift = Endre denne også
marks-lift-all = Endre alle disse også
