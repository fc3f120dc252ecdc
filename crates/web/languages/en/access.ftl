# Who has access to the record.

access-title = Access
access-lead = Here is everybody who can see your record, and why. Whenever somebody opens something, it is in your log.
access-what = Who can see your record
access-invite = Give somebody access
access-current = Have access now
access-current-none = You have not given anybody access.
access-former = Former access
access-parents = Parents
access-parents-why = Parents with parental responsibility see most of your record until you turn 16. Then their access ends by itself.
access-staff = Health personnel
access-staff-why = Those who treat you can read your record when they need to in order to help you. The law says so, and every look is in your log.
access-to-log = See the log
access-unnamed = Person without a name
access-offered = Invitation waiting for an answer
access-offer-over = Invitation that came to nothing
access-why-proxy = You have given this access.
access-why-offered = Nobody sees anything until the invitation is accepted.
access-why-representative = Next of kin, because a doctor has stated that you cannot consent yourself.
access-why-guardian = A guardian who is also next of kin.
access-why-foster = The child welfare service has given this access.
access-why-dead = Access after a death.
access-parts = Can see
access-kept-back = Kept back
access-period = Applies
access-period-until = From { $from } to { $until } inclusive
access-period-open = From { $from } until one of you ends it
access-period-always = Until one of you ends it
access-state = Status
access-state-in-force = In force
access-state-coming = Begins later
access-state-offered = Can be answered until { $when }
access-state-declined = Declined { $when }
access-state-ended = Ended { $when }
access-state-run-out = Time has run out
access-topic-mental = mental health
access-topic-sexual = sexual health
access-topic-substances = alcohol and drugs
access-topic-violence = violence and abuse
access-topic-hiv = HIV
access-end-named = End the access of { $name }
access-withdraw = Withdraw the invitation
access-end-title = Do you want to end the access?
access-end-what = { $name } loses the access at once. What has already been read or printed cannot be taken back. You can give access again later.
access-withdraw-title = Do you want to withdraw the invitation?
access-withdraw-what = The link stops working at once. Nobody has seen anything.
access-end-yes = Yes, end it now
access-keep = No, go back
access-not-here = The list does not show who has looked at your record. That is in the log.
access-change-named = Change the access { $name } has
access-held = Held back one by one
access-held-count = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
