-- What the doctor said to a question, in the person's own words; NULL until they write it.
ALTER TABLE questions ADD COLUMN answer TEXT;
-- How often a visit was changed, and when last: a calendar takes a file for news by these.
ALTER TABLE visits ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visits ADD COLUMN changed_at BIGINT;
