"""The test database itself: migrated, and whole again after a test that emptied it."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Site

pytestmark = pytest.mark.django_db


def rows():
    return {
        "pages": sorted(Page.objects.values_list("path", "slug")),
        "sites": Site.objects.count(),
        "permissions": Permission.objects.count(),
        "types": sorted(ContentType.objects.values_list("app_label", "model")),
    }


SEEN = {}


def test_migrations_have_made_the_site_and_its_pages():
    SEEN.update(rows())
    assert SEEN["sites"] == 1
    assert SEEN["permissions"] > 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_finds_and_leaves_the_same_rows(turn):
    found = rows()
    Site.objects.all().delete()
    if SEEN:
        assert found == SEEN
    SEEN.update(found)
