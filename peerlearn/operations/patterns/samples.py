"""Sample data of the pattern page: plain values, nothing from the database."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from peerlearn.common.clock import now

Values = dict[str, Any]
LONG_NAME = "Maria-Magdalena Wickramasinghe-Oberhuber von Thiruvananthapuram"
LONG_TITLE = "Unplug the mouse: an accessibility hour for your whole product, with everything on it"
LEVELS = [("new", "New to it"), ("some", "Some practice"), ("daily", "Every day")]


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="As your mentor should call you.")
    email = forms.EmailField(label="E-mail")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    topic = forms.ChoiceField(label="Topic", choices=[("", "Any topic"), *LEVELS])
    about = forms.CharField(label="Your question", widget=forms.Textarea, required=False)
    terms = forms.BooleanField(label="I agree to the terms")
    level = forms.ChoiceField(label="Level", choices=LEVELS, widget=forms.RadioSelect)
    closed = forms.CharField(label="Account", disabled=True, initial="Learner")
    file = forms.FileField(label="Picture", required=False, help_text="JPEG, PNG or WebP, 8 MB.")
    crop = forms.CharField(widget=forms.HiddenInput, required=False)


def empty_form() -> SampleForm:
    """Return the form nobody has filled in."""
    return SampleForm()


def wrong_form() -> SampleForm:
    """Return the form after it was sent with mistakes in it."""
    form = SampleForm({"name": "", "email": "asha(at)example", "about": "Hello", "level": "some"})
    form.full_clean()
    form.add_error(None, "Nothing was sent yet.")
    return form


def session(**changes: Any) -> Values:
    """Return the context of a session card; `changes` of its values."""
    card = {
        "id": 1,
        "url": "/sessions/",
        "eyebrow": "Live group of 6 · 45 min",
        "title": "Git without fear: undo everything, lose nothing",
        "mentor_name": "Marcus Adeyemi",
        "mentor_avatar_url": "",
        "rating": 4.9,
        "rating_count": 128,
        "starts_at": now() + timedelta(hours=7),
        "minutes": 45,
        "price": 45000,
        "seats_left": 3,
        "capacity": 6,
        "image_url": "",
        "is_live": False,
        "topic": "Programming",
        "seed": 1,
    }
    return {"card": card | changes}


def mentor(**changes: Any) -> Values:
    """Return the context of a mentor card; `changes` of its values."""
    card = {
        "url": "/mentors/",
        "name": "Asha Raman",
        "headline": "Backend engineer; taught 300 people to read a stack trace from the bottom",
        "avatar_url": "",
        "rating": 4.7,
        "rating_count": 86,
        "topics": ["Programming", "Careers"],
        "hourly_price": 90000,
        "next_start": now() + timedelta(days=2, hours=3),
    }
    return {"card": card | changes}


def cards(kind: str, count: int) -> list[Values]:
    """Return `count` cards of a kind: session or mentor."""
    names = (
        "Asha Raman",
        "Marcus Adeyemi",
        "Wei Ling Tan",
        "Jonas Keller",
        "Ishita Sen",
        LONG_NAME,
    )
    if kind == "mentor":
        return [mentor(name=names[n % 6], rating=5 - n / 10)["card"] for n in range(count)]
    return [
        session(id=n, mentor_name=names[n % 6], seats_left=n, topic=names[n % 6])["card"]
        for n in range(count)
    ]


def person(*roles: str, staff: bool = False) -> SimpleNamespace:
    """Return somebody logged in, or nobody where no role is given."""
    return SimpleNamespace(
        is_authenticated=bool(roles),
        name="Asha Raman",
        short_name="Asha",
        email="asha@example.org",
        avatar_url="",
        roles=roles,
        home_role=roles[0] if roles else "",
        is_staff=staff,
    )


def at(path: str) -> SimpleNamespace:
    """Return a request as far as components read one: its path."""
    return SimpleNamespace(path=path)


def page(number: int, pages: int) -> Values:
    """Return the context of a pagination at page `number` of `pages`."""
    return {"page": Paginator(range(pages * 24), 24).page(number), "query": "q=sql&"}


def later(**span: int) -> Values:
    """Return {"at": a moment this far from now}."""
    return {"at": now() + timedelta(**span)}
