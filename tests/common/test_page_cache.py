"""Pages kept whole: what makes them new, who gets one, and that nothing personal gets in."""

import gzip
from datetime import timedelta

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.cache import patch_vary_headers

from peerlearn.common import page_cache, page_middleware
from peerlearn.common.clock import now, travel
from peerlearn.common.page_middleware import PageCacheMiddleware
from peerlearn.common.tags import clock
from tests.common.kept_site import HOST, Site


@pytest.fixture(autouse=True)
def _kept(kept_pages, settings):
    settings.PAGE_CACHE_SECONDS = 60


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
