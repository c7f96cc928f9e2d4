"""Webhooks at the door: accepted at 100 a second, and a burst of 500 payments applied in full."""

import json
import statistics
import threading
import time
import urllib.request
from http.client import HTTPConnection

from payments.signatures import sign
from tests.support.product import Product

RATE, SECONDS = 100, 10
SENDERS = 10
BURST = 500
MOST_MS = 50
SECRET = "from django.conf import settings; print(settings.RAZORPAY_WEBHOOK_SECRETS[0])"
OPEN = f"""
from payments.services import orders
from tests import factories as make
mentor = make.mentor()
seats = (make.session(by=mentor, price=45_000, capacity=7, starts_in=600 + 90 * n)
         for n in range({BURST} // 7 + 1) for _ in range(1))
made = 0
for session in seats:
    for _ in range(7):
        if made < {BURST}:
            order = orders.register(order_id=make.seat(session).order_id)
            print(order.gateway_order_id)
            made += 1
"""
PAID = """
from payments.models import Order, LedgerAccount
from payments.queries import ledger_faults
from django.db.models import Sum
mine = Order.objects.filter(amount=45_000, gateway_order_id__in=%r)
codes = [f"L:escrow:{pk}" for pk in mine.values_list("pk", flat=True)]
held = LedgerAccount.objects.filter(code__in=codes).aggregate(t=Sum("balance"))["t"]
print(mine.filter(state="paid", fulfil_state="fulfilled").count(), held, len(list(ledger_faults())))
"""


def _post(db: HTTPConnection, secret: str, number: int) -> float:
    told = {"id": f"pay_Bench{number}", "order_id": f"order_Bench{number}"}
    event = {"event": "payment.captured", "payload": {"payment": {"entity": told}}}
    body = json.dumps(event).encode()
    headers = {
        "Content-Type": "application/json",
        "X-Razorpay-Signature": sign(secret, body),
        "X-Razorpay-Event-Id": f"evt_bench_{number}",
    }
    begin = time.perf_counter()
    db.request("POST", "/api/payments/webhook/", body, headers)
    answer = db.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    return (time.perf_counter() - begin) * 1000


def accepted(product: Product, secret: str) -> None:
    """Knock RATE times a second; print the times of the answers."""
    times: list[float] = []
    begin = time.perf_counter()

    def knock(sender: int) -> None:
        db = HTTPConnection("localhost", product.port, timeout=10)
        for number in range(sender, RATE * SECONDS, SENDERS):
            time.sleep(max(0, begin + number / RATE - time.perf_counter()))
            times.append(_post(db, secret, number))

    senders = [threading.Thread(target=knock, args=(n,)) for n in range(SENDERS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    rate = len(times) / (time.perf_counter() - begin)
    p99 = statistics.quantiles(times, n=100)[98]
    print(
        f"  {rate:.0f}/s accepted, median {statistics.median(times):.1f} ms, "
        f"p99 {p99:.1f} ms (at most {MOST_MS})"
    )


def burst(product: Product, as_tests) -> None:
    """Pay BURST orders at once at the simulator, which tells of each three times; print the end."""
    ids = as_tests(product, OPEN).split()
    begin = time.perf_counter()
    for order_id in ids:
        body = json.dumps({"order_id": order_id, "outcome": "captured"}).encode()
        request = urllib.request.Request(
            f"http://localhost:{product.simulator_port}/sim/pay",
            body,
            {"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=30).close()
    paid = time.perf_counter() - begin
    told = ""
    while time.perf_counter() - begin < 300:
        told = product.run(PAID % ids).strip().splitlines()[-1]
        if told.startswith(f"{BURST} "):
            break
    took = time.perf_counter() - begin
    right = told == f"{BURST} {BURST * 45_000} 0"
    print(f"  {BURST} paid in {paid:.1f} s, applied after {took:.1f} s, totals right: {right}")


def main(product: Product, as_tests) -> None:
    """Measure the door with the server, its worker and the simulator running."""
    product.start()
    try:
        accepted(product, product.run(SECRET).strip().splitlines()[-1])
        burst(product, as_tests)
    finally:
        product.stop()
