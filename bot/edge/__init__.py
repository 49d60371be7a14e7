"""Everything that speaks Telegram, and nothing that does not."""
