"""All settings, from the environment only; every variable is described in docs/operations.md.

No file is read and nothing is written here. `start.py` sets what a newcomer needs.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from config.log import to_stderr
from yhdyspinta import VERSION as PRODUCT_VERSION

env = environ.Env()  # type: ignore[no-untyped-call]  # django-environ ships no types
BASE_DIR = Path(__file__).resolve().parent.parent

VERSION = PRODUCT_VERSION
DATA_DIR = Path(env.str("YHDYSPINTA_DATA", default=str(BASE_DIR / "var")))
# An example installation: an invented region beside the real ones, and a banner on every page. Never with real data.
DEMO = env.bool("YHDYSPINTA_DEMO", default=False)
DEBUG = env.bool("YHDYSPINTA_DEBUG", default=False)
# Only a server that nobody else can reach may run without its own secret: start.py writes one per data directory.
SECRET_KEY = env.str("YHDYSPINTA_SECRET_KEY", default="insecure: set YHDYSPINTA_SECRET_KEY")
# Earlier secrets, after a change: links and seals that were made with them still open.
SECRET_KEY_FALLBACKS = env.list("YHDYSPINTA_OLD_SECRET_KEYS", default=[])
ALLOWED_HOSTS = env.list("YHDYSPINTA_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("YHDYSPINTA_ORIGINS", default=[])
HTTPS = env.bool("YHDYSPINTA_HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "yhdyspinta.core.audit",
    "yhdyspinta.core.ui",
    "yhdyspinta.core.press",
    "yhdyspinta.core.jobs",
    "yhdyspinta.core.finding",
    "yhdyspinta.core.hooks",
    "yhdyspinta.core.indicators",
    "yhdyspinta.core.registry",
    "yhdyspinta.core.visits",
    "yhdyspinta.core.accounts",
    "yhdyspinta.core.publications",
    "yhdyspinta.core.stances",
    "yhdyspinta.core.themes",
    "yhdyspinta.core.matters",
    "yhdyspinta.core.evidence",
    "yhdyspinta.core.bringing",
    "yhdyspinta.rooms.obligations",
    "yhdyspinta.rooms.statistics",
    "yhdyspinta.rooms.goals",
    "yhdyspinta.rooms.responsibilities",
    "yhdyspinta.rooms.agreements",
    "yhdyspinta.rooms.forums",
    "yhdyspinta.rooms.surveys",
    "yhdyspinta.rooms.employment",
    "yhdyspinta.rooms.preparedness",
    "yhdyspinta.rooms.welfare",
    "yhdyspinta.site",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]

MIDDLEWARE = [
    "yhdyspinta.core.ui.middleware.asked_from_within",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yhdyspinta.core.ui.middleware.unseen_pages",
    "yhdyspinta.core.ui.middleware.request_log",
    "yhdyspinta.core.ui.middleware.plain_input",
    "yhdyspinta.core.ui.middleware.public_readers",
    "yhdyspinta.core.ui.middleware.one_state",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yhdyspinta.core.visits.middleware.session_limits",
    "allauth.account.middleware.AccountMiddleware",
    "yhdyspinta.core.accounts.second.second_factor",
    "yhdyspinta.core.ui.middleware.get_never_writes",
    "yhdyspinta.core.ui.middleware.mapped_errors",
    "yhdyspinta.site.api.door.door",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

UNSEEN = ("kysely",)  # first parts of addresses on which nobody is known and nothing is logged: answering a survey

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
# A relative date in an address (?on=) must read the same in every zone: dates are Helsinki's, instants UTC.
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "yhdyspinta.core.ui.context.frame",
                "yhdyspinta.site.nav.frame",
            ],
            "builtins": ["django.templatetags.i18n", "yhdyspinta.core.ui.templatetags.ui"],
            "string_if_invalid": "",
        },
    },
]

# --- databases -------------------------------------------------------------------------------------------------------
# default: all facts. trail: what a GET may write (sessions; later access log and rate counters): its own file or schema.
SYNCHRONOUS = env.str("YHDYSPINTA_SYNCHRONOUS", default="FULL")  # another value only for `drill power-cut`: it loses
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={SYNCHRONOUS}; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/yhdyspinta.sqlite3")}
ON_SQLITE = "sqlite3" in DATABASES["default"]["ENGINE"]
_trail_default = f"sqlite:///{DATA_DIR}/trail.sqlite3" if ON_SQLITE else env.str("DATABASE_URL", default="")
DATABASES["trail"] = env.db_url("TRAIL_DATABASE_URL", default=_trail_default)
for _alias in DATABASES.values():
    if "sqlite3" in _alias["ENGINE"]:
        _alias.update(OPTIONS=dict(SQLITE), CONN_MAX_AGE=None)  # opening anew reads the whole schema: 3 ms a request
if "postgresql" in DATABASES["trail"]["ENGINE"]:
    # The schema alone: with "public" beside it, migrations there would count as this one's.
    DATABASES["trail"]["OPTIONS"] = {**DATABASES["trail"].get("OPTIONS", {}), "options": "-c search_path=trail"}
    DATABASES["trail"]["TEST"] = {"NAME": f"test_{DATABASES['trail']['NAME']}_trail"}
if _replica := env.str("REPLICA_DATABASE_URL", default=""):  # whoever only reads is served from it
    DATABASES["replica"] = env.db_url_config(_replica)  # type: ignore[no-untyped-call]  # ships no types
DATABASE_ROUTERS = ["yhdyspinta.core.ui.routers.Trail"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "accounts:enter"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "yhdyspinta.core.accounts.passwords.HouseWords"},
]
# A second factor for every role that writes. start.py leaves it out on one's own computer, where nobody else can reach it.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
MFA_REQUIRED = env.bool("YHDYSPINTA_MFA", default=True)
ACCOUNT_ADAPTER = "yhdyspinta.core.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "yhdyspinta.core.accounts.adapters.SocialAdapter"
MFA_ADAPTER = "yhdyspinta.core.accounts.adapters.MfaAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # who opens an invitation has the address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/15m/key",
    "reset_password": "10/m/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
_signing = "yhdyspinta.core.accounts.signing."
ACCOUNT_FORMS = {
    "login": f"{_signing}Login",
    "reset_password": f"{_signing}Reset",
    "set_password": f"{_signing}Choose",
    "reset_password_from_key": f"{_signing}ResetKey",
    "change_password": f"{_signing}Change",
    "reauthenticate": f"{_signing}Again",
}
MFA_FORMS = {
    "authenticate": f"{_signing}Factor",
    "reauthenticate": f"{_signing}FactorAgain",
    "activate_totp": f"{_signing}App",
    "add_webauthn": f"{_signing}Key",
    "edit_webauthn": f"{_signing}KeyName",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Yhdyspinta"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: whoever types as the code changes is let in (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # http://localhost on one's own computer
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
# One provider of sign-in (Entra ID, Keycloak, any that speaks OpenID Connect).
OIDC_URL = env.str("YHDYSPINTA_OIDC_URL", default="").rstrip("/")
OIDC_NAME = env.str("YHDYSPINTA_OIDC_NAME", default="")
OIDC_STRONG = env.list("YHDYSPINTA_OIDC_MFA", default=[])  # words by which the provider tells a second factor
_trusted = env.list("YHDYSPINTA_OIDC_TRUSTED_DOMAINS", default=[])
_oidc = {
    "provider_id": "sso",
    "name": OIDC_NAME or urlsplit(OIDC_URL).hostname,
    "client_id": env.str("YHDYSPINTA_OIDC_CLIENT", default=""),
    "secret": env.str("YHDYSPINTA_OIDC_SECRET", default=""),
    # Entra ID tells no email_verified: addresses of one's own domains may be trusted, no others.
    "settings": {
        "server_url": OIDC_URL,
        "oauth_pkce_enabled": True,
        **({"verified_email": _trusted} if _trusted else {}),
    },
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_oidc] if OIDC_URL else []}}
WRITES_ON_GET = ("/oidc/sso/login/callback/",)  # the only one: the provider sends the person back by GET
SESSION_ENGINE = "yhdyspinta.core.visits.store"
SESSION_COOKIE_NAME = "__Host-istunto" if HTTPS else "istunto"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT, SECURE_REDIRECT_EXEMPT = HTTPS, [r"^(health/|metrics$|api/)"]  # asked from within; api/ refuses
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        **{key: [SELF] for key in ("worker-src", "manifest-src")},  # the log of a disruption without a network
        # Chromium asks form-action of where a form leads in the end, too: signing in by SSO leads to the provider.
        "form-action": [SELF, *([f"{urlsplit(OIDC_URL).scheme}://{urlsplit(OIDC_URL).netloc}"] if OIDC_URL else [])],
        **{key: [NONE] for key in ("base-uri", "object-src")},
        "frame-ancestors": [NONE],
    }
}

# --- languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "yhdyspinta" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
HASHED_STATIC = env.bool("YHDYSPINTA_HASHED_STATIC", default=False)
STATIC_ROOT = DATA_DIR / "static" if HASHED_STATIC else None
WHITENOISE_MAX_AGE = 60
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}
_static = "CompressedManifestStaticFilesStorage" if HASHED_STATIC else "CompressedStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"whitenoise.storage.{_static}"},
}
# Only what counts tries to sign in: shared by all processes. It lies in `trail` (routers.py).
_counters = {"LOCATION": "counters", "OPTIONS": {"MAX_ENTRIES": 200_000}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", **_counters}}

# --- mail -------------------------------------------------------------------------------------------------------------
MAIL_URL = env.str("YHDYSPINTA_MAIL_URL", default="")
vars().update(env.email_url_config(MAIL_URL or "consolemail://"))  # type: ignore[no-untyped-call]  # ships no types
MAIL_ON = bool(MAIL_URL)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("YHDYSPINTA_MAIL_FROM", default="yhdyspinta@localhost")
OPERATOR = env.str("YHDYSPINTA_OPERATOR", default="")  # who runs this service and answers for its accessibility
CONTACT = env.str("YHDYSPINTA_CONTACT", default="")
ADDRESS = env.str("YHDYSPINTA_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")

# --- the log: one JSON object a line, no personal data -----------------------------------------------------------------
SOTKANET_URL = env.str("YHDYSPINTA_SOTKANET_URL", default="https://sotkanet.fi/rest/1.1").rstrip("/")
SOTKANET_FORM = env.str("YHDYSPINTA_SOTKANET_FORM", default="json")
PXWEB_URL = env.str("YHDYSPINTA_PXWEB_URL", default="https://pxdata.stat.fi/PxWeb/api/v1").rstrip("/")
_finlex = "https://opendata.finlex.fi/finlex/avoindata/v1/akn/fi/act/statute-consolidated"
FINLEX_URL = env.str("YHDYSPINTA_FINLEX_URL", default=_finlex).rstrip("/")
PTV_URL = env.str("YHDYSPINTA_PTV_URL", default="https://api.palvelutietovaranto.suomi.fi/api/v11").rstrip("/")
SYNC = env.bool("YHDYSPINTA_SYNC", default=True)
OUTSIDE_ALSO = env.list("YHDYSPINTA_OUTSIDE_ALSO", default=[])  # "host:port" to be reached although inside
WEBHOOK_HOSTS = env.list("YHDYSPINTA_WEBHOOK_HOSTS", default=[])  # hosts that webhooks may send to
API_RATE = env.float("YHDYSPINTA_API_RATE", default=10.0)  # a second, of one key or address; bursts of 30 times it
BACKUP_DIR = Path(_place) if (_place := env.str("YHDYSPINTA_BACKUP_DIR", default="")) else None  # one each hour
METRICS_KEY = env.str("YHDYSPINTA_METRICS_KEY", default="")  # who reads /metrics sends it; without it nobody does
BACKUP_KEYS = env.list("YHDYSPINTA_BACKUP_KEYS", default=[])  # public keys of age that backups are sealed for
PREPAREDNESS = env.bool("YHDYSPINTA_PREPAREDNESS", default=True)  # without it the room does not exist here
LOG_LEVEL = env.str("YHDYSPINTA_LOG_LEVEL", default="INFO")
LOGGING = to_stderr(LOG_LEVEL, UNSEEN)
