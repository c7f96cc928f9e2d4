"""Walking the sign-up wizard as a browser without scripts does."""

from tests.factories import PASSWORD

ADDRESS = "meera@example.test"
INFO = {"name": "Meera Iyer", "email": ADDRESS, "password": PASSWORD, "time_zone": "Asia/Kolkata"}
TEACHING = {"headline": "I read your code aloud", "languages": ["English", "Tamil"]}
WEEK = {
    "price": "450.50",
    "time_zone": "Europe/London",
    "hours-0-0-from": "18:00",
    "hours-0-0-to": "20:30",
    "hours-5-0-from": "09:00",
    "hours-5-0-to": "12:00",
    "hours-5-1-from": "22:00",
    "hours-5-1-to": "00:00",
}


def start(client, role="learner", **extra):
    """Choose a role; return the answer."""
    return client.post("/register/", {"role": role, **extra})


def walk_learner(client, *, profile=None, **info):
    """Answer every step of a learner but the last; return the answer to the profile."""
    start(client)
    client.post("/register/info/", INFO | info)
    return client.post("/register/profile/", profile or {})


def walk_mentor(client, *, profile=None, week=None, **info):
    """Answer every step of a mentor but the last; return the answer to the availability."""
    start(client, "mentor")
    client.post("/register/info/", INFO | info)
    client.post("/register/profile/", TEACHING | (profile or {}))
    return client.post("/register/availability/", WEEK | (week or {}))


def finish(client):
    """Press Finish; return the answer."""
    return client.post("/register/confirm/")
