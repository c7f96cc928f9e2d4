"""The HTTP server: authentication, faults, the log, the checkout page."""

import base64
import binascii
import html
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from . import console, orders
from .acts import ACTS
from .console import rupees
from .routes import Request, answer
from .rules import Refused
from .store import Store
from .world import Account, World

PAGES = Path(__file__).parent / "pages"
FILES = {
    "/v1/checkout.js": ("checkout.js", "text/javascript"),
    "/sim/page.js": ("page.js", "text/javascript"),
    "/sim/page.css": ("page.css", "text/css"),
    "/sim/console.js": ("console.js", "text/javascript"),
}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
MAX_BODY = 1 << 20
BEFORE = ("5xx_before", "http_429")


class Handler(BaseHTTPRequestHandler):
    """One request. The server object carries the world."""

    protocol_version = "HTTP/1.1"
    # Head and body are two writes; held back, the second waits 40 ms for an acknowledgement.
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        """Serve a file, the log, the checkout page or an API call."""
        self._serve("GET")

    def do_POST(self) -> None:
        """Serve a control, a payment or an API call."""
        self._serve("POST")

    def do_PATCH(self) -> None:
        """Serve a change."""
        self._serve("PATCH")

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent; /sim/log has it all."""

    def _serve(self, method: str) -> None:
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        raw = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))
        try:
            if url.path in FILES:
                self._file(*FILES[url.path])
            elif url.path.startswith("/sim/"):
                self._sim(method, url.path.removeprefix("/sim/"), query, raw)
            else:
                self._api(method, url.path, query, raw)
        except Refused as refused:
            self._json(refused.body, refused.status)
        except (ValueError, TypeError, KeyError) as error:
            self._json(Refused(str(error)).body, 400)

    def _api(self, method: str, path: str, query: dict[str, str], raw: bytes) -> None:
        world = self.server.world
        entry: dict[str, Any] = {
            "method": method,
            "path": path,
            "query": query,
            "headers": self._shown(),
            "body": raw.decode(errors="replace"),
        }
        world.log.append(entry)
        fault = world.faults.take(f"{method} {path}")
        mode = fault.mode if fault else ""
        key = self._in_flight(path)
        try:
            if fault and mode != "late_answer":
                time.sleep(fault.delay)
            if not self._authenticated() or mode == "401":
                raise Refused("Authentication failed", status=401)
            if mode in BEFORE:
                self._fail(mode)
                return
            body = json.loads(raw) if raw else {}
            if not isinstance(body, dict):
                raise Refused("The request body must be an object.")
            request = Request(body, query, dict(self.headers.items()))
            done = answer(world, method, path, request)
        except Refused as refused:
            entry["status"] = refused.status
            raise
        finally:
            world.in_flight.discard(key)
        entry["status"] = 200
        if fault and mode == "late_answer":
            time.sleep(fault.delay)  # all of it is done; nobody knows yet
        if mode == "lost_after_commit":
            self.close_connection = True
            self.connection.shutdown(2)
        elif mode in ("html_502", "bad_json"):
            self._fail(mode)
        else:
            self._json(done)

    def _in_flight(self, path: str) -> str:
        """Refuse a second request with the key of one that is not yet answered."""
        given = self.headers.get("X-Refund-Idempotency") or self.headers.get("X-Payout-Idempotency")
        key = f"{path} {given}" if given else ""
        flying = self.server.world.in_flight
        if key and key in flying:
            raise Refused("Request with the same idempotency key is in progress", status=409)
        if key:
            flying.add(key)
        return key

    def _fail(self, mode: str) -> None:
        if mode == "5xx_before":
            self._json({"error": {"code": "SERVER_ERROR", "description": "down"}}, 500)
        elif mode == "http_429":
            body = Refused("Request failed. Please try after sometime.").body
            self._json(body, 429, {"Retry-After": "2"})
        elif mode == "html_502":
            self._send(b"<html>502 Bad Gateway</html>", "text/html", 502)
        else:
            self._send(b'{"id": "ord', "application/json", 200)

    def _shown(self) -> dict[str, str]:
        # The log is read without a login: it never holds the keys.
        return {name: text for name, text in self.headers.items() if name != "Authorization"}

    def _authenticated(self) -> bool:
        scheme, _, given = self.headers.get("Authorization", "").partition(" ")
        world = self.server.world
        try:
            pair = base64.b64decode(given).decode()
        except (binascii.Error, UnicodeDecodeError):
            return False
        return scheme == "Basic" and pair == (f"{world.account.key_id}:{world.account.key_secret}")

    def _sim(self, method: str, name: str, query: dict[str, str], raw: bytes) -> None:
        world = self.server.world
        people = name in ("checkout", "pay")  # the others are for whoever runs the machine
        if not people and not ip_address(self.client_address[0]).is_loopback:
            raise Refused("Only from this machine.", status=403)
        if method == "POST" and name in ACTS:
            body = json.loads(raw or b"{}")
            with world.store.locked():
                done = ACTS[name](world, body)
            self._json(done)
        elif method == "GET" and name == "log":
            self._json({"requests": list(world.log), "webhooks": list(world.webhooks.sent)})
        elif method == "GET" and name == "webhooks":
            with world.store.locked():
                self._json(world.webhooks.standing())
        elif method == "GET" and name == "":
            with world.store.locked():
                page = console.page(world)
            self._send(page.encode(), "text/html; charset=utf-8")
        elif method == "GET" and name == "checkout":
            self._checkout(query)
        else:
            raise Refused("The requested URL was not found on the server.", status=404)

    def _checkout(self, query: dict[str, str]) -> None:
        with self.server.world.store.locked() as store:
            order = orders.fetch(store, query.get("order_id", ""))
        words = {
            "order_id": order["id"],
            "key": query.get("key", ""),
            "parent": query.get("parent", ""),
            "name": query.get("name") or "Merchant",
            "description": query.get("description", ""),
            "method": query.get("method", ""),
            "retry": query.get("retry", "true"),
            "amount": rupees(order["amount"]),
        }
        page = (PAGES / "checkout.html").read_text()
        for word, value in words.items():
            page = page.replace(f"{{{word}}}", html.escape(value))
        self._send(page.encode(), "text/html; charset=utf-8")

    def _file(self, name: str, kind: str) -> None:
        self._send((PAGES / name).read_bytes(), f"{kind}; charset=utf-8")

    def _json(
        self, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self._send(json.dumps(body).encode(), "application/json", status, headers)

    def _send(
        self, body: bytes, kind: str, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """A simulator listening; `start` runs it in a thread, `serve_forever` in this one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *, host: str, port: int, world: World) -> None:
        self.world = world
        super().__init__((host, port), Handler)

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://localhost:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""

    def stop(self) -> None:
        """Stop listening and close the world."""
        self.shutdown()
        self.server_close()
        self.world.close()


def start(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    path: str | Path = ":memory:",
    exposed: bool = False,
    **account: Any,
) -> Server:
    """Start a simulator in a thread and return it; port 0 takes a free one.

    `account` takes the fields of Account. Raises ValueError for a live key, and for an address
    that other machines reach unless it is `exposed` on purpose.
    """
    if not exposed and host not in LOOPBACK:
        raise ValueError(f"the simulator does not listen at {host}")
    world = World(Account(**account), Store(path))
    server = Server(host=host, port=port, world=world)
    threading.Thread(target=server.serve_forever, name="simulator", daemon=True).start()
    return server
