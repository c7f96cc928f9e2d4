"""Databases, caches, brokers and the payment gateway, each chosen by the environment alone."""

from datetime import timedelta

from .env import VAR_DIR, env

REDIS_URL = env.str("REDIS_URL", default="")
SQLITE_FILE = VAR_DIR / "peerlearn.sqlite3"

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{SQLITE_FILE}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A reader that later writes would fail at once under DEFERRED; IMMEDIATE waits its turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}}

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "pl",
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                # With a timeout redis-py writes inside asyncio.wait_for, which now and then loses a
                # cancellation on Python 3.11 (bpo-37658): a closed socket would go on receiving.
                # TCP's keepalive, on in redis-py, notices a Redis that is gone.
                "hosts": [{"address": REDIS_URL, "socket_timeout": None}],
                "capacity": 2000,
                "expiry": 30,
            },
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, float] = {"visibility_timeout": 900}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": 2000},
        }
    }
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.05}

# How long a page may be shown again to anonymous visitors while nothing it shows changes; 0: never.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=120)

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

RAZORPAY_BASE_URL = env.str("RAZORPAY_BASE_URL", default="https://api.razorpay.com")
RAZORPAY_CHECKOUT_JS = env.str(
    "RAZORPAY_CHECKOUT_JS", default="https://checkout.razorpay.com/v1/checkout.js"
)
RAZORPAY_KEY_ID = env.str("RAZORPAY_KEY_ID", default="")
RAZORPAY_KEY_SECRET = env.str("RAZORPAY_KEY_SECRET", default="")
RAZORPAY_WEBHOOK_SECRETS = env.list("RAZORPAY_WEBHOOK_SECRETS", default=[])
# Off: a webhook is acted on before it is answered, for a machine without a worker.
WEBHOOKS_IN_BACKGROUND = env.bool("WEBHOOKS_IN_BACKGROUND", default=True)
WEBHOOK_KEEP_DAYS = env.int("WEBHOOK_KEEP_DAYS", default=90)  # then its body is emptied
WEBHOOK_TRY_HOURS = env.int("WEBHOOK_TRY_HOURS", default=24)
REFUND_TRIES = env.int("REFUND_TRIES", default=3)
ALLOW_PAYMENT_SIMULATOR = env.bool("ALLOW_PAYMENT_SIMULATOR", default=False)
# Who sends payouts: "manual" (staff at the bank, who enter its reference) or "razorpayx".
PAYOUT_PROVIDER = env.str("PAYOUT_PROVIDER", default="manual")
RAZORPAYX_ACCOUNT_NUMBER = env.str("RAZORPAYX_ACCOUNT_NUMBER", default="")
PAYOUT_MIN = env.int("PAYOUT_MIN", default=500_00)  # paise
PAYOUT_FOUR_EYES = env.int("PAYOUT_FOUR_EYES", default=25_000_00)  # paise; above it two approve
PAYOUT_COOL_OFF = timedelta(hours=env.int("PAYOUT_COOL_OFF_HOURS", default=24))

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="PeerLearn <hello@peerlearn.test>")
if env.str("EMAIL_URL", default=""):
    _mail = env.email_url("EMAIL_URL")
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)

STUN_URLS = env.list("STUN_URLS", default=[])
TURN_URLS = env.list("TURN_URLS", default=[])
TURN_SECRET = env.str("TURN_SECRET", default="")
