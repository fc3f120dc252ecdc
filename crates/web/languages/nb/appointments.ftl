# Appointments and visits.

appointments-title = Timer og besøk
appointments-lead = Kommende timer, og besøk du har hatt.
appointments-now = Pågår nå
appointments-coming = Kommende timer
appointments-open = Ikke avklart
appointments-called-off = Avlyst
appointments-past = Tidligere
appointments-none-coming = Du har ingen kommende timer her.
appointments-none-coming-advice = Har du fått innkalling i posten eller på telefon, gjelder den selv om den ikke står her.
appointments-none-past = Ingen tidligere timer eller besøk er registrert.
appointments-dead = Journalen gjelder en person som er død. Det er ingen kommende timer.
appointments-unnamed = Time
appointments-unnamed-visit = Besøk
appointments-stay = Opphold
appointments-emergency = Øyeblikkelig hjelp
appointments-video = Video
appointments-phone = Telefon
appointments-home = Hjemme hos deg
appointments-written = Skriftlig
appointments-cancelled = Avlyst
appointments-no-show = Ikke møtt
appointments-proposed = Foreslått
appointments-waiting = På venteliste
appointments-unknown = Status ikke oppgitt
appointments-unfinished = Det er ikke registrert om dette ble gjennomført
appointments-from-to = { $day } kl. { $from }–{ $to }
appointments-days = { $from } til { $to }
appointments-since = Siden { $when }
appointments-undated = Tidspunktet er ikke bestemt
appointments-minutes = { $count ->
    [one] Varer ett minutt
   *[other] Varer { $count } minutter
}
appointments-place = Sted
appointments-with = Hvem
appointments-with-role = { $name }, { $role }
appointments-why = Hvorfor
appointments-prepare = Dette må du gjøre eller ta med
appointments-note = Merknad
appointments-cancel-reason = Grunn
appointments-show-older = Vis alle tidligere besøk
appointments-not-here = Timer hos dem som ikke er koblet til HelsaMi, vises ikke her.
