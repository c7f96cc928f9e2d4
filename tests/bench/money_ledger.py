"""A ledger of 1,000,000 entries: a balance in constant time, and check_ledger in under 60 s."""

import resource
import statistics
import time

from django.db import connection

from payments.queries import ledger_faults
from payments.services import ledger
from peerlearn.accounts.models import User

ORDERS = 112_000  # nine entries each
LOOKS = 300
MOST_SECONDS = 60
# Order by order: paid 1,000.00, the gateway's fee 23.60, ours 200.00; all of it available by now.
LAY = """
CREATE TEMP TABLE laid AS SELECT
  nextval(pg_get_serial_sequence('payments_order', 'id')) AS id, n,
  (%(payees)s::bigint[])[1 + n %% cardinality(%(payees)s::bigint[])] AS payee
  FROM generate_series(1, %(orders)s) n;
INSERT INTO payments_order (id, payer_id, payee_id, amount, currency, purpose, purpose_ref,
  description, state, fulfil_state, fee_bps, receipt, gateway_order_id, created_at, paid_at,
  {order_more})
  SELECT id, %(payer)s, payee, 100000, 'INR', 'tip', id, 'Bench', 'paid', 'fulfilled', 2000,
  'bench-' || id, 'order_Laid' || id, now(), now(), {order_values} FROM laid;
INSERT INTO payments_payment (order_id, gateway_payment_id, amount, currency, state, rank, method,
  fee, tax, error, refunds_reserved, created_at, captured_at)
  SELECT id, 'pay_Laid' || id, 100000, 'INR', 'captured', 3, 'upi', 2360, 360, '', 0, now(), now()
  FROM laid;
INSERT INTO payments_earning (order_id, payee_id, net, fee, own, waiting, state, earned_at, due_at,
  available_at, held_for)
  SELECT id, payee, 100000, 20000, 80000, 0, 'available', now(), now(), now(), '[]' FROM laid;
INSERT INTO payments_ledgeraccount (code, kind, balance)
  SELECT 'L:escrow:' || id, 'liability', 0 FROM laid
  UNION SELECT DISTINCT 'L:mentor_pending:' || payee, 'liability', 0 FROM laid
  UNION SELECT DISTINCT 'L:mentor_available:' || payee, 'liability', 0 FROM laid
  UNION SELECT 'A:gateway', 'asset', 0 UNION SELECT 'E:gateway_fee', 'expense', 0
  UNION SELECT 'I:platform_fee', 'income', 0 ON CONFLICT DO NOTHING;
CREATE TEMP TABLE told AS SELECT kind, laid.*,
  CASE WHEN kind IN ('capture', 'gateway_fee') THEN 'pay_Laid' || id ELSE id::text END AS ref
  FROM laid, unnest(ARRAY['capture', 'gateway_fee', 'earned', 'matured']) kind;
INSERT INTO payments_ledgertransaction (kind, ref, created_at) SELECT kind, ref, now() FROM told;
CREATE TEMP TABLE lines AS
  SELECT kind, ref, v.code, v.amount FROM told, LATERAL (VALUES
    ('capture', 'A:gateway', 100000), ('capture', 'L:escrow:' || id, -100000),
    ('gateway_fee', 'E:gateway_fee', 2360), ('gateway_fee', 'A:gateway', -2360),
    ('earned', 'L:escrow:' || id, 100000), ('earned', 'I:platform_fee', -20000),
    ('earned', 'L:mentor_pending:' || payee, -80000),
    ('matured', 'L:mentor_pending:' || payee, 80000),
    ('matured', 'L:mentor_available:' || payee, -80000)) v (of, code, amount) WHERE v.of = kind;
INSERT INTO payments_ledgerentry (transaction_id, account_id, amount)
  SELECT t.id, a.id, lines.amount FROM lines
  JOIN payments_ledgertransaction t USING (kind, ref) JOIN payments_ledgeraccount a USING (code);
UPDATE payments_ledgeraccount a SET balance = balance + sums.change FROM
  (SELECT b.id, sum(lines.amount * CASE WHEN b.kind IN ('asset', 'expense') THEN 1 ELSE -1 END)
   AS change FROM lines JOIN payments_ledgeraccount b USING (code) GROUP BY b.id) sums
  WHERE a.id = sums.id;
"""
OTHERS = """
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'payments_order'
  AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
"""
GIVEN = {
    "id", "payer_id", "payee_id", "amount", "currency", "purpose", "purpose_ref", "description",
    "state", "fulfil_state", "fee_bps", "receipt", "gateway_order_id", "created_at", "paid_at",
}  # fmt: skip
EMPTY = {"jsonb": "'{}'", "character varying": "''", "boolean": "false"}


def _look(user_id: int) -> float:
    """Return the median time of reading a balance, in milliseconds."""
    times = []
    for _ in range(LOOKS):
        begin = time.perf_counter()
        ledger.balance(ledger.mentor_available(user_id))
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def lay() -> int:
    """Write the entries; return who earned some of it."""
    people = list(User.objects.order_by("pk").values_list("pk", flat=True)[:40])
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        more = {name: EMPTY.get(kind, "0") for name, kind in cursor.fetchall() if name not in GIVEN}
        sql = LAY.replace(",\n  {order_more}", "".join(f", {name}" for name in more))
        sql = sql.replace(", {order_values}", "".join(f", {value}" for value in more.values()))
        known = {"payees": people[1:], "payer": people[0], "orders": ORDERS}
        for statement in filter(str.strip, sql.split(";\n")):
            cursor.execute(statement, known)
        cursor.execute("ANALYZE")
    return people[1]


def main() -> None:
    """Print how long a balance and check_ledger take, before and after the million."""
    user_id = User.objects.order_by("pk").values_list("pk", flat=True)[1]
    before = _look(user_id)
    assert lay() == user_id
    after = _look(user_id)
    print(f"  a balance: {before:.2f} ms in a small ledger, {after:.2f} ms among a million entries")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    faults = list(ledger_faults())
    took = time.perf_counter() - begin
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    assert not faults, faults[:3]
    print(f"  check_ledger: {took:.1f} s (at most {MOST_SECONDS}), {grown:.0f} MiB more memory")
