"""Content in memory: pages, words, medicines, messages."""
