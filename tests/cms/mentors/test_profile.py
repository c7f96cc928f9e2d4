"""A mentor works on their page; moderators read it; what is live stays until they say yes."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import TaskState

from cms.mentors import drafts
from learning.enums import Vetting
from peerlearn.accounts.models import User
from peerlearn.notifications.models import Notice
from tests import factories as make
from tests.accounts.test_picture import drawn
from tests.cms.mentors.steps import URL, decide, page_of, save, shown, typed
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db


def test_a_change_waits_for_a_moderator_and_what_is_live_stays(client, mentor, moderator):
    answer = save(client, headline="Code, aloud", text_0="I bake **very** well.\n\n## Why me")
    assert answer.status_code == 302
    page = client.get(URL)
    assert page.context["page_state"].stand == "review"
    assert "I bake sourdough badly." in shown(mentor)
    assert "Code, aloud" not in shown(mentor)
    preview = client.get(URL + "preview/").content.decode()
    assert "I bake <b>very</b> well." in preview
    assert decide(moderator, mentor, "approve").status_code == 302
    live = shown(mentor)
    assert "I bake <b>very</b> well." in live
    assert "<h3>Why me</h3>" in live
    assert "sourdough" not in live
    assert "Code, aloud" in Client().get("/mentors/").content.decode()
    assert client.get(URL).context["page_state"].stand == "live"
    mentor.refresh_from_db()
    assert mentor.headline == "Code, aloud"


def test_moderators_find_it_on_their_first_page_and_may_send_it_back_with_words(
    client, mentor, moderator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        save(client, headline="Best mentor in the world")
    assert [message.to for message in mail.outbox] == [["mo@example.test"]]
    admin = Client()
    log_in_verified(admin, moderator)
    assert "Asha Raman" in admin.get("/admin/").content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(moderator, mentor, "reject", "Say what you teach, {please}.")
    answer = client.get(URL)
    assert answer.context["page_state"].stand == "changes"
    assert "Say what you teach, {please}." in answer.content.decode()
    (message,) = mail.outbox
    assert message.to == [mentor.user.email]
    assert "Say what you teach, {please}." in message.body
    assert Notice.objects.filter(user=mentor.user, kind="page_sent_back").count() == 1
    assert "Best mentor" not in shown(mentor)
    # Saving again hands the same review in once more.
    save(client, headline="I teach Rust")
    assert client.get(URL).context["page_state"].stand == "review"
    decide(moderator, mentor, "approve")
    assert "I teach Rust" in shown(mentor)


def test_the_first_yes_makes_the_mentor_and_tells_them_once(
    moderator, django_capture_on_commit_callbacks
):
    newcomer = make.mentor("Nia New", approved=False, headline="Chess for patient people")
    own = Client()
    own.force_login(newcomer.user)
    save(own, text_0="I lose with grace.")
    with django_capture_on_commit_callbacks(execute=True):
        decide(moderator, newcomer, "approve")
    newcomer.refresh_from_db()
    assert newcomer.vetting == Vetting.APPROVED
    assert "I lose with grace." in shown(newcomer)
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([newcomer.user.email], "You are in: your PeerLearn page is live")
    ]
    assert Notice.objects.filter(user=newcomer.user, kind__startswith="page_").count() == 1


def test_an_approved_change_is_told_once_by_notice_and_mail(
    client, mentor, moderator, django_capture_on_commit_callbacks
):
    save(client, headline="New words")
    with django_capture_on_commit_callbacks(execute=True):
        decide(moderator, mentor, "approve")
    assert [one.subject for one in mail.outbox] == ["The new version of your page is live"]
    assert Notice.objects.get(user=mentor.user).kind == "page_live"


def test_a_change_under_review_takes_its_place_and_nobody_approves_it_unseen(
    client, mentor, moderator
):
    save(client, headline="First words")
    seen = page_of(mentor).current_workflow_task_state
    save(client, headline="Other words")
    admin = Client()
    log_in_verified(admin, moderator)
    page = page_of(mentor)
    admin.post(f"/admin/pages/workflow/action/{page.pk}/approve/{seen.pk}/")
    assert "Other words" not in shown(mentor)
    assert page_of(mentor).workflow_in_progress
    assert TaskState.objects.filter(status="in_progress").count() == 1
    decide(moderator, mentor, "approve")
    assert "Other words" in shown(mentor)


def test_a_version_is_taken_back_and_handed_in_again(client, mentor):
    save(client, headline="Half a thought")
    client.post(URL + "take-back/")
    client.post(URL + "take-back/")
    answer = client.get(URL)
    assert answer.context["page_state"].stand == "draft"
    assert answer.context["form"]["headline"].value() == "Half a thought"
    client.post(URL + "submit/")
    client.post(URL + "submit/")
    assert client.get(URL).context["page_state"].stand == "review"
    assert page_of(mentor).workflow_states.filter(status="in_progress").count() == 1


def test_of_two_tabs_the_second_is_asked_and_loses_nothing(client, mentor):
    old = typed(client, headline="From the second tab", text_0="Second text.")
    save(client, headline="From the first tab", text_0="First text.")
    answer = client.post(URL, old)
    assert answer.status_code == 409
    html = answer.content.decode()
    for words in ("From the first tab", "First text.", "From the second tab", "Second text."):
        assert words in html
    assert drafts.draft_of(page_of(mentor)).headline == "From the first tab"
    again = {name: answer.context["form"][name].value() for name in old}
    assert client.post(URL, again).status_code == 302
    assert drafts.draft_of(page_of(mentor)).headline == "From the second tab"


def test_what_an_editor_added_survives_every_save(client, mentor):
    page = page_of(mentor)
    picture = get_image_model().objects.create(
        title="Board", file=SimpleUploadedFile("b.png", drawn())
    )
    page.biography = page.biography.stream_block.to_python(
        [
            {"type": "paragraph", "value": "<p>Before.</p>", "id": "a"},
            {
                "type": "picture",
                "value": {"image": picture.pk, "decorative": False, "alt_text": "My board"},
                "id": "b",
            },
            {"type": "film", "value": "https://vimeo.com/76979871", "id": "c"},
            {"type": "paragraph", "value": '<p><a linktype="page" id="2">x</a></p>', "id": "d"},
        ]
    )
    page.save_revision().publish()
    assert "My board" in client.get(URL).content.decode()
    save(client, text_0="Before, longer.", text_1="", text_3="After.")
    kept = list(drafts.draft_of(page_of(mentor)).biography.raw_data)
    assert [(one["type"], one["id"]) for one in kept[1:4]] == [
        ("picture", "b"),
        ("film", "c"),
        ("paragraph", "d"),
    ]
    assert (kept[0]["value"], kept[4]["value"]) == ("<p>Before, longer.</p>", "<p>After.</p>")


def test_expertise_is_saved_on_the_same_page_at_once(client, mentor):
    sent = {"expertise": "on", "domains": ["programming"], "languages": ["Tamil"]}
    answer = client.post(URL, sent | {"hourly_price_rupees": "0.5"})
    assert answer.status_code == 400
    assert client.post(URL, sent | {"hourly_price_rupees": "450"}).status_code == 302
    mentor.refresh_from_db()
    assert (mentor.hourly_price, mentor.languages) == (45_000, ["Tamil"])


def test_the_profile_leads_mentors_here_and_learners_not(client):
    assert URL in client.get("/profile/").content.decode()
    learner = Client()
    learner.force_login(make.person())
    assert URL not in learner.get("/profile/").content.decode()
    assert learner.get(URL).status_code == 403


def test_nobody_sees_a_draft_but_its_mentor(client, mentor):
    save(client, headline="Between us")
    other = Client()
    other.force_login(make.mentor().user)
    assert "Between us" not in other.get(URL + "preview/").content.decode()
    assert Client().get(URL + "preview/").status_code == 302


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_no_one_takes_down_a_page_that_cards_lead_to(client, mentor, moderator, action):
    ada = User.objects.create_superuser("ada@example.test", make.PASSWORD, name="Ada")
    for person in (moderator, ada):
        admin = Client()
        log_in_verified(admin, person)
        admin.post(f"/admin/pages/{page_of(mentor).pk}/{action}/", {})
    assert Client().get(mentor.get_absolute_url()).status_code == 200


def test_a_page_cannot_be_given_a_day_to_vanish(mentor, moderator):
    admin = Client()
    log_in_verified(admin, moderator)
    editor = admin.get(f"/admin/pages/{page_of(mentor).pk}/edit/")
    assert editor.status_code == 200
    assert b"expire_at" not in editor.content
