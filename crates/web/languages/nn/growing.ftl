# What changes as a child grows.

growing-title = Dette endrar seg snart
growing-child-12 = { $day }: Barnet fyller 12 år. Då ser du ikkje lenger det som er merkt som psykisk helse, seksuell helse, rus, vald eller hiv.
growing-child-13 = { $day }: Barnet fyller 13 år. Då kan du seie ja til at barnet loggar inn sjølv.
growing-child-16 = { $day }: Barnet fyller 16 år og bestemmer sjølv. Tilgangen din sluttar då. Den unge kan gi deg tilgang igjen.
growing-own-16 = { $day }: Du fyller 16 år og bestemmer sjølv. Foreldra dine ser ikkje lenger journalen, men du kan gi dei tilgang.
growing-own-18 = { $day }: Du fyller 18 år. Då kan andre vaksne gi deg tilgang til journalen sin.
growing-offer-title = Vil du gi tilgang tilbake?
growing-offer = Då du fylte 16 år, slutta tilgangen til { $names }. Du bestemmer sjølv om nokon skal få sjå noko igjen.
growing-offer-yes = Lag ein invitasjon
growing-offer-no = Nei, ikkje spør igjen
