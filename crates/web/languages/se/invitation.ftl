# Answering an invitation.

invitation-title = Bovdehus
invitation-lead = { $name } háliida addit dutnje beassama iežas journálii.
invitation-what = Jos dohkkehat, de gávnnat journála «Doaimma earáid ovddas»-siiddus. Buot maid rabat, lea olbmo loggas. Goappašagat sáhttiba loahpahit goas beare.
invitation-until = Vástit ovdal { $when }.
invitation-accept = Juo, váldde vuostá beassama
invitation-decline = In, giitu
invitation-declined-title = Don leat biehttalan
invitation-declined = Bovdehus, maid { $name } sáddii, lea giddejuvvon. Ii oktage leat ožžon beassama.
