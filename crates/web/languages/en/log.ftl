# The access log.

log-title = Who has looked at my record
log-lead = Each time someone opens your record here, it is written down: who, when, what and why. The log cannot be changed.
log-you = You
log-you-why = You read your own record
log-import = Information was added
log-import-why = Someone who has treated you sent it
log-demo = Made-up information was created
log-check = The data store was checked
log-sign-in = You signed in
log-system-why = Running the service
log-span = { $since } to { $until }
log-times = { $count ->
    [one] once
   *[other] { $count } times
}
log-written = Written
log-name = Sign-in: your name was fetched to show who is signed in
log-search = Search
log-older = Show older look-ups
log-newest = To the newest
log-empty-title = No look-ups
log-empty-advice = There is nothing older than what you have seen.
log-not-here = This lists look-ups in HelsaMi. Look-ups that staff make in their own systems are in their logs: ask the hospital, your GP or the municipality, or see the access log at helsenorge.no. If you do not recognise something here, sign out everywhere under Settings and contact us.
log-other = Another person
log-staff = Health personnel
log-rules = The access rules
log-refused-why = Tried to open your record and was stopped. Nothing was shown.
log-family-why = Looked at the record on your behalf, as a parent or next of kin.
log-proxy-why = Looked at the record on your behalf, because you have given access.
log-treatment-why = Looked at the record to give you health care.
log-emergency-why = Looked at the record in an emergency.
log-coordination-why = Looked at the record to coordinate services for you.
log-administration-why = Looked at the record to administer your health care.
log-override-why = Opened something that you have blocked, and gave a reason. Such openings are reviewed.
