# The care team.

team-title = Those who follow you up
team-lead = Your GP, and those responsible for you at the hospital and in the municipality.
team-doctor = GP
team-current = Following you up now
team-planned = Will follow you up
team-unclear = Not clear whether they follow you up now
team-ended = Followed you up before
team-ended-tag = Ended
team-nameless = Name not given
team-relative = Next of kin
team-course = Course of treatment
team-since = Since { $day }
team-until = Until { $day }
team-span = { $since } to { $until }
team-no-reach = No telephone number given here
team-empty-title = Nobody is registered
team-empty-advice = Everybody who lives in Norway has the right to a GP. Ask the municipality or the hospital who is responsible for you.
team-not-here = You change GP at helsenorge.no. Those who took part in one visit only are under Appointments.
