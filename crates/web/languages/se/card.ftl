# The emergency card.
# To be read over by somebody who speaks Northern Sámi.

card-title = Heahtekoarta
card-lead = Čálit ja doala lummagirjjis. Koarta čájeha dan mii lea registrerejuvvon odne, iige ođasmuva báhpáris.
card-who = Gii
card-name = Namma
card-born = Riegádan
card-blood = Varrašládja
card-blood-check = Galgá álo dárkkistuvvot ovdal go varra addojuvvo.
card-medicines = Dálkasat anus
card-medicines-unclear = Ii leat čielggas leat go dát anus:
card-medicines-none = Eai leat registrerejuvvon
card-diagnoses = Diagnosat dál
card-diagnoses-none = Eai leat registrerejuvvon
card-contacts = Riŋge
card-contacts-none = Eai leat registrerejuvvon oapmahaččat telefovdnanummiriin.
card-contact-relation = { $name } ({ $relation })
card-unknown = Ii leat almmuhuvvon
card-dead = Journála gullá olbmui gii lea jápmán.
card-not-here = Koarta ii leat sihkkarit dievaslaš. Jeara olbmos dahje oapmahaččain, ja geahča váibmojournálas.
