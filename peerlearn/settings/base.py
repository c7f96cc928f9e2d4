"""Settings every mode shares. A mode differs only by its environment: DATABASE_URL and REDIS_URL
move the product from one SQLite process to PostgreSQL, Redis and processes of their own."""

from django.utils.translation import gettext_lazy as _

from .apps import INSTALLED_APPS, MIDDLEWARE  # noqa: F401  (settings are module attributes)
from .env import BASE_DIR, VAR_DIR, env
from .schedule import *  # noqa: F403  (settings are module attributes)
from .security import *  # noqa: F403  (settings are module attributes)
from .services import *  # noqa: F403  (settings are module attributes)

DEBUG = False
DEV_TOOLS = False
EMBEDDED = False

SITE_NAME = "PeerLearn"
# Where messages of the contact page go while no editor has named another address.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="hello@peerlearn.test")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
# A copy for trying things out shall not be found.
SEARCH_ENGINES_WELCOME = env.bool("SEARCH_ENGINES_WELCOME", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

ROOT_URLCONF = "peerlearn.urls"
ASGI_APPLICATION = "peerlearn.asgi.application"
WSGI_APPLICATION = "peerlearn.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

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
                "peerlearn.common.context.site",
                "peerlearn.notifications.context.bell",
                "cms.context.site_frame",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
SITE_TIME_ZONE = env.str("SITE_TIME_ZONE", default="Asia/Kolkata")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
EMAIL_FILE_PATH = VAR_DIR / "mail"
# Data exports: never below MEDIA_ROOT, which web servers hand out.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "peerlearn.common.static.KnownUploads"},
    "staticfiles": {"BACKEND": "peerlearn.common.static.KnownStaticFiles"},
}
# Wagtail's own files name a few source maps and fonts that are not shipped.
WHITENOISE_MANIFEST_STRICT = False

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Address and password change on our own pages, which ask for a code first.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/login/"
WAGTAIL_I18N_ENABLED = False
# The admin asks nobody outside: no pictures of people, no news of releases.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# No HTML or SVG: a document is served from our own address.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "vtt", "xlsx", "zip"]
# Documents are downloaded, also PDF: none is opened as a page of ours.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# No SVG: it can carry scripts.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.image_form.PictureForm"
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# How learning, room and money behave: product rules in one place.
READY_MINUTES_BEFORE = 10
HOLD_MINUTES = 15
MOVED_RETURN_HOURS = 48
HOLD_MINUTES_AFTER_START = 5
ROOM_MAX_PEOPLE = 8
SESSION_MAX_SEATS = 7
ROOM_SWEEP_MINUTES_AFTER_END = 15
# A mentor may come so late; then learners may leave with all their money.
LATE_MENTOR_MINUTES = 15
# So much longer than planned may a class go on, if everybody there agrees.
ROOM_EXTEND_MOST_MINUTES = 60
# Recordings of sessions: how long they are kept, how much of one is taken, how long a link holds.
RECORDING_KEEP_DAYS = env.int("RECORDING_KEEP_DAYS", default=90)
RECORDING_MAX_MEGABYTES = env.int("RECORDING_MAX_MEGABYTES", default=2000)
RECORDING_LINK_MINUTES = 120
# So long are files kept that people handed each other in a room.
CHAT_FILES_KEEP_DAYS = env.int("CHAT_FILES_KEEP_DAYS", default=180)
# So long after a session are the slides kept that its mentor brought.
SLIDES_KEEP_DAYS = env.int("SLIDES_KEEP_DAYS", default=180)
BOOKING_FEE_BPS = 2000
GIFT_FEE_BPS = 1000
TIP_DAYS = 7
# Who sells, as receipts say it. Tax stands on them once there is a GSTIN.
SELLER_NAME = env.str("SELLER_NAME", default=SITE_NAME)
SELLER_ADDRESS = env.str("SELLER_ADDRESS", default="")
SELLER_GSTIN = env.str("SELLER_GSTIN", default="")
GST_RATE_BPS = env.int("GST_RATE_BPS", default=1800)
GST_SAC = env.str("GST_SAC", default="999293")
RESEAT_MINUTES_BEFORE_START = 10
REFUND_FULL_HOURS = 24
REFUND_HALF_HOURS = 2
# Not later than the full refund ends: a later date must not buy back money already forfeited.
MOVE_HOURS = 24
MOST_MOVES = 2
# A seat that comes free is kept for who waits first: so long by day, until morning at night, never
# longer than a share of the time left, and not at all when hardly any is left.
OFFER_MINUTES = 30
OFFER_NIGHT_HOURS = (22, 7)
OFFER_SHARE = 4
OFFER_LEAST_MINUTES = 5
# Who was in the room for less than both has missed a session.
ATTENDED_MINUTES = 5
ATTENDED_PERCENT = 20
CONTEST_HOURS = 48
# What is earned can be paid out after so many hours: longer than it may be contested.
EARNINGS_WINDOW_HOURS = 72
# Money that comes after a hold ended takes a seat again if one is free, or always goes back.
LATE_CAPTURE = env.str("LATE_CAPTURE", default="reseat")  # or "refund_always"
# How long a review, and a mentor's reply to it, may be changed.
REVIEW_EDIT_DAYS = 14

# A request waits for mentors so many days; an offer, and a seat held for who asked, for the
# learner so many hours, but not past so many hours before the start.
REQUEST_DAYS = 7
REQUEST_OFFER_HOURS = 48
REQUEST_PAY_HOURS = 24
ANSWER_HOURS_BEFORE_START = 2

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "celery": {"level": "WARNING"},
        "uvicorn.access": {"level": env.str("ACCESS_LOG_LEVEL", default="WARNING")},
        "django.request": {"level": "ERROR"},
        # Each saved page and each opened socket is a line of these at INFO.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        # Each table of a font in a certificate, too.
        "fontTools": {"level": "WARNING"},
        "uvicorn.error": {"level": "WARNING"},
        "kombu.connection": {"level": "ERROR"},
    },
}
# Addresses that people give us to read are public ones; only tests allow another, their own.
FETCH_ALLOWED_ADDRESSES: list[str] = []
