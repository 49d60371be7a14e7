-- What belongs to a visit goes with it, and nobody's reminder belongs to another's visit.
CREATE TABLE reminders (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    text TEXT,
    rule TEXT NOT NULL,
    visit_id BIGINT,
    time_zone TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'done', 'set-aside')),
    paused_because TEXT CHECK (paused_because IN ('person', 'unreachable')),
    created_at BIGINT NOT NULL,
    CHECK (kind <> 'own' OR text IS NOT NULL),
    CHECK ((state = 'paused') = (paused_because IS NOT NULL)),
    FOREIGN KEY (person_id, visit_id) REFERENCES visits (person_id, id) ON DELETE CASCADE
);

CREATE INDEX reminders_by_person ON reminders (person_id, visit_id);
CREATE INDEX reminders_done ON reminders (id) WHERE state = 'done';
