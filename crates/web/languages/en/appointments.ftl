# Appointments and visits.

appointments-title = Appointments and visits
appointments-lead = Coming appointments, and visits you have had.
appointments-now = Going on now
appointments-coming = Coming appointments
appointments-open = Not settled
appointments-called-off = Called off
appointments-past = Past
appointments-none-coming = You have no coming appointments here.
appointments-none-coming-advice = If you have been called in by letter or phone, that holds even if it is not here.
appointments-none-past = No past appointments or visits are recorded.
appointments-dead = This record is about a person who has died. There are no coming appointments.
appointments-unnamed = Appointment
appointments-unnamed-visit = Visit
appointments-stay = Stay
appointments-emergency = Emergency
appointments-video = Video
appointments-phone = Telephone
appointments-home = At your home
appointments-written = In writing
appointments-cancelled = Called off
appointments-no-show = Did not attend
appointments-proposed = Proposed
appointments-waiting = On a waiting list
appointments-unknown = Status not stated
appointments-unfinished = Nobody has written whether it took place
appointments-from-to = { $day }, { $from }–{ $to }
appointments-days = { $from } to { $to }
appointments-since = Since { $when }
appointments-undated = The time is not decided
appointments-minutes = { $count ->
    [one] Lasts one minute
   *[other] Lasts { $count } minutes
}
appointments-place = Place
appointments-with = With
appointments-with-role = { $name }, { $role }
appointments-why = Why
appointments-prepare = What you must do or bring
appointments-note = Note
appointments-cancel-reason = Reason
appointments-show-older = Show all past visits
appointments-not-here = Appointments with those who are not connected to HelsaMi are not shown here.
