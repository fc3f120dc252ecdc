# A parent’s consent to a young person’s log-in.

youth-title = Samtykke til at barnet loggar inn
youth-lead = Når barnet er mellom 13 og 15 år, kan ein forelder seie ja til at barnet loggar inn sjølv.
youth-sees = Dette kan barnet sjå om seg sjølv
youth-sees-not = Opplysningar som helsepersonell har valt å ikkje vise unge, blir ikkje viste. Det du sjølv kan sjå, endrar seg ikkje.
youth-until = Samtykket gjeld til barnet fyller 16 år { $day }. Ein forelder kan trekkje det tilbake når som helst.
youth-now = Slik er det no
youth-is-given = Ein forelder har sagt ja. Barnet kan logge inn.
youth-is-not-given = Ingen forelder har sagt ja. Barnet kan ikkje logge inn.
youth-give = Sei ja til at barnet loggar inn
youth-take-back = Trekk samtykket tilbake
