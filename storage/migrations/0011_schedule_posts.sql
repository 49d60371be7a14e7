-- What is posted in a group by itself: a card once, a series every week, a question every month.
CREATE TABLE group_schedules (
    id BIGINT PRIMARY KEY,
    chat_id BIGINT NOT NULL REFERENCES groups (chat_id) ON DELETE CASCADE,
    thread_id BIGINT,
    kind TEXT NOT NULL CHECK (kind IN ('card', 'weekly', 'monthly')),
    what TEXT NOT NULL,
    rule TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'done')),
    paused_because TEXT CHECK (paused_because IN ('moderator', 'rights', 'gone', 'refused')),
    last_message_id BIGINT,
    last_posted_at BIGINT,
    created_at BIGINT NOT NULL,
    CHECK ((state = 'paused') = (paused_because IS NOT NULL)),
    CHECK ((last_message_id IS NULL) = (last_posted_at IS NULL))
);

CREATE INDEX group_schedules_by_group ON group_schedules (chat_id);

-- A delivery has a reminder or a schedule, and goes with it.
ALTER TABLE deliveries
    ADD COLUMN schedule_id BIGINT REFERENCES group_schedules (id) ON DELETE CASCADE;
CREATE UNIQUE INDEX deliveries_by_schedule ON deliveries (schedule_id, occurrence);
