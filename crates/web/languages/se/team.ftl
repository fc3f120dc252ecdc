# The care team.
# To be read over by somebody who speaks Northern Sámi.

team-title = Sii geat čuvvot du
team-lead = Du fástadoavttir, ja sii geain lea ovddasvástádus dus buohcciviesus ja gielddas.
team-doctor = Fástadoavttir
team-current = Čuvvot du dál
team-planned = Galget čuovvut du
team-unclear = Eahpesihkar čuvvot go du dál
team-ended = Čuvvo du ovdal
team-ended-tag = Loahpahuvvon
team-nameless = Namma ii leat almmuhuvvon
team-relative = Oapmahaš
team-course = Divššodanproseassa
team-since = { $day } rájes
team-until = { $day } rádjai
team-span = { $since } – { $until }
team-no-reach = Telefovdnanummir ii leat almmuhuvvon dáppe
team-empty-title = Ii oktage leat registrerejuvvon
team-empty-advice = Buohkain geat orrot Norggas, lea riekti oažžut fástadoaktára. Jeara gielddas dahje buohcciviesus geas lea ovddasvástádus dus.
team-not-here = Fástadoaktára molsut helsenorge.no bokte. Sin geat leat leamaš mielde dušše ovtta galledeamis, gávnnat Diimmuid vuolde.
