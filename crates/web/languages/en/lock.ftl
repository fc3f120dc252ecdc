# The emergency lock.

lock-title = Emergency lock
lock-lead = Use it if you think that somebody else can get into your pages.
lock-does = What happens
lock-does-closed = Your pages are closed at once, for you too.
lock-does-out = You are signed out on all devices.
lock-does-others = Those you have given access see nothing as long as the lock lasts.
lock-does-staff = Health personnel who treat you can still read and write in your record.
lock-lift = How the lock is lifted
lock-lift-how = You cannot lift the lock yourself. Call your GP surgery during opening hours. They must be sure that it is you, and may ask you to come in with identification.
lock-set = Close my pages now
lock-is-set-title = Your pages are closed
lock-is-set = You have closed your pages with the emergency lock.
lock-more = About the emergency lock
lock-sessions = See where you are signed in, and sign out other devices.
