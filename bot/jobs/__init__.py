"""Loops that run beside the conversation."""
