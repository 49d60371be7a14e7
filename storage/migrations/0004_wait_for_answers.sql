CREATE TABLE pending_inputs (
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    chat_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    ref TEXT NOT NULL,
    prompt_message_id BIGINT,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, chat_id)
);

CREATE INDEX pending_inputs_by_expiry ON pending_inputs (expires_at);
