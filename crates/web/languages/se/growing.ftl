# What changes as a child grows.

growing-title = Dát rievdá fargga
growing-child-12 = { $day }: Mánná deavdá 12 jagi. De don it šat oainne dan mii lea merkejuvvon psyhkalaš dearvvašvuohtan, seksuála dearvvašvuohtan, gárrenávnnasin, veahkaváldin dahje hivan.
growing-child-13 = { $day }: Mánná deavdá 13 jagi. De don sáhtát miehtat dasa ahte mánná ieš sisačáliha.
growing-child-16 = { $day }: Mánná deavdá 16 jagi ja mearrida ieš. Du beassan nohká dalle. Nuorra sáhttá addit dutnje beassama fas.
growing-own-16 = { $day }: Don deavddát 16 jagi ja mearridat ieš. Du váhnemat eai šat oainne journála, muhto don sáhtát addit sidjiide beassama.
growing-own-18 = { $day }: Don deavddát 18 jagi. De sáhttet eará rávisolbmot addit dutnje beassama iežaset journálii.
growing-offer-title = Háliidat go addit beassama ruovttoluotta?
growing-offer = Go don devdet 16 jagi, de nogai beassan: { $names }. Don mearridat ieš galgá go oktage beassat oaidnit maidege fas.
growing-offer-yes = Ráhkat bovdehusa
growing-offer-no = In, ale jeara šat
