# The overview.

home-lead = Here is what matters most from your hospital, municipality and GP.
home-morning = Good morning, { $name }
home-hello = Hello, { $name }
home-evening = Good evening, { $name }
home-hello-nobody = Hello
home-needs = Please look at this
home-open = { $count ->
    [one] One appointment has not been arranged yet
   *[other] { $count } appointments have not been arranged yet
}
home-open-more = See whether you need to answer
home-called-off = An appointment has been cancelled
home-new = New since last time
home-have = What is in the record
home-nothing-new = Nothing new since you were here { $when }.
home-nothing-at-all = We have not received anything about you yet.
home-nothing-why = Information comes here when someone who has treated you is connected. If you have a result on paper, it still applies.
home-received = Received { $day }
home-count = { $count ->
    [one] One entry
   *[other] { $count } entries
}
home-more-than = More than { $count } entries
home-new-results = { $count ->
    [one] One new test result
   *[other] { $count } new test results
}
home-new-documents = { $count ->
    [one] One new document
   *[other] { $count } new documents
}
home-new-medicines = { $count ->
    [one] One new entry about medicines
   *[other] { $count } new entries about medicines
}
home-new-allergies = { $count ->
    [one] One new critical entry
   *[other] { $count } new critical entries
}
home-new-diagnoses = { $count ->
    [one] One new diagnosis
   *[other] { $count } new diagnoses
}
home-new-vaccines = { $count ->
    [one] One new vaccine
   *[other] { $count } new vaccines
}
home-next = Next appointment
home-now = Your appointment now
home-appointment = Appointment
home-see-appointment = See the appointment
home-all-appointments = See all appointments
home-later = { $count ->
    [one] You have one more appointment after this.
   *[other] You have { $count } more appointments after this.
}
home-no-appointment = We do not know of any upcoming appointments. Appointments with those who are not connected are not shown here.
home-ways = What do you want to see?
home-dead = The record is about a person who has died.
home-corrected = Corrected: { $what }
home-corrected-what = Something you have read was corrected or taken back { $when }. See what is right now.

home-opened-override = Something you have blocked was opened
home-opened-emergency = Your record was opened in an emergency
home-opened-what = { $when }. See in the log who it was. Somebody else at their place will review whether it was right.
