# The frame of every page, the front page and the pages that tell what went wrong.

site-skip = Skip to content
site-title-error = Error:{ " " }
site-nav = Main menu
site-nav-home = Overview
site-nav-appointments = Visits
site-nav-results = Test results
site-nav-medicines = Medicines
site-nav-record = Record
site-nav-details = My details
site-nav-access-log = Who has looked at my record
site-nav-settings = Settings
site-language = Language:
site-account = Your menu:
site-sign-in = Sign in
site-sign-out = Sign out
site-emergency = Emergency numbers
# The numbers keep a no-break space between their groups, so that they are never turned around or split.
site-emergency-113 = Life in danger: call 113
site-emergency-116117 = Out-of-hours doctor: 116 117
site-print-born = born { $day }
site-print-when = Printed { $when }
site-foot-what = HelsaMi brings together the information about you from your hospital, municipality and GP. If you wonder about something in the record, ask the person who wrote it.
site-foot-demo = This is a demonstration. All people and all information are made up.
site-foot-review = The Northern Sámi text has not yet been read over by a language expert.
site-foot-gallery = All building blocks
site-to-home = To the overview
site-to-front = To the front page

site-front-title = Your health in one place
site-front-lead = See test results, appointments, medicines and your record from your hospital, municipality and GP.
site-front-see = See what is written about you
site-front-see-more = Test results explained, medicines, diagnoses, vaccines and documents, each with source and date.
site-front-safe = Only you get in
site-front-safe-more = You sign in with an electronic ID. Every look into your record is in your own log.
site-front-paper = Would you rather not go online?
site-front-paper-more = You can always phone or visit your GP, municipality or hospital.

site-not-found-title = We cannot find the page
site-not-found = The address may be wrong, or the page has moved.
site-signed-out-title = You are signed out
site-signed-out = Sign in to continue.
site-no-access-title = You do not have access
site-no-access = The page is about something you do not have the right to see.
site-bad-request-title = We did not understand what was sent
site-bad-request = Go back and try again.
site-too-many-title = Too many requests
site-too-many = More has been asked from here in a short time than one person needs. Wait a minute and try again. If it is urgent, phone your GP or the out-of-hours doctor.
site-failed-title = Something went wrong on our side
site-failed = It is not your fault. Try again in a while. If it is urgent, phone your GP or the out-of-hours doctor.
site-exit = Leave this page quickly
