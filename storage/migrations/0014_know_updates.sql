-- Numbers of updates that were posted to the webhook, for a day. Nothing in here is about a person.
CREATE TABLE seen_updates (
    update_id BIGINT PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

CREATE INDEX seen_updates_by_age ON seen_updates (seen_at);
