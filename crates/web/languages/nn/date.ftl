# The month as it stands beside a day.
date-in-01 = januar
date-in-02 = februar
date-in-03 = mars
date-in-04 = april
date-in-05 = mai
date-in-06 = juni
date-in-07 = juli
date-in-08 = august
date-in-09 = september
date-in-10 = oktober
date-in-11 = november
date-in-12 = desember

# The month alone.
date-alone-01 = januar
date-alone-02 = februar
date-alone-03 = mars
date-alone-04 = april
date-alone-05 = mai
date-alone-06 = juni
date-alone-07 = juli
date-alone-08 = august
date-alone-09 = september
date-alone-10 = oktober
date-alone-11 = november
date-alone-12 = desember

# The month where there is little room.
date-short-01 = jan.
date-short-02 = feb.
date-short-03 = mars
date-short-04 = apr.
date-short-05 = mai
date-short-06 = juni
date-short-07 = juli
date-short-08 = aug.
date-short-09 = sep.
date-short-10 = okt.
date-short-11 = nov.
date-short-12 = des.

date-monday = måndag
date-tuesday = tysdag
date-wednesday = onsdag
date-thursday = torsdag
date-friday = fredag
date-saturday = laurdag
date-sunday = søndag

date-day = { $day }. { $month } { $year }
date-month = { $month } { $year }
date-weekday-day = { $weekday } { $date }
date-moment = { $date } kl. { $clock }
date-digits = { $day }.{ $month }.{ $year }
date-clock = { $hour }.{ $minute }
