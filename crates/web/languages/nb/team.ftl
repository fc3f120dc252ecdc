# The care team.

team-title = De som følger deg opp
team-lead = Fastlegen din, og de som har ansvar for deg på sykehuset og i kommunen.
team-doctor = Fastlege
team-current = Følger deg opp nå
team-planned = Skal følge deg opp
team-unclear = Usikkert om de følger deg opp nå
team-ended = Fulgte deg opp før
team-ended-tag = Avsluttet
team-nameless = Navn er ikke oppgitt
team-relative = Pårørende
team-course = Behandlingsforløp
team-since = Siden { $day }
team-until = Til { $day }
team-span = { $since } til { $until }
team-no-reach = Telefonnummer er ikke oppgitt her
team-empty-title = Ingen er registrert
team-empty-advice = Alle som bor i Norge, har rett til en fastlege. Spør kommunen eller sykehuset hvem som har ansvar for deg.
team-not-here = Du bytter fastlege på helsenorge.no. Dem som bare har vært med på ett besøk, finner du under Timer.
