"""Understands words of danger: what kind of help they call for, and how sure that is."""
