"""Steps on a mentor's page."""

from django.test import Client

from cms.models import MentorPage
from tests.support.otp import log_in_verified

URL = "/mentor/profile/"


def page_of(mentor):
    return MentorPage.objects.get(mentor=mentor)


def typed(client, **changes):
    """Return the form as a browser would send it, with changes."""
    form = client.get(URL).context["form"]
    names = ["base", "headline", "film_url", "links", *(f"text_{n}" for n in range(form.texts))]
    return {name: form[name].value() or "" for name in names} | changes


def save(client, **changes):
    return client.post(URL, typed(client, **changes))


def decide(user, mentor, action, comment=""):
    """Press a button of the moderators' page; returns the answer."""
    admin = Client()
    log_in_verified(admin, user)
    page = page_of(mentor)
    task = page.current_workflow_task_state
    url = f"/admin/pages/workflow/action/{page.pk}/{action}/{task.pk}/"
    return admin.post(url, {"comment": comment})


def shown(mentor):
    return Client().get(mentor.get_absolute_url()).content.decode()
