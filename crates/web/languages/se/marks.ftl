# Marks set by staff: hidden from parents, hidden from the young person, shown later.

marks-title = Čihkkojuvvon ja maŋiduvvon
marks-what = Čiega juoidá váhnemiin dahje nuoras, dahje čájet dan maŋŋil
marks-lead = Dát lea čihkkojuvvon váhnemiin dahje nuoras, dahje čájehuvvo maŋŋil. Don guhte dikšut pasieantta, sáhtát merket ja sihkkut merkemiid.
marks-now = Merkejuvvon dál
marks-none = Mihkkege ii leat čihkkojuvvon iige maŋiduvvon.
marks-choose = Merke juoidá journála oasis
marks-part-lead = Vállje maid hálidat čiehkat dahje čájehit maŋŋil.
marks-part = Journála oassi
marks-unnamed = Nama haga
marks-tag-parents = Čihkkojuvvon váhnemiin
marks-tag-young = Čihkkojuvvon nuoras
marks-tag-later = Čájehuvvo { $when }
marks-tag-hand = Čájehuvvo go muhtun rahpá dan
marks-line-title = Čiega dahje čájet maŋŋil
marks-is = Merken dál
marks-is-plain = Ii čihkkojuvvon, čájehuvvo dakkaviđe
marks-hide = Gii ii galgga oaidnit dan?
marks-hide-hint = Čiega váhnemiin go deaŧalaš vuhtiiváldimat gáibidit dan, dahje go nuorra 12 jagi rájes dovddaha ákka man galgá doahttalit (pasieanta- ja geavaheaddjivuoigatvuođaláhka § 3-4). Doaibmá dassážii go pasieanta deavdá 16 jagi.
marks-hide-parents = Váhnemat ja earát geat doibmet máná ovddas
marks-hide-young = Nuorra, go váhnemat oidnet dan
marks-release = Goas galgá dat čájehuvvot?
marks-release-hint = Maŋiduvvon oaidnin addá áiggi muitalit dan ieš vuos. Pasieanta oaidná ahte juoga boahtá, muhto ii mii.
marks-release-now = Dakkaviđe
marks-release-later = Maŋŋil, beaivvi maid mun válljen
marks-day = Čájehuvvo dán beaivvi rájes
marks-day-hint = Dušše go leat válljen maŋŋil. Eanemusat { $days } beaivvi ovddasguvlui: pasieanttas lea vuoigatvuohta oaidnit álmmá ártnas maŋŋoneami.
marks-ground = Manne?
marks-ground-hint = Ákka bisána journálas, čihkkojuvvon sis geain don čiegat dan. Čále dan maid go sihkut merkema.
marks-see = Geahča maid merken dahká
marks-changed = Muhtun lea merken dán dan botta go čállet. Geahča mo dat dál lea.
marks-history = Gii lea merken dan
marks-lifted = Sihkkojuvvon: ii čihkkojuvvon, čájehuvvo dakkaviđe
marks-by = { $name }, { $when }
marks-check-title = Dán merken dahká
marks-check-lead = Ii mihkkege leat vel merkejuvvon. Geahča mii ain sáhttá almmustuhttit dan, ja nanne loahpas.
marks-will = Merken maŋŋil
marks-sight-hidden = Ii oainne dan, iige ahte dat lea das
marks-sight-announced = Oaidná ahte juoga boahtá, muhto ii mii
marks-kept-none = Dan maŋŋá dat ii leat čihkkojuvvon geasge ja čájehuvvo dakkaviđe.
marks-until = Man guhká
marks-until-birthday = Dassážii go pasieanta deavdá 16 jagi, { $day }. Dalle loahpahuvvo váhnemiid beassan, ja nuorra oaidná visot iežas birra.
marks-tells-none-title = Eat gávnna eará mii almmustuhttá dan
marks-tells-none = Ii mihkkege eará journálas maid sii oidnet, čujut dása dahje dajat seamma.
marks-tells = { $count ->
    [one] Okta ášši ain almmustuhttá dan
   *[other] { $count } ášši ain almmustuhttet dan
}
marks-tells-what = Dat čujuhit dasa maid don čiegat, dahje dajat seamma, ja sii geain don čiegat dan, oidnet daid.
marks-add = Merke maid dán
marks-add-all = Merke maid buot dáid
marks-add-not = Ii sáhte merkejuvvot seamma láhkai: dat lea merkejuvvon eará láhkai.
marks-also = { $count ->
    [one] Vel okta ášši merkejuvvo seamma láhkai
   *[other] Vel { $count } ášši merkejuvvojit seamma láhkai
}
marks-confirm-title = Merke
marks-words = Sánit eará notáhtain ja dokumeanttain eai dárkkistuvvo. Loga daid maid jáhkát namuhit dan.
marks-seen = Dan maid muhtun lea ovdal oaidnán, sii leat oaidnán.
marks-after = Go nannet, de merken doaibmá dál rájes. Pasieantta loggas čuožžu ahte don merkejit dan, sidjiide geat ožžot oaidnit dan.
marks-confirm = Nanne merkema
marks-closed = Dán portála dahppá ieš
marks-closed-lists = Listtut, logut, ohcamat, dieđut ovdasiiddus, kaleandarfiillat, čáliheamit ja viežžanfiillat ráhkaduvvojit das maid juohkehaš oažžu oaidnit. Dat maid don čiegat, ii leat mielde.
marks-closed-rows = { $count ->
    [one] Vel okta ášši čujuha dasa, ja lea giddejuvvon sidjiide
   *[other] Vel { $count } ášši čujuhit dasa, ja leat giddejuvvon sidjiide
}
marks-log-none = Ii oainne logga
marks-log-as = Oaidná ahte gehččet «{ $part }», ii maid, iige ahte dat lea merkejuvvon
marks-log-marked = Oaidná ahte don merkejit dan
marks-who-parents = Váhnemat ja earát geat doibmet máná ovddas
marks-who-young = Nuorra
marks-who-person = Pasieanta
marks-who-proxies = Sii geaidda pasieanta lea addán beassama
marks-told-parents = Váhnemat oidnet dan
marks-told-young = Nuorra oaidná dan
marks-told-person = Pasieanta oaidná dan
marks-told-proxies = Sii geain lea beassan, oidnet dan
marks-why-names = Čujuha dasa
marks-why-named = Dat čujuha dása
marks-why-code = Dadjá seamma
marks-why-order = Boahtá seamma diŋgomis
marks-error-ground = Čále manne, eanemusat { $most } mearkka
marks-error-day = Vállje beaivvi ihttážis, eanemusat { $days } beaivvi ovddasguvlui
marks-error-late = Vállje beaivvi mii lea eanemusat { $days } beaivvi ovddasguvlui
marks-error-both = Vállje dušše ovtta: Čiehkat juoidá sihke váhnemiin ja nuoras lea biehttalit oaidnima, ja dat gáibida eará ákka
marks-error-age = Pasieanta lea deavdán 16 jagi, nu ahte merken ii čiega maidige
marks-error-same = Rievdat juoidá: dat lea nu merkejuvvon ovdalaččas
marks-together = Merkejuvvon oktan dáinna
marks-together-what = Dat merkejuvvui seammás, ja lea ain.
marks-lift = Rievdat maid dán
marks-lift-all = Rievdat maid buot dáid
