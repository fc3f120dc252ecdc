# Marks set by staff: hidden from parents, hidden from the young person, shown later.

marks-title = Hidden and delayed
marks-what = Hide something from parents or the young person, or show it later
marks-lead = This is hidden from parents or from the young person, or is shown later. You who treat the patient can set and lift marks.
marks-now = Marked now
marks-none = Nothing is hidden or delayed.
marks-choose = Mark something in a part of the record
marks-part-lead = Choose what you want to hide or show later.
marks-part = Part of the record
marks-unnamed = Without a name
marks-tag-parents = Hidden from parents
marks-tag-young = Hidden from the young person
marks-tag-later = Shown { $when }
marks-tag-hand = Shown when somebody opens it
marks-line-title = Hide or show later
marks-is = Marks now
marks-is-plain = Not hidden, shown at once
marks-hide = Who is not to see it?
marks-hide-hint = Hide from parents where weighty considerations call for it, or where the young person from 12 has a reason that should be respected (Patients’ and Users’ Rights Act § 3-4). Holds until the patient turns 16.
marks-hide-parents = Parents and others who act for the child
marks-hide-young = The young person, while the parents see it
marks-release = When is it to be shown?
marks-release-hint = Delayed access gives time to tell it yourself first. The patient sees that something comes, but not what.
marks-release-now = At once
marks-release-later = Later, on a day that I choose
marks-day = Shown from this day
marks-day-hint = Only if you have chosen later. At most { $days } days ahead: the patient has a right to access without undue delay.
marks-ground = Why?
marks-ground-hint = The reason stays in the record, hidden from those you hide it from. Write it when you lift a mark too.
marks-see = See what the mark does
marks-changed = Somebody has marked this while you were writing. Look at how it is now.
marks-history = Who has marked it
marks-lifted = Lifted: not hidden, shown at once
marks-by = By { $name }, { $when }
marks-check-title = This is what the mark does
marks-check-lead = Nothing is marked yet. See what can still give it away, and confirm at the end.
marks-will = Marks afterwards
marks-sight-hidden = Does not see it, nor that it is there
marks-sight-announced = Sees that something comes, but not what
marks-kept-none = After this it is hidden from nobody and shown at once.
marks-until = How long
marks-until-birthday = Until the patient turns 16, { $day }. Then the parents’ access ends, and the young person sees everything about themself.
marks-tells-none-title = We find nothing else that gives it away
marks-tells-none = Nothing else in the record that they see refers to this or says the same.
marks-tells = { $count ->
    [one] One thing still gives it away
   *[other] { $count } things still give it away
}
marks-tells-what = They refer to what you hide, or say the same, and are seen by those you hide it from.
marks-add = Mark this too
marks-add-all = Mark all these too
marks-add-not = Cannot be marked alike: it is marked in another way.
marks-also = { $count ->
    [one] One more thing is marked alike
   *[other] { $count } more things are marked alike
}
marks-confirm-title = Mark it
marks-words = Words in other notes and documents are not checked. Read those you think may mention it.
marks-seen = What somebody has seen before, they have seen.
marks-after = When you confirm, the mark holds from now. The patient’s log says that you marked it, to those who may see it.
marks-confirm = Confirm the mark
marks-closed = This is closed by the portal itself
marks-closed-lists = Lists, counts, search, notices on the overview, calendar files, print and downloads are made of what each may see. What you hide is not in them.
marks-closed-rows = { $count ->
    [one] One more thing refers to it, and is closed to them
   *[other] { $count } more things refer to it, and are closed to them
}
marks-log-none = Does not see the log
marks-log-as = Sees that you looked at “{ $part }”, not at what, and not that it is marked
marks-log-marked = Sees that you marked it
marks-who-parents = Parents and others who act for the child
marks-who-young = The young person
marks-who-person = The patient
marks-who-proxies = Those the patient has given access
marks-told-parents = The parents see it
marks-told-young = The young person sees it
marks-told-person = The patient sees it
marks-told-proxies = Those with access see it
marks-why-names = Refers to it
marks-why-named = It refers to this
marks-why-code = Says the same
marks-why-order = Comes from the same order
marks-error-ground = Write why, in at most { $most } characters
marks-error-day = Choose a day from tomorrow, at most { $days } days ahead
marks-error-late = Choose a day that is at most { $days } days ahead
marks-error-both = Choose only one: To hide something from both the parents and the young person is to refuse access, which needs another ground
marks-error-age = The patient has turned 16, so the mark hides nothing
marks-error-same = Change something: it is marked so already
marks-together = Marked together with this
marks-together-what = It was marked at the same time, and still is.
marks-lift = Change this too
marks-lift-all = Change all these too
