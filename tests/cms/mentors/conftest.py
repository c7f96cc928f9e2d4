"""A mentor at work on their page, and a moderator."""

import pytest

from cms.services import ensure_mentor_page
from tests import factories as make


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def mentor():
    made = make.mentor("Asha Raman", headline="I read your code aloud", domains=[make.domain()])
    ensure_mentor_page(mentor_id=made.pk, biography="I bake sourdough badly.")
    return made


@pytest.fixture
def client(client, mentor):
    client.force_login(mentor.user)
    return client


@pytest.fixture
def moderator():
    return make.moderator(name="Mo Derator", email="mo@example.test")
