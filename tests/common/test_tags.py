"""The clock that tells all processes what has changed."""

import threading

import pytest
import redis
from django.conf import settings as used

from peerlearn.common import page_cache, page_middleware
from peerlearn.common.tags import LocalClock, RedisClock, Unreachable
from tests.common.kept_site import Site


@pytest.fixture(autouse=True)
def _kept(kept_pages, settings):
    settings.PAGE_CACHE_SECONDS = 60


def clocks(tmp_path):
    """Two clocks as two processes have them."""
    if used.REDIS_URL:
        return RedisClock(used.REDIS_URL), RedisClock(used.REDIS_URL)
    return LocalClock(tmp_path / "changes"), LocalClock(tmp_path / "changes")


def test_what_one_process_changes_another_hears(tmp_path):
    here, there = clocks(tmp_path)
    tick, _ = here.read([])
    here.claim(["thing"], tick)
    assert here.read(["thing"])[1]["thing"] == tick
    there.change(["thing"])
    stamp = here.read(["thing"])[1]["thing"]
    assert stamp is None or stamp > tick


def test_what_was_made_while_another_process_changed_something_does_not_hold(tmp_path):
    here, there = clocks(tmp_path)
    tick, _ = here.read([])
    there.change(["thing"])
    here.read([])
    here.claim(["thing"], tick)
    stamp = here.read(["thing"])[1]["thing"]
    assert stamp is None or stamp > tick


def test_a_clock_that_was_lost_goes_on_after_where_it_was(tmp_path):
    here, _ = clocks(tmp_path)
    here.change(["thing"])
    before, _ = here.read([])
    if used.REDIS_URL:
        here.client.flushdb()
    else:
        here = LocalClock(tmp_path / "changes")
    after, stamps = here.read(["thing"])
    assert after >= before
    assert stamps == {"thing": None}


def test_ticks_are_not_lost_among_threads(tmp_path):
    here, _ = clocks(tmp_path)
    before, _ = here.read([])
    threads = [threading.Thread(target=here.change, args=(["thing"],)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after, stamps = here.read(["thing"])
    assert after == before + 20 == stamps["thing"]


def test_pages_are_made_while_the_clock_cannot_be_reached(monkeypatch):
    lost = RedisClock("redis://127.0.0.1:1/0")
    monkeypatch.setattr(page_middleware, "clock", lambda: lost)
    monkeypatch.setattr(page_cache, "clock", lambda: lost)
    site = Site()
    assert site.get().status_code == 200
    assert site.get().content.startswith(b"answer 2")
    assert page_cache.remembered("v", lambda: 7, tags=("thing",)) == 7


@pytest.mark.redis
def test_what_changed_while_redis_was_away_is_told_when_it_is_back():
    here, there = RedisClock(used.REDIS_URL), RedisClock(used.REDIS_URL)
    tick, _ = here.read([])
    here.claim(["thing"], tick)
    pool = here.client.connection_pool
    here.client.connection_pool = redis.ConnectionPool(host="127.0.0.1", port=9)
    with pytest.raises(Unreachable):
        here.change(["thing"])
    with pytest.raises(Unreachable):
        here.read(["thing"])
    here.client.connection_pool = pool
    assert here.read(["thing"])[1]["thing"] > tick
    assert there.read(["thing"])[1]["thing"] > tick
