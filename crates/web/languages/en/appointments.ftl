# Appointments and visits.

appointments-title = Appointments and visits
appointments-lead = Upcoming appointments, and visits you have had.
appointments-now = Happening now
appointments-coming = Upcoming appointments
appointments-open = Not arranged yet
appointments-called-off = Cancelled
appointments-past = Past
appointments-none-coming = You have no upcoming appointments here.
appointments-none-coming-advice = If you have been given an appointment by letter or phone, it still stands even if it is not shown here.
appointments-none-past = No past appointments or visits are recorded.
appointments-dead = This record is about a person who has died. There are no upcoming appointments.
appointments-unnamed = Appointment
appointments-unnamed-visit = Visit
appointments-stay = Stay
appointments-emergency = Emergency
appointments-video = Video
appointments-phone = Phone
appointments-home = At your home
appointments-written = In writing
appointments-cancelled = Cancelled
appointments-no-show = Did not attend
appointments-proposed = Proposed
appointments-waiting = On a waiting list
appointments-unknown = Status not stated
appointments-unfinished = It is not recorded whether this took place
appointments-from-to = { $day }, { $from }–{ $to }
appointments-days = { $from } to { $to }
appointments-since = Since { $when }
appointments-undated = The time has not been set
appointments-minutes = { $count ->
    [one] Lasts one minute
   *[other] Lasts { $count } minutes
}
appointments-place = Place
appointments-with = With
appointments-with-role = { $name }, { $role }
appointments-why = Why
appointments-prepare = What to do or bring
appointments-note = Note
appointments-cancel-reason = Reason
appointments-show-older = Show all past visits
appointments-not-here = Appointments with those who are not connected to HelsaMi are not shown here.
