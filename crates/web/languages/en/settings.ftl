# The settings page.

settings-title = Settings
settings-lead = Language, and where you are signed in.
settings-language = Language
settings-language-more = The choice applies on this device. What is written in the record is not translated.
settings-sessions = Devices you are signed in on
settings-sessions-more = You are signed out by itself after 30 minutes without use. No other programs have access to your record here.
settings-this = This device
settings-unknown-device = Unknown device
settings-began = Signed in { $when }
settings-seen = Last used { $when }
settings-end = Sign out here
settings-end-named = Sign out here: { $device }
settings-end-all = Sign out everywhere
settings-end-all-more = If you do not recognise a device, sign out everywhere. You will be signed out here too.
settings-end-others = Sign out all others
settings-safe = When somebody can see the screen
settings-safe-exit = “Leave this page quickly” at the top of every page changes to the weather forecast at once. You stay signed in until you sign out.
settings-safe-titles = With neutral titles the browser’s tab and history only say HelsaMi. The choice holds on this device.
settings-safe-on = Use neutral titles
settings-safe-off = Use ordinary titles
settings-safe-asks = You can ask for a new sign-in before parts of the record, in case others get hold of your device while you are signed in.
