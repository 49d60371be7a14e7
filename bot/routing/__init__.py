"""From an update to a turn, its handler, the commit, and what is shown."""
