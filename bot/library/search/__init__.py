"""Finds things from what people type."""
