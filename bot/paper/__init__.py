"""What a person prints: a sheet of plain values, and the PDF it becomes. Pure."""
