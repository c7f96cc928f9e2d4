"""The people of the rights matrix, and one of each thing that has an owner."""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from learning.models import Booking, Session
from learning.services import bookings
from peerlearn.accounts.enums import ExportState
from peerlearn.accounts.models import DataExport, User
from peerlearn.accounts.services import tokens
from peerlearn.common.clock import now
from peerlearn.notifications.services import notify
from tests import factories
from tests.support.otp import log_in_verified

VISITOR, LEARNER, OTHER_LEARNER = "visitor", "learner", "other learner"
MENTOR, OTHER_MENTOR = "mentor", "other mentor"
EDITOR, ADMIN_NO_CODE, ADMIN = "editor", "admin without code", "admin"
EVERYBODY = (
    VISITOR,
    LEARNER,
    OTHER_LEARNER,
    MENTOR,
    OTHER_MENTOR,
    EDITOR,
    ADMIN_NO_CODE,
    ADMIN,
)
WITH_CODE = (EDITOR, ADMIN)
PHONE = "192.0.2.7"


@dataclass
class World:
    """A session of `mentor` with a seat of `learner`, in five minutes; another with a held seat."""

    session: Session
    booking: Booking
    held: Booking
    people: dict[str, User] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """Return a browser in which somebody is logged in."""
        client = Client()
        if who in WITH_CODE:
            log_in_verified(client, self.people[who])
        elif who != VISITOR:
            client.force_login(self.people[who])
        return client

    def id_of(self, thing: str) -> Any:
        """Return the number in addresses of a thing."""
        return {
            "session": self.session.pk,
            "held session": self.held.session_id,
            "booking": self.booking.pk,
            "held booking": self.held.pk,
            "learner": self.people[LEARNER].pk,
            "mentor": self.session.mentor_id,
            "learner's browser": self.people[LEARNER].usersession_set.get(ip=PHONE).pk,
            "learner's export": self.people[LEARNER].data_exports.get().pk,
            "learner's program": self.people[LEARNER].refresh_families.get().pk,
        }[thing]


def make_world() -> World:
    """Build it; the mentors' pages come with them."""
    mentor, other = factories.mentor("Mia Mentor"), factories.mentor("Omar Other")
    learner = factories.person("Lena Learner")
    session = factories.session(by=mentor, starts_in=5, price=0, capacity=4)
    paid = factories.session(by=mentor, starts_in=600, price=45_000)
    world = World(
        session=session,
        booking=factories.seat(session, learner),
        held=bookings.book(session_id=paid.pk, learner=learner),
        people={
            LEARNER: learner,
            OTHER_LEARNER: factories.person("Liam Learner"),
            MENTOR: mentor.user,
            OTHER_MENTOR: other.user,
            EDITOR: factories.editor(name="Eddie Editor"),
            ADMIN: User.objects.create_superuser("a@example.test", factories.PASSWORD, name="Ada"),
        },
    )
    world.people[ADMIN_NO_CODE] = world.people[ADMIN]
    learner.usersession_set.create(ip=PHONE, session_key="k" * 32, user_agent="Firefox")
    tokens.open_family(user=learner, otp=False)
    export = DataExport(user=learner, state=ExportState.READY, made_at=now())
    export.file.save("lena.zip", ContentFile(b"PK"))
    notify(user=learner, kind="session_soon", data={"title": session.title, "url": "/"})
    return world
