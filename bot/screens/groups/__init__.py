"""What moderators see in groups."""
