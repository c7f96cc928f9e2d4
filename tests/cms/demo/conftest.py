"""One loaded demo for all tests that only look at it."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from cms.demo import loader, pictures


def restore_migrated_rows():
    """Give the database its migrated rows back: transactional tests run earlier and empty it."""
    if not Group.objects.exists():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the whole demo once a module and roll it back at the end."""
    with django_db_blocker.unblock():
        restore_migrated_rows()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        pictures._stored.cache_clear()
        yield loader.load(lambda text: None, payments=False)
        pictures._stored.cache_clear()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded):
    """Let one test change the loaded demo; its changes are undone."""
    with transaction.atomic():
        yield loaded
        transaction.set_rollback(True)
