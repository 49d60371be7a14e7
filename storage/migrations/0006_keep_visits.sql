-- When somebody sees whom: the wall clock and its zone as the person said them, and the instant.
CREATE TABLE visits (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    local_start TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    with_whom TEXT NOT NULL CHECK (with_whom IN ('oncologist', 'palliative', 'other')),
    place TEXT,
    repeat_weeks INTEGER CHECK (repeat_weeks > 0),
    created_at BIGINT NOT NULL,
    UNIQUE (person_id, id)
);

CREATE INDEX visits_by_start ON visits (starts_at);
