"""The outermost middleware: whole pages again for visitors nobody knows (page_cache.py)."""

import gzip
import hashlib
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from . import page_cache
from .page_cache import SITE, Kept
from .shelf import Shelf
from .tags import Unreachable, clock
from .zones import COOKIE, zone_of

# Nothing below these is a page for everybody.
ELSEWHERE = ("/static/", "/media/", "/api/", "/admin/", "/dev/", "/documents/")
PERSONAL_COOKIES = ("messages",)
KNOWN_VARY = {"cookie", "accept-encoding", "accept", "hx-request"}
MOST_QUERY = 200
MOST_BYTES = 512 * 1024
SMALL = 500
MIB = 1024 * 1024
CACHE_CONTROL = "private, no-cache"

View = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, ...]


class Page:
    """A stored answer: its headers, and its body in the encodings asked for so far."""

    def __init__(self, response: HttpResponse) -> None:
        self.bodies: dict[str, bytes] = {"": response.content}
        self.headers = dict(response.headers.items())
        # Set by every server for the body it sends.
        self.headers.pop("Content-Length", None)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the answer to this request: the body as accepted, or "not modified"."""
        if _matches(request.META.get("HTTP_IF_NONE_MATCH", ""), self.headers["ETag"]):
            headers = {k: v for k, v in self.headers.items() if k != "Content-Type"}
            return HttpResponseNotModified(headers=headers)
        encoding = _encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")[:MOST_QUERY])
        if len(self.bodies[""]) < SMALL:
            encoding = ""
        if encoding not in self.bodies:
            self.bodies[encoding] = COMPRESS[encoding](self.bodies[""])
        response = HttpResponse(self.bodies[encoding], headers=self.headers)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.headers["Content-Length"] = str(len(self.bodies[encoding]))
        return response


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


# Three shelves, so that junk in query strings or cookies never pushes out what most people see.
# Of this module, not of an instance: each preview in the admin makes a chain of its own.
PLAIN: Shelf[Kept] = Shelf(most=32 * MIB)
ZONED: Shelf[Kept] = Shelf(most=16 * MIB)
ODD: Shelf[Kept] = Shelf(most=8 * MIB)
# What an address was made of last, whatever hung on it: made anew it is likely made of the same.
LAST_TAGS: Shelf[tuple[str, ...]] = Shelf(most=2000)


class PageCacheMiddleware:
    """Answer with a page made earlier while nothing it shows has changed.

    Only anonymous GETs and HEADs are answered, and only what a view declared by
    `page_cache.depends_on` is kept; every other request passes untouched.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.main_host = urlsplit(settings.SITE_URL).netloc

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from the shelf, or pass on and keep what may be kept."""
        if not _is_anybodys(request):
            return self.get_response(request)
        key = _key(request)
        shelf = self._shelf(key)
        kept = shelf.get(key)
        try:
            tick, stamps = clock().read(kept.tags if kept else _likely_tags(request.path))
        except Unreachable:
            return self.get_response(request)
        if kept is not None and kept.holds(stamps):
            return kept.value.answer(request)
        with page_cache.making(tick, stamps) as recipe:
            response = self.get_response(request)
        if recipe.declared and _may_be_kept(request, response):
            recipe.tags.add(SITE)
            _dress(response)
            page = Page(response)
            made = page_cache.keep(page, recipe)
            shelf.put(key, made, weight=2 * len(response.content))
            LAST_TAGS.put(request.path, made.tags)
        return response

    def _shelf(self, key: Key) -> Shelf[Kept]:
        _scheme, host, _path, query, zone = key
        if query or host != self.main_host:
            return ODD
        return PLAIN if zone == settings.SITE_TIME_ZONE else ZONED


def forget() -> None:
    """Drop every page and value this process keeps (tests)."""
    page_cache.forget()
    for shelf in (PLAIN, ZONED, ODD, LAST_TAGS):
        shelf.clear()


def _likely_tags(path: str) -> Collection[str]:
    """Return the tags to ask the clock for before a page is made, all in one trip."""
    return {*page_cache.general_tags(), *(LAST_TAGS.get(path) or ())}


def _is_anybodys(request: HttpRequest) -> bool:
    """Tell whether the answer can be the same for everybody who asks this way."""
    cookies = request.COOKIES
    return (
        request.method in ("GET", "HEAD")
        and page_cache.is_on()
        # Wagtail's previews pass through here, too.
        and not getattr(request, "is_dummy", False)
        and not request.path_info.startswith(ELSEWHERE)
        and len(request.META.get("QUERY_STRING", "")) <= MOST_QUERY
        and settings.SESSION_COOKIE_NAME not in cookies
        and not any(name in cookies for name in PERSONAL_COOKIES)
        and "HTTP_AUTHORIZATION" not in request.META
    )


def _key(request: HttpRequest) -> Key:
    """Return all that an anonymous answer depends on; raises DisallowedHost for a forged one."""
    return (
        request.scheme or "",
        request.get_host(),
        request.path,
        request.META.get("QUERY_STRING", ""),
        zone_of(request.COOKIES.get(COOKIE, "")).key,
    )


def _may_be_kept(request: HttpRequest, response: Any) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "nonce-" not in response.headers.get("Content-Security-Policy", "")
        and "no-store" not in response.headers.get("Cache-Control", "")
        and "Content-Encoding" not in response.headers
        and len(response.content) <= MOST_BYTES
        and KNOWN_VARY.issuperset(
            name.strip().lower() for name in response.headers.get("Vary", "Cookie").split(",")
        )
    )


def _dress(response: HttpResponse) -> None:
    """Browsers ask anew each time, and are told if nothing changed."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    # Weak: one text has several encodings.
    digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
    response.headers["ETag"] = f'W/"{digest}"'
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))


def _matches(asked: str, etag: str) -> bool:
    return bool(asked) and etag in (one.strip() for one in asked[:MOST_QUERY].split(","))


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    """Return the best encoding somebody accepts by their Accept-Encoding: br, gzip or none."""
    names = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        names[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("br", "gzip") if names.get(name)), "")
