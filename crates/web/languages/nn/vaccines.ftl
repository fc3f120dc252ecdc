# Vaccines.

vaccines-title = Vaksinar
vaccines-lead = Vaksinar du har fått, og vaksinar som ikkje blei gitte.
vaccines-given = Gitt
vaccines-not-given = Ikkje gitt
vaccines-unclear = Uklart om han blei gitt
vaccines-unknown = Ukjend vaksine
vaccines-dose = Dose { $number }
vaccines-dose-of = Dose { $number } av { $all }
vaccines-against = Mot { $diseases }
vaccines-batch = Parti { $number }
vaccines-maker = Produsent: { $name }
vaccines-reason = Grunn: { $reason }
vaccines-undated = Utan dato
vaccines-both = Same vaksine er meld av fleire
vaccines-told = Ikkje skriven av dei som gav han
vaccines-none-known = Kjelda seier at det ikkje er nokon kjende vaksinar.
vaccines-empty-title = Ingen vaksinar
vaccines-empty-advice = Du kan ha fått vaksinar som ikkje blir viste her. Sjå òg vaksinane dine på helsenorge.no.
vaccines-not-here = Det nasjonale vaksinasjonsregisteret SYSVAK kan ha fleire. Dei ser du på helsenorge.no.
