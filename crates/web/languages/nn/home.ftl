# The overview.

home-lead = Her finn du det viktigaste frå sjukehus, kommune og fastlege.
home-morning = God morgon, { $name }
home-hello = Hei, { $name }
home-evening = God kveld, { $name }
home-hello-nobody = Hei
home-needs = Dette må du sjå på
home-open = { $count ->
    [one] Éin time er ikkje avtalt enno
   *[other] { $count } timar er ikkje avtalte enno
}
home-open-more = Sjå om du må svare
home-called-off = Ein time er avlyst
home-new = Nytt sidan sist
home-have = Dette finst i journalen
home-nothing-new = Ingenting nytt sidan du var her { $when }.
home-nothing-at-all = Vi har ikkje fått noko om deg enno.
home-nothing-why = Opplysningar kjem hit når ein som har behandla deg, er kopla til. Har du fått eit svar på papir, gjeld det framleis.
home-received = Motteke { $day }
home-count = { $count ->
    [one] Éi opplysning
   *[other] { $count } opplysningar
}
home-more-than = Meir enn { $count } opplysningar
home-new-results = { $count ->
    [one] Eitt nytt prøvesvar
   *[other] { $count } nye prøvesvar
}
home-new-documents = { $count ->
    [one] Eitt nytt dokument
   *[other] { $count } nye dokument
}
home-new-medicines = { $count ->
    [one] Éi ny opplysning om medisinar
   *[other] { $count } nye opplysningar om medisinar
}
home-new-allergies = { $count ->
    [one] Éi ny kritisk opplysning
   *[other] { $count } nye kritiske opplysningar
}
home-new-diagnoses = { $count ->
    [one] Éin ny diagnose
   *[other] { $count } nye diagnosar
}
home-new-vaccines = { $count ->
    [one] Éin ny vaksine
   *[other] { $count } nye vaksinar
}
home-next = Neste time
home-now = Timen din no
home-appointment = Time
home-see-appointment = Sjå timen
home-all-appointments = Sjå alle timar
home-later = { $count ->
    [one] Du har éin time til etter denne.
   *[other] Du har { $count } timar til etter denne.
}
home-no-appointment = Vi veit ikkje om nokon komande timar. Timar hos dei som ikkje er kopla til, står ikkje her.
home-ways = Kva vil du sjå?
home-dead = Journalen gjeld ein person som er død.
home-corrected = Retta: { $what }
home-corrected-what = Noko du har lese, vart retta eller trekt tilbake { $when }. Sjå kva som er rett no.

home-opened-override = Noko du har sperra, er opna
home-opened-emergency = Journalen din er opna i ein akutt situasjon
home-opened-what = { $when }. Sjå i loggen kven det var. Ein annan hos dei skal kontrollere om det var rett.
