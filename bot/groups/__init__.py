"""What the bot does in groups: its turns, its rights, and what it posts by itself."""
