# To be read over by somebody who speaks Northern Sámi.

# The month as it stands beside a day.
date-in-01 = ođđajagemánu
date-in-02 = guovvamánu
date-in-03 = njukčamánu
date-in-04 = cuoŋománu
date-in-05 = miessemánu
date-in-06 = geassemánu
date-in-07 = suoidnemánu
date-in-08 = borgemánu
date-in-09 = čakčamánu
date-in-10 = golggotmánu
date-in-11 = skábmamánu
date-in-12 = juovlamánu

# The month alone.
date-alone-01 = ođđajagemánnu
date-alone-02 = guovvamánnu
date-alone-03 = njukčamánnu
date-alone-04 = cuoŋománnu
date-alone-05 = miessemánnu
date-alone-06 = geassemánnu
date-alone-07 = suoidnemánnu
date-alone-08 = borgemánnu
date-alone-09 = čakčamánnu
date-alone-10 = golggotmánnu
date-alone-11 = skábmamánnu
date-alone-12 = juovlamánnu

# The month where there is little room.
date-short-01 = ođđj.
date-short-02 = guov.
date-short-03 = njuk.
date-short-04 = cuoŋ.
date-short-05 = mies.
date-short-06 = geas.
date-short-07 = suoi.
date-short-08 = borg.
date-short-09 = čakč.
date-short-10 = golg.
date-short-11 = skáb.
date-short-12 = juov.

date-monday = vuossárga
date-tuesday = maŋŋebárga
date-wednesday = gaskavahkku
date-thursday = duorasdat
date-friday = bearjadat
date-saturday = lávvardat
date-sunday = sotnabeaivi

date-day = { $month } { $day }. b. { $year }
date-month = { $month } { $year }
date-weekday-day = { $weekday } { $date }
date-moment = { $date } dii. { $clock }
date-digits = { $day }.{ $month }.{ $year }
date-clock = { $hour }.{ $minute }
