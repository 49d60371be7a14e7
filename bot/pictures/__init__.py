"""Drawings without words, and the words that are set into them in each language."""
