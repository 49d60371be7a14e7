CREATE TABLE questions (
    id /*pg BIGINT -- */ INTEGER
        PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    ref TEXT,
    text TEXT,
    topic TEXT,
    checked INTEGER NOT NULL CHECK (checked IN (0, 1)),
    position INTEGER NOT NULL,
    added_at BIGINT NOT NULL,
    CHECK (ref IS NOT NULL OR text IS NOT NULL),
    UNIQUE (person_id, ref)
);
