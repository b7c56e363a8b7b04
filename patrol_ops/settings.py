"""Every setting of the product, in one file; the environment is the only switch.

Defaults are those of production. What has no safe default must be set, and the message says how.
"""

import tomllib
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from patrol_ops.core import safety
from patrol_ops.core.databases import tune
from patrol_ops.core.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(str(BASE_DIR / ".env"))


def required(name: str, remedy: str) -> str:
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {remedy}")
    return value


_RANDOM = 'Set it in the environment or in ".env"; `make .env` writes one with random keys for a machine of your own.'

# --- identity and secrets -------------------------------------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY", _RANDOM)
# 32 bytes, base64. Encrypts personal fields (core.secrets); the first encrypts, the others still read.
FIELD_KEYS: list[str] = required("FIELD_KEYS", _RANDOM).split(",")
# Keys the blind indexes of phone and identity numbers. It cannot be changed without making the indexes anew.
INDEX_KEY = required("INDEX_KEY", _RANDOM)

DEBUG: bool = env.bool("DEBUG", default=False)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Off only where people reach the site without TLS, as in the demo on one machine.
HTTPS: bool = env.bool("HTTPS", default=True)
# On where a proxy of ours stands before the site and writes down who came (X-Forwarded-For) and how (…-Proto).
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", default=False)
# Named at the foot of every public page.
PUBLIC_RUN_BY: str = env.str("PUBLIC_RUN_BY", default="")

# --- the parts ------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "patrol_ops.core.statics.ServedFilesConfig",
    "django.forms",
    "django_htmx",
    "template_partials",
    "axes",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "patrol_ops.core",
    "teams",
    "recruitment",
    "training",
    "duty",
    "discipline",
    "funding",
    "patrol_ops.office",
    "patrol_ops.portal",
    "patrol_ops.apps.RoofConfig",
]
if env.bool("LINEAR_MIGRATIONS", default=False):  # a development tool: keeps migrations in one line
    INSTALLED_APPS.insert(0, "django_linear_migrations")

MIDDLEWARE = [
    "patrol_ops.operations.requests.EachRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "patrol_ops.middleware.PublicMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "patrol_ops.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "patrol_ops.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "patrol_ops.middleware.ActorMiddleware",
    "patrol_ops.middleware.ReadableAddressMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "patrol_ops.urls"
WSGI_APPLICATION = "patrol_ops.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "patrol_ops.menu.context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- rows -----------------------------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'patrol.sqlite3'}")
}
(VAR_DIR / "clock").mkdir(parents=True, exist_ok=True)  # where beat remembers what it did
tune(
    DATABASES["default"],
    test_file=VAR_DIR / env.str("TEST_DATABASE", default="test.sqlite3"),
    kept_for=env.int("CONN_MAX_AGE", default=60),
)

# Public pages, for a minute (core.public), and nothing that must be right: each process keeps its own.
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": _MEMORY, "OPTIONS": {"MAX_ENTRIES": 1_000}}}
# Sums over many rows, until something they rest on is written (core.kept); without it they are counted each time.
if _shared := env.str("CACHE_URL", default=""):
    # Nobody waits for what can be counted.
    _patience = {"socket_timeout": 1, "socket_connect_timeout": 1}
    _REDIS = "django.core.cache.backends.redis.RedisCache"
    CACHES["shared"] = {"BACKEND": _REDIS, "LOCATION": _shared, "KEY_PREFIX": "patrol", "OPTIONS": _patience}

# --- signing in -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "patrol_ops.core.signin.PhoneOrNameBackend"]
PASSWORD_HASHERS = ["patrol_ops.core.passwords.SmallArgon2"]
_PERSONAL = ("username", "name", "phone")
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": _PERSONAL}},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0)
# Whoever watches over this machine asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^(health|ready|metrics)/$"]
# What else is served under the district's name is not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_FAILURE_VIEW = "patrol_ops.core.html.csrf_failure"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "patrol_ops.core.signin.indexed_name"
AXES_LOCKOUT_CALLABLE = "patrol_ops.core.signin.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "new_password1", "new_password2", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "patrol_ops.core.limits.address_of"

# --- what a browser may do ------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = safety.CONTENT_SECURITY_POLICY
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = [
    "patrol_ops.core.files.TooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 31_536_000
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["patrol_ops.core.formats"]

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "patrol_ops.core.statics.NpmFinder",
]
# What of node_modules is served, and under which name. Everything else stays where it is.
NPM_FILES = {
    "@tabler/core/dist/css/tabler.min.css": "npm/tabler.css",
    "echarts/dist/echarts.min.js": "npm/echarts.js",
}
NPM_ROOT = BASE_DIR / "node_modules"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", default="patrol_ops.core.statics.PatrolStaticFilesStorage")
    },
}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "files"))
# Every page names files by their hash; the plain copies would double what set-up has to compress.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MAX_AGE = 365 * 24 * 3600

# --- work behind the request ----------------------------------------------------------------------------------------
# "memory://" is the embedded default: one process with worker and clock, and every promise is a row (core.outbox).
CELERY_BROKER_URL = env.str("BROKER_URL", default="memory://localhost/")
# Only a broker that processes share can be nudged from outside the worker.
BROKER_IS_SHARED = not CELERY_BROKER_URL.startswith("memory:")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "patrol_ops.authentication.Bearer",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["patrol_ops.core.api.HasPost"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["patrol_ops.core.api.JSONOnly"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "patrol_ops.core.api.ByCursor",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "patrol_ops.core.api.problem",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS = {
    # Where one set of words goes by several field names, it is named after its rule.
    "ENUM_NAME_OVERRIDES": {
        "BadgeEnd": "teams.rules.BadgeEnd",
        "LeavingKind": "teams.rules.LeavingKind",
        "EmploymentClassEnum": "teams.rules.EmploymentClass",
        "FormEnum": "teams.rules.Form",
        "PostKind": "recruitment.rules.PostKind",
        "ContractKind": "recruitment.rules.ContractKind",
        "EquipmentKind": "teams.rules.equipment.EquipmentKind",
        "ReturnOutcome": "teams.rules.equipment.ReturnOutcome",
        "ModeEnum": "duty.rules.Mode",
        "DeliveryMode": "training.rules.DeliveryMode",
    },
    "TITLE": "Patrol Ops",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "patrol_ops.core.api.document_problems"],
}

# --- telling people outside: what is not set is not offered (core.channels) ------------------------------------------
SITE_URL: str = env.str("SITE_URL", default="").rstrip("/")  # what addresses in messages begin with
EMAIL_URL: str = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="patrol-ops@localhost")
ROBOTS: list[str] = env.list("ROBOTS", default=[])  # WECOM, DINGTALK: people bring the robots themselves
SMS_URL: str = env.str("SMS_URL", default="")
SMS_SECRET: str = env.str("SMS_SECRET", default="")

# --- watched over: what happened, never whom it concerned ------------------------------------------------------------
LOGGING = logging_config(env.str("LOG_LEVEL", default="INFO"), env.str("LOG_FORMAT", default="line"), whole=DEBUG)
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")  # without one there are no figures
METRICS_FOLDER = VAR_DIR / "metrics"

if not DEBUG:
    safety.refuse_unsafe(globals())
