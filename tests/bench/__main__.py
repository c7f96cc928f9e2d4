"""`make bench`: figures of this machine, each as a ratio to its floor, in one run that ends itself.

Parts: pages, queries, slots, search, logins, race, money, weight, frames, sockets, each also alone:
`python -m tests.bench race`. `python -m tests.bench network` needs root and is not of the whole.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
import psycopg

# The parts name demo people and sessions, whose modules want Django set up.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peerlearn.settings.test")
django.setup()

from deploy.setup.machine import network_lacks  # noqa: E402  (after Django)
from tests.bench import frames, money, network, pages, sockets, weight  # noqa: E402  (after Django)
from tests.support import chromium, templates  # noqa: E402  (same reason)
from tests.support.product import Product  # noqa: E402  (same reason)

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/8")
DATABASE = f"peerlearn_bench_{os.getpid()}"
PARTS = (
    "pages",
    "queries",
    "slots",
    "search",
    "logins",
    "race",
    "money",
    "weight",
    "frames",
    "sockets",
)
WARM = {"landing": 4, "catalogue": 6, "search": 6, "mentor": 7, "detail": 7}
DETAIL = """
from learning.models import Session
ahead = Session.objects.filter(state="scheduled", kind="public")
print(ahead.earliest("starts_at").get_absolute_url())
"""
MENTOR = """
from learning.models import Mentor
print(Mentor.objects.filter(rating_count__gt=0).order_by("-rating_count")[0].get_absolute_url())
"""


def postgres_answers() -> bool:
    """Tell whether the PostgreSQL server of the tests can be reached."""
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def as_tests(product: Product, code: str) -> str:
    """Run code in the product's database with the settings of tests, and return what it prints."""
    product.env["DJANGO_SETTINGS_MODULE"] = "peerlearn.settings.test"
    printed = product.run(code)
    product.env["DJANGO_SETTINGS_MODULE"] = "peerlearn.settings.dev"
    return printed


def race(product: Product) -> None:
    """Race in the product's database, each thread on a connection of its own."""
    # In one process: a second one would number its people from one again.
    code = "from tests import factories; from tests.bench import race, seats, seats_http; "
    code += "race.main(); seats.main(factories.mentor(), seats_http.measure)"
    print(as_tests(product, code), end="")


def measure(product: Product, parts: list[str], deployed: bool) -> None:
    """Run the chosen parts against one product with demo content."""
    paths = {
        "landing": "/",
        "catalogue": "/sessions/",
        "search": "/sessions/?q=python",
        "detail": product.run(DETAIL).strip().splitlines()[-1],
        "mentor": product.run(MENTOR).strip().splitlines()[-1],
    }
    if "pages" in parts:
        print("\nCPU time of a page against a bare Django view on the same server")
        pages.measure(product, paths)
    if "queries" in parts:
        print("\nSQL statements a page")
        targets = [*paths.values(), "learner@peerlearn.test=/learner/home/"]
        budgets = {paths[name]: most for name, most in WARM.items()}
        code = f"from tests.bench import queries; queries.main({targets!r}, {budgets!r})"
        print(product.run(code), end="")
    if "slots" in parts:
        print("\nFree times of a mentor")
        print(as_tests(product, "from tests.bench import slots; slots.main()"), end="")
    if "logins" in parts:
        print("\nLogins against the password hash alone")
        print(product.run("from tests.bench import logins; logins.main()"), end="")
    if "weight" in parts and chromium.path():
        print("\nWeight of a page as served, in KiB")
        weight.measure(product, paths)
    if "frames" in parts and chromium.path():
        print("\nFrom both joined to the first remote frame")
        frames.measure(product)
    if "race" in parts and deployed:
        print("\nA race for the last seats on PostgreSQL")
        race(product)
    if "money" in parts and deployed:
        print("\nWebhooks, settlement and a ledger of a million entries on PostgreSQL")
        money.main(product, as_tests)
        code = "from tests.bench import money_settle; money_settle.main()"
        print(as_tests(product, code), end="")
        print(product.run("from tests.bench import money_ledger; money_ledger.main()"), end="")
    if "sockets" in parts and deployed:
        print("\nPeople in rooms and a change of seats, one socket process")
        sockets.main(product, as_tests)
    if "search" in parts and deployed:
        print("\nSearch in 1,000 and in 100,000 sessions on PostgreSQL")
        print(product.run("from tests.bench import search; search.main()"), end="")


def broken_networks() -> int:
    """Measure calls on hosts of their own; the product there has no demo content."""
    lacks = network_lacks()
    if lacks:
        print(f"NOT RUN: {lacks}")
        return 0
    print("Calls on broken networks")
    network.main()
    return 0


def main(parts: list[str]) -> int:
    """Lay a product of its own, measure, and clean up whatever happens."""
    if parts == ["network"]:
        return broken_networks()
    deployed = postgres_answers()
    base = POSTGRES.rpartition("/")[0]
    var = Path(tempfile.mkdtemp(prefix="peerlearn-bench-"))
    product = Product(
        var,
        database_url=f"{base}/{DATABASE}" if deployed else "",
        redis_url=REDIS if deployed else "",
    )
    print(f"On {'PostgreSQL and Redis' if deployed else 'SQLite'}, {os.cpu_count()} cores")
    missing = [] if deployed else ["the race and the search: no PostgreSQL"]
    missing += [] if chromium.path() else ["weight and first frame: no Chromium"]
    for line in missing:
        print(f"NOT RUN: {line}")
    try:
        product.lay_data()
        measure(product, parts or list(PARTS), deployed)
    finally:
        product.stop()
        shutil.rmtree(var, ignore_errors=True)
        if deployed:
            templates.postgres_drop(templates.parse_url(POSTGRES), DATABASE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
