-- Which codes a document may have, as bits: a search passes over what cannot be meant. Rows from before may have every code.
ALTER TABLE record ADD COLUMN tokens bigint NOT NULL DEFAULT -1;
