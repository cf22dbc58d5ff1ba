"""Settings of a checkout on a developer's or an analyst's own machine."""

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR, env

VAR_DIR.mkdir(exist_ok=True)

DEBUG = True
SECRET_KEY = env.str("SECRET_KEY", "only for this machine: production has no default")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
