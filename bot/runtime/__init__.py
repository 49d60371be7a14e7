"""One process: the real bot, or the one in the playground."""
