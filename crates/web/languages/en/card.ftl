# The emergency card.

card-title = Emergency card
card-lead = Print the card and keep it in your wallet. It shows what is recorded today, and is not updated on paper.
card-who = Who
card-name = Name
card-born = Born
card-blood = Blood type
card-blood-check = Must always be checked before blood is given.
card-medicines = Medicines in use
card-medicines-unclear = Unclear whether these are in use:
card-medicines-none = None recorded
card-diagnoses = Diagnoses now
card-diagnoses-none = None recorded
card-contacts = Call
card-contacts-none = No next of kin with a phone number is recorded.
card-contact-relation = { $name } ({ $relation })
card-unknown = Not stated
card-dead = This record is about a person who has died.
card-not-here = The card may not be complete. Ask the person or next of kin, and look in the national summary care record.
