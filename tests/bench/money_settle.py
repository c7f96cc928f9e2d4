"""Settlements a second against the very same SQL sent by psycopg, on one connection each.

A batch of payments is settled once inside a transaction that is rolled back, its statements noted;
with the sequences set back, psycopg sends the same statements and gets the same ids. Another batch
is settled for real. The figure is the median over rounds of psycopg's time / ours.
"""

import statistics
import time
from typing import Any

import psycopg
from django.db import connection, transaction

from payments.models import Order
from payments.services import settlement
from tests import factories as make

ROUNDS, BATCH = 5, 30
LEAST = 0.6
SEQUENCES = "SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE last_value > 0"
Statement = tuple[str, tuple[Any, ...]]


def _orders() -> list[dict[str, Any]]:
    """Hold seats, as many as a batch; return what the gateway would say of each payment."""
    mentor = make.mentor()
    told = []
    for number in range(BATCH):
        session = make.session(by=mentor, price=45_000, starts_in=600 + 90 * number)
        order = Order.objects.get(pk=make.seat(session).order_id)
        order.state, order.gateway_order_id = "created", f"order_Bench{order.pk:08d}"
        order.save(update_fields=["state", "gateway_order_id"])
        told.append(
            {
                "id": f"pay_Bench{order.pk:010d}",
                "order_id": order.gateway_order_id,
                "amount": order.amount,
                "currency": "INR",
                "status": "captured",
                "captured": True,
                "method": "upi",
                "fee": 1_062,
                "tax": 162,
            }
        )
    return told


def _settle(told: list[dict[str, Any]]) -> float:
    begin = time.perf_counter()
    for entity in told:
        settlement.apply_gateway_payment(entity)
    return time.perf_counter() - begin


def _recorded(told: list[dict[str, Any]]) -> list[Statement]:
    """Return the statements of settling a batch, which is undone."""
    noted: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        noted.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        before = cursor.fetchall()
    with transaction.atomic():
        with connection.execute_wrapper(note):
            _settle(told)
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        for schema, name, value in before:
            cursor.execute("SELECT setval(%s, %s)", [f'{schema}."{name}"', value])
    return noted


def _replay(noted: list[Statement]) -> float:
    """Send statements as they were; the outermost savepoints are transactions of their own."""
    parameters = connection.get_connection_params()
    known = {
        key: parameters[key]
        for key in ("dbname", "user", "password", "host", "port")
        if parameters.get(key)
    }
    depth = 0
    with psycopg.connect(**known, autocommit=True, prepare_threshold=None) as db:
        cursor = db.cursor()
        begin = time.perf_counter()
        for sql, params in noted:
            sent = sql
            if sql.startswith("SAVEPOINT"):
                sent, depth = ("BEGIN" if depth == 0 else sql), depth + 1
            elif sql.startswith("RELEASE SAVEPOINT"):
                depth -= 1
                sent = "COMMIT" if depth == 0 else sql
            cursor.execute(sent, params or None)
            if cursor.description:
                cursor.fetchall()
        return time.perf_counter() - begin


def main() -> None:
    """Print settlements a second, and the ratio to the same SQL alone."""
    _settle(_orders())  # imports and first queries are not what is measured
    ratios, rates, counts = [], [], []
    for _ in range(ROUNDS):
        first, second = _orders(), _orders()
        noted = _recorded(first)
        floor, ours = _replay(noted), _settle(second)
        ratios.append(floor / ours)
        rates.append(BATCH / ours)
        counts.append(len(noted) / BATCH)
    ratio = statistics.median(ratios)
    print(
        f"  {statistics.median(rates):6.1f} settlements/s on one thread, "
        f"{counts[-1]:.0f} statements each, {ratio:.2f} of the same SQL (at least {LEAST})"
    )
