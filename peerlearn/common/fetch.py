"""Reading an address that a person typed in, so that it reaches nothing but the public internet.

The host is resolved here, every address it has is judged, and the connection goes to one of those
very addresses: a name that answers differently a moment later (DNS rebinding) changes nothing.
"""

import http.client
import ipaddress
import socket
import ssl
from contextlib import closing, suppress
from threading import Thread, Timer
from time import monotonic
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import DomainError

MOST_BYTES = 1_000_000
SECONDS = 10.0
REDIRECTS = 3
MOST_CHARACTERS = 2000
PORTS = {"http": 80, "https": 443}
MOVED = (301, 302, 303, 307, 308)
# Prefixes of IPv6 that carry an IPv4 address, which is the one that counts.
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_url(url: str) -> str:
    """Return an address in the form we read it; webcal is https.

    Raises DomainError("address_refused") for what is no http or https address of a public host. It
    asks nobody; names are judged again when they are read.
    """
    url = url.strip()
    if url.startswith("webcal://"):
        url = "https" + url.removeprefix("webcal")
    if len(url) > MOST_CHARACTERS or any(ord(letter) < 33 or ord(letter) > 126 for letter in url):
        raise _refused()
    _host, _port = _parts(url)
    with suppress(ValueError):
        if not _is_public(ipaddress.ip_address(_host)):
            raise _refused()
    return url


def read(url: str) -> bytes:
    """Return what stands at an address: at most MOST_BYTES, within SECONDS, after REDIRECTS.

    Calls the net, so no transaction may be open. Raises DomainError: address_refused,
    address_silent, address_failed, address_moved, file_too_large.
    """
    until = monotonic() + SECONDS
    for _hop in range(REDIRECTS + 1):
        answer = _ask(check_url(url), until)
        if isinstance(answer, bytes):
            return answer
        here, url = url, urljoin(url, answer)
        if here.startswith("https:") and url.startswith("http:"):
            raise _refused()  # a secret address does not go over the net in the open
    message = _("This address leads on and on. Give the last one.")
    raise DomainError("address_moved", message, fields={"url": message})


def _ask(url: str, until: float) -> bytes | str:
    """Return the body, or where it leads instead."""
    host, port = _parts(url)
    parts = urlsplit(url)
    addresses = _resolve(host, port, until)
    if not addresses or not all(_is_public(one) for one in addresses):
        raise _refused() if addresses else _silent()
    secure = parts.scheme == "https"
    connection = _connection(host, port, addresses[0], secure, until)
    # Whatever drips slowly is cut off at the end of the time, in headers and body alike.
    watch = Timer(max(0.0, until - monotonic()), _cut, [connection.sock])
    watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity"}
        connection.request("GET", path, headers={**headers, "User-Agent": "PeerLearn calendars"})
        with closing(connection.getresponse()) as response:
            answer = _answer(response)
        if monotonic() >= until:  # cut off: what came is not all of it
            raise _silent()
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _silent() from error
    finally:
        watch.cancel()
        connection.close()


def _answer(response: http.client.HTTPResponse) -> bytes | str:
    where = response.getheader("Location")
    if response.status in MOVED and where:
        return where
    if response.status != 200 or response.getheader("Content-Encoding", "identity") != "identity":
        message = _("The calendar’s server answered %d instead of the file.") % response.status
        raise DomainError("address_failed", message, fields={"url": message})
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        message = _("This file is larger than one megabyte.")
        raise DomainError("file_too_large", message, fields={"url": message})
    if response.length:  # the connection was cut before all of it came
        raise OSError("incomplete")
    return body


def _connection(
    host: str, port: int, address: Address, secure: bool, until: float
) -> http.client.HTTPConnection:
    """Return a connection to that very address which asks for the host by its name."""
    left = until - monotonic()
    if left <= 0:
        raise _silent()
    made = http.client.HTTPConnection(host, port, timeout=left)
    try:
        plain = socket.create_connection((str(address), port), timeout=left)
        context = ssl.create_default_context()
        made.sock = context.wrap_socket(plain, server_hostname=host) if secure else plain
    except (OSError, ValueError) as error:
        raise _silent() from error
    return made


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _resolve(host: str, port: int, until: float) -> list[Address]:
    """Return the addresses of a host, none if nobody knows it in time."""
    found: list[Address] = []

    def look() -> None:
        with suppress(OSError, UnicodeError, ValueError):
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(ipaddress.ip_address(str(row[4][0]).split("%")[0]) for row in rows)

    thread = Thread(target=look, daemon=True)
    thread.start()
    thread.join(max(0.0, until - monotonic()))
    return [] if thread.is_alive() else found


def _is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, also inside an IPv6 one."""
    if str(address) in settings.FETCH_ALLOWED_ADDRESSES:
        return True
    inner: list[Address | None] = []
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo
        if address.is_site_local:  # of old, and "global" to ipaddress
            return False
        inner = [address.ipv4_mapped, address.sixtofour, *(teredo or ())]
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if any(one is not None and not _is_public(one) for one in inner):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _parts(url: str) -> tuple[str, int]:
    """Return host and port of an http or https address without a password in it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _refused() from error
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise _refused()
    return host, port or PORTS[parts.scheme]


def _refused() -> DomainError:
    message = _("Give the public address of a calendar, beginning with https:// or webcal://.")
    return DomainError("address_refused", message, fields={"url": message})


def _silent() -> DomainError:
    message = _("The calendar’s server does not answer.")
    return DomainError("address_silent", message, fields={"url": message})
