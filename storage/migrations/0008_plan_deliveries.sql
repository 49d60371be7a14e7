-- One row for each time something is to be said in a chat. What a group gets has no reminder.
-- Ids begin with the hour of `due_at`, and SQLite keeps rows in the order of an INTEGER key: what
-- is due together lies together, and claiming a hundred rows writes ten pages, not a hundred.
CREATE TABLE deliveries (
    id /*pg BIGINT -- */ INTEGER
        PRIMARY KEY,
    reminder_id BIGINT REFERENCES reminders (id) ON DELETE CASCADE,
    occurrence TEXT NOT NULL,
    chat_id BIGINT NOT NULL,
    thread_id BIGINT,
    due_at BIGINT NOT NULL,
    not_before BIGINT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('pending', 'claimed', 'sending', 'sent', 'dead', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0,
    doubt INTEGER NOT NULL DEFAULT 0,
    token TEXT,
    lease_until BIGINT,
    sent_at BIGINT,
    message_id BIGINT,
    error TEXT,
    CHECK ((state IN ('claimed', 'sending')) = (lease_until IS NOT NULL)),
    UNIQUE (reminder_id, occurrence)
);

CREATE INDEX deliveries_due ON deliveries (not_before) WHERE state = 'pending';
CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state IN ('claimed', 'sending');
CREATE INDEX deliveries_by_token ON deliveries (token) WHERE token IS NOT NULL;
-- A claim changes no column of this one, so it is not written either.
CREATE INDEX deliveries_by_chat ON deliveries (chat_id, not_before) WHERE sent_at IS NULL;
CREATE INDEX deliveries_ended ON deliveries (due_at)
    WHERE state IN ('sent', 'dead', 'cancelled');
