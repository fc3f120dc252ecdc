-- Records that staff have opened: on which ground, with which reason, in which visit, until when. Kept: whoever reviews an
-- opening reads the reason here.
CREATE TABLE opening (
  patient_key INTEGER NOT NULL, visit INTEGER NOT NULL, begun_us INTEGER NOT NULL, role INTEGER NOT NULL,
  ground INTEGER NOT NULL, reason TEXT NOT NULL, ends_us INTEGER NOT NULL,
  PRIMARY KEY (patient_key, visit, begun_us)) WITHOUT ROWID, STRICT;

-- A patient is found by whole name and birth date.
CREATE INDEX directory_birth ON directory (type, birth_date);
