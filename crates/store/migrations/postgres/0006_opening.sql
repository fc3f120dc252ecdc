-- Records that staff have opened: on which ground, with which reason, in which visit, until when. Kept: whoever reviews an
-- opening reads the reason here.
CREATE TABLE opening (
  patient_key bigint NOT NULL, visit bigint NOT NULL, begun_us bigint NOT NULL, role bigint NOT NULL,
  ground smallint NOT NULL, reason text NOT NULL, ends_us bigint NOT NULL,
  PRIMARY KEY (patient_key, visit, begun_us));

-- A patient is found by whole name and birth date.
CREATE INDEX directory_birth ON directory (type, birth_date);
