# The frame of every page, the front page and the pages that tell what went wrong.

site-skip = Til innhaldet
site-title-error = Feil:{ " " }
site-nav = Hovudmeny
site-nav-home = Oversikt
site-nav-appointments = Timar
site-nav-results = Prøvesvar
site-nav-medicines = Legemiddel
site-nav-record = Journal
site-nav-details = Opplysningane mine
site-nav-access-log = Kven har sett i journalen min
site-nav-settings = Innstillingar
site-language = Språk:
site-account = Menyen din:
site-sign-in = Logg inn
site-sign-out = Logg ut
site-emergency = Naudnummer
# The numbers keep a no-break space between their groups, so that they are never turned around or split.
site-emergency-113 = Ved fare for liv: ring 113
site-emergency-116117 = Legevakt: 116 117
site-print-born = fødd { $day }
site-print-when = Skrive ut { $when }
site-foot-what = HelsaMi samlar opplysningane om deg frå sjukehus, kommune og fastlege. Lurer du på noko i journalen, spør den som har skrive det.
site-foot-demo = Dette er ei prøveutgåve. Alle personar og opplysningar er oppdikta.
site-foot-review = Teksten på nordsamisk er ikkje lesen gjennom av ein språkkunnig enno.
site-foot-gallery = Alle byggjeklossar
site-to-home = Til oversikta
site-to-front = Til framsida

site-front-title = Helsa di på éin stad
site-front-lead = Sjå prøvesvar, timar, medisinar og journal frå sjukehus, kommune og fastlege.
site-front-see = Sjå det som er skrive om deg
site-front-see-more = Prøvesvar med forklaring, medisinar, diagnosar, vaksinar og dokument, med kjelde og dato.
site-front-safe = Berre du slepp inn
site-front-safe-more = Du loggar inn med elektronisk ID. Kvart oppslag i journalen står i din eigen logg.
site-front-paper = Vil du ikkje bruke nettet?
site-front-paper-more = Du kan alltid ringje eller møte opp hos fastlegen, kommunen eller sjukehuset.

site-not-found-title = Vi finn ikkje sida
site-not-found = Adressa kan vere feil, eller sida er flytta.
site-signed-out-title = Du er logga ut
site-signed-out = Logg inn for å halde fram.
site-no-access-title = Du har ikkje tilgang
site-no-access = Sida gjeld noko du ikkje har rett til å sjå.
site-bad-request-title = Vi forstod ikkje det som blei sendt
site-bad-request = Gå tilbake og prøv ein gong til.
site-too-many-title = For mange førespurnader
site-too-many = Det kom fleire førespurnader herifrå på kort tid enn eitt menneske treng. Vent eitt minutt og prøv igjen. Hastar det, ring fastlegen eller legevakta.
site-failed-title = Noko gjekk gale hos oss
site-failed = Det er ikkje din feil. Prøv igjen om litt. Hastar det, ring fastlegen eller legevakta.
site-exit = Forlat sida raskt
