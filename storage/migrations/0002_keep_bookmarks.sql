-- SQLite keeps rows in the order of an INTEGER key, and ids begin with their person: what one person
-- saved lies together, so that a million rows cost hardly more than a thousand.
CREATE TABLE bookmarks (
    id /*pg BIGINT -- */ INTEGER
        PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'section', 'word', 'medicine')),
    ref TEXT NOT NULL,
    content_version TEXT NOT NULL,
    note TEXT,
    position INTEGER NOT NULL,
    added_at BIGINT NOT NULL,
    UNIQUE (person_id, kind, ref)
);
