"""Shared by all tests: the database, what a machine lacks, and a clean cache for each test."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.support import templates

IN_CI = os.environ.get("CI", "").lower() == "true"
NOT_RUN = pytest.StashKey[list[str]]()


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
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            # A transactional test empties the tables; the next one wants the site's pages again.
            kwargs = marker.kwargs | {"serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(*marker.args, **kwargs), append=False)
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
    """Lay a copy of the migrated template where Django expects the test database."""
    name = connection.creation._get_test_db_name()
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            templates.sqlite_copy(Path(name))
        else:
            templates.postgres_copy(connection.settings_dict, name)
        old = setup_databases(
            verbosity=0,
            interactive=False,
            keepdb=True,
            aliases={"default"},
            serialized_aliases={"default"},
        )
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            teardown_databases(old, verbosity=0)
        else:
            connection.close()
            templates.postgres_drop(old[0][0].settings_dict, name)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another one cached or how often it knocked."""
    cache.clear()
