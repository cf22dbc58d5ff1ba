"""Settings that hold everywhere; local, test and production say what differs."""

from pathlib import Path
from typing import Any

import environ
from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"  # what a running checkout writes: database, demonstration password
env = environ.Env()

INSTALLED_APPS = [
    "cooperation",
    "trade",
    "config.admin.BilateralAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "corsheaders",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def database(url: str) -> dict[str, Any]:
    """Django's database settings for a URL, with what each engine needs to be safe.

    SQLite: readers never wait for a writer (WAL) and a writer takes its lock at once, so two
    writers queue instead of failing. PostgreSQL: connections are kept and checked before use.
    """
    settings: dict[str, Any] = env.db_url_config(url)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


DATABASES = {
    "default": database(env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'bilateral.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["trade.passwords.GuardedPasswords"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("be", _("Belarusian"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# One policy for pages, admin and API docs: nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the API docs draw their icons as data: images
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Files of trade statistics wait here, unread by the web server, until they are loaded.
TRADE_UPLOAD_DIR = Path(env.str("TRADE_UPLOAD_DIR", str(VAR_DIR / "uploads")))
TRADE_UPLOAD_MAX_BYTES = env.int("TRADE_UPLOAD_MAX_BYTES", 50 * 1024 * 1024)
TRADE_UPLOAD_MAX_EXPANDED_BYTES = env.int("TRADE_UPLOAD_MAX_EXPANDED_BYTES", 500 * 1024 * 1024)

# Long loads run outside the request: here in a thread, in production in a worker.
TASKS = {"default": {"BACKEND": "trade.figures.background.ThreadBackend"}}

# Remembers which answers of the API hold; never the answers. Several processes share it by Redis.
CACHE_URL = env.str("CACHE_URL", "")
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# May someone without an account read what is published?
ANONYMOUS_READING = env.bool("ANONYMOUS_READING", True)

# Programs use the API by tokens (docs/decisions/0023). Knox's own model has no table.
KNOX_TOKEN_MODEL = "trade.AccessToken"  # noqa: S105
REST_KNOX = {"TOKEN_PREFIX": "bil_", "AUTH_HEADER_PREFIX": "Bearer"}
MIGRATION_MODULES = {"knox": None}

# How much the API answers: “600/minute”, “20/5 minutes”; empty for no limit.
API_RATES = {
    "anonymous": env.str("API_RATE_ANONYMOUS", "1200/minute"),  # each address
    "read": env.str("API_RATE_READ", "6000/minute"),  # each user
    "write": env.str("API_RATE_WRITE", "1200/minute"),
    "failed_passwords": env.str("API_RATE_FAILED_PASSWORDS", "20/5 minutes"),  # name and address
}
# Where several processes count together, as in redis://127.0.0.1:6379/0; empty: in each apart.
RATE_STORAGE_URL = env.str("RATE_STORAGE_URL", "")
BEHIND_PROXY = False  # then the address of a request is the last one in X-Forwarded-For

# Pages of other sites that may read the API from a browser: with tokens, never with cookies.
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = [*default_headers, "if-match", "if-none-match", "idempotency-key"]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "ETag",
    "Last-Modified",
    "Link",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Total-Count",
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # 2.5 MB: the largest body that is not a file

# The most rows one answer of a flat table holds, when all are asked for.
TABLE_MOST_ROWS = env.int("TABLE_MOST_ROWS", 1_000_000)

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["trade.api.rendering.QuickJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["trade.api.parsing.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "trade.api.authentication.PasswordAuthentication",
        "trade.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["trade.api.permissions.MayRead"],
    "DEFAULT_THROTTLE_CLASSES": ["trade.api.throttling.Rates"],
    "DEFAULT_PAGINATION_CLASS": "trade.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "trade.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "trade.api.errors.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # one form of each answer: JSON
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Bilateral",
    "DESCRIPTION": "Trade cooperation between countries and regions: who met, what was proposed, "
    "what came of it, what was traded, and who says so. [Use this data](/use/) has snippets for "
    "Excel, pandas, R, curl and Grafana.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["trade.api.permissions.MayRead"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "trade.api.examples.add_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DateBasis": "cooperation.models.meeting.Meeting.DateBasis",
        "DatePrecision": "trade.models.dates.Precision",
        "EditionOfFile": "trade.api.import_bodies.EDITIONS",
        "Flow": "trade.models.figure.TradeFigure.Flow",
        "FollowUpState": "cooperation.models.follow_up.FollowUp.State",
        "Frequency": "trade.models.periods.Frequency",
        "MechanismKind": "cooperation.models.mechanism.Mechanism.Kind",
        "MechanismState": "cooperation.models.mechanism.Mechanism.State",
        "MeetingKind": "cooperation.models.meeting.Meeting.Kind",
        "MeetingState": "cooperation.models.meeting.Meeting.State",
        "ObservationStatus": "trade.models.figure.TradeFigure.ObservationStatus",
        "OrganisationKind": "cooperation.models.people.Organisation.Kind",
        "ParticipantRole": "cooperation.models.participant.Participant.Role",
        "PartnershipStage": "cooperation.models.partnership.PartnershipStage",
        "PostRank": "cooperation.models.people.Post.Rank",
        "ProductEdition": "trade.models.product.Product.Edition",
        "ProductLevel": "trade.models.product.Product.Level",
        "ProposalStage": "cooperation.models.proposal.ProposalStage",
        "Publication": "cooperation.models.meeting.Meeting.Publication",
        "Qualifier": "trade.models.figure.TradeFigure.Qualifier",
        "RegionKind": "trade.models.region.Region.Kind",
        "RegionNameKind": "trade.models.region.RegionName.Kind",
        "SourceKind": "trade.models.source.Source.Kind",
        "TextScope": "trade.models.source.Source.TextScope",
        "Valuation": "trade.models.figure.TradeFigure.Valuation",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
