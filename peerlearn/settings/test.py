"""The test suite's settings: the embedded default made deterministic and quick."""

import os
import tempfile

os.environ.setdefault("PEERLEARN_VAR", tempfile.mkdtemp(prefix="peerlearn-test-"))
if os.environ.get("REDIS_URL") and os.environ.get("PYTEST_XDIST_WORKER"):
    # Each worker empties its cache between tests: in one Redis database that would also empty
    # the other worker's channel groups in the middle of a test.
    _base, _, _number = os.environ["REDIS_URL"].rpartition("/")
    _worker = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{_base}/{int(_number) + 1 + _worker}"

from .dev import *  # noqa: F403  (settings are module attributes, after the environment)
from .dev import DATABASES, STATIC_ROOT, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Most tests end in a rollback: nobody hears of their changes. Tests of the page cache turn it on.
PAGE_CACHE_SECONDS = 0
# No worker runs beside most tests.
WEBHOOKS_IN_BACKGROUND = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Threads must share the test database, and an in-memory one has other locks than a file.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    # A pool would keep connections open and make the test database undeletable. No test pulls the
    # plug of the database server, so none waits for its disk.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
