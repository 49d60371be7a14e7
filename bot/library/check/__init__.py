"""What `check` holds content to beyond loading: writing, reading grade, links, translations."""
