-- When the person last signed in anew in this session, to open what they have put behind that.
ALTER TABLE session ADD COLUMN proved_us INTEGER;
