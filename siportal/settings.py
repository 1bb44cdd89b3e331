"""One settings module, driven by the environment. `.env.example` lists every variable.

A missing or wrong variable stops the start with a sentence that says what to do.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from siportal import logs
from siportal.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(BASE_DIR / ".env")

DEBUG = env.flag("SI_DEBUG", False)
DEMO = env.flag("SI_DEMO", False)
# Visitors come by https, so everything that must not travel in the clear is refused over http.
SECURE_SITE = env.flag("SI_HTTPS", not DEBUG)
SECRET_KEY = env.secret("SECRET_KEY", "only-for-development-and-known-to-everybody-0123456789" if DEBUG else None)
ALLOWED_HOSTS = env.hosts("SI_HOSTS", None if SECURE_SITE else "127.0.0.1,localhost,[::1]")
# How visitors reach the portal; links in e-mails begin with it.
ORIGIN = env.origin(
    "SI_ORIGIN",
    f"https://{ALLOWED_HOSTS[0]}" if SECURE_SITE else f"http://127.0.0.1:{env.number('PORT', 8000, 1, 65535)}",
)
CSRF_TRUSTED_ORIGINS = env.origins("SI_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "siportal.apps.SIPortalConfig",
    "siportal.apps.SIAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "taggit",
    "django_countries",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "post_office",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "vocabulary",
    "outbox",
    "pictures",
    "projects",
    "spotlight",
    "centres",
    "events",
]

MIDDLEWARE = [
    "siportal.security.know_visitor",
    "siportal.security.guard_answers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "siportal.security.refuse_malformed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "siportal.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "siportal.limits.LimitVisitors",
    "siportal.staff.GuardStaff",
]

ROOT_URLCONF = "siportal.urls"
WSGI_APPLICATION = "siportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "siportal.context_processors.page",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", conn_max_age=600, conn_health_checks=True)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL")}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

# Staff sign in with allauth: nobody signs up, wrong passwords are counted, a second factor where the portal is public.
REQUIRE_MFA = env.flag("SI_REQUIRE_MFA", not (DEBUG or DEMO))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "siportal.staff.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator makes the account and knows the person
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/10m/ip,5/10m/key"}  # wrong passwords from one address, for one account
MFA_TOTP_ISSUER = "SI Portal"

# The interface speaks these; contents may be in any of CONTENT_LANGUAGES.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("sv", "Svenska")]
CONTENT_LANGUAGES = [
    ("bg", "Български"),
    ("bs", "Bosanski"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("mt", "Malti"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Names that the catalogues of django-countries lack or call by an old name in one of the interface's languages.
COUNTRIES_OVERRIDE = {
    "AL": _("Albania"),
    "CA": _("Canada"),
    "LB": _("Lebanon"),
    "MK": _("North Macedonia"),
    "PS": _("Palestine"),
    "VA": _("Vatican City"),
}
FORMAT_MODULE_PATH = "siportal.formats"
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "static/"
STATIC_ROOT = env.path("SI_STATIC_ROOT", BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "siportal.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "media/"
MEDIA_ROOT = env.path("SI_MEDIA_ROOT", BASE_DIR / "var" / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail leaves through post-office's queue, which the worker empties (outbox.delivery). On one's own machine it is
# written to a folder, and staff read it at /outbox/.
MAIL_SERVER = env.email("EMAIL_URL", None if SECURE_SITE else "dummy://", must_send=SECURE_SITE)
_LOCAL_MAIL_FOLDER = env.path("SI_MAIL_FOLDER", BASE_DIR / "var" / "mails")
MAIL_FOLDER = None if SECURE_SITE or env.text("EMAIL_URL", "", "") else _LOCAL_MAIL_FOLDER
EMAIL_HOST = MAIL_SERVER["EMAIL_HOST"] or ""
EMAIL_PORT = MAIL_SERVER["EMAIL_PORT"] or 25
EMAIL_HOST_USER = MAIL_SERVER["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = MAIL_SERVER["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = MAIL_SERVER["EMAIL_USE_TLS"]
EMAIL_USE_SSL = MAIL_SERVER["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = MAIL_SERVER["EMAIL_TIMEOUT"] or 20  # seconds; Django's default is for ever
EMAIL_BACKEND = "post_office.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.address(
    "SI_MAIL_FROM", f"portal@{ALLOWED_HOSTS[0]}" if SECURE_SITE else "portal@localhost"
)
POST_OFFICE = {
    "BACKENDS": {"default": "outbox.mailbox.FolderBackend" if MAIL_FOLDER else MAIL_SERVER["EMAIL_BACKEND"]},
    "LOG_LEVEL": 1,  # keep a row for each failure, none for each success
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Proxies in front: their word on the visitor's address and scheme is believed, and only theirs.
PROXIES = env.networks("SI_PROXIES")
RATE_LIMITS = env.flag("SI_RATE_LIMITS", True)
SECURE_SSL_REDIRECT = SECURE_SITE
SECURE_REDIRECT_EXEMPT = [r"^healthz(/ready)?$"]  # asked by machines inside, over http
SECURE_HSTS_SECONDS = 63_072_000 if SECURE_SITE else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SITE
SECURE_HSTS_PRELOAD = SECURE_SITE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
# The __Host- prefix ties a cookie to this host and to https.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SESSION_COOKIE_NAME = "__Host-session" if SECURE_SITE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_SITE else "csrf"
SESSION_COOKIE_AGE = 12 * 3600  # seconds; siportal.staff ends sessions earlier that are idle
CSRF_COOKIE_HTTPONLY = True  # scripts take the token from the form
CSRF_FAILURE_VIEW = "siportal.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself

LOGGING = logs.configuration(
    json=env.flag("SI_LOG_JSON", SECURE_SITE), level="INFO" if env.flag("SI_LOG_INFO", SECURE_SITE) else "WARNING"
)
logs.configure_structlog()

SITE_NAME = _("SI Portal")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

TAGGIT_CASE_INSENSITIVE = True

env.refuse_unknown()
