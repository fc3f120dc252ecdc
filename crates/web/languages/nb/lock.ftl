# The emergency lock.

lock-title = Akuttsperre
lock-lead = Bruk den hvis du tror at noen andre kan komme inn på sidene dine.
lock-does = Dette skjer
lock-does-closed = Sidene dine blir stengt med en gang, også for deg selv.
lock-does-out = Du blir logget ut på alle enheter.
lock-does-others = De du har gitt tilgang, ser ingenting så lenge sperren varer.
lock-does-staff = Helsepersonell som behandler deg, kan fortsatt lese og skrive i journalen.
lock-lift = Slik blir sperren opphevet
lock-lift-how = Du kan ikke oppheve sperren selv. Ring fastlegekontoret ditt i åpningstiden. De må være sikre på at det er deg, og kan be deg komme innom med legitimasjon.
lock-set = Steng sidene mine nå
lock-is-set-title = Sidene dine er stengt
lock-is-set = Du har stengt sidene dine med akuttsperren.
lock-more = Om akuttsperren
lock-sessions = Se hvor du er logget inn, og logg ut andre enheter.
