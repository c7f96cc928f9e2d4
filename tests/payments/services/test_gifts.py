"""Gifts and tips: offered sums only, paid once, credited once, and no testing of cards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from payments.enums import FulfilState, GiftState, OrderState, Purpose
from payments.gateway import get_gateway
from payments.models import Earning, Gift, LedgerAccount, Order
from payments.queries import ledger_faults
from payments.services import gifts, orders, reconcile, settlement
from peerlearn.common.clock import now, travel
from peerlearn.common.errors import Conflict, DomainError, NotAllowed
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _the_ledger_adds_up():
    yield
    assert list(ledger_faults()) == []


@pytest.fixture
def two():
    return make.person("Lena Learner"), make.person("Mia Mentor")


def give(two, amount=10_000, **more):
    payer, payee = two
    words = {"room_ref": "session:1", "description": "Gift: Rust"} | more
    return gifts.open_gift(payer=payer, payee=payee, amount=amount, **words)


def paid(gift, simulator, **how):
    gift.order = orders.register(order_id=gift.order_id)
    proof = simulator.pay(gift.order, **how)
    if "razorpay_payment_id" in proof:
        settlement.apply_gateway_payment(get_gateway().payment(proof["razorpay_payment_id"]))
    gift.refresh_from_db()
    return gift


def test_a_gift_is_the_mentors_less_a_tenth_and_earned_once_it_is_paid(two, simulator):
    gift = paid(give(two), simulator)
    assert gift.state == GiftState.CREDITED
    assert gift.order.purpose == Purpose.GIFT
    earning = Earning.objects.get(order=gift.order)
    assert (earning.net, earning.fee, earning.own) == (10_000, 1_000, 9_000)
    assert earning.payee == two[1]
    assert LedgerAccount.objects.get(code=f"L:escrow:{gift.order_id}").balance == 0
    order = Order.objects.get(pk=gift.order_id)
    assert (order.state, order.fulfil_state) == (OrderState.PAID, FulfilState.FULFILLED)


def test_before_it_is_paid_nobody_earned_anything(two, simulator):
    gift = give(two)
    orders.register(order_id=gift.order_id)
    assert gift.state == GiftState.CREATED
    assert not Earning.objects.exists()


@pytest.mark.parametrize("amount", [0, -5_000, 4_999, 15_000, 10_000.0, "10000", True, None])
def test_only_the_three_sums_can_be_given(two, amount):
    with pytest.raises(DomainError) as refused:
        give(two, amount=amount)
    assert refused.value.code == "bad_amount"
    assert not Order.objects.exists()


def test_the_database_refuses_other_sums_as_well(two):
    gift = give(two)
    with pytest.raises(IntegrityError), transaction.atomic():
        Gift.objects.filter(pk=gift.pk).update(amount=12_345)


def test_nobody_gives_to_themselves(two):
    with pytest.raises(NotAllowed):
        give((two[0], two[0]))


def test_a_line_that_is_too_long_is_refused_and_a_nul_is_taken_out(two):
    with pytest.raises(DomainError) as refused:
        give(two, message="x" * 141)
    assert refused.value.fields
    assert give(two, message=" Thank\0you  so\nmuch ").message == "Thank you so much"


def test_two_clicks_are_one_gift(two):
    assert give(two) == give(two)
    assert Gift.objects.count() == 1


def test_the_same_sum_again_after_the_first_is_paid_is_another_gift(two, simulator):
    first = paid(give(two), simulator)
    assert give(two) != first


def test_ten_in_one_session_are_the_most_and_another_session_counts_anew(two, simulator):
    for _ in range(10):
        paid(give(two, 5_000), simulator)
    with pytest.raises(Conflict) as refused:
        give(two, 20_000)
    assert refused.value.code == "gift_limit"
    assert give(two, room_ref="session:2")
    assert give(two, room_ref="session:1", purpose=Purpose.TIP)


def test_open_ones_count_so_that_nobody_opens_twenty_and_pays_them_all(two):
    for number in range(10):
        give(two, message=f"number {number}")
    with pytest.raises(Conflict):
        give(two, message="one more")
    with travel(now() + timedelta(minutes=11)):
        assert give(two, message="later")


def test_who_fails_five_times_within_an_hour_has_to_wait(two, simulator):
    gift = give(two)
    gift.order = orders.register(order_id=gift.order_id)
    for _ in range(5):
        simulator.pay(gift.order, "failed")
    settlement.sync_order(order_id=gift.order_id)
    with pytest.raises(DomainError) as refused:
        give(two, 5_000)
    assert (refused.value.code, refused.value.status) == ("too_many_failures", 429)
    with travel(now() + timedelta(minutes=61)):
        assert give(two, 5_000)


def test_the_same_news_ten_times_credits_once(two, simulator):
    gift = give(two)
    gift.order = orders.register(order_id=gift.order_id)
    proof = simulator.pay(gift.order)
    told = get_gateway().payment(proof["razorpay_payment_id"])
    for _ in range(10):
        settlement.apply_gateway_payment(told)
    assert Earning.objects.count() == 1
    assert LedgerAccount.objects.get(code=f"L:mentor_pending:{two[1].pk}").balance == 9_000


def test_a_gift_whose_news_was_lost_is_found_by_the_reconciler(two, simulator):
    gift = give(two)
    simulator.pay(orders.register(order_id=gift.order_id))
    with travel(now() + timedelta(minutes=3)):
        reconcile.sweep()
    gift.refresh_from_db()
    assert gift.state == GiftState.CREDITED
    assert gift.late  # no room showed it


def test_a_tip_tells_the_mentor_and_is_never_late(two, simulator):
    tip = paid(give(two, purpose=Purpose.TIP, message="For the extra hour"), simulator)
    notice = two[1].notices.get()
    assert notice.title == "Lena tipped you ₹100"
    assert notice.body == "For the extra hour"
    assert not tip.late


def test_who_is_erased_leaves_no_words_and_no_name_behind(two, simulator):
    tip = paid(give(two, purpose=Purpose.TIP, message="From Lena"), simulator)
    gifts.forget_person(user_id=two[0].pk)
    tip.refresh_from_db()
    assert (tip.message, tip.amount, tip.state) == ("", 10_000, GiftState.CREDITED)
    assert not two[1].notices.exists()


@pytest.mark.postgres
def test_verify_webhook_and_reconciler_at_the_same_instant_credit_once(two, simulator):
    gift = give(two)
    gift.order = orders.register(order_id=gift.order_id)
    told = get_gateway().payment(simulator.pay(gift.order)["razorpay_payment_id"])

    def tell(nth):
        try:
            if nth % 2:
                settlement.apply_gateway_payment(told)
            else:
                settlement.sync_order(order_id=gift.order_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(tell, range(40)))
    assert Earning.objects.get().own == 9_000
    assert LedgerAccount.objects.get(code=f"L:mentor_pending:{two[1].pk}").balance == 9_000


@pytest.mark.postgres
def test_twenty_clicks_at_once_are_one_gift_and_never_more_than_ten(two):
    def click(nth):
        try:
            give(two, message=f"number {nth % 15}")
        except Conflict:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(click, range(60)))
    assert Gift.objects.count() == 10
