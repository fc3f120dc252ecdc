-- What hides a row from whom, beside the document: a list must be able to pass it over without opening it.
ALTER TABLE record ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
-- From when the citizen sees it, in microseconds; 0 at once, the largest number by hand only.
ALTER TABLE record ADD COLUMN release_us INTEGER NOT NULL DEFAULT 0;

-- Whose record a person is named in as somebody who may act for them: keyed hashes of the person's identifiers, or of their key.
-- It only finds candidates; the rules decide from the rows themselves.
CREATE TABLE holder (
  holder_hash BLOB NOT NULL, patient_key INTEGER NOT NULL, type INTEGER NOT NULL, local_id INTEGER NOT NULL,
  PRIMARY KEY (holder_hash, patient_key, type, local_id)) WITHOUT ROWID, STRICT;
CREATE INDEX holder_record ON holder (patient_key, type, local_id);

-- The rule that let somebody in, the one thing they opened, and the reason they gave.
ALTER TABLE audit ADD COLUMN rule INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN item_type INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN item_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN reason TEXT NOT NULL DEFAULT '';
