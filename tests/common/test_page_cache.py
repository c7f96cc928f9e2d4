"""Pages kept whole: what makes them new, who gets one, and that nothing personal gets in."""

import gzip
import threading
from datetime import timedelta

import brotli
import pytest
from django.conf import settings as used
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.cache import patch_vary_headers

from peerlearn.common import page_cache, page_middleware
from peerlearn.common.clock import now, travel
from peerlearn.common.page_middleware import PageCacheMiddleware
from peerlearn.common.shelf import Shelf
from peerlearn.common.tags import LocalClock, RedisClock, clock

HOST = {"HTTP_HOST": "localhost:8000"}


@pytest.fixture(autouse=True)
def _kept(kept_pages, settings):
    settings.PAGE_CACHE_SECONDS = 60


class Site:
    """A middleware around one view that counts how often it is asked."""

    def __init__(self, view=None):
        self.asked = 0
        self.view = view
        self.middleware = PageCacheMiddleware(self.answer)

    def answer(self, request):
        self.asked += 1
        page_cache.depends_on("thing")
        if self.view:
            return self.view(request)
        return HttpResponse(f"answer {self.asked} " + "x" * 600)

    def get(self, path="/", cookies=None, **headers):
        request = RequestFactory().get(path, **HOST | headers)
        request.COOKIES.update(cookies or {})
        return self.middleware(request)


def test_the_second_visitor_gets_the_page_of_the_first():
    site = Site()
    first, second = site.get(), site.get()
    assert site.asked == 1
    assert first.content == second.content


def test_a_change_of_what_it_shows_makes_it_anew():
    site = Site()
    site.get()
    clock().change(["another thing"])
    site.get()
    assert site.asked == 1
    clock().change(["thing"])
    assert site.get().content.startswith(b"answer 2")
    site.get()
    assert site.asked == 2


def test_what_editors_change_concerns_every_page():
    site = Site()
    site.get()
    clock().change([page_cache.SITE])
    site.get()
    assert site.asked == 2


def test_a_change_while_the_page_is_made_is_not_missed():
    def view(request):
        clock().change(["thing"])
        return HttpResponse("made of what was there before")

    site = Site(view)
    site.get()
    site.get()
    assert site.asked == 2


def test_a_page_ends_by_the_clock_at_the_moment_it_named():
    soon = now() + timedelta(seconds=20)

    def view(request):
        page_cache.fresh_until(soon, soon - timedelta(hours=1), None)
        return HttpResponse("until then")

    site = Site(view)
    site.get()
    with travel(now() + timedelta(seconds=15)):
        site.get()
    assert site.asked == 1
    with travel(now() + timedelta(seconds=25)):
        site.get()
    assert site.asked == 2


def test_no_page_is_kept_longer_than_the_setting_says():
    site = Site()
    site.get()
    with travel(now() + timedelta(seconds=61)):
        site.get()
    assert site.asked == 2


def test_a_view_that_says_nothing_is_asked_each_time():
    asked = []

    def silent(request):
        asked.append(request)
        page_cache.remembered("part", lambda: 1, tags=("thing",))
        return HttpResponse("who knows")

    middleware = PageCacheMiddleware(silent)
    for _ in range(2):
        middleware(RequestFactory().get("/", **HOST))
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("cookies", "headers"),
    [
        ({"sessionid": "anything"}, {}),
        ({"messages": "anything"}, {}),
        ({}, {"HTTP_AUTHORIZATION": "Bearer x"}),
    ],
)
def test_somebody_known_never_sees_nor_leaves_a_kept_page(cookies, headers):
    site = Site()
    site.get()
    assert site.get(cookies=cookies, **headers).content.startswith(b"answer 2")
    assert site.get().content.startswith(b"answer 1")
    other = Site()
    page_middleware.forget()
    other.get(cookies=cookies, **headers)
    other.get()
    assert other.asked == 2


def _with_cookie(request):
    response = HttpResponse("hello")
    response.set_cookie("who", "you")
    return response


def _with_token(request):
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return HttpResponse("a form")


def _with_nonce(request):
    return HttpResponse("x", headers={"Content-Security-Policy": "script-src 'nonce-abc'"})


