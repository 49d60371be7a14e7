-- The number that a person's team gave them, in their own words; NULL until they keep one.
ALTER TABLE people ADD COLUMN team_number TEXT;
