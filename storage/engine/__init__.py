"""SQL engines behind one interface, their migrations and their differences."""
