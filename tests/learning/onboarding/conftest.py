"""Shared by the tests of the sign-up wizard."""

import pytest

from learning.models import Skill
from tests import factories as make


@pytest.fixture
def skills():
    """Two topics with a skill each, by slug."""
    music = make.domain("Music", "music")
    return {
        slug: Skill.objects.create(name=slug.title(), slug=slug, domain=domain)
        for slug, domain in (("rust", make.domain()), ("tabla", music))
    }
