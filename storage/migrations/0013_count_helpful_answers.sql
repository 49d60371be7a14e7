-- How often a page was called helpful, or not really, on a day. Nobody's id stands here.
CREATE TABLE helpful_counts (
    page_id TEXT NOT NULL,
    content_version TEXT NOT NULL,
    day TEXT NOT NULL,
    helped INTEGER NOT NULL CHECK (helped >= 0),
    not_really INTEGER NOT NULL CHECK (not_really >= 0),
    PRIMARY KEY (page_id, content_version, day)
);

CREATE INDEX helpful_counts_by_day ON helpful_counts (day);
