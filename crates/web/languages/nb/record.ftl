# The list of everything in the record.

record-title = Journal
record-lead = Alt vi har fått om deg, fra dem som er koblet til.
record-health = Helse
record-about-you = Deg og dem rundt deg
record-allergies = Kritisk informasjon og allergier
record-allergies-what = Det helsepersonell må vite
record-diagnoses = Diagnoser
record-diagnoses-what = Sykdommer og helseproblemer
record-vaccines = Vaksiner
record-vaccines-what = Hva du har fått, og når
record-documents = Notater og dokumenter
record-documents-what = Epikriser, notater og brev
record-results-what = Blodprøver og andre svar
record-medicines-what = Det du bruker, og har brukt
record-appointments-what = Kommende og tidligere
record-card = Nødkort
record-card-what = Én side til lommeboken
record-team = De som følger deg opp
record-team-what = Fastlege, sykehus og kommune
record-details-what = Adresse, telefon og pårørende
record-access-log-what = Din egen logg
record-settings-what = Språk og innlogginger
