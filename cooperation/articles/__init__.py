"""Article files: what one source says, written by hand in YAML, loaded and dumped."""
