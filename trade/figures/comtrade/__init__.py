"""Fetching from UN Comtrade: which calls to make, making them, and loading what they answer."""
