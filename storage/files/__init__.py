"""Files that are whole or not there: keys, backups."""
