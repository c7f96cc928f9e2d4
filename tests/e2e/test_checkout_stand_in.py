"""The checkout stand-in in a browser: every way to pay, by keyboard, seen by everybody."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
import requests
from playwright.sync_api import expect

from payments.simulator import server
from tests.e2e.looks import check_variants

KEY_ID, KEY_SECRET = "rzp_test_Checkout000001", "secret-of-the-checkout"
SHOP = """<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1>
<button id="pay">Pay</button><p id="said"></p></main>
<script src="%s/v1/checkout.js"></script><script>
const said = (words) => (document.getElementById("said").textContent += words + ";");
pay.onclick = () => {
  const shop = new Razorpay({ ...%s, key: "k", handler: (proof) => said(proof.razorpay_signature),
    modal: { ondismiss: () => said("dismissed") } });
  shop.on("payment.failed", (answer) => said(answer.error.reason));
  shop.open();
};</script></html>"""


class Shop(BaseHTTPRequestHandler):
    """A page that pays; what is posted to it is kept."""

    def do_GET(self):
        self._answer(self.server.page)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.posted.append({name: text[0] for name, text in parse_qs(body).items()})
        self._answer("<!doctype html><title>Thanks</title><h1>Thanks</h1>")

    def _answer(self, page):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *args):
        """Stay silent."""


@pytest.fixture(scope="module")
def simulator():
    running = server.start(key_id=KEY_ID, key_secret=KEY_SECRET, webhook_secret="x")
    yield running
    running.stop()


@pytest.fixture
def shop(simulator, browser):
    """Return a function that opens a shop over a new order and its payment window."""
    serving = HTTPServer(("127.0.0.1", 0), Shop)
    serving.posted = []
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    window = browser.new_context(viewport={"width": 390, "height": 844})

    def open_shop(options="{}"):
        order = requests.post(
            f"{simulator.url}/v1/orders",
            json={"amount": 45_000, "currency": "INR"},
            auth=(KEY_ID, KEY_SECRET),
            timeout=10,
        ).json()
        merged = f'Object.assign({{ order_id: "{order["id"]}", name: "PeerLearn" }}, {options})'
        serving.page = SHOP % (simulator.url, merged)
        page = window.new_page()
        page.goto(f"http://localhost:{serving.server_address[1]}/")
        page.get_by_role("button", name="Pay").click()
        page.order, page.posted = order["id"], serving.posted
        page.sheet = page.frame_locator("iframe[title='Test payment']")
        expect(page.sheet.get_by_text("₹450").first).to_be_visible()
        return page

    yield open_shop
    window.close()
    serving.shutdown()
    serving.server_close()


def said(page, words):
    expect(page.locator("#said")).to_contain_text(words)


def state(simulator, page):
    paid = simulator.world.store.of("payment", page.order)
    return [payment["status"] for payment in paid]


def test_upi_is_paid_with_the_keyboard_alone(simulator, shop):
    page = shop()
    expect(page.sheet.get_by_label("UPI address")).to_be_focused()
    page.keyboard.press("Enter")
    # The payment is made after the key was pressed, not by it.
    expect(page.locator("#said")).not_to_be_empty()
    (paid,) = simulator.world.store.of("payment", page.order)
    said(page, simulator.world.signature(page.order, paid["id"]))
    expect(page.get_by_role("button", name="Pay")).to_be_focused()


def test_after_a_decline_another_way_pays_the_same_order(simulator, shop):
    page = shop()
    page.sheet.get_by_label("UPI address").fill("failure@razorpay")
    page.sheet.get_by_role("button", name="Pay ₹450").click()
    said(page, "payment_failed")
    expect(page.sheet.get_by_role("status")).to_contain_text("Try again or another way")
    page.sheet.get_by_label("Test card").select_option(
        label="Visa 4100 2800 0008 0001: not enough money"
    )
    page.sheet.get_by_role("button", name="Pay by card").click()
    said(page, "insufficient_funds")
    page.sheet.get_by_role("button", name="Netbanking").click()
    page.sheet.get_by_role("button", name="Bank page: Success").click()
    expect(page.locator("iframe")).to_have_count(0)
    assert state(simulator, page) == ["failed", "failed", "captured"]


def test_without_retry_a_decline_closes_the_window(shop):
    page = shop("{ retry: { enabled: false } }")
    page.sheet.get_by_role("button", name="Netbanking").click()
    page.sheet.get_by_role("button", name="Bank page: Failure").click()
    said(page, "payment_failed;dismissed")


def test_closing_escape_and_time_running_out_pay_nothing(simulator, shop):
    page = shop()
    page.sheet.get_by_role("button", name="Close without paying").click()
    said(page, "dismissed")
    page.get_by_role("button", name="Pay").click()
    expect(page.sheet.get_by_label("UPI address")).to_be_focused()
    page.keyboard.press("Escape")
    said(page, "dismissed;dismissed")
    late = shop("{ timeout: 1 }")
    said(late, "dismissed")
    assert state(simulator, page) + state(simulator, late) == []


def test_paid_and_the_tab_closed_nobody_is_told_and_the_money_is_there(simulator, shop):
    page = shop()
    page.sheet.get_by_role("button", name="Pay but close the tab").click()
    expect(page.sheet.get_by_role("status")).to_contain_text("tells nobody")
    page.close()
    assert state(simulator, page) == ["captured"]


def test_a_callback_gets_the_proof_posted(simulator, shop):
    page = shop("{ callback_url: location.origin + '/back' }")
    page.sheet.get_by_role("button", name="Pay ₹450").click()
    expect(page.get_by_role("heading", name="Thanks")).to_be_visible()
    (proof,) = page.posted
    assert proof["razorpay_order_id"] == page.order
    paid = proof["razorpay_payment_id"]
    assert proof["razorpay_signature"] == simulator.world.signature(page.order, paid)


@pytest.mark.parametrize("where", ["checkout", ""])
def test_everybody_can_use_its_pages(simulator, shop, where):
    page = shop()
    page.goto(f"{simulator.url}/sim/{where}?order_id={page.order}")
    check_variants(page, where or "console")
