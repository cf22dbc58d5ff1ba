"""Settings of a deployment: every secret comes from the environment, and none has a default."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import database, env

missing = [
    name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL") if not env.str(name, "")
]
if missing:
    raise ImproperlyConfigured(
        f"Production takes {', '.join(missing)} from the environment: see deploy/README.md."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {"default": database(env.str("DATABASE_URL"))}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
ANONYMOUS_READING = env.bool("ANONYMOUS_READING", False)
API_RATES = {
    "anonymous": env.str("API_RATE_ANONYMOUS", "120/minute"),
    "read": env.str("API_RATE_READ", "1200/minute"),
    "write": env.str("API_RATE_WRITE", "300/minute"),
    "failed_passwords": env.str("API_RATE_FAILED_PASSWORDS", "10/5 minutes"),
}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
if env.bool("BEHIND_TLS_PROXY", False):
    # Only behind a proxy that sets these headers itself: anybody could send them otherwise.
    BEHIND_PROXY = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
