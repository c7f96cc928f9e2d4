"""TURN passwords as coturn checks them."""

from datetime import UTC, datetime

from live import ice


def test_a_turn_password_is_the_hmac_coturn_expects():
    # printf '1700000000:u7' | openssl dgst -sha1 -hmac north -binary | base64
    assert ice.turn_password("north", "1700000000:u7") == "gbpjwYMnsjrbqO/4F+sbhUwdurQ="


def test_turn_serves_until_ten_minutes_after_the_session(settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:example.test"], "north"
    settings.STUN_URLS = []
    (server,) = ice.servers(name="u7", until=datetime(2026, 1, 1, 12, tzinfo=UTC))
    ends = int(datetime(2026, 1, 1, 12, 10, tzinfo=UTC).timestamp())
    assert server["username"] == f"{ends}:u7"


def test_without_a_secret_nobody_gets_turn(settings):
    settings.TURN_URLS, settings.TURN_SECRET = ["turn:example.test"], ""
    settings.STUN_URLS = ["stun:example.test"]
    answer = ice.servers(name="u7", until=datetime(2026, 1, 1, tzinfo=UTC))
    assert answer == [{"urls": ["stun:example.test"]}]
