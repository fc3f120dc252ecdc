# The frame of every page, the front page and the pages that tell what went wrong.

site-skip = Til innholdet
site-title-error = Feil:{ " " }
site-nav = Hovedmeny
site-nav-home = Oversikt
site-nav-appointments = Timer
site-nav-results = Prøvesvar
site-nav-medicines = Legemidler
site-nav-record = Journal
site-nav-details = Mine opplysninger
site-nav-access-log = Hvem har sett i journalen min
site-nav-settings = Innstillinger
site-language = Språk:
site-account = Din meny:
site-sign-in = Logg inn
site-sign-out = Logg ut
site-emergency = Nødnumre
# The numbers keep a no-break space between their groups, so that they are never turned around or split.
site-emergency-113 = Ved fare for liv: ring 113
site-emergency-116117 = Legevakt: 116 117
site-print-born = født { $day }
site-print-when = Skrevet ut { $when }
site-foot-what = HelsaMi samler opplysningene om deg fra sykehus, kommune og fastlege. Lurer du på noe i journalen, spør den som har skrevet det.
site-foot-demo = Dette er en prøveutgave. Alle personer og opplysninger er oppdiktet.
site-foot-review = Teksten på nordsamisk er ikke lest gjennom av en språkkyndig ennå.
site-foot-gallery = Alle byggeklosser
site-to-home = Til oversikten
site-to-front = Til forsiden

site-front-title = Helsa di på ett sted
site-front-lead = Se prøvesvar, timer, medisiner og journal fra sykehus, kommune og fastlege.
site-front-see = Se det som er skrevet om deg
site-front-see-more = Prøvesvar med forklaring, medisiner, diagnoser, vaksiner og dokumenter, med kilde og dato.
site-front-safe = Bare du slipper inn
site-front-safe-more = Du logger inn med elektronisk ID. Hvert oppslag i journalen står i din egen logg.
site-front-paper = Vil du ikke bruke nettet?
site-front-paper-more = Du kan alltid ringe eller møte opp hos fastlegen, kommunen eller sykehuset.

site-not-found-title = Vi finner ikke siden
site-not-found = Adressen kan være feil, eller siden er flyttet.
site-signed-out-title = Du er logget ut
site-signed-out = Logg inn for å fortsette.
site-no-access-title = Du har ikke tilgang
site-no-access = Siden gjelder noe du ikke har rett til å se.
site-bad-request-title = Vi forsto ikke det som ble sendt
site-bad-request = Gå tilbake og prøv en gang til.
site-too-many-title = For mange forespørsler
site-too-many = Det kom flere forespørsler herfra på kort tid enn ett menneske trenger. Vent ett minutt og prøv igjen. Haster det, ring fastlegen eller legevakten.
site-failed-title = Noe gikk galt hos oss
site-failed = Det er ikke din feil. Prøv igjen om litt. Haster det, ring fastlegen eller legevakten.
site-exit = Forlat siden raskt
