CREATE TABLE bookmarks (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'section', 'word', 'medicine')),
    ref TEXT NOT NULL,
    content_version TEXT NOT NULL,
    note TEXT,
    position INTEGER NOT NULL,
    added_at BIGINT NOT NULL,
    UNIQUE (person_id, kind, ref)
);
