"""Shared by all tests: the database, what a machine lacks, and a clean cache for each test."""

import os
from pathlib import Path

import pytest
from channels.layers import channel_layers
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from peerlearn.common import page_middleware, tags
from peerlearn.notifications import push
from tests.support import rows, templates

pytest_plugins = ["tests.payments.simulator_fixture"]

IN_CI = os.environ.get("CI", "").lower() == "true"
NOT_RUN = pytest.StashKey[list[str]]()


def _is_transactional(item):
    """Tell whether a test commits: by its marker, or by a fixture that implies it."""
    marker = item.get_closest_marker("django_db")
    asked = marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    implied = {"transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asked or implied)


def _put_back(self):
    """Leave the migrated rows behind a test that commits, for whichever test comes next."""
    rows.restore()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Skip what this machine cannot run; begin with the files that take longest."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    has = {
        "postgres": settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
        "redis": bool(settings.REDIS_URL),
    }
    left_out = {}
    for item in items:
        for need, met in has.items():
            if item.get_closest_marker(need) and not met:
                left_out.setdefault(need, []).append(item)
                item.add_marker(pytest.mark.skip(reason=f"needs {need}"))
    config.stash[NOT_RUN] = [
        f"{len(tests)} tests that need {need}" for need, tests in left_out.items()
    ]


def pytest_terminal_summary(terminalreporter, config):
    """Say loudly what did not run."""
    for line in config.stash.get(NOT_RUN, []):
        terminalreporter.write_line(f"NOT RUN: {line}", red=True, bold=True)


def pytest_sessionfinish(session, exitstatus):
    """In CI a test that could not run is a failure."""
    if IN_CI and session.config.stash.get(NOT_RUN, []) and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(
    request, django_test_environment, django_db_blocker, django_db_modify_db_settings
):
    """Lay a copy of the migrated template where Django expects the test database.

    Django's own set-up would run `migrate` again, which costs seconds even with nothing to do.
    """
    name = connection.creation._get_test_db_name()
    original = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        templates.sqlite_copy(Path(name))
    else:
        templates.postgres_copy(connection.settings_dict, name)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    if any(_is_transactional(item) for item in request.session.items):
        with django_db_blocker.unblock():
            rows.keep()
        TransactionTestCase._fixture_teardown = _put_back
    yield
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = original
    if connection.vendor == "postgresql":
        templates.postgres_drop(connection.settings_dict, name)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another one cached or how often it knocked."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_channel_layer():
    """No test waits for a lock that another one's event loop took along when it ended."""
    channel_layers.backends.clear()
    yield
    push.hang_up()


@pytest.fixture
def kept_pages(settings, tmp_path):
    """Keep public pages in this test, heard by no other process."""
    settings.PAGE_CACHE_SECONDS = 120
    settings.VAR_DIR = tmp_path
    tags.clock.cache_clear()
    page_middleware.forget()
    yield
    page_middleware.forget()
    tags.clock.cache_clear()
