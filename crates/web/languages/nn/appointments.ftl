# Appointments and visits.

appointments-title = Timar og besøk
appointments-lead = Komande timar, og besøk du har hatt.
appointments-now = Går føre seg no
appointments-coming = Komande timar
appointments-open = Ikkje avklart
appointments-called-off = Avlyst
appointments-past = Tidlegare
appointments-none-coming = Du har ingen komande timar her.
appointments-none-coming-advice = Har du fått innkalling i posten eller på telefon, gjeld ho sjølv om timen ikkje står her.
appointments-none-past = Ingen tidlegare timar eller besøk er registrerte.
appointments-dead = Journalen gjeld ein person som er død. Det er ingen komande timar.
appointments-unnamed = Time
appointments-unnamed-visit = Besøk
appointments-stay = Opphald
appointments-emergency = Augeblikkeleg hjelp
appointments-video = Video
appointments-phone = Telefon
appointments-home = Heime hos deg
appointments-written = Skriftleg
appointments-cancelled = Avlyst
appointments-no-show = Ikkje møtt
appointments-proposed = Foreslått
appointments-waiting = På venteliste
appointments-unknown = Status ikkje oppgitt
appointments-unfinished = Det er ikkje registrert om dette blei gjennomført
appointments-from-to = { $day } kl. { $from }–{ $to }
appointments-days = { $from } til { $to }
appointments-since = Sidan { $when }
appointments-undated = Tidspunktet er ikkje bestemt
appointments-minutes = { $count ->
    [one] Varer eitt minutt
   *[other] Varer { $count } minutt
}
appointments-place = Stad
appointments-with = Kven
appointments-with-role = { $name }, { $role }
appointments-why = Kvifor
appointments-prepare = Dette må du gjere eller ta med
appointments-note = Merknad
appointments-cancel-reason = Grunn
appointments-show-older = Vis alle tidlegare besøk
appointments-not-here = Timar hos dei som ikkje er kopla til HelsaMi, blir ikkje viste her.
