# Answering an invitation.

invitation-title = Invitasjon
invitation-lead = { $name } vil gi deg tilgang til journalen sin.
invitation-what = Sier du ja, finner du journalen under «Handle for andre». Alt du åpner, står i loggen til personen. Begge kan avslutte når som helst.
invitation-until = Svar før { $when }.
invitation-accept = Ja, ta imot tilgangen
invitation-decline = Nei takk
invitation-declined-title = Du har sagt nei
invitation-declined = Invitasjonen fra { $name } er lukket. Ingen har fått tilgang.
