# What both sides of an access are told.

notices-title = News about access
notices-put-away = I have read this
notices-own-given = { $name } now has access to your record
notices-own-changed = The access { $name } has was changed
notices-own-ended = The access { $name } had was ended
notices-own-run-out = The access { $name } had has run out
notices-own-soon = The access { $name } has lasts until { $day }
notices-own-used = { $name } looked into your record for the first time in a long while
notices-other-given = You now have access to the record of { $name }
notices-other-changed = Your access to the record of { $name } was changed
notices-other-ended = Your access to the record of { $name } was ended
notices-other-run-out = Your access to the record of { $name } has run out
notices-other-soon = Your access to the record of { $name } lasts until { $day }
notices-other-used = You looked into the record of { $name } for the first time in a long while
notices-used-why = The access had not been used for half a year. Both of you are told, so that you can end it if it is no longer needed.
notices-soon-why = Both of you are told in good time. Afterwards the record is closed to the one who had access.
notices-title-record = News about your record and access
notices-joined = Two registrations of you were made into one record
notices-joined-what = Done { $when } by { $who }. What is blocked in one of them is blocked in the whole record. Those who could act for you in one of them need to be given access again. If it is not right, you can ask about it in the log.
notices-parted = Two registrations of you were parted again
notices-parted-what = Done { $when } by { $who }. What was written while they were one is in one of them. If something is missing, you can ask about it in the log.
