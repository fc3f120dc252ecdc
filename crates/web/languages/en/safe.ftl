# Safe mode: what wants a fresh sign-in.

safe-title = Ask for a new sign-in before some of the record
safe-lead = Lock what nobody else should see if they get hold of your phone or computer while you are signed in. You unlock it with your electronic ID.
safe-closed = What you have chosen is locked
safe-closed-more = You can lock more now. To remove something you must sign in again first.
safe-open = What you have chosen is open right now
safe-open-more = It locks when you have not used the site for ten minutes, and after an hour at the latest.
safe-unlock = Sign in again and unlock
safe-close = Lock again now
safe-parts = What should be locked?
safe-parts-hint = What you choose is gone from the overview, lists, searches and prints until you sign in again.
safe-things = Single things
safe-things-hint = You choose something where it stands in the record, with “Lock” or “Ask for a new sign-in before this”.
safe-thing-unnamed = Locked until you sign in again
safe-thing = { $name } ({ $part })
safe-thing-dated = { $name }, { $when } ({ $part })
safe-thing-nameless = Without a name
safe-offer = You are about to lock this
safe-with = This is locked together with it:
safe-also = This says the same
safe-also-hint = Clear the box for what should not be locked.
safe-also-more = { $count ->
    [one] One more thing says the same. Lock the whole part instead.
   *[other] { $count } more things say the same. Lock the whole part instead.
}
safe-save = Save
safe-how = How it works
safe-how-open = You unlock by signing in again with your electronic ID. Then everything is open on this device until you have not used the site for ten minutes, and never for more than an hour.
safe-how-less = Once something is locked, you must sign in again to remove the lock.
safe-how-others = Those who act for you do not see what you have locked, even if you have given them access to it. If they should see it, you must remove the lock.
safe-how-parents = Your parents see the same as before, because the law lets them see it until you turn 16.
safe-how-staff = Health personnel who treat you see the same as before. To close it to them, use “Blocks”.
safe-how-card = If you lock medicines, critical information or diagnoses, or something of them, the emergency card is locked too. Print it first if you want to carry it.
safe-how-results = An answer, the report it stands in and the order are locked together, with everything else from the same order. Answers that come later to a locked order are locked from when they come.
safe-how-same = The same can stand elsewhere in the record, for example as a diagnosis. You are shown what we find when you lock something. What comes later you must lock yourself, or you can lock the whole part.
safe-item = Ask for a new sign-in before this
safe-line = Lock
safe-asks-title = This is locked
safe-asks = You have chosen that this is locked until you sign in again.
safe-home = Some of the record is locked until you sign in again, and is not on this page.
