# Inviting somebody to see one’s record.

invite-title = Give somebody access
invite-lead = You make a link and give it to somebody you trust. They see nothing until they have signed in and accepted.
invite-parts = What should the person be able to see?
invite-parts-hint = Choose at least one part of the record.
invite-topics = What should be kept back?
invite-topics-hint = What is labelled with a topic you tick is not shown. What is not labelled is shown, even if it is about the topic.
invite-from = From
invite-from-hint = Day, month and year
invite-ends = How long should the access last?
invite-ends-hint = You have to choose. Either of you can end it earlier.
invite-ends-date = Until a date
invite-ends-open = Until one of us ends it
invite-until = Last day
invite-until-hint = Only if you have chosen “Until a date”.
invite-see = See what the person would see
invite-error-parts = Choose at least one part of the record
invite-error-from = Enter the day the access begins: today or later
invite-error-ends = Choose how long the access should last
invite-error-until = Enter the last day: the day the access begins, or later
invite-preview-title = This is what the person you invite will see
invite-preview-lead = The numbers are from your record right now. New information in the same parts will be shown too.
invite-count = { $count ->
    [one] 1 item
   *[other] { $count } items
}
invite-count-more = More than { $count } items
invite-count-none = Nothing right now
invite-example = { $name }, { $when }
invite-not-seen = The person will not see
invite-never-seen = Nobody can be given your contact details, next of kin, log or who has access.
invite-make = Make the invitation
invite-edit = Change
invite-made-title = The invitation has been made
invite-made-lead = Give the link to the person you want to invite. It is shown only this once.
invite-link = Link
invite-made-what = The first person of 18 or older who accepts gets the access. So give the link only to the person you mean. It can be used until { $when }. You can withdraw it under “Access”.
invite-too-many = You have too many invitations waiting for an answer. Withdraw some of them first.
invite-hold-back = Hold back single entries
invite-hold-back-hint = Tick what the person is not to see. If you hold back an examination, its answers are held back too. The newest are listed here.
invite-see-again = Show again
invite-change-title = Change an access
invite-change-lead = The form shows what is given now. Nothing changes before you save.
invite-change-what = The change takes effect at once. The person is told that the access was changed, but not what is held back.
invite-change-save = Save the change
