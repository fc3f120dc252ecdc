# A parent’s consent to a young person’s log-in.

youth-title = Samtykke til at barnet logger inn
youth-lead = Når barnet er mellom 13 og 15 år, kan en forelder si ja til at barnet logger inn selv.
youth-sees = Dette kan barnet se om seg selv
youth-sees-not = Opplysninger som helsepersonell har valgt å ikke vise unge, blir ikke vist. Det du selv kan se, endrer seg ikke.
youth-until = Samtykket gjelder til barnet fyller 16 år { $day }. En forelder kan trekke det tilbake når som helst.
youth-now = Slik er det nå
youth-is-given = En forelder har sagt ja. Barnet kan logge inn.
youth-is-not-given = Ingen forelder har sagt ja. Barnet kan ikke logge inn.
youth-give = Si ja til at barnet logger inn
youth-take-back = Trekk samtykket tilbake
