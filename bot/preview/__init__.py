"""A small static site for reviewers: every page as the chat shows it, and a sheet to sign."""
