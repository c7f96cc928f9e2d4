"""Who gets in and what a browser may load."""

from datetime import timedelta

from csp.constants import NONE, SELF, UNSAFE_INLINE

from .env import env
from .services import RAZORPAY_BASE_URL, RAZORPAY_CHECKOUT_JS

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "peerlearn.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/go/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "peerlearn.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
# The person hears by mail of every change of password, address or second factor.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "two_factor": "20/m/ip",
    "contact": "10/h/ip,4/h/key",
}
ACCOUNT_FORMS = {
    "login": "peerlearn.accounts.forms.LoginForm",
}

# Keys of what is encrypted in the database, newest first; each mode says where they come from.
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
# What the first wrong one-time code costs in seconds; each further one doubles it.
OTP_THROTTLE_SECONDS = 1

# Sign-in with Google appears once its keys are set. Google has confirmed the address, so it opens
# the account of that address; a password somebody else may have set there before is wiped.
GOOGLE_CLIENT_ID = env.str("GOOGLE_CLIENT_ID", default="")
GOOGLE_CLIENT_SECRET = env.str("GOOGLE_CLIENT_SECRET", default="")
SOCIALACCOUNT_ADAPTER = "peerlearn.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "google": {
        "SCOPE": ["openid", "email", "profile"],
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{"client_id": GOOGLE_CLIENT_ID, "secret": GOOGLE_CLIENT_SECRET}],
    }
}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

FILM_HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]
_checkout = [RAZORPAY_CHECKOUT_JS, *env.list("CSP_CHECKOUT_HOSTS", default=[RAZORPAY_BASE_URL])]
_google = ["https://accounts.google.com"] if GOOGLE_CLIENT_ID else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, *_checkout],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF, "ws:", "wss:", *_checkout],
        # Mentors introduce themselves on film; the players are those that set no cookies.
        "frame-src": [SELF, *_checkout, *FILM_HOSTS],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *_checkout, *_google],
    },
}

# Wagtail's page editor carries inline scripts and styles without nonces (common/admin_policy.py).
ADMIN_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF, "ws:", "wss:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "peerlearn.accounts.authentication.TokenAuthentication",
        "peerlearn.accounts.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "peerlearn.common.parsers.JsonBody",
        "peerlearn.common.parsers.FormBody",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "peerlearn.common.http.Pages",
    "PAGE_SIZE": 24,
    "EXCEPTION_HANDLER": "peerlearn.common.http.api_errors",
    "DEFAULT_SCHEMA_CLASS": "peerlearn.common.schema.Schema",
    # Nobody's X-Forwarded-For is believed but that of our own proxies (production counts them).
    "NUM_PROXIES": 0,
    # Counted per account where somebody is logged in, else per address.
    "DEFAULT_THROTTLE_RATES": {
        "login": "10/min",
        "otp": "10/min",
        "refresh": "30/min",
        "register": "10/hour",
        "password-reset": "10/hour",
        "booking": "30/min",
        "bookings": "120/min",
        "requests": "30/min",
        "join": "20/min",
        "room-files": "30/min",
        "check": "40/min",
        "slots": "120/min",
        "suggest": "180/min",
        "missed": "20/min",
        "views": "120/min",
        "feedback": "60/min",
        "lists": "120/min",
        "reports": "30/min",
        "payouts": "20/hour",
        "recording": "300/min",
    },
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "ISSUER": "peerlearn",
    "AUDIENCE": "peerlearn-api",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "PeerLearn API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["peerlearn.common.http.only_api_routes"],
    "ENUM_NAME_OVERRIDES": {
        "SessionState": "learning.enums.SessionState",
        "OrderState": "payments.enums.OrderState",
        "PaymentOutcome": "payments.serializers.OUTCOMES",
        "BookingState": "learning.enums.BookingState",
        "WaitState": "learning.enums.WaitState",
    },
}
