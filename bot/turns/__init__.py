"""Plain values that handlers get and give back."""
