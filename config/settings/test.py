"""Settings of the test suite: quick password hashes, nothing outside the test database."""

from config.settings.base import *  # noqa: F403
from config.settings.base import database, env

SECRET_KEY = "only for tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(env.str("DATABASE_URL", "") or "sqlite://:memory:")}
# A server under test answers in threads of its own: their connections go with each request.
DATABASES["default"]["CONN_MAX_AGE"] = 0
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
# Tests of rates ask for them.
API_RATES = dict.fromkeys(["anonymous", "read", "write", "failed_passwords"], "")
