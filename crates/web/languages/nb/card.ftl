# The emergency card.

card-title = Nødkort
card-lead = Skriv ut kortet og ha det i lommeboken. Det viser det som er registrert i dag, og blir ikke oppdatert på papir.
card-who = Hvem
card-name = Navn
card-born = Født
card-blood = Blodtype
card-blood-check = Skal alltid kontrolleres før blod gis.
card-medicines = Legemidler i bruk
card-medicines-unclear = Uklart om disse er i bruk:
card-medicines-none = Ingen registrert
card-diagnoses = Diagnoser nå
card-diagnoses-none = Ingen registrert
card-contacts = Ring til
card-contacts-none = Ingen pårørende med telefonnummer er registrert.
card-contact-relation = { $name } ({ $relation })
card-unknown = Ikke oppgitt
card-dead = Journalen gjelder en person som er død.
card-not-here = Kortet er ikke sikkert fullstendig. Spør personen eller pårørende, og se i kjernejournalen.
