"""The people of the demo: staff, mentors, learners. Made once, found again by address."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from learning.hours import Stretch
from learning.models import Domain, Mentor, Skill
from learning.services import mentors as mentor_services
from learning.services import teaching
from peerlearn.accounts.enums import HomeRole, Role
from peerlearn.accounts.models import User
from peerlearn.accounts.services.people import create_person
from peerlearn.accounts.services.two_factor import hand_out_app
from peerlearn.common.clock import now, travel

from ..models import MentorPage
from ..services import ensure_mentor_page
from . import pictures
from .library import LearnerText, MentorText, learners, mentors, topics

PASSWORD = "learn-with-peers"  # noqa: S105  (known on purpose: dev tools only)
JOINED = timedelta(days=60)
ADMIN = "admin@peerlearn.test"
EDITOR = "editor@peerlearn.test"


class Cast:
    """The demo people and topics by the keys of the library."""

    def __init__(self) -> None:
        self.domains = {domain.slug: domain for domain in Domain.objects.all()}
        self.skills = {skill.name: skill for skill in Skill.objects.all()}
        rows = Mentor.objects.select_related("user").filter(
            user__email__in=[text.email for text in mentors()]
        )
        by_address = {mentor.user.email: mentor for mentor in rows}
        self.mentors = {
            text.key: by_address[text.email] for text in mentors() if text.email in by_address
        }
        self.mentors_by_id = {mentor.pk: mentor for mentor in self.mentors.values()}
        users = User.objects.filter(email__in=[text.email for text in learners()])
        found = {user.email: user for user in users.prefetch_related("role_grants")}
        self.learners = {text.key: found[text.email] for text in learners() if text.email in found}

    def skills_of(self, names: tuple[str, ...]) -> list[Skill]:
        """Return the skills called so."""
        return [self.skills[name] for name in names]


def anchor() -> datetime:
    """Return the minute of the first load: the whole plan stands around it, for ever.

    It is kept as the day the administrator joined, so that an interrupted load goes on with it.
    """
    admin = User.objects.filter(email=ADMIN).first()
    moment = admin.date_joined + JOINED if admin else now()
    return moment.replace(second=0, microsecond=0)


def make_everybody(start: datetime) -> Cast:
    """Make whoever is missing, as of 60 days before `start`; returns all of them."""
    known = set(User.objects.values_list("email", flat=True))
    fresh: list[int] = []
    with travel(start - JOINED):
        _topics()
        for email, name in ((ADMIN, "Nandita Admin"), (EDITOR, "Eddie Mathew")):
            if email not in known:
                fresh.append(_staff(email, name))
        for text in mentors():
            if text.email not in known:
                fresh.append(_mentor(text))
        for text in learners():
            if text.email not in known:
                fresh.append(_learner(text))
        _pages()
    for user in User.objects.filter(email__in=(ADMIN, EDITOR)):
        # Staff can't do without: /dev/logins/ shows the code that a phone would show.
        hand_out_app(user=user)
    # One hash for all: hashing is slow on purpose, and the password is no secret.
    User.objects.filter(pk__in=fresh).update(password=make_password(PASSWORD))
    return Cast()


def _topics() -> None:
    for position, topic in enumerate(topics(), start=1):
        domain, _ = Domain.objects.get_or_create(
            slug=topic.slug,
            defaults={"name": topic.name, "blurb": topic.blurb, "position": position},
        )
        names = {skill for mentor in topic.mentors for skill in mentor.skills}
        names |= {s for m in topic.mentors for lesson in m.lessons for s in lesson.skills}
        known = set(Skill.objects.filter(name__in=names).values_list("name", flat=True))
        for name in sorted(names - known):
            slug = name.lower().replace(" ", "-")
            Skill.objects.get_or_create(slug=slug, defaults={"name": name, "domain": domain})


@transaction.atomic
def _person(email: str, name: str, *, roles: tuple[str, ...], zone: str, face: str) -> User:
    user = create_person(
        email=email, name=name, password=None, roles=roles, time_zone=zone, verified=True
    )
    stored = pictures.portrait(face)
    if stored:
        user.avatar = stored
        user.save(update_fields=["avatar"])
    return user


@transaction.atomic
def _staff(email: str, name: str) -> int:
    # There is no sign-up for staff: accounts are given their rights by hand, here too.
    user = _person(email, name, roles=(), zone="Asia/Kolkata", face="")
    user.is_staff, user.home_role = True, HomeRole.STAFF
    user.is_superuser = email == ADMIN
    user.save(update_fields=["is_staff", "home_role", "is_superuser"])
    if email == EDITOR:
        user.groups.add(*Group.objects.filter(name__in=("Editors", "Moderators")))
    return user.pk


@transaction.atomic
def _mentor(text: MentorText) -> int:
    roles = (Role.MENTOR,)
    user = _person(text.email, text.name, roles=roles, zone=text.zone, face=text.key)
    mentor = mentor_services.make_mentor(
        user=user,
        headline=text.headline,
        domains=Domain.objects.filter(slug=text.topic),
        skills=Skill.objects.filter(name__in=text.skills),
        languages=text.languages,
        hourly_price=text.price,
    )
    mentor_services.approve(mentor_id=mentor.pk)
    teaching.update_hours(user=user, week=_week(text.key), time_zone=text.zone)
    return user.pk


def _week(key: str) -> list[Stretch]:
    """Return three evenings and a Saturday morning, not the same for everybody."""
    first = len(key) % 3
    evenings = [Stretch(first + day, 18 * 60, 21 * 60) for day in (0, 1, 2)]
    return [*evenings, Stretch(5, 10 * 60, 13 * 60)]


def _pages() -> None:
    pages = MentorPage.objects.select_related("mentor__user")
    told = [page.mentor.user.email for page in pages if page.biography]
    missing = {text.email: text for text in mentors()}
    for email in told:
        missing.pop(email, None)
    for mentor in Mentor.objects.filter(user__email__in=missing).select_related("user"):
        text = missing[mentor.user.email]
        page = ensure_mentor_page(mentor_id=mentor.pk, biography=text.bio)
        if text.links or text.film:
            _dress(page, text)


@transaction.atomic
def _dress(page: MentorPage, text: MentorText) -> None:
    links = [{"type": "link", "value": url} for url in text.links]
    page.links = page.links.stream_block.to_python(links)
    if text.film:
        page.film = pictures.film(page.mentor, text.key)
        page.poster = pictures.poster(text.key, title=text.name)
    page.save()


@transaction.atomic
def _learner(text: LearnerText) -> int:
    roles = (Role.LEARNER,)
    user = _person(text.email, text.name, roles=roles, zone=text.zone, face=text.key)
    interests = Skill.objects.filter(name__in=text.interests)
    mentor_services.make_learner(user=user, about=text.about, interests=interests)
    return user.pk
