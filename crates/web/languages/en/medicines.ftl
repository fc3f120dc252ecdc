# The medicine list.

medicines-title = Medicines
medicines-lead = What the sources have written about your medicines. Do not change anything without talking to a doctor or a pharmacy.
medicines-in-use = In use
medicines-unclear = Unclear whether in use
medicines-unclear-lead = The source does not say whether this is in use, or what it says does not add up. Ask your doctor.
medicines-ended = Ended
medicines-none-in-use = No medicines are recorded as in use.
medicines-empty-title = No medicines
medicines-empty-advice = If you do take something, tell your doctor so that it can be recorded.
medicines-none-known = The source says that you take no medicines.
medicines-no-information = The source says that it does not know whether you take medicines.
medicines-unnamed = Medicine without a name
medicines-paused = Paused
medicines-planned = Not started yet
medicines-not-taken = Not taken
medicines-hospital-only = In hospital
medicines-disagree = The sources disagree
medicines-disagree-use = One source says that it is in use, another that it is not.
medicines-disagree-dose = The sources give different doses.
medicines-disagree-strength = The sources give different strengths.
medicines-disagree-advice = Follow what you have agreed with your doctor, and tell them that the sources disagree.
medicines-contradicts = The source says that it is in use, but the end date has passed.
medicines-prescribed = Prescription or order
medicines-listed = Entry in a medicine list
medicines-dispensed-kind = Dispensed by a pharmacy
medicines-given-kind = Given by health staff
medicines-substance = Active ingredient
medicines-form = Form
medicines-strength = Strength
medicines-how = How to take it
medicines-dose = Dose each time
medicines-rate-label = Rate
medicines-often = How often
medicines-times = Time of day
medicines-route = How it is given
medicines-why = Why
medicines-since = Since
medicines-until = Until
medicines-valid = Prescription valid until
medicines-who = Decided by
medicines-change = Reason for change
medicines-note = Note
medicines-dispensed = Dispensed
medicines-given = Given
medicines-event = { $count ->
    [one] Last { $when }
   *[other] Last { $when }, { $count } times in all
}
medicines-event-undated = { $count ->
    [one] Once, without a date
   *[other] { $count } times, without a date
}
medicines-as-needed = As needed
medicines-as-needed-for = As needed: { $reason }
medicines-rate = { $amount } per { $each }
medicines-often-hour = { $count ->
    [one] Once an hour
   *[other] { $count } times an hour
}
medicines-often-day = { $count ->
    [one] Once a day
   *[other] { $count } times a day
}
medicines-often-week = { $count ->
    [one] Once a week
   *[other] { $count } times a week
}
medicines-often-month = { $count ->
    [one] Once a month
   *[other] { $count } times a month
}
medicines-often-year = { $count ->
    [one] Once a year
   *[other] { $count } times a year
}
medicines-often-range = { $low }–{ $high } times a day
medicines-every-hours = Every { $number } hours
medicines-every-days = Every { $number } days
medicines-every-weeks = Every { $number } weeks
medicines-every-months = Every { $number } months
medicines-often-else = An unusual pattern: ask the doctor or the pharmacy how often
medicines-morning = morning
medicines-noon = noon
medicines-afternoon = afternoon
medicines-evening = evening
medicines-night = night
medicines-bedtime = bedtime
medicines-waking = on waking
medicines-before-meal = before a meal
medicines-with-meal = with a meal
medicines-after-meal = after a meal
medicines-history = { $count ->
    [one] Show one older entry about the same
   *[other] Show { $count } older entries about the same
}
medicines-not-here = Over-the-counter medicines, supplements and what doctors outside HelsaMi prescribe may be missing here.
