# Inviting somebody to see one’s record.

invite-title = Gi nokon tilgang
invite-lead = Du lagar ei lenkje og gir henne til ein du stoler på. Personen ser ingenting før ho eller han har logga inn og godteke.
invite-parts = Kva skal personen kunne sjå?
invite-parts-hint = Vel minst éin del av journalen.
invite-topics = Kva skal haldast tilbake?
invite-topics-hint = Det som er merkt med eit tema du kryssar av, blir ikkje vist. Det som ikkje er merkt, blir vist, også om det handlar om temaet.
invite-from = Frå og med
invite-from-hint = Dag, månad og år
invite-ends = Kor lenge skal tilgangen vare?
invite-ends-hint = Du må velje. Begge kan avslutte før tida.
invite-ends-date = Til ein dato
invite-ends-open = Til ein av oss avsluttar
invite-until = Siste dag
invite-until-hint = Berre om du har valt «Til ein dato».
invite-see = Sjå kva personen vil sjå
invite-error-parts = Vel minst éin del av journalen
invite-error-from = Skriv dagen tilgangen byrjar: i dag eller seinare
invite-error-ends = Vel kor lenge tilgangen skal vare
invite-error-until = Skriv siste dag: same dag som tilgangen byrjar, eller seinare
invite-preview-title = Dette vil den du inviterer sjå
invite-preview-lead = Tala er frå journalen din akkurat no. Nye opplysningar i dei same delane blir også viste.
invite-count = { $count ->
    [one] 1 opplysning
   *[other] { $count } opplysningar
}
invite-count-more = Meir enn { $count } opplysningar
invite-count-none = Ingenting akkurat no
invite-example = { $name }, { $when }
invite-not-seen = Personen vil ikkje sjå
invite-never-seen = Kontaktopplysningane dine, pårørande, loggen og kven som har tilgang, kan ingen få.
invite-make = Lag invitasjonen
invite-edit = Endre
invite-made-title = Invitasjonen er laga
invite-made-lead = Gi lenkja til den du vil invitere. Ho blir vist berre denne eine gongen.
invite-link = Lenkje
invite-made-what = Den første som er fylt 18 år og godtek, får tilgangen. Gi difor lenkja berre til den du meiner. Lenkja kan brukast til { $when }. Du kan trekkje henne tilbake under «Tilgangar».
invite-too-many = Du har for mange invitasjonar som ventar på svar. Trekk tilbake nokre av dei først.
invite-hold-back = Hald tilbake enkelte opplysningar
invite-hold-back-hint = Kryss av for det personen ikkje skal sjå. Held du tilbake ei undersøking, blir svara i henne òg haldne tilbake. Her står dei nyaste.
invite-see-again = Vis på nytt
invite-change-title = Endre ein tilgang
invite-change-lead = Skjemaet viser det som er gitt no. Ingenting blir endra før du lagrar.
invite-change-what = Endringa gjeld med ein gong. Personen får vite at tilgangen er endra, men ikkje kva som blir halde tilbake.
invite-change-save = Lagre endringa
