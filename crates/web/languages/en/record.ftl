# The list of everything in the record.

record-title = Record
record-lead = Everything we have received about you, from those who are connected.
record-health = Health
record-about-you = You and those around you
record-allergies = Critical information and allergies
record-allergies-what = What health staff must know
record-diagnoses = Diagnoses
record-diagnoses-what = Illnesses and health problems
record-vaccines = Vaccines
record-vaccines-what = What you have had, and when
record-documents = Notes and documents
record-documents-what = Discharge summaries, notes and letters
record-results-what = Blood tests and other results
record-medicines-what = What you use and have used
record-appointments-what = Upcoming and past
record-card = Emergency card
record-card-what = One page for your wallet
record-team = Your care team
record-team-what = GP, hospital and municipality
record-details-what = Address, phone and next of kin
record-access-log-what = Your own log
record-settings-what = Language and sign-ins
