"""One loaded demo for all tests that only look at it."""

import pytest
from django.test import override_settings

from cms.demo import loader, pictures
from payments.simulator import server
from tests.support.undoing import undone

KEY_ID, KEY_SECRET = "rzp_test_Demo0000000001", "secret-of-the-demo"


@pytest.fixture(scope="module")
def gateway():
    """Run a payment simulator that the settings point to."""
    running = server.start(key_id=KEY_ID, key_secret=KEY_SECRET, webhook_secret="hooks")
    with override_settings(
        RAZORPAY_BASE_URL=running.url, RAZORPAY_KEY_ID=KEY_ID, RAZORPAY_KEY_SECRET=KEY_SECRET
    ):
        yield running
    running.stop()


@pytest.fixture(scope="module")
def loaded(gateway, django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the whole demo once a module and roll it back at the end."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), folder, undone():
        pictures._stored.cache_clear()
        yield loader.load(lambda text: None)
        pictures._stored.cache_clear()


@pytest.fixture
def demo(loaded, db):
    """Let one test change the loaded demo; `db` undoes its changes and runs it before tests
    that empty the tables."""
    return loaded
