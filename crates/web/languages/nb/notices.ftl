# What both sides of an access are told.

notices-title = Nytt om tilganger
notices-put-away = Jeg har lest dette
notices-own-given = { $name } har fått tilgang til journalen din
notices-own-changed = Tilgangen til { $name } er endret
notices-own-ended = Tilgangen til { $name } er avsluttet
notices-own-run-out = Tilgangen til { $name } har gått ut
notices-own-soon = Tilgangen til { $name } varer til og med { $day }
notices-own-used = { $name } har sett i journalen din for første gang på lenge
notices-other-given = Du har fått tilgang til journalen til { $name }
notices-other-changed = Tilgangen din til journalen til { $name } er endret
notices-other-ended = Tilgangen din til journalen til { $name } er avsluttet
notices-other-run-out = Tilgangen din til journalen til { $name } har gått ut
notices-other-soon = Tilgangen din til journalen til { $name } varer til og med { $day }
notices-other-used = Du har sett i journalen til { $name } for første gang på lenge
notices-used-why = Tilgangen hadde ikke vært brukt på et halvt år. Begge får vite det, så dere kan avslutte den hvis den ikke trengs lenger.
notices-soon-why = Begge får vite det i god tid. Etterpå er journalen stengt for den som hadde tilgang.
