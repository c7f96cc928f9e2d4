"""Reading an address somebody typed in reaches the public internet and nothing else."""

import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from peerlearn.common import fetch
from peerlearn.common.errors import DomainError


class Handler(BaseHTTPRequestHandler):
    """Answers by its path."""

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
            return
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.end_headers()
            return
        if self.path == "/404":
            self.send_error(404)
            return
        body = b"x" * (fetch.MOST_BYTES + (self.path == "/large"))
        if self.path == "/ok":
            body = self.headers["Host"].encode()
        self.send_response(200)
        if self.path == "/zipped":
            self.send_header("Content-Encoding", "gzip")
        if self.path == "/short":
            self.send_header("Content-Length", str(len(body) - 1))
            body = b"x"
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server(settings):
    """A server on this machine, allowed by this test alone."""
    settings.FETCH_ALLOWED_ADDRESSES = ["127.0.0.1"]
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.asked = []
    made.url = f"http://127.0.0.1:{made.server_address[1]}"
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def code(url):
    with pytest.raises(DomainError) as refused:
        fetch.read(url)
    assert refused.value.fields["url"]
    return refused.value.code


def test_a_file_is_read_and_asked_for_by_its_host(server):
    assert fetch.read(f"{server.url}/ok").decode() == server.url.removeprefix("http://")
    assert len(fetch.read(f"{server.url}/full")) == fetch.MOST_BYTES


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::1",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_public_are_refused_typed_or_resolved(address, monkeypatch):
    literal = f"[{address}]" if ":" in address else address
    with pytest.raises(DomainError):
        fetch.check_url(f"https://{literal}/a.ics")
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
    good = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))
    # One bad address among good ones is enough.
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [good, row])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("asked"))
    assert code("https://calendar.example/a.ics") == "address_refused"


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch):
    asked = []

    def connect(address, timeout):
        asked.append(address)
        raise OSError

    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *args, **kwargs: [(socket.AF_INET, 1, 6, "", (next(answers), 443))],
    )
    monkeypatch.setattr(socket, "create_connection", connect)
    assert code("https://rebinding.example/a.ics") == "address_silent"
    assert asked == [("93.184.215.14", 443)]


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1"])
def test_public_addresses_are_public(address):
    assert fetch._is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "calendar",
        "ftp://calendar.example/a.ics",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://user:secret@calendar.example/a.ics",
        "https://calendar.example:99999/a.ics",
        "https://calendar.example/a b.ics",
        "https://calendar.example/a\r\nHost: x",
        "https://[::1/a.ics",
        "https://2130706433/a.ics",
        "https://0x7f.1/a.ics",
        "https://kalénder.example/a.ics",
        "https://calendar.example/" + "x" * 2000,
    ],
)
def test_what_is_no_address_of_a_public_host_is_refused(url):
    assert code(url) in {"address_refused", "address_silent"}


def test_webcal_is_https():
    assert fetch.check_url(" webcal://calendar.example/a ") == "https://calendar.example/a"


def test_a_redirect_is_followed_three_times_and_judged_each_time(server):
    assert fetch.read(f"{server.url}/to?/to?/to?/ok")
    assert code(f"{server.url}/to?/to?/to?/to?/ok") == "address_moved"
    for away in ("http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd", "//169.254.169.254/"):
        assert code(f"{server.url}/to?{away}") == "address_refused"


def test_what_is_wrong_is_said(server, monkeypatch):
    assert code(f"{server.url}/404") == "address_failed"
    assert code(f"{server.url}/zipped") == "address_failed"
    assert code(f"{server.url}/large") == "file_too_large"
    assert code(f"{server.url}/short") == "address_silent"
    monkeypatch.setattr(fetch, "SECONDS", 0.5)
    begun = time.monotonic()
    assert code(f"{server.url}/slow") == "address_silent"
    assert time.monotonic() - begun < 5


def test_a_name_nobody_knows_is_silent(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert code("https://nobody.example/a.ics") == "address_silent"
