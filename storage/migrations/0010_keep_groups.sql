-- What moderators chose for a group, from the first choice on. Nobody of the group is kept.
CREATE TABLE groups (
    chat_id BIGINT PRIMARY KEY,
    language TEXT NOT NULL,
    region TEXT NOT NULL,
    who_posts TEXT NOT NULL CHECK (who_posts IN ('everybody', 'moderators')),
    topics TEXT,
    spoiler INTEGER NOT NULL CHECK (spoiler IN (0, 1)),
    cooldown_seconds INTEGER NOT NULL CHECK (cooldown_seconds >= 0),
    quiet_start TEXT NOT NULL,
    quiet_end TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'gone')),
    gone_on TEXT,
    CHECK ((state = 'gone') = (gone_on IS NOT NULL))
);

CREATE INDEX groups_gone ON groups (gone_on) WHERE state = 'gone';

-- What was changed and when, by which role; never by whom.
CREATE TABLE group_changes (
    id BIGINT PRIMARY KEY,
    chat_id BIGINT NOT NULL REFERENCES groups (chat_id) ON DELETE CASCADE,
    changed_at BIGINT NOT NULL,
    by_role TEXT NOT NULL CHECK (by_role IN ('moderator', 'bot')),
    setting TEXT NOT NULL,
    was TEXT NOT NULL,
    became TEXT NOT NULL
);

CREATE INDEX group_changes_by_group ON group_changes (chat_id, changed_at);
CREATE INDEX group_changes_by_age ON group_changes (changed_at);

-- Telegram tells twice that a group became a supergroup; everything moves once.
CREATE TABLE group_moves (
    old_chat_id BIGINT NOT NULL,
    new_chat_id BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    PRIMARY KEY (old_chat_id, new_chat_id)
);

CREATE INDEX group_moves_by_age ON group_moves (moved_at);
