"""Shared by all tests: the database, what a machine lacks, and a clean cache for each test."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from peerlearn.common import page_middleware, tags
from tests.support import templates

pytest_plugins = ["tests.payments.simulator_fixture"]

IN_CI = os.environ.get("CI", "").lower() == "true"
NOT_RUN = pytest.StashKey[list[str]]()
EMPTIED = pytest.StashKey[bool]()


def _is_transactional(item):
    """Tell whether a test commits: by its marker, or by a fixture that implies it."""
    marker = item.get_closest_marker("django_db")
    asked = marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    implied = {"transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asked or implied)


def _uses_rows(item):
    """Tell whether a test looks at the database: by its marker or a fixture."""
    return item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(config, items):
    """Skip what this machine cannot run; give transactional tests the migrated rows back."""
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
        if _is_transactional(item):
            # It empties the tables, and the next one wants the site's pages again.
            marker = item.get_closest_marker("django_db")
            kwargs = (marker.kwargs if marker else {}) | {"serialized_rollback": True}
            kwargs["transaction"] = True
            item.add_marker(pytest.mark.django_db(**kwargs), append=False)
    config.stash[NOT_RUN] = [
        f"{len(tests)} tests that need {need}" for need, tests in left_out.items()
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Give the migrated rows back where a transactional test has emptied the tables.

    Such tests run last, except with several workers, where each takes file after file.
    """
    if _is_transactional(item):
        item.config.stash[EMPTIED] = True
    elif item.config.stash.get(EMPTIED, False) and _uses_rows(item):
        with item.config.stash[blocking_manager_key].unblock():
            rows = connection._test_serialized_contents
            connection.creation.deserialize_db_from_string(rows)
        item.config.stash[EMPTIED] = False


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
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    yield
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = original
    if connection.vendor == "postgresql":
        templates.postgres_drop(connection.settings_dict, name)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another one cached or how often it knocked."""
    cache.clear()


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
