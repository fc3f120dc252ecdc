# The care team.

team-title = Dei som følgjer deg opp
team-lead = Fastlegen din, og dei som har ansvar for deg på sjukehuset og i kommunen.
team-doctor = Fastlege
team-current = Følgjer deg opp no
team-planned = Skal følgje deg opp
team-unclear = Usikkert om dei følgjer deg opp no
team-ended = Følgde deg opp før
team-ended-tag = Avslutta
team-nameless = Namn er ikkje oppgitt
team-relative = Pårørande
team-course = Behandlingsforløp
team-since = Sidan { $day }
team-until = Til { $day }
team-span = { $since } til { $until }
team-no-reach = Telefonnummer er ikkje oppgitt her
team-empty-title = Ingen er registrerte
team-empty-advice = Alle som bur i Noreg, har rett til ein fastlege. Spør kommunen eller sjukehuset kven som har ansvar for deg.
team-not-here = Du byter fastlege på helsenorge.no. Dei som berre har vore med på eitt besøk, finn du under Timar.
