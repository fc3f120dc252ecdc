# A parent’s consent to a young person’s log-in.

youth-title = Miehtan dasa ahte mánná sisačáliha
youth-lead = Go mánná lea gaskal 13 ja 15 jagi, de sáhttá váhnen miehtat dasa ahte mánná ieš sisačáliha.
youth-sees = Dán oaidná mánná alddis
youth-sees-not = Dieđut maid dearvvašvuođabargit leat mearridan ahte nuorat eai galgga oaidnit, eai oidno. Dat maid don ieš oainnát, ii rievdda.
youth-until = Miehtan gusto dassážii go mánná deavdá 16 jagi { $day }. Váhnen sáhttá geassit dan ruovttoluotta goas beare.
youth-now = Ná lea dál
youth-is-given = Váhnen lea miehtan. Mánná sáhttá sisačálihit.
youth-is-not-given = Ii oktage váhnen leat miehtan. Mánná ii sáhte sisačálihit.
youth-give = Mieđa dasa ahte mánná sisačáliha
youth-take-back = Geassit miehtama ruovttoluotta
