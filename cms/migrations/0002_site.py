"""The site and its pages, with words to start from."""

import json
from uuid import NAMESPACE_URL, uuid5

from django.db import migrations
from django.utils import timezone

from cms import site_texts as texts


def _ids(name):
    return str(uuid5(NAMESPACE_URL, f"peerlearn/home/{name}"))


def _list(name, values):
    """Children of a list need a type and an id each, or they load empty without an error."""
    return [
        {"type": "item", "value": value, "id": _ids(f"{name}/{number}")}
        for number, value in enumerate(values)
    ]


def _body():
    def cards(kind, title, rule, **more):
        picked = {"session_carousel": "sessions", "mentor_carousel": "mentors"}[kind]
        return kind, {"title": title, "rule": rule, picked: [], "limit": 6, **more}

    blocks = [
        cards("session_carousel", "Starting in the next 24 hours", "soon", topic=""),
        (
            "features",
            {"title": "Two people, one hour", "items": _list("features", texts.FEATURES)},
        ),
        (
            "how_it_works",
            {"title": "How It Works", "steps": _list("steps", texts.STEPS)},
        ),
        cards("mentor_carousel", "Featured Mentors", "top"),
        cards("session_carousel", "In demand this week", "trending", topic=""),
        (
            "questions",
            {"title": "Before you ask", "items": _list("questions", texts.QUESTIONS)},
        ),
        (
            "call_to_action",
            {
                "title": "You know something worth an hour",
                "text": "Set your own price and your own evenings. We bring the learners, the room "
                "and the money.",
                "label": "Become a mentor",
                "url": "/register/?role=mentor",
            },
        ),
    ]
    return json.dumps(
        [
            {"type": kind, "value": value, "id": _ids(f"{number}/{kind}")}
            for number, (kind, value) in enumerate(blocks)
        ]
    )


def make_site(apps, schema_editor):
    """Put the tree in the place of Wagtail's welcome page."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    ContentType = apps.get_model("contenttypes", "ContentType")
    moment = timezone.now()
    locale = Locale.objects.get_or_create(language_code="en")[0]
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()

    def page(name, path, title, slug, url_path, **fields):
        kind = ContentType.objects.get_or_create(app_label="cms", model=name.lower())[0]
        return apps.get_model("cms", name).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=path,
            depth=len(path) // 4,
            url_path=url_path,
            content_type=kind,
            locale=locale,
            live=True,
            first_published_at=moment,
            last_published_at=moment,
            **fields,
        )

    home = page(
        "HomePage",
        "00010001",
        "PeerLearn",
        "home",
        "/home/",
        hero_title="Learn from Experts Live",
        hero_text=texts.HERO_TEXT,
        body=_body(),
        numchild=6,
    )
    children = [
        ("SessionCataloguePage", "Sessions", {}),
        ("MentorIndexPage", "Mentors", {"intro": texts.MENTOR_INTRO}),
        ("ContentPage", "About", {"body": texts.ABOUT}),
        ("ContentPage", "Contact", {"body": texts.CONTACT_BEFORE_THE_FORM}),
        ("ContentPage", "Terms", {"body": texts.TERMS}),
        ("ContentPage", "Privacy", {"body": texts.PRIVACY}),
    ]
    for number, (name, title, fields) in enumerate(children, start=1):
        slug = title.lower()
        page(name, f"00010001{number:04d}", title, slug, f"/home/{slug}/", **fields)
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name="PeerLearn",
        root_page_id=home.pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_pages"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_site, migrations.RunPython.noop)]
