"""What the commands of the demo say, and when they refuse."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from peerlearn.accounts.models import User
from peerlearn.operations.demo_logins import LOGINS, PASSWORD


def said(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_the_logins_are_printed_with_their_password():
    text = said("demo_logins")
    assert all(login["email"] in text for login in LOGINS)
    assert PASSWORD in text


def test_without_dev_tools_no_login_is_printed(settings):
    settings.DEV_TOOLS = False
    with pytest.raises(CommandError, match="dev tools"):
        said("demo_logins")


def test_without_dev_tools_nothing_is_loaded(settings, db):
    settings.DEV_TOOLS = False
    with pytest.raises(CommandError, match="dev tools"):
        said("load_demo")
    assert not User.objects.filter(email__endswith="@peerlearn.test").exists()
