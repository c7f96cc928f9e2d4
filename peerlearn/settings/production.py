"""A deployment: everything from the environment; system checks refuse what is unsafe."""

from .base import *  # noqa: F403  (settings are module attributes)
from .base import REST_FRAMEWORK
from .env import env

# How many proxies of ours stand in front: limits count the address the last of them saw.
PROXY_COUNT = env.int("PROXY_COUNT", default=1)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": PROXY_COUNT}

SECRET_KEY = env.str("SECRET_KEY", default="")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
