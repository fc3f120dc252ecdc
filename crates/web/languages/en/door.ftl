# Signing in and out: what the door says.

door-again = Sign in again
door-stopped-title = The sign-in was stopped
door-stopped = Nobody was signed in. You can try again whenever you like.
door-unknown-title = The sign-in has expired
door-unknown = It took too long, or the sign-in was started in another browser. Start again here.
door-unreachable-title = The sign-in service is not answering
door-unreachable = It is not your fault. Try again in a few minutes. If it is urgent, phone your GP or the out-of-hours doctor.
door-refused-title = We could not accept the sign-in
door-refused = The answer from the sign-in service was not right, so nobody was signed in. Start again here.
door-level-title = You need a stronger electronic ID
door-level = Health information requires the highest level of security, for example BankID or Buypass.
door-no-record-title = We cannot find a record for you
door-no-record = The sign-in went well, but none of the services that use HelsaMi has registered anything about you yet.
door-leave-title = You are signed out of HelsaMi
door-leave = You are now being signed out of the sign-in service too, so that nobody else can use it on this device.
door-leave-go = Sign out of the sign-in service
door-signed-out = If others use this device, close the browser too.
door-other-person-title = It was not you who signed in
door-other-person = The new sign-in was by somebody else than the person who is signed in here. Nothing was unlocked.
