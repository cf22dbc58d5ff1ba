"""How the status of a partnership is shown, part by part."""
