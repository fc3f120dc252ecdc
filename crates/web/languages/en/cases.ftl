# What a person has asked about.

cases-title = What you have asked about
cases-lead = Everything you have reported or asked about: who has it, when you are promised an answer, and what the answer was.
cases-what = Reported errors and questions, with dates and answers
cases-report-error = Reported error
cases-ask-about-look = Question about a look-up
cases-apply-for-access = Application for access
cases-overdue = Overdue
cases-open = Waiting for an answer
cases-ended = Answered

cases-about = Concerns
cases-owner = Who has it
cases-owner-unnamed = An organisation in your record
cases-asked = Sent
cases-asked-by = Sent by
cases-asked-by-other = Somebody who acts for you
cases-due = Answer promised by
cases-words = You wrote
cases-words-other = What was written
cases-proposal = It should say
cases-answer = The answer
cases-reason = The reason
cases-changed = Last changed

cases-state-requested = Sent
cases-state-in-progress = Somebody is working on it
cases-late = { $days ->
    [one] One day late
   *[other] { $days } days late
}
cases-late-what = You should have had an answer by now. Call { $owner } and say that you are waiting for an answer to this. If that does not help, you can complain to the County Governor (Statsforvalteren).
cases-corrected = Corrected
cases-remark-added = Remark added
cases-remark-added-what = What was written has not been changed, but what you say now stands beside it.
cases-answered = Answered
cases-refused = Refused
cases-appeal = If you disagree, you can appeal to the County Governor (Statsforvalteren). Include the reason above and what you wrote.
cases-promise-own = The law sets no time limit for this. { $days } days is our own promise.
cases-promise-ombudsman = The Parliamentary Ombudsman says that such requests should normally be answered within one to three days.

cases-new = It has been sent
cases-new-what = { $owner } has it and is to answer by { $day }.
cases-empty-title = You have not asked about anything
cases-empty-advice = If you see something wrong, choose Report an error beside it. If you do not recognise a look-up in the log, you can ask about it there.
cases-not-here = Here is what you have asked in HelsaMi. What you have sent on paper or asked on the telephone is not here.

cases-review-opening = Review of an opening of your record
cases-opened-by = Opened by
cases-opened-why = What happened
cases-opened = When
cases-opened-emergency = Opened in an emergency
cases-opened-override = Opened in spite of a block
cases-review-due = To be reviewed by
cases-review-late = The opening should have been reviewed by now. Call { $owner } and ask for the answer. If that does not help, you can complain to the County Governor.
cases-justified = The opening was right
cases-justified-what = Somebody other than the one who opened it has reviewed this. If you disagree, you can complain to the County Governor.
cases-not-justified = The opening was not right
cases-not-justified-what = Somebody other than the one who opened it has reviewed this. You can complain to the County Governor, and you can report it to the Data Protection Authority.
cases-for-others = What you have asked about for others
cases-for-whom = For
cases-apply-to-act = Application to act for another
