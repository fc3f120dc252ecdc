# Answering an invitation.

invitation-title = Invitation
invitation-lead = { $name } wants to give you access to their record.
invitation-what = If you say yes, you find the record under “Act for others”. Everything you open is in the person’s log. Either of you can end it at any time.
invitation-until = Answer before { $when }.
invitation-accept = Yes, accept the access
invitation-decline = No, thank you
invitation-declined-title = You have said no
invitation-declined = The invitation from { $name } is closed. Nobody has been given access.
