-- Whom a visit can be with is the pack's to say. A column takes its check along when it goes.
ALTER TABLE visits ADD COLUMN whom TEXT NOT NULL DEFAULT 'other';
UPDATE visits SET whom = with_whom;
ALTER TABLE visits DROP COLUMN with_whom;
ALTER TABLE visits RENAME COLUMN whom TO with_whom;
