"""How the tests of the login API ask."""

from tests import factories as make


def post(client, route, **body):
    """Post a body to a route below /api/auth/."""
    return client.post(f"/api/auth/{route}/", body, content_type="application/json")


def log_in(client, user, password=make.PASSWORD):
    """Give e-mail and password; return the answer's body."""
    return post(client, "login", email=user.email, password=password).json()


def bearer(access):
    """Return the header that carries an access token."""
    return {"Authorization": f"Bearer {access}"}


def me(client, access):
    """Ask who the holder of a token is."""
    return client.get("/api/auth/me/", headers=bearer(access))


def verdict(answer):
    """Return status and code of a refusal."""
    return answer.status_code, answer.json()["code"]
