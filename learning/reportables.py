"""What can be reported: a list that higher apps add to in `AppConfig.ready`.

A kind finds its thing by number only for who can see it, so that numbers tell nobody anything.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from peerlearn.accounts import acquaintance
from peerlearn.accounts.models import User

from .models import Mentor, RequestMessage, Review
from .queries import bookings, requests, reviews, sessions


@dataclass(frozen=True)
class Thing:
    """Something reported: whose it is, what it is called, what it says, where it is."""

    about: User
    title: str
    quoted: str = ""
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of thing; `find` returns one that `user` can see, or None."""

    key: str
    label: str | Promise
    find: Callable[[User, int], Thing | None]


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; the same key twice is a programming error."""
    for kind in kinds:
        if _kinds.setdefault(kind.key, kind) is not kind:
            raise ValueError(f"reportable {kind.key} is registered twice")


def keys() -> list[str]:
    """Return the keys of all kinds, in order."""
    return sorted(_kinds)


def find(user: User, key: str, ref: int) -> tuple[Kind, Thing] | None:
    """Return a thing with its kind if the user can see it; nobody reports what is their own."""
    kind = _kinds.get(key)
    thing = kind.find(user, ref) if kind else None
    if kind is None or thing is None or thing.about.pk == user.pk:
        return None
    return kind, thing


def is_own(user: User, key: str, ref: int) -> bool:
    """Tell whether somebody asks about their own: pages for everybody show everybody the link."""
    if key == "person":
        return ref == user.pk
    kind = _kinds.get(key)
    thing = kind.find(user, ref) if kind else None
    return thing is not None and thing.about.pk == user.pk


def _person(user: User, ref: int) -> Thing | None:
    person = acquaintance.known_to(user, ref)
    if person is None:
        return None
    mentor = Mentor.objects.filter(user=person).first()
    return Thing(person, person.name, url=mentor.get_absolute_url() if mentor else "")


def _session(user: User, ref: int) -> Thing | None:
    found, url = sessions.shown().filter(pk=ref).first(), ""
    if found is None:
        seats = bookings.of_learner(user).filter(session=ref, confirmed_at__isnull=False)
        seat = seats.first()
        if seat is None:
            return None
        found, url = seat.session, seat.get_absolute_url()
    words = f"{found.summary}\n\n{found.description}".strip()
    return Thing(found.mentor.user, found.title, words, url or found.get_absolute_url())


def _read_review(ref: int) -> Review | None:
    found = reviews.shown().filter(pk=ref).select_related("learner", "mentor__user", "session")
    return found.first()


def _review(user: User, ref: int) -> Thing | None:
    found = _read_review(ref)
    if found is None:
        return None
    url = f"{found.mentor.get_absolute_url()}#reviews"
    return Thing(found.learner, found.session.title, found.comment, url)


def _reply(user: User, ref: int) -> Thing | None:
    found = _read_review(ref)
    if found is None or not found.shown_reply:
        return None
    url = f"{found.mentor.get_absolute_url()}#reviews"
    return Thing(found.mentor.user, found.session.title, found.shown_reply, url)


def _request(user: User, ref: int) -> Thing | None:
    found = requests.seen_by(user, ref)
    return found and Thing(found.learner, found.title, found.description)


def _message(user: User, ref: int) -> Thing | None:
    rows = RequestMessage.objects.select_related("author", "request", "mentor")
    found = rows.filter(pk=ref).first()
    if found is None or user.pk not in (found.request.learner_id, found.mentor.user_id):
        return None
    return Thing(found.author, found.request.title, found.text)


def register_own() -> None:
    """Make learning's kinds known; called once, when the apps are ready."""
    register(
        Kind("person", _("Person"), _person),
        Kind("session", _("Session"), _session),
        Kind("review", _("Review"), _review),
        Kind("reply", _("Reply to a review"), _reply),
        Kind("request", _("Request"), _request),
        Kind("message", _("Message about a request"), _message),
    )
