# The settings page.

settings-title = Settings
settings-lead = Language, and where you are signed in.
settings-language = Language
settings-language-more = The choice applies on this device. What is written in the record is not translated.
settings-sessions = Where you are signed in
settings-sessions-more = You are signed out automatically after 30 minutes without use.
settings-this = This device
settings-unknown-device = Unknown device
settings-began = Signed in { $when }
settings-seen = Last used { $when }
settings-end = Sign out here
settings-end-named = Sign out here: { $device }
settings-end-all = Sign out everywhere
settings-end-all-more = If you do not recognise a device, sign out everywhere. You will be signed out here too.
