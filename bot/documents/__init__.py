"""Printed sheets and pictures, drawn from plain values."""
