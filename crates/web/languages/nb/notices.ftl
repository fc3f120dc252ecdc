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
notices-title-record = Nytt om journalen din og tilganger
notices-joined = To registreringer av deg er slått sammen til én journal
notices-joined-what = Gjort { $when } av { $who }. Det som er sperret i den ene, er sperret i hele journalen. De som kunne handle for deg i den ene, må få tilgang på nytt. Stemmer det ikke, kan du spørre om det i loggen.
notices-parted = To registreringer av deg er skilt fra hverandre igjen
notices-parted-what = Gjort { $when } av { $who }. Det som ble skrevet mens de var én, står i den ene av dem. Mangler det noe, kan du spørre om det i loggen.
