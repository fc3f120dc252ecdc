# The emergency card.

card-title = Naudkort
card-lead = Skriv ut kortet og ha det i lommeboka. Det viser det som er registrert i dag, og blir ikkje oppdatert på papir.
card-who = Kven
card-name = Namn
card-born = Fødd
card-blood = Blodtype
card-blood-check = Skal alltid kontrollerast før blod blir gitt.
card-medicines = Legemiddel i bruk
card-medicines-unclear = Uklart om desse er i bruk:
card-medicines-none = Ingen registrerte
card-diagnoses = Diagnosar no
card-diagnoses-none = Ingen registrerte
card-contacts = Ring til
card-contacts-none = Ingen pårørande med telefonnummer er registrerte.
card-contact-relation = { $name } ({ $relation })
card-unknown = Ikkje oppgitt
card-dead = Journalen gjeld ein person som er død.
card-not-here = Kortet er ikkje sikkert fullstendig. Spør personen eller pårørande, og sjå i kjernejournalen.
