"""Whatever mentor, staff, gateway and sweeps do, in any order: every paisa is in one place."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from payments.models import Payout
from payments.payout_enums import PAYOUT_MOVES, RETURNED, PayoutState
from payments.queries import ledger_faults
from payments.queries.payouts import sums_of
from payments.services import payout_moves, payout_sending, payouts, refunds
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import DomainError
from tests.payments import earned
from tests.support.thrift import share

pytestmark = [pytest.mark.long, pytest.mark.django_db]

STATUS = st.sampled_from(sorted(payout_sending.TOLD))
START = 3_000_000


class Payouts(RuleBasedStateMachine):
    """One mentor with money, two of our people, and a gateway that says anything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.moment = now()
        self.user = earned.mentor(START)
        self.order = self.user.earnings.get().order
        self.method = earned.bank(self.user)
        self.staff = [earned.admin(), earned.admin()]
        self.states: dict[int, str] = {}
        self.number = 0

    def teardown(self) -> None:
        """Undo everything, for the next sequence."""
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def act(self, service, **arguments):
        """Call a service at the machine's moment; a rule that says no changes nothing."""
        with travel(self.moment), suppress(DomainError), transaction.atomic():
            return service(**arguments)

    def last(self) -> Payout | None:
        """Return the latest payout."""
        return Payout.objects.order_by("pk").last()

    @rule(amount=st.integers(40_000, START))
    def asks(self, amount):
        """The mentor asks for a payout."""
        self.act(payouts.request, user=self.user, method_id=self.method.pk, amount=amount)

    @rule()
    def cancels(self):
        """The mentor takes it back."""
        if payout := self.last():
            self.act(payouts.cancel, user=self.user, payout_id=payout.pk)

    @rule(who=st.integers(0, 1))
    def approve(self, who):
        """One of ours approves it."""
        if payout := self.last():
            self.act(payouts.approve, actor=self.staff[who], payout_id=payout.pk)

    @rule(who=st.integers(0, 1))
    def reject(self, who):
        """One of ours refuses it."""
        if payout := self.last():
            self.act(payouts.reject, actor=self.staff[who], payout_id=payout.pk, why="No")

    @rule()
    def pay_by_hand(self):
        """One of ours sends it."""
        if payout := self.last():
            self.number += 1
            told = {"actor": self.staff[0], "payout_id": payout.pk}
            self.act(payouts.mark_paid, **told, utr=f"HDFC{self.number:08d}")

    @rule()
    def comes_back(self):
        """The bank sends back what was sent by hand, or it never left."""
        if payout := self.last():
            told = {"actor": self.staff[0], "payout_id": payout.pk}
            self.act(payouts.mark_returned, **told, why="Closed")

    @rule()
    def goes_to_the_gateway(self):
        """An approved one is claimed for the gateway, whose answer is lost."""
        payout = self.last()
        if payout and payout.state == PayoutState.APPROVED:
            Payout.objects.filter(pk=payout.pk).update(provider="razorpayx")
            with travel(self.moment):
                payout_sending._claim(payout.pk)

    @rule(status=STATUS, which=st.integers(0, 3))
    def gateway_says(self, status, which):
        """News of a payout the gateway has, old or new."""
        sent = list(Payout.objects.exclude(submitted_at=None).order_by("-pk")[:4])
        if which < len(sent):
            payout = sent[which]
            told = {"id": f"pout_{payout.pk}", "amount": payout.amount, "status": status}
            self.act(
                payout_sending.apply_gateway_payout, entity=told | {"reference_id": payout.key}
            )

    @rule(amount=st.integers(1, START // 3))
    def learner_gets_back(self, amount):
        """Part of what was earned is promised back to who paid it."""
        if amount < self.order.earning.net:
            self.act(refunds.request_refund, order_id=self.order.pk, amount=amount, reason="x")
            self.order.earning.refresh_from_db()

    @rule()
    def frozen(self):
        """The account is closed."""
        self.act(payouts.freeze, user_id=self.user.pk)

    @rule()
    def thawed(self):
        """The account is open again."""
        self.act(payouts.thaw, user_id=self.user.pk)

    @rule(hours=st.integers(1, 30))
    def time_goes_by(self, hours):
        """So many hours later."""
        self.moment += timedelta(hours=hours)

    @invariant()
    def every_paisa_is_in_one_place(self):
        """The ledger adds up, and what is returned is returned once."""
        assert list(ledger_faults()) == []
        sums = sums_of(self.user)
        assert sums.available >= 0
        own = self.order.earning.own
        assert own == sums.pending + sums.available + sums.reserved + sums.paid - sums.owed
        for payout in Payout.objects.all():
            assert bool(payout.returned_at) == (payout.state in RETURNED)

    @invariant()
    def states_move_by_the_table(self):
        """No payout goes a way that the table does not know, in one or two steps."""
        for payout in Payout.objects.all():
            old = self.states.get(payout.pk, payout.state)
            steps = {old} | set(PAYOUT_MOVES[PayoutState(old)])
            assert payout.state in steps
            self.states[payout.pk] = payout.state


def test_any_sequence_of_acts_keeps_every_paisa():
    run_state_machine_as_test(
        Payouts,
        settings=settings(
            max_examples=share(20),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_giving_back_twice_would_be_seen(monkeypatch):
    payout, admin = earned.requested(), earned.admin()
    payouts.approve(actor=admin, payout_id=payout.pk)
    payouts.reject(actor=admin, payout_id=payout.pk, why="No")
    payout.refresh_from_db()
    assert payout_moves._give_back(payout) is False
    assert earned.available(payout.payee) == 100_000
