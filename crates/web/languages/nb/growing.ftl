# What changes as a child grows.

growing-title = Dette endrer seg snart
growing-child-12 = { $day }: Barnet fyller 12 år. Da ser du ikke lenger det som er merket som psykisk helse, seksuell helse, rus, vold eller hiv.
growing-child-13 = { $day }: Barnet fyller 13 år. Da kan du si ja til at barnet logger inn selv.
growing-child-16 = { $day }: Barnet fyller 16 år og bestemmer selv. Tilgangen din slutter da. Den unge kan gi deg tilgang igjen.
growing-own-16 = { $day }: Du fyller 16 år og bestemmer selv. Foreldrene dine ser ikke lenger journalen, men du kan gi dem tilgang.
growing-own-18 = { $day }: Du fyller 18 år. Da kan andre voksne gi deg tilgang til journalen sin.
growing-offer-title = Vil du gi tilgang tilbake?
growing-offer = Da du fylte 16 år, sluttet tilgangen til { $names }. Du bestemmer selv om noen skal få se noe igjen.
growing-offer-yes = Lag en invitasjon
growing-offer-no = Nei, ikke spør igjen
