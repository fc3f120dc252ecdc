# A parent’s consent to a young person’s log-in.

youth-title = Consent to the child signing in
youth-lead = When the child is between 13 and 15, a parent can say yes to the child signing in.
youth-sees = This is what the child can see about themselves
youth-sees-not = Information that health personnel have chosen not to show young people is not shown. What you can see yourself does not change.
youth-until = The consent applies until the child turns 16 on { $day }. A parent can take it back at any time.
youth-now = How it is now
youth-is-given = A parent has said yes. The child can sign in.
youth-is-not-given = No parent has said yes. The child cannot sign in.
youth-give = Say yes to the child signing in
youth-take-back = Take the consent back
