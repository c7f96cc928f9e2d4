"""The embedded default: one machine, no environment, nothing else to install.

SQLite, in-process cache and channel layer, Celery inside the server, payment simulator on its own
port, mail in an inbox page. DATABASE_URL and REDIS_URL still switch to the real ones.
"""

import os

from . import local
from .env import VAR_DIR, env

# The simulator's address must be known before base builds the security policy from it.
SIMULATOR_PORT = env.int("SIMULATOR_PORT", default=9100)
SIM_TIME_SCALE = env.float("SIM_TIME_SCALE", default=1 / 2880)
PORT = env.int("PORT", default=8000)
_simulator = f"http://localhost:{SIMULATOR_PORT}"
os.environ.setdefault("RAZORPAY_BASE_URL", _simulator)
os.environ.setdefault("RAZORPAY_CHECKOUT_JS", f"{_simulator}/v1/checkout.js")
os.environ.setdefault("SITE_URL", f"http://localhost:{PORT}")

from .base import *  # noqa: E402, F403  (settings are module attributes, after the environment)
from .base import REDIS_URL  # noqa: E402  (same reason)

DEV_TOOLS = True
EMBEDDED = not REDIS_URL
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
SECRET_KEY = env.str("SECRET_KEY", default="") or local.secret(VAR_DIR, "secret_key")
FIELD_KEYS = env.list("FIELD_KEYS", default=[]) or [local.secret(VAR_DIR, "field_key")]
ALLOW_PAYMENT_SIMULATOR = True
RAZORPAY_KEY_ID = env.str("RAZORPAY_KEY_ID", default="rzp_test_PeerLearnLocal")
RAZORPAY_KEY_SECRET = env.str("RAZORPAY_KEY_SECRET", default="") or local.secret(
    VAR_DIR, "razorpay_key_secret"
)
RAZORPAY_WEBHOOK_SECRETS = env.list("RAZORPAY_WEBHOOK_SECRETS", default=[]) or [
    local.secret(VAR_DIR, "razorpay_webhook_secret")
]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
