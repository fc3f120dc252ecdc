# The care team.

team-title = Your care team
team-lead = Your GP, and those responsible for you at the hospital and in the municipality.
team-doctor = GP
team-current = Caring for you now
team-planned = Will be caring for you
team-unclear = Not clear whether they care for you now
team-ended = Cared for you before
team-ended-tag = Ended
team-nameless = Name not given
team-relative = Next of kin
team-course = Course of treatment
team-since = Since { $day }
team-until = Until { $day }
team-span = { $since } to { $until }
team-no-reach = No phone number is given here
team-empty-title = Nobody is registered
team-empty-advice = Everyone who lives in Norway has the right to a GP. Ask the municipality or the hospital who is responsible for you.
team-not-here = You can change GP at helsenorge.no. Those who took part in one visit only are under Appointments and visits.
