"""Why something cannot be fetched from UN Comtrade."""


class ComtradeError(Exception):
    """Nothing was fetched, and the message says why; it never holds the key."""
