# The month as it stands beside a day.
date-in-01 = January
date-in-02 = February
date-in-03 = March
date-in-04 = April
date-in-05 = May
date-in-06 = June
date-in-07 = July
date-in-08 = August
date-in-09 = September
date-in-10 = October
date-in-11 = November
date-in-12 = December

# The month alone.
date-alone-01 = January
date-alone-02 = February
date-alone-03 = March
date-alone-04 = April
date-alone-05 = May
date-alone-06 = June
date-alone-07 = July
date-alone-08 = August
date-alone-09 = September
date-alone-10 = October
date-alone-11 = November
date-alone-12 = December

# The month where there is little room.
date-short-01 = Jan
date-short-02 = Feb
date-short-03 = Mar
date-short-04 = Apr
date-short-05 = May
date-short-06 = Jun
date-short-07 = Jul
date-short-08 = Aug
date-short-09 = Sep
date-short-10 = Oct
date-short-11 = Nov
date-short-12 = Dec

date-monday = Monday
date-tuesday = Tuesday
date-wednesday = Wednesday
date-thursday = Thursday
date-friday = Friday
date-saturday = Saturday
date-sunday = Sunday

date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-weekday-day = { $weekday } { $date }
date-moment = { $date } at { $clock }
date-digits = { $day }/{ $month }/{ $year }
date-clock = { $hour }:{ $minute }
