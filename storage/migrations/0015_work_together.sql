-- Which processes share this database, and which turns they have under way. Nothing here outlives a
-- turn or a process, so on PostgreSQL it is not logged: it costs no disk and is in no backup.
CREATE /*pg UNLOGGED */ TABLE replicas (
    id TEXT PRIMARY KEY,
    beat_at BIGINT NOT NULL
);

-- `line` is a keyed hash of a person and a chat. The row goes when the turn ends.
CREATE /*pg UNLOGGED */ TABLE turns_under_way (
    update_id BIGINT PRIMARY KEY,
    line BIGINT NOT NULL,
    replica TEXT NOT NULL
);

CREATE INDEX turns_under_way_by_line ON turns_under_way (line, update_id);
