"""What is done with commands and buttons in groups."""
