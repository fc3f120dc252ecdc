# Vaccines.

vaccines-title = Vaksiner
vaccines-lead = Vaksiner du har fått, og vaksiner som ikke ble gitt.
vaccines-given = Gitt
vaccines-not-given = Ikke gitt
vaccines-unclear = Uklart om den ble gitt
vaccines-unknown = Ukjent vaksine
vaccines-dose = Dose { $number }
vaccines-dose-of = Dose { $number } av { $all }
vaccines-against = Mot { $diseases }
vaccines-batch = Parti { $number }
vaccines-maker = Produsent: { $name }
vaccines-reason = Grunn: { $reason }
vaccines-undated = Uten dato
vaccines-both = Samme vaksine er meldt av flere
vaccines-told = Ikke skrevet av dem som ga den
vaccines-none-known = Kilden sier at det ikke er noen kjente vaksiner.
vaccines-empty-title = Ingen vaksiner
vaccines-empty-advice = Du kan ha fått vaksiner som ikke vises her. Se også vaksinene dine på helsenorge.no.
vaccines-not-here = Det nasjonale vaksinasjonsregisteret SYSVAK kan ha flere. Dem ser du på helsenorge.no.
