"""How each publisher lays out a file of trade statistics."""
