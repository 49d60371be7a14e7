"""What is remembered. This floor knows nothing of the conversation above it."""
