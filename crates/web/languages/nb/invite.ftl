# Inviting somebody to see one’s record.

invite-title = Gi noen tilgang
invite-lead = Du lager en lenke og gir den til en du stoler på. Personen ser ingenting før hun eller han har logget inn og godtatt.
invite-parts = Hva skal personen kunne se?
invite-parts-hint = Velg minst én del av journalen.
invite-topics = Hva skal holdes tilbake?
invite-topics-hint = Det som er merket med et tema du krysser av, blir ikke vist. Det som ikke er merket, blir vist, også om det handler om temaet.
invite-from = Fra og med
invite-from-hint = Dag, måned og år
invite-ends = Hvor lenge skal tilgangen vare?
invite-ends-hint = Du må velge. Begge kan avslutte før tiden.
invite-ends-date = Til en dato
invite-ends-open = Til en av oss avslutter
invite-until = Siste dag
invite-until-hint = Bare hvis du har valgt «Til en dato».
invite-see = Se hva personen vil se
invite-error-parts = Velg minst én del av journalen
invite-error-from = Skriv dagen tilgangen begynner: i dag eller senere
invite-error-ends = Velg hvor lenge tilgangen skal vare
invite-error-until = Skriv siste dag: samme dag som tilgangen begynner, eller senere
invite-preview-title = Dette vil den du inviterer se
invite-preview-lead = Tallene er fra journalen din akkurat nå. Nye opplysninger i de samme delene blir også vist.
invite-count = { $count ->
    [one] 1 opplysning
   *[other] { $count } opplysninger
}
invite-count-more = Mer enn { $count } opplysninger
invite-count-none = Ingenting akkurat nå
invite-example = { $name }, { $when }
invite-not-seen = Personen vil ikke se
invite-never-seen = Kontaktopplysningene dine, pårørende, loggen og hvem som har tilgang, kan ingen få.
invite-make = Lag invitasjonen
invite-edit = Endre
invite-made-title = Invitasjonen er laget
invite-made-lead = Gi lenken til den du vil invitere. Den vises bare denne ene gangen.
invite-link = Lenke
invite-made-what = Den første som er fylt 18 år og godtar, får tilgangen. Gi derfor lenken bare til den du mener. Lenken kan brukes til { $when }. Du kan trekke den tilbake under «Tilganger».
invite-too-many = Du har for mange invitasjoner som venter på svar. Trekk tilbake noen av dem først.
invite-hold-back = Hold tilbake enkelte opplysninger
invite-hold-back-hint = Kryss av for det personen ikke skal se. Holder du tilbake en undersøkelse, holdes svarene i den også tilbake. Her står de nyeste.
invite-see-again = Vis på nytt
invite-change-title = Endre en tilgang
invite-change-lead = Skjemaet viser det som er gitt nå. Ingenting endres før du lagrer.
invite-change-what = Endringen gjelder med en gang. Personen får vite at tilgangen er endret, men ikke hva som holdes tilbake.
invite-change-save = Lagre endringen
