"""Values kept until their tags change, and what a rolled back change does: nothing."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from peerlearn.common import page_cache
from peerlearn.common.clock import now, travel
from peerlearn.common.tags import clock
from tests.common.kept_site import Site


@pytest.fixture(autouse=True)
def _kept(kept_pages, settings):
    settings.PAGE_CACHE_SECONDS = 60


def test_a_value_is_made_once_until_its_tags_change():
    made = []

    def make():
        made.append(1)
        return len(made)

    def value():
        return page_cache.remembered("count", make, tags=("thing",))

    assert (value(), value()) == (1, 1)
    clock().change(["thing"])
    assert (value(), value()) == (2, 2)


def test_a_page_ends_with_the_values_in_it():
    soon = now() + timedelta(seconds=20)

    def make():
        page_cache.depends_on("seats")
        page_cache.fresh_until(soon)
        return "value"

    def view(request):
        return HttpResponse(page_cache.remembered("v", make, tags=("listing",)))

    site = Site(view)
    site.get()
    for tag in ("seats", "listing"):
        clock().change([tag])
        before = site.asked
        site.get()
        site.get()
        assert site.asked == before + 1
    with travel(now() + timedelta(seconds=25)):
        before = site.asked
        site.get()
        assert site.asked == before + 1


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_changes_nothing(django_capture_on_commit_callbacks):
    site = Site()
    site.get()
    with django_capture_on_commit_callbacks(execute=False):
        page_cache.changed("thing")
    site.get()
    assert site.asked == 1
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.changed("thing")
    site.get()
    assert site.asked == 2


def test_a_whole_text_is_kept_only_for_an_answer_to_everybody_and_no_longer_than_it_holds():
    made = []

    def make():
        made.append(1)
        return "text"

    def view(request):
        page_cache.fresh_until(soon)
        return HttpResponse(page_cache.whole("page", make, tags=("listing",)))

    soon = now() + timedelta(seconds=20)
    assert page_cache.whole("page", make, tags=()) == page_cache.whole("page", make, tags=())
    assert len(made) == 2
    site = Site(view)
    for number in range(3):
        site.get(f"/?visit={number}")
    assert len(made) == 3
    clock().change(["listing"])
    site.get("/?visit=4")
    site.get("/?visit=5")
    assert len(made) == 4
    with travel(now() + timedelta(seconds=25)):
        site.get("/?visit=6")
    assert len(made) == 5
