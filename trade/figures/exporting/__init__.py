"""Giving figures back as files: one module a format, and the rows they share."""
