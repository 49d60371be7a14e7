"""Bots to be measured: ours, and the plainest ones that do the same on other foundations."""
