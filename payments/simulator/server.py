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

from . import orders
from .routes import Request, answer
from .rules import Refused
from .store import Store
from .world import World

PAGES = Path(__file__).parent / "pages"
FILES = {
    "/v1/checkout.js": ("checkout.js", "text/javascript"),
    "/sim/page.js": ("page.js", "text/javascript"),
    "/sim/page.css": ("page.css", "text/css"),
}
MAX_BODY = 1 << 20
CONTROLS = ("faults", "clock", "reset")


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

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent; /sim/log has it all."""

    def _serve(self, method: str) -> None:
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query))
        raw = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))
        try:
            if url.path in FILES:
                self._file(*FILES[url.path])
            elif url.path.startswith("/sim/"):
                self._sim(method, url.path, query, raw)
            else:
                self._api(method, url.path, query, raw)
        except Refused as refused:
            self._json(refused.body, refused.status)
        except (ValueError, TypeError) as error:
            self._json(Refused(str(error)).body, 400)

    def _api(self, method: str, path: str, query: dict[str, str], raw: bytes) -> None:
        world = self.server.world
        world.log.append(
            {"method": method, "path": path, "headers": self._shown(), "body": raw.decode()}
        )
        if not self._authenticated():
            self._json(Refused("Authentication failed").body, 401)
            return
        fault = world.faults.take(f"{method} {path}")
        mode = fault.mode if fault else ""
        if fault and fault.delay:
            time.sleep(fault.delay)
        if mode == "5xx_before":
            self._json({"error": {"code": "SERVER_ERROR", "description": "down"}}, 500)
            return
        if mode == "http_429":
            self._json(Refused("Request failed. Please try after sometime.").body, 429)
            return
        body = json.loads(raw) if raw else {}
        if not isinstance(body, dict):
            raise Refused("The request body must be an object.")
        key = self.headers.get("X-Refund-Idempotency")
        done = answer(world, method, path, Request(body, query, key))
        if mode == "lost_after_commit":
            self.close_connection = True
            self.connection.shutdown(2)
        elif mode == "html_502":
            self._send(b"<html>502 Bad Gateway</html>", "text/html", 502)
        elif mode == "bad_json":
            self._send(b'{"id": "ord', "application/json", 200)
        else:
            self._json(done)

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
        return scheme == "Basic" and pair == f"{world.key_id}:{world.key_secret}"

    def _sim(self, method: str, path: str, query: dict[str, str], raw: bytes) -> None:
        world = self.server.world
        name = path.removeprefix("/sim/")
        if name in ("log", *CONTROLS) and not ip_address(self.client_address[0]).is_loopback:
            raise Refused("Only from this machine.", status=403)
        if method == "GET" and name == "log":
            self._json({"requests": list(world.log), "webhooks": list(world.webhooks.sent)})
        elif method == "GET" and name == "checkout":
            self._checkout(query)
        elif method == "POST" and name in (*CONTROLS, "pay"):
            body = json.loads(raw or b"{}")
            with world.store.locked():
                done = world.pay(body) if name == "pay" else world.control(name, body)
            self._json(done)
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
            "amount": _rupees(order["amount"]),
        }
        page = (PAGES / "checkout.html").read_text()
        for word, value in words.items():
            page = page.replace(f"{{{word}}}", html.escape(value))
        self._send(page.encode(), "text/html; charset=utf-8")

    def _file(self, name: str, kind: str) -> None:
        self._send((PAGES / name).read_bytes(), f"{kind}; charset=utf-8")

    def _json(self, body: dict[str, Any], status: int = 200) -> None:
        self._send(json.dumps(body).encode(), "application/json", status)

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def _rupees(paise: int) -> str:
    rupees, rest = divmod(paise, 100)
    head, tail = str(rupees)[:-3], str(rupees)[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return "₹" + ",".join([*groups, tail]) + (f".{rest:02d}" if rest else "")


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
    key_id: str,
    key_secret: str,
    webhook_secret: str,
    webhook_url: str = "",
    host: str = "127.0.0.1",
    port: int = 0,
    path: str | Path = ":memory:",
) -> Server:
    """Start a simulator in a thread and return it; port 0 takes a free one."""
    world = World(
        key_id=key_id,
        key_secret=key_secret,
        webhook_url=webhook_url,
        webhook_secret=webhook_secret,
        store=Store(path),
    )
    server = Server(host=host, port=port, world=world)
    threading.Thread(target=server.serve_forever, name="simulator", daemon=True).start()
    return server
