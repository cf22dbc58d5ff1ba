"""Bodies from which the records of this floor are written."""
