# The overview.

home-lead = Her finner du det viktigste fra sykehus, kommune og fastlege.
home-morning = God morgen, { $name }
home-hello = Hei, { $name }
home-evening = God kveld, { $name }
home-hello-nobody = Hei
home-needs = Dette må du se på
home-open = { $count ->
    [one] Én time er ikke avtalt ennå
   *[other] { $count } timer er ikke avtalt ennå
}
home-open-more = Se om du må svare
home-called-off = En time er avlyst
home-new = Nytt siden sist
home-have = Dette finnes i journalen
home-nothing-new = Ingenting nytt siden du var her { $when }.
home-nothing-at-all = Vi har ikke fått noe om deg ennå.
home-nothing-why = Opplysninger kommer hit når en som har behandlet deg, er koblet til. Har du fått et svar på papir, gjelder det fortsatt.
home-received = Mottatt { $day }
home-count = { $count ->
    [one] Én opplysning
   *[other] { $count } opplysninger
}
home-more-than = Mer enn { $count } opplysninger
home-new-results = { $count ->
    [one] Ett nytt prøvesvar
   *[other] { $count } nye prøvesvar
}
home-new-documents = { $count ->
    [one] Ett nytt dokument
   *[other] { $count } nye dokumenter
}
home-new-medicines = { $count ->
    [one] Én ny opplysning om medisiner
   *[other] { $count } nye opplysninger om medisiner
}
home-new-allergies = { $count ->
    [one] Én ny kritisk opplysning
   *[other] { $count } nye kritiske opplysninger
}
home-new-diagnoses = { $count ->
    [one] Én ny diagnose
   *[other] { $count } nye diagnoser
}
home-new-vaccines = { $count ->
    [one] Én ny vaksine
   *[other] { $count } nye vaksiner
}
home-next = Neste time
home-now = Timen din nå
home-appointment = Time
home-see-appointment = Se timen
home-all-appointments = Se alle timer
home-later = { $count ->
    [one] Du har én time til etter denne.
   *[other] Du har { $count } timer til etter denne.
}
home-no-appointment = Vi vet ikke om noen kommende timer. Timer hos dem som ikke er koblet til, står ikke her.
home-ways = Hva vil du se?
home-dead = Journalen gjelder en person som er død.
home-corrected = Rettet: { $what }
home-corrected-what = Noe du har lest, ble rettet eller trukket tilbake { $when }. Se hva som er riktig nå.

home-opened-override = Noe du har sperret, er åpnet
home-opened-emergency = Journalen din er åpnet i en akutt situasjon
home-opened-what = { $when }. Se i loggen hvem det var. En annen hos dem skal kontrollere om det var riktig.
