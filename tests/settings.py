"""The portal's settings with what only tests need."""

from siportal.settings import *  # noqa: F403
from siportal.settings import POST_OFFICE, STORAGES, TEMPLATES
from tests.strict_templates import UnknownVariable

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a login in milliseconds
# Nothing is collected or renamed for tests: files come from where they lie.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
POST_OFFICE = {**POST_OFFICE, "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
MAIL_FOLDER = None  # tests of the folder name one
RATE_LIMITS = False  # tests of the limits switch it on
REQUIRE_MFA = False  # tests of the second factor switch it on
TEMPLATES = [
    {**engine, "OPTIONS": {**engine["OPTIONS"], "string_if_invalid": UnknownVariable("unknown")}}
    for engine in TEMPLATES
]
