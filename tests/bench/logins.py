"""Logins a second against the cost of checking the password alone, which is slow on purpose.

Run inside the product (its settings, database and hasher). Each round checks and logs in back to
back; the figure is the median of check / login, so 1.0 is a login that costs nothing but the hash.
"""

import statistics
import time

from django.core.cache import cache
from django.test import Client
from django.test.utils import override_settings

from peerlearn.accounts.models import User
from peerlearn.operations.demo_logins import PASSWORD

ROUNDS = 12
EMAIL = "learner@peerlearn.test"
ADDRESSES = {
    "page": ("/login/", {"login": EMAIL, "password": PASSWORD}, None),
    "API": ("/api/auth/login/", {"email": EMAIL, "password": PASSWORD}, "application/json"),
}


def _seconds(act) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _log_in(path: str, data: dict[str, str], content_type: str | None) -> None:
    client = Client()
    extra = {"content_type": content_type} if content_type else {}
    answer = client.post(path, data, **extra)
    assert answer.status_code in (200, 302), answer.content


@override_settings(ALLOWED_HOSTS=["*"])
def main() -> None:
    """Print logins a second and their ratio to the hash, for the page and the API."""
    user = User.objects.get(email=EMAIL)
    for name, (path, data, kind) in ADDRESSES.items():
        _log_in(path, data, kind)  # imports and first queries are not what is measured
        ratios, logins = [], []
        for _ in range(ROUNDS):
            cache.clear()  # or the limits would stop us, as they should
            check = _seconds(lambda: user.check_password(PASSWORD))
            login = _seconds(lambda path=path, data=data, kind=kind: _log_in(path, data, kind))
            ratios.append(check / login)
            logins.append(login)
        rate = 1 / statistics.median(logins)
        ratio = statistics.median(ratios)
        print(f"  {name:6} {rate:6.1f} logins/s on one thread, {ratio:.2f} of the hash alone")
