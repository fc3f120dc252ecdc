# Reporting an error in the record.

report-link = Report an error
report-title = Report an error
report-lead = If what is written is not right, you can say so here. Those who wrote it are to answer you.
report-line = What it is about
report-unnamed = Information without a name
report-when = Date
report-says = It says
report-wrong = What is wrong?
report-wrong-hint = Write in your own words.
report-instead = What should it say? (optional)
report-send = Send
report-to = What you write goes to { $owner }. You are promised an answer by { $day }.
report-law = An error is usually corrected by adding a new, dated entry. What was written is usually not deleted. If they say no, you will be told why, and you can then appeal to the County Governor (Statsforvalteren).
report-urgent = If the error may be dangerous now, such as a missing allergy, call your doctor as well.
report-no-owner-title = We do not know who wrote this
report-no-owner = So we cannot send your report to anybody. Call your GP’s office, and they will help you find out who can correct it.
report-wrong-missing = Write what is wrong
report-wrong-too-long = What you wrote about what is wrong is too long. Shorten it to { $most } characters.
report-instead-too-long = What you wrote about what it should say is too long. Shorten it to { $most } characters.
report-sent-title = Your report has been sent
report-sent = { $owner } has your report and is to answer by { $day }.
report-sent-before = You have already sent exactly this today. { $owner } has it and is to answer by { $day }.
report-sent-for = The report and the answer are on the person’s own pages, under “What you have asked about”.
report-back = Back to the record
