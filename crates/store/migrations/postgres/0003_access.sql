-- What hides a row from whom, beside the document: a list must be able to pass it over without opening it.
ALTER TABLE record ADD COLUMN marks int NOT NULL DEFAULT 0;
-- From when the citizen sees it, in microseconds; 0 at once, the largest number by hand only.
ALTER TABLE record ADD COLUMN release_us bigint NOT NULL DEFAULT 0;

-- Whose record a person is named in as somebody who may act for them: keyed hashes of the person's identifiers, or of their key.
-- It only finds candidates; the rules decide from the rows themselves.
CREATE TABLE holder (
  holder_hash bytea NOT NULL, patient_key bigint NOT NULL, type smallint NOT NULL, local_id bigint NOT NULL,
  PRIMARY KEY (holder_hash, patient_key, type, local_id));
CREATE INDEX holder_record ON holder (patient_key, type, local_id);

-- The rule that let somebody in, the one thing they opened, and the reason they gave.
ALTER TABLE audit ADD COLUMN rule smallint NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN item_type smallint NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN item_id bigint NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN reason text NOT NULL DEFAULT '';
