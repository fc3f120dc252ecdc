# The emergency lock.

lock-title = Akuttsperre
lock-lead = Bruk henne om du trur at nokon andre kan kome inn på sidene dine.
lock-does = Dette skjer
lock-does-closed = Sidene dine blir stengde med ein gong, også for deg sjølv.
lock-does-out = Du blir logga ut på alle einingar.
lock-does-others = Dei du har gitt tilgang, ser ingenting så lenge sperra varer.
lock-does-staff = Helsepersonell som behandlar deg, kan framleis lese og skrive i journalen.
lock-lift = Slik blir sperra oppheva
lock-lift-how = Du kan ikkje oppheve sperra sjølv. Ring fastlegekontoret ditt i opningstida. Dei må vere sikre på at det er deg, og kan be deg kome innom med legitimasjon.
lock-set = Steng sidene mine no
lock-is-set-title = Sidene dine er stengde
lock-is-set = Du har stengt sidene dine med akuttsperra.
lock-more = Om akuttsperra
lock-sessions = Sjå kvar du er logga inn, og logg ut andre einingar.
