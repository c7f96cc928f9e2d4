"""`POST /api/users/{id}/update/`: the sections of the profile over JSON."""

import pytest

from tests import factories as make
from tests.accounts.test_picture import drawn, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    person = make.person("Before", time_zone="Asia/Kolkata")
    client.force_login(person)
    return person


def post(client, user, body, **kwargs):
    return client.post(f"/api/users/{user.pk}/update/", body, content_type="application/json")


def test_a_part_of_a_section_changes_and_the_rest_stays(client, user):
    answer = post(client, user, {"info": {"name": "Asha"}, "preferences": {"theme": "dark"}})
    assert answer.status_code == 200
    profile = answer.json()
    assert profile["info"] == {"name": "Asha", "languages": []}
    assert profile["preferences"] == {"time_zone": "Asia/Kolkata", "theme": "dark"}
    assert (profile["id"], profile["email"]) == (user.pk, user.email)
    user.refresh_from_db()
    assert (user.name, user.theme, user.time_zone) == ("Asha", "dark", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"info": {"name": ""}}, "info.name"),
        ({"info": {"name": {"a": 1}}}, "info.name"),
        ({"info": {"languages": "Hindi"}}, "info.languages"),
        ({"info": {"languages": ["Klingon"]}}, "info.languages"),
        ({"info": {"name": "A\u0000B"}}, "info.name"),
        ({"info": {"email": "a@b.test"}}, "info.email"),
        ({"info": {"name": "Fine"}, "preferences": {"theme": "sepia"}}, "preferences.theme"),
        ({"preferences": {"home_role": "mentor"}}, "preferences.home_role"),
        ({"roles": ["admin"]}, "roles"),
        ({"info": 5}, "info"),
        ([], None),
        ("info", None),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_stored(client, user, body, field):
    answer = post(client, user, body)
    assert answer.status_code == 400
    said = answer.json()
    assert said["code"] == "invalid"
    assert said["message"]
    assert field is None or field in said["fields"]
    user.refresh_from_db()
    assert (user.name, user.theme) == ("Before", "")


def test_nobody_changes_somebody_else(client, user):
    other = make.person("Other")
    answer = post(client, other, {"info": {"name": "Mine now"}})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    assert client.post("/api/users/99999999999/update/").status_code == 403
    client.logout()
    assert post(client, other, {"info": {"name": "Mine now"}}).status_code in (401, 403)
    other.refresh_from_db()
    assert other.name == "Other"


def test_a_picture_comes_as_multipart_and_goes_again(client, user, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    url = f"/api/users/{user.pk}/update/"
    answer = client.post(url, {"picture": sent(drawn()), "crop": "0,0,1,1"})
    assert answer.status_code == 200
    assert answer.json()["avatar"].startswith("/media/avatars/")
    broken = client.post(url, {"picture": sent(b"<svg/>")})
    assert (broken.status_code, broken.json()["code"]) == (400, "not_an_image")
    assert "picture" in broken.json()["fields"]
    assert client.post(url, {"remove": "on"}).json()["avatar"] == ""


def test_a_body_that_is_too_large_or_no_json_is_refused_in_json(client, user):
    large = post(client, user, {"info": {"name": "A" * 3_000_000}})
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    url = f"/api/users/{user.pk}/update/"
    broken = client.post(url, "{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "invalid")
