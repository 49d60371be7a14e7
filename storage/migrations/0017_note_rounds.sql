-- When the last round of cleaning was, so that a clock that jumps deletes nothing: one row.
CREATE TABLE rounds (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    last_at BIGINT NOT NULL,
    held_until BIGINT NOT NULL
);
