# The list of everything in the record.

record-title = Journal
record-lead = Alt vi har fått om deg, frå dei som er kopla til.
record-health = Helse
record-about-you = Deg og dei rundt deg
record-allergies = Kritisk informasjon og allergiar
record-allergies-what = Det helsepersonell må vite
record-diagnoses = Diagnosar
record-diagnoses-what = Sjukdommar og helseproblem
record-vaccines = Vaksinar
record-vaccines-what = Kva du har fått, og når
record-documents = Notat og dokument
record-documents-what = Epikrisar, notat og brev
record-results-what = Blodprøver og andre svar
record-medicines-what = Det du bruker, og har brukt
record-appointments-what = Komande og tidlegare
record-card = Naudkort
record-card-what = Éi side til lommeboka
record-team = Dei som følgjer deg opp
record-team-what = Fastlege, sjukehus og kommune
record-details-what = Adresse, telefon og pårørande
record-access-log-what = Din eigen logg
record-settings-what = Språk og innloggingar
