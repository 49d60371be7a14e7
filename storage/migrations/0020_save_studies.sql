-- Studies of the public register can be saved too. A check can't be changed where it stands.
CREATE TABLE saved (
    id /*pg BIGINT -- */ INTEGER
        PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'section', 'word', 'medicine', 'study')),
    ref TEXT NOT NULL,
    content_version TEXT NOT NULL,
    note TEXT,
    position INTEGER NOT NULL,
    added_at BIGINT NOT NULL,
    UNIQUE (person_id, kind, ref)
);
INSERT INTO saved (id, person_id, kind, ref, content_version, note, position, added_at)
    SELECT id, person_id, kind, ref, content_version, note, position, added_at FROM bookmarks;
DROP TABLE bookmarks;
ALTER TABLE saved RENAME TO bookmarks;

-- A reminder can count what is new in the register: where, of which types, and since which day.
-- NULL until the person chooses a country or types; without a country the person's own serves.
ALTER TABLE reminders ADD COLUMN news_country TEXT;
ALTER TABLE reminders ADD COLUMN news_types INTEGER;
ALTER TABLE reminders ADD COLUMN news_from TEXT;
ALTER TABLE reminders ADD COLUMN news_to TEXT;
