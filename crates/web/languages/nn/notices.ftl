# What both sides of an access are told.

notices-title = Nytt om tilgangar
notices-put-away = Eg har lese dette
notices-own-given = { $name } har fått tilgang til journalen din
notices-own-changed = Tilgangen til { $name } er endra
notices-own-ended = Tilgangen til { $name } er avslutta
notices-own-run-out = Tilgangen til { $name } har gått ut
notices-own-soon = Tilgangen til { $name } varer til og med { $day }
notices-own-used = { $name } har sett i journalen din for første gong på lenge
notices-other-given = Du har fått tilgang til journalen til { $name }
notices-other-changed = Tilgangen din til journalen til { $name } er endra
notices-other-ended = Tilgangen din til journalen til { $name } er avslutta
notices-other-run-out = Tilgangen din til journalen til { $name } har gått ut
notices-other-soon = Tilgangen din til journalen til { $name } varer til og med { $day }
notices-other-used = Du har sett i journalen til { $name } for første gong på lenge
notices-used-why = Tilgangen hadde ikkje vore brukt på eit halvt år. Begge får vite det, så de kan avslutte han om han ikkje trengst lenger.
notices-soon-why = Begge får vite det i god tid. Etterpå er journalen stengd for den som hadde tilgang.
notices-title-record = Nytt om journalen din og tilgangar
notices-joined = To registreringar av deg er slått saman til éin journal
notices-joined-what = Gjort { $when } av { $who }. Det som er sperra i den eine, er sperra i heile journalen. Dei som kunne handle for deg i den eine, må få tilgang på nytt. Stemmer det ikkje, kan du spørje om det i loggen.
notices-parted = To registreringar av deg er skilde frå kvarandre att
notices-parted-what = Gjort { $when } av { $who }. Det som vart skrive medan dei var éin, står i den eine av dei. Manglar det noko, kan du spørje om det i loggen.
