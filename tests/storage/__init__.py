"""The storage floor, on both engines."""
