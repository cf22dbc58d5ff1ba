"""The project as it runs in production, but for a key of its own and no debugging."""

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only for measuring"
DEBUG = False
