"""Now can be moved for one thread, and only for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from peerlearn.common.clock import now, travel


def test_travel_moves_now_and_brings_it_back():
    there = datetime(2030, 1, 1, tzinfo=UTC)
    with travel(there):
        assert timedelta() <= now() - there < timedelta(seconds=5)
    assert now() < there


def test_another_thread_stays_at_its_own_time():
    with travel(datetime(2030, 1, 1, tzinfo=UTC)), ThreadPoolExecutor(1) as pool:
        assert pool.submit(now).result().year < 2030
