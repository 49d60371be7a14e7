-- One row for each person who agreed. No name, no username, nothing about health.
CREATE TABLE people (
    id /*pg BIGINT -- */ INTEGER
        PRIMARY KEY,
    language TEXT NOT NULL,
    region TEXT NOT NULL,
    text_length TEXT NOT NULL CHECK (text_length IN ('short', 'full')),
    time_zone TEXT,
    consent_version TEXT,
    consented_at BIGINT,
    active_on TEXT NOT NULL,
    warned_on TEXT
);

CREATE INDEX people_by_activity ON people (active_on);
