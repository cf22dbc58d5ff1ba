"""Writing through the API: bodies checked by the models' own rules, changes only to what was read."""
