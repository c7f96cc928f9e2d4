"""The plain profile: one's own name and zone."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_person_changes_name_and_zone_and_sees_times_in_it(client):
    user = make.person()
    client.force_login(user)
    answer = client.post("/profile/", {"name": "Asha Rao", "time_zone": "Europe/London"})
    assert answer.status_code == 302
    user.refresh_from_db()
    assert (user.name, user.time_zone) == ("Asha Rao", "Europe/London")
    assert 'data-zone="Europe/London"' in client.get("/profile/").content.decode()


@pytest.mark.parametrize("form", [{"name": ""}, {"name": "A", "time_zone": "Mars/Olympus"}])
def test_a_broken_form_says_so_and_changes_nothing(client, form):
    user = make.person("Before")
    client.force_login(user)
    assert client.post("/profile/", form).status_code == 400
    user.refresh_from_db()
    assert user.name == "Before"


def test_a_script_in_a_name_stays_text(client):
    user = make.person("<script>alert(1)</script>")
    client.force_login(user)
    assert "<script>alert(1)" not in client.get("/profile/").content.decode()
