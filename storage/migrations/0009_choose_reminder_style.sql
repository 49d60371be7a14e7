-- Whether a reminder may name its subject at once, and whether we ask after a visit.
ALTER TABLE people ADD COLUMN topic_shown INTEGER NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN follow_ups INTEGER NOT NULL DEFAULT 1;
