# Marks set by staff: hidden from parents, hidden from the young person, shown later.

marks-title = Skjult og utsett
marks-what = Skjul noko for foreldre eller den unge, eller vis det seinare
marks-lead = Dette er skjult for foreldre eller for den unge, eller blir vist seinare. Du som behandlar pasienten, kan merkje og oppheve.
marks-now = Merkt no
marks-none = Ingenting er skjult eller utsett.
marks-choose = Merk noko i ein del av journalen
marks-part-lead = Vel det du vil skjule eller vise seinare.
marks-part = Del av journalen
marks-unnamed = Utan namn
marks-tag-parents = Skjult for foreldre
marks-tag-young = Skjult for den unge
marks-tag-later = Blir vist { $when }
marks-tag-hand = Blir vist når nokon opnar for det
marks-line-title = Skjul eller vis seinare
marks-is = Merking no
marks-is-plain = Ikkje skjult, blir vist med ein gong
marks-hide = Kven skal ikkje sjå det?
marks-hide-hint = Skjul for foreldre når tungtvegande omsyn talar for det, eller når den unge frå 12 år har ein grunn som bør respekterast (pasient- og brukarrettslova § 3-4). Gjeld til pasienten fyller 16 år.
marks-hide-parents = Foreldre og andre som handlar for barnet
marks-hide-young = Den unge, medan foreldra ser det
marks-release = Når skal det visast?
marks-release-hint = Utsett innsyn gjev tid til å fortelje det sjølv først. Pasienten ser at noko kjem, men ikkje kva.
marks-release-now = Med ein gong
marks-release-later = Seinare, på ein dag eg vel
marks-day = Blir vist frå denne dagen
marks-day-hint = Berre når du har valt seinare. Høgst { $days } dagar fram: pasienten har rett til innsyn utan grunnlaust opphald.
marks-ground = Kvifor?
marks-ground-hint = Grunnen blir ståande i journalen, skjult for dei du skjuler det for. Skriv han òg når du opphevar eit merke.
marks-see = Sjå kva merket gjer
marks-changed = Nokon har merkt dette medan du skreiv. Sjå over korleis det er no.
marks-history = Kven har merkt det
marks-lifted = Oppheva: ikkje skjult, blir vist med ein gong
marks-by = Av { $name }, { $when }
marks-check-title = Dette gjer merket
marks-check-lead = Ingenting er merkt enno. Sjå kva som framleis kan røpe det, og stadfest til slutt.
marks-will = Merking etterpå
marks-sight-hidden = Ser det ikkje, og ser ikkje at det er der
marks-sight-announced = Ser at noko kjem, men ikkje kva
marks-kept-none = Etter dette er det ikkje skjult for nokon og blir vist med ein gong.
marks-until = Kor lenge
marks-until-birthday = Til pasienten fyller 16 år, { $day }. Då sluttar tilgangen til foreldra, og den unge ser alt om seg sjølv.
marks-tells-none-title = Vi finn ikkje noko anna som røper det
marks-tells-none = Ingenting anna i journalen som dei ser, viser til dette eller seier det same.
marks-tells = { $count ->
    [one] Éin ting røper det framleis
   *[other] { $count } ting røper det framleis
}
marks-tells-what = Dei viser til det du skjuler, eller seier det same, og blir sett av dei du skjuler det for.
marks-add = Merk denne òg
marks-add-all = Merk alle desse òg
marks-add-not = Kan ikkje merkjast likt: ho er merkt på ein annan måte.
marks-also = { $count ->
    [one] Éin ting til blir merkt likt
   *[other] { $count } ting til blir merkte likt
}
marks-confirm-title = Merk
marks-words = Ord i andre notat og dokument blir ikkje sjekka. Les dei du trur kan nemne det.
marks-seen = Det nokon har sett før, har dei sett.
marks-after = Når du stadfestar, gjeld merket frå no. I loggen til pasienten står det at du merkte det, for dei som kan sjå det.
marks-confirm = Stadfest merkinga
marks-closed = Dette lukkar portalen sjølv
marks-closed-lists = Lister, tal, søk, varsel på framsida, kalenderfiler, utskrift og nedlasta filer blir laga av det kvar enkelt får sjå. Det du skjuler, er ikkje med.
marks-closed-rows = { $count ->
    [one] Éin ting til viser til det, og er lukka for dei
   *[other] { $count } ting til viser til det, og er lukka for dei
}
marks-log-none = Ser ikkje loggen
marks-log-as = Ser at du såg på «{ $part }», ikkje kva, og ikkje at det er merkt
marks-log-marked = Ser at du merkte det
marks-who-parents = Foreldre og andre som handlar for barnet
marks-who-young = Den unge
marks-who-person = Pasienten
marks-who-proxies = Dei pasienten har gjeve tilgang
marks-told-parents = Foreldra ser ho
marks-told-young = Den unge ser ho
marks-told-person = Pasienten ser ho
marks-told-proxies = Dei som har tilgang, ser ho
marks-why-names = Viser til det
marks-why-named = Det viser til denne
marks-why-code = Seier det same
marks-why-order = Kjem av same tinging
marks-error-ground = Skriv kvifor, med høgst { $most } teikn
marks-error-day = Vel ein dag frå i morgon, høgst { $days } dagar fram
marks-error-late = Vel ein dag som er høgst { $days } dagar fram
marks-error-both = Vel berre éin: Å skjule noko for både foreldra og den unge er å nekte innsyn, og det krev ein annan grunn
marks-error-age = Pasienten har fylt 16 år, så merket skjuler ingenting
marks-error-same = Endre noko: det er merkt slik frå før
marks-together = Merkt saman med dette
marks-together-what = Det vart merkt samtidig, og er det framleis.
marks-lift = Endre denne òg
marks-lift-all = Endre alle desse òg
