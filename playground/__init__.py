"""A Bot API on this computer: strict as Telegram, with people, a clock and faults."""
