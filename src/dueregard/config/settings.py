"""Every setting of the service. What differs between installations is an environment variable, and each
is in env.sample with a safe local value."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from dueregard.access.roles import Role

PACKAGE = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(
            f"{name} is not set: see env.sample for what it is and a value to start with."
        )
    return value


def env_bool(name: str, *, default: bool) -> bool:
    value = env(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is {value!r}, but must be 0 or 1: see env.sample.")
    return value == "1"


def env_int(name: str, default: int) -> int:
    value = env(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}, but must be a whole number: see env.sample.")
    return int(value)


def env_list(name: str, default: str) -> list[str]:
    return [entry.strip() for entry in env(name, default).split(",") if entry.strip()]


def env_secret(name: str, default: str | None = None) -> str:
    """The secret itself, or the first line of the file that NAME_FILE names."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return env(name, default)


class GroupRole(NamedTuple):
    """A group of the identity provider, and the role that it gives in an organisation (its short name)."""

    name: str
    role: Role
    organisation: str


def env_roles(name: str) -> list[GroupRole]:
    """`group=role@organisation`, semicolons between: names of groups may hold commas and equals signs."""
    found = []
    for entry in filter(None, (part.strip() for part in env(name, "").split(";"))):
        group, _equals, given = entry.rpartition("=")
        role, _at, organisation = given.partition("@")
        if not (group.strip() and organisation and role.strip() in list(Role)):
            raise ImproperlyConfigured(
                f"{name} has {entry!r}, but must be group=role@organisation: see env.sample."
            )
        found.append(GroupRole(group.strip(), Role(role.strip()), organisation.strip()))
    return found


def env_issuer(name: str) -> str:
    issuer = env(name, "")
    parts = urlsplit(issuer)
    if issuer and parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ImproperlyConfigured(f"{name} is {issuer!r}, but must begin with https://: see env.sample.")
    return issuer


def database(url: str | None, folder: Path) -> dict[str, object]:
    if not url:
        pragmas = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
            " PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
            " PRAGMA secure_delete=ON;"  # what is purged is overwritten, not only forgotten
        )
        options = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": pragmas}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "dueregard.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": options,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://: see env.sample.")
    socket = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or env_secret("DATABASE_PASSWORD", ""),
        "HOST": socket or parts.hostname or "",
        "PORT": str(parts.port or ""),
        # Compiling a query that counts all actions took five times as long as to run it.
        "OPTIONS": {"pool": True, "options": "-c jit=off"},
    }


SECRET_KEY = env_secret("SECRET_KEY")
DATA_DIR = Path(env("DATA_DIR", "var")).resolve()
DEMO = env_bool("DEMO", default=False)
ADMIN = env_bool("ADMIN", default=False)
HTTPS = env_bool("HTTPS", default=False)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")
PROXIES = env_int("PROXIES", 0)
LIMITS = {"form": 240, "visit": 60, "file": 60}  # a minute; many visitors may share an address
TIME_ZONE = env("TIME_ZONE", "Europe/London")
PLAN_MEGABYTES = env_int("PLAN_MEGABYTES", 25)
DATASET_MEGABYTES = env_int("DATASET_MEGABYTES", 2000)
BACKUP_KEY = env_secret("BACKUP_KEY", "")
BACKUP_DAYS = env_int("BACKUP_DAYS", 35)
METRICS_TOKEN = env_secret("METRICS_TOKEN", "")
LOG_JSON = env_bool("LOG_JSON", default=False)
SERVICE_NAME = "dueregard"
DEMO_PASSWORD = "nobody here is real"  # noqa: S105 - of people who are made up
NAVIGATION = "dueregard.config.navigation.NAVIGATION"
FOOTER = "dueregard.config.navigation.FOOTER"
SEARCH = "home:search"
DEBUG = False

DATABASES = {"default": database(os.environ.get("DATABASE_URL"), DATA_DIR)}
CACHES: dict[str, Any] = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
    # Apart, so that many counts push no limit out: a few of each organisation and plan, and a report's tables each.
    for name, most in {"default": 5_000, "counts": 5_000, "decisions": 100}.items()
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "dueregard.kit",
    "dueregard.audit",
    "dueregard.access",
    "dueregard.evidence",
    "dueregard.redactions",
    "dueregard.plans",
    "dueregard.home",
    "dueregard.releases",
    "dueregard.monitoring",
    "dueregard.publications",
    "dueregard.papers",
    "dueregard.ledger",
    "dueregard.keeping",
    *(["django.contrib.admin"] if ADMIN else []),
]

MIDDLEWARE = [
    "dueregard.keeping.middleware.AnswersMiddleware",
    "dueregard.access.limits.AddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "dueregard.kit.speaking.SpeakingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dueregard.access.middleware.ProtectionMiddleware",
    "dueregard.access.middleware.MembershipMiddleware",
    "dueregard.access.vouching.VouchingMiddleware",
    "dueregard.access.drafts.DraftMiddleware",
    "dueregard.access.limits.LimitMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dueregard.config.urls"
WSGI_APPLICATION = "dueregard.config.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "dueregard.access.context.page",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "dueregard.kit.environment.environment", "context_processors": _CONTEXT},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]
FORM_RENDERER = "dueregard.kit.govuk.GovukRenderer"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "dueregard.access.drafts.open_too_long"
LOGIN_URL = "access:sign-in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # a link that is handed over may wait a week
SECOND_FACTOR = env_bool("SECOND_FACTOR", default=True)
OIDC_ISSUER = env_issuer("OIDC_ISSUER")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env_secret("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env("OIDC_NAME", "") or _("your work account")
OIDC_ONLY = env_bool("OIDC_ONLY", default=False)
OIDC_ROLES = env_roles("OIDC_ROLES")
OIDC_GROUPS_CLAIM = env("OIDC_GROUPS_CLAIM", "") or "groups"
OIDC_EMAIL_DOMAINS = [domain.lower() for domain in env_list("OIDC_EMAIL_DOMAINS", "")]
OIDC_MFA_ACR = env_list("OIDC_MFA_ACR", "")
OIDC_MINUTES = env_int("OIDC_MINUTES", 60)
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    raise ImproperlyConfigured("OIDC_ISSUER is set, so OIDC_CLIENT_ID must be too: see env.sample.")
if OIDC_MINUTES < 1:
    raise ImproperlyConfigured("OIDC_MINUTES must be at least 1: see env.sample.")
MFA_ADAPTER = "dueregard.access.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # telephones are half a minute off
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
AXES_FAILURE_LIMIT = 8
AXES_USERNAME_FORM_FIELD = "username"  # its default would look for "email" and let a locked visitor in
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "dueregard.access.views.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [PACKAGE / "locale"]
_SHIPPED = sorted(po.parts[-3] for po in LOCALE_PATHS[0].glob("*/LC_MESSAGES/django.po"))
LANGUAGES = [(LANGUAGE_CODE, "English"), *((code, LANG_INFO[code]["name_local"]) for code in _SHIPPED)]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
FIRST_DAY_OF_WEEK = 1

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = ["^(healthz|readyz|metrics)$"]  # asked from beside the server, not through its proxy
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "dueregard.keeping.logs.JsonFormatter"}, "text": {}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if LOG_JSON else "text"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"dueregard.answers": {"level": "INFO" if LOG_JSON else "WARNING"}},
}
