"""What the auth routes take and answer, shown in the API's documentation."""

from drf_spectacular.utils import OpenApiExample

ACCESS = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoibGVhcm5lciJ9.c2lnbmF0dXJl"
REFRESH_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ0eXBlIjoicmVmcmVzaCJ9.c2lnbmF0dXJl"  # noqa: S105
TICKET = "eyJ1c2VyIjoxfQ:1vMx7q:c2lnbmF0dXJl"


def sent(name: str, /, **body: object) -> OpenApiExample:
    """Return an example of a request's body."""
    return OpenApiExample(name, value=body, request_only=True)


def answered(name: str, status: int = 200, /, **body: object) -> OpenApiExample:
    """Return an example of an answer's body."""
    return OpenApiExample(name, value=body, response_only=True, status_codes=[str(status)])


def refused(code: str, status: int, message: str) -> OpenApiExample:
    """Return an example of a refusal."""
    return answered(code, status, code=code, message=message)


PAIR = {"access": ACCESS, "refresh": REFRESH_TOKEN, "role": "learner", "roles": ["learner"]}

LOGIN = [
    sent("E-mail and password", email="asha@example.org", password="correct-horse-battery"),  # noqa: S106
    answered("Logged in", **PAIR),
    answered("A one-time code is wanted", otp_required=True, ticket=TICKET),
    refused("invalid_credentials", 401, "Invalid credentials"),
    refused("email_unverified", 403, "Confirm your e-mail address first."),
]
OTP = [
    sent("Code of the app", ticket=TICKET, code="287082"),
    sent("Backup code", ticket=TICKET, code="k7m2p-x9w4q"),
    answered("Logged in", **PAIR),
    refused("wrong_code", 400, "This code is wrong, used or too old. Wait for the next one."),
    refused("ticket_invalid", 401, "This login took too long or was finished already."),
]
REFRESH = [
    sent("Trade", refresh=REFRESH_TOKEN),
    answered("A new pair", **PAIR),
    refused("token_reused", 401, "This refresh token was used before."),
]
LOGOUT = [sent("End this login", refresh=REFRESH_TOKEN)]
PASSWORD_RESET = [
    sent("Forgotten", email="asha@example.org"),
    answered(
        "Any address",
        202,
        message="If this address has an account, a mail with a link is on its way.",
    ),
]
ME = [
    answered(
        "A learner",
        id=7,
        email="asha@example.org",
        name="Asha Rao",
        role="learner",
        roles=["learner"],
        otp=False,
        time_zone="Asia/Kolkata",
        avatar_url="https://peerlearn.example/media/avatars/7.webp",
    )
]
DEACTIVATE = [
    sent("Why", reason="I found what I was looking for."),
    answered("Closed", standing="deactivated"),
    refused("not_allowed", 403, "You may not do that."),
    refused("already_so", 409, "This account is deactivated already."),
]
