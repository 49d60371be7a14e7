-- What a person removed within the last hour, so that Undo works after a restart too.
CREATE TABLE removals (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('bookmark', 'question')),
    item TEXT NOT NULL,
    removed_at BIGINT NOT NULL
);

CREATE INDEX removals_by_person ON removals (person_id);
CREATE INDEX removals_by_age ON removals (removed_at);
