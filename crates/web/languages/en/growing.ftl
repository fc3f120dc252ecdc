# What changes as a child grows.

growing-title = This changes soon
growing-child-12 = { $day }: The child turns 12. You will then no longer see what is labelled as mental health, sexual health, alcohol and drugs, violence or HIV.
growing-child-13 = { $day }: The child turns 13. You can then say yes to the child signing in.
growing-child-16 = { $day }: The child turns 16 and decides alone. Your access ends then. They can give you access again.
growing-own-16 = { $day }: You turn 16 and decide alone. Your parents no longer see your record, but you can give them access.
growing-own-18 = { $day }: You turn 18. Other adults can then give you access to their record.
growing-offer-title = Do you want to give access back?
growing-offer = When you turned 16, the access of { $names } ended. You decide whether anybody may see anything again.
growing-offer-yes = Make an invitation
growing-offer-no = No, do not ask again