def _by_language(request):
    response = HttpResponse("bonjour")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@pytest.mark.parametrize(
    "view",
    [
        _with_cookie,
        _with_token,
        _with_nonce,
        _by_language,
        lambda request: HttpResponse("gone", status=404),
        lambda request: HttpResponse("not for keeping", headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse(b"x" * (page_middleware.MOST_BYTES + 1)),
    ],
)
def test_what_may_not_be_shared_is_not_kept(view):
    site = Site(view)
    site.get()
    site.get()
    assert site.asked == 2


@pytest.mark.parametrize(
    ("path", "cookies", "headers"),
    [
        ("/?page=2", {}, {}),
        ("/other/", {}, {}),
        ("/", {"tz": "Europe/Berlin"}, {}),
        ("/", {}, {"HTTP_HOST": "127.0.0.1"}),
        ("/", {}, {"wsgi.url_scheme": "https"}),
    ],
)
def test_what_an_answer_depends_on_is_part_of_its_name(path, cookies, headers):
    site = Site()
    site.get()
    site.get(path, cookies, **headers)
    assert site.asked == 2


@pytest.mark.parametrize(
    ("cookies", "headers"),
    [
        ({"tz": "../../etc/passwd"}, {}),
        ({"tz": "No/Such_Place"}, {}),
        ({"csrftoken": "abc", "visited": "1"}, {}),
        ({}, {"HTTP_X_FORWARDED_HOST": "evil.test"}),
        ({}, {"HTTP_X_ORIGINAL_URL": "/admin/", "HTTP_ACCEPT_LANGUAGE": "tlh"}),
        ({}, {"HTTP_X_REQUESTED_WITH": "fetch"}),
    ],
)
def test_junk_neither_makes_a_page_of_its_own_nor_poisons_the_one_there_is(cookies, headers):
    site = Site(lambda request: HttpResponse("the page"))
    site.get(cookies=cookies, **headers)
    assert site.get().content == b"the page"
    assert site.asked == 1


def test_a_forged_host_is_refused_and_keeps_nothing():
    client = Client()
    assert client.get("/", headers={"host": "evil.test"}).status_code == 400


def test_methods_that_change_something_pass_untouched():
    site = Site()
    for method in ("post", "put", "delete", "options"):
        site.middleware(getattr(RequestFactory(), method)("/", **HOST))
    assert site.asked == 4
    site.get()
    assert site.asked == 5


def test_a_head_is_answered_by_the_page_of_a_get():
    site = Site()
    site.middleware(RequestFactory().head("/", **HOST))
    site.get()
    assert site.asked == 2
    site.middleware(RequestFactory().head("/", **HOST))
    assert site.asked == 2


def test_a_body_goes_out_as_the_browser_accepts_it():
    site = Site()
    plain = site.get().content
    for accepted, encoding, unpack in (
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ):
        answer = site.get(HTTP_ACCEPT_ENCODING=accepted)
        assert answer.headers.get("Content-Encoding") == encoding
        assert unpack(answer.content) == plain
        assert answer.headers["Content-Length"] == str(len(answer.content))
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert site.asked == 1


def test_browsers_ask_anew_and_hear_when_nothing_changed():
    site = Site()
    first = site.get()
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = site.get(HTTP_IF_NONE_MATCH=f'"old", {first.headers["ETag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    clock().change(["thing"])
    assert site.get(HTTP_IF_NONE_MATCH=first.headers["ETag"]).status_code == 200


def test_junk_in_queries_never_pushes_out_a_page_without_one(monkeypatch):
    monkeypatch.setattr(page_middleware.ODD, "most", 20_000)
    site = Site()
    site.get()
    for number in range(200):
        site.get(f"/?junk={number}")
        site.get(f"/?{'long' * 100}={number}")
    assert len(page_middleware.ODD) < 20
    asked = site.asked
    site.get()
    assert site.asked == asked


def test_nothing_is_kept_where_the_setting_says_so(settings):
    settings.PAGE_CACHE_SECONDS = 0
    site = Site()
    site.get()
    site.get()
    assert site.asked == 2


def test_a_shelf_lets_go_of_what_nobody_asked_for():
    shelf = Shelf(most=10)
    shelf.put("a", 1, weight=4)
    shelf.put("b", 2, weight=4)
    assert shelf.get("a") == 1
    shelf.put("c", 3, weight=4)
    assert [shelf.get(name) for name in "abc"] == [1, None, 3]
    shelf.put("a", 5, weight=11)
    assert shelf.get("a") is None
    shelf.put("d", 6, weight=6)
    assert [shelf.get(name) for name in "cd"] == [3, 6]


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


def clocks(tmp_path):
    """Two clocks as two processes have them."""
    if used.REDIS_URL:
        return RedisClock(used.REDIS_URL), RedisClock(used.REDIS_URL)
    return LocalClock(tmp_path / "changes"), LocalClock(tmp_path / "changes")


def test_what_one_process_changes_another_hears(tmp_path):
    here, there = clocks(tmp_path)
    tick, _ = here.read([])
    here.claim(["thing"], tick)
    assert here.read(["thing"])[1]["thing"] == tick
    there.change(["thing"])
    stamp = here.read(["thing"])[1]["thing"]
    assert stamp is None or stamp > tick


def test_what_was_made_while_another_process_changed_something_does_not_hold(tmp_path):
    here, there = clocks(tmp_path)
    tick, _ = here.read([])
    there.change(["thing"])
    here.read([])
    here.claim(["thing"], tick)
    stamp = here.read(["thing"])[1]["thing"]
    assert stamp is None or stamp > tick


def test_a_clock_that_was_lost_goes_on_after_where_it_was(tmp_path):
    here, _ = clocks(tmp_path)
    here.change(["thing"])
    before, _ = here.read([])
    if used.REDIS_URL:
        here.client.flushdb()
    else:
        here = LocalClock(tmp_path / "changes")
    after, stamps = here.read(["thing"])
    assert after >= before
    assert stamps == {"thing": None}


def test_ticks_are_not_lost_among_threads(tmp_path):
    here, _ = clocks(tmp_path)
    before, _ = here.read([])
    threads = [threading.Thread(target=here.change, args=(["thing"],)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after, stamps = here.read(["thing"])
    assert after == before + 20 == stamps["thing"]


def test_pages_are_made_while_the_clock_cannot_be_reached(monkeypatch):
    lost = RedisClock("redis://127.0.0.1:1/0")
    monkeypatch.setattr(page_middleware, "clock", lambda: lost)
    monkeypatch.setattr(page_cache, "clock", lambda: lost)
    site = Site()
    assert site.get().status_code == 200
    assert site.get().content.startswith(b"answer 2")
    assert page_cache.remembered("v", lambda: 7, tags=("thing",)) == 7
