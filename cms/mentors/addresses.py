"""Addresses of elsewhere that a mentor's page may carry: films of two hosts, and links. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
VIMEO = re.compile(r"/(?:video/)?(\d{4,12})(?:/([0-9a-f]{6,20}))?/?")
YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "youtube-nocookie.com"}
VIMEO_HOSTS = {"vimeo.com", "player.vimeo.com"}
# Longer first names of sites people link to; anything else is called by its host.
SITES = {"linkedin.com": "LinkedIn", "github.com": "GitHub", "gitlab.com": "GitLab"}
MOST_CHARACTERS = 300


@dataclass(frozen=True)
class Film:
    """A film elsewhere: `player` goes into a frame, `page` is where one goes without scripts."""

    host: str
    player: str
    page: str


@dataclass(frozen=True)
class Link:
    """Where somebody can be read of elsewhere, and what to call it."""

    url: str
    label: str


def film(address: str) -> Film | None:
    """Return the film an address of YouTube or Vimeo leads to; None for any other address."""
    host, parts = _host(address)
    if host in YOUTUBE_HOSTS or host == "youtu.be":
        return _youtube(host, parts.path, parse_qs(parts.query))
    if host in VIMEO_HOSTS:
        return _vimeo(parts.path, parse_qs(parts.query))
    return None


def check_film(address: str) -> None:
    """Raise ValidationError unless the address is a film we show."""
    if film(address) is None:
        raise ValidationError(
            _("Give the address of a film on YouTube or Vimeo, as the browser shows it."),
            code="no_film",
        )


def link(address: str) -> Link:
    """Return the address with a name for it: LinkedIn, GitHub, or the host."""
    host = _host(address)[0]
    for site, name in SITES.items():
        if host == site or host.endswith(f".{site}"):
            return Link(address, name)
    return Link(address, host)


def check_link(address: str) -> None:
    """Raise ValidationError unless it is an https address of another machine."""
    host, parts = _host(address)
    plain = not any(sign.isspace() for sign in address) and len(address) <= MOST_CHARACTERS
    if parts.scheme != "https" or "." not in host or "@" in parts.netloc or not plain:
        raise ValidationError(_("Write links like https://example.org/you."), code="no_link")


def _host(address: str):
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as brackets that are no IPv6 address
        parts, host = urlsplit(""), ""
    return (host, parts) if parts.scheme in ("http", "https") else ("", parts)


def _youtube(host: str, path: str, query: dict[str, list[str]]) -> Film | None:
    steps = path.strip("/").split("/")
    if host == "youtu.be":
        key = steps[0]
    elif steps[0] in ("embed", "shorts", "live"):
        key = steps[1] if len(steps) > 1 else ""
    else:
        key = query.get("v", [""])[0]
    if not YOUTUBE_ID.fullmatch(key):
        return None
    return Film(
        "YouTube",
        f"https://www.youtube-nocookie.com/embed/{key}?autoplay=1&rel=0",
        f"https://www.youtube.com/watch?v={key}",
    )


def _vimeo(path: str, query: dict[str, list[str]]) -> Film | None:
    found = VIMEO.fullmatch(path)
    if found is None:
        return None
    key, secret = found[1], found[2] or query.get("h", [""])[0]
    if secret and not re.fullmatch(r"[0-9a-f]{6,20}", secret):
        return None
    hidden = f"&h={secret}" if secret else ""
    return Film(
        "Vimeo",
        f"https://player.vimeo.com/video/{key}?autoplay=1&dnt=1{hidden}",
        f"https://vimeo.com/{key}" + (f"/{secret}" if secret else ""),
    )
