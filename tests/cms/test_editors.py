"""What editors and moderators may do in the admin, over HTTP, logged in with their code."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.models import Page, Task, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms import tasks
from cms.models import ContentPage, HomePage, SiteFrame
from peerlearn.common.clock import now
from tests import factories
from tests.support.otp import log_in_verified

pytestmark = pytest.mark.django_db
NEW_WORDS = "<p>Entirely new words</p>"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def about():
    return ContentPage.objects.get(slug="about")


def as_editor(client):
    log_in_verified(client, factories.editor())


def as_moderator(client):
    log_in_verified(client, factories.moderator())


def form(page, words=NEW_WORDS, **more):
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "seo_title": "",
            "search_description": "",
            "body": streamfield([("text", rich_text(words))]),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "1000",
        }
        | more
    )


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def public(client, path="/about/"):
    return client.get(path).content.decode()


def test_an_editor_drafts_and_submits_and_a_moderator_publishes(client, about):
    as_editor(client)
    assert client.post(edit(about), form(about)).status_code == 302
    assert client.post(edit(about), form(about) | {"action-publish": "1"}).status_code == 302
    assert "Entirely new words" not in public(client)
    assert client.post(edit(about), form(about) | {"action-submit": "1"}).status_code == 302
    state = WorkflowState.objects.get(status="in_progress")
    assert state.content_object.specific == about
    assert "Entirely new words" not in public(client)
    client.logout()
    as_moderator(client)
    task = state.current_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[about.pk, "approve", task.pk])
    assert client.post(approve, {}).status_code in (200, 302)
    assert "Entirely new words" in public(client)


def test_a_moderator_may_publish_by_hand(client, about):
    as_moderator(client)
    client.post(edit(about), form(about) | {"action-publish": "1"})
    assert "Entirely new words" in public(client)


def test_an_editor_may_not_delete_or_unpublish_what_is_live(client, about):
    as_editor(client)
    for name in ("delete", "unpublish"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[about.pk])
        assert client.post(url, {}).status_code == 302
    about.refresh_from_db()
    assert about.live


@pytest.mark.parametrize("who", [as_editor, as_moderator])
def test_both_change_menus_and_announcement(client, who):
    who(client)
    url = reverse("wagtailsettings:edit", args=["cms", "siteframe"])
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    assert SiteFrame.objects.count() == 1


@pytest.mark.parametrize("who", [as_editor, as_moderator])
@pytest.mark.parametrize(
    "path",
    [
        "/admin/users/new/",
        "/admin/groups/",
        "/admin/sites/",
        "/admin/workflows/add/",
        "/admin/reports/audit-log/",
    ],
)
def test_neither_runs_the_place(client, who, path):
    who(client)
    assert client.get(path).status_code in (302, 403, 404)


def test_nobody_makes_mentors_pages_or_a_second_landing_by_hand(client):
    as_moderator(client)
    home = HomePage.objects.get()
    mentors = Page.objects.get(slug="mentors")
    for kind, parent in (("mentorpage", mentors), ("homepage", home), ("contactpage", home)):
        url = reverse("wagtailadmin_pages:add", args=["cms", kind, parent.pk])
        assert client.get(url).status_code in (302, 403), kind


def test_a_page_goes_live_and_off_at_the_time_an_editor_sets(client, about, monkeypatch):
    as_moderator(client)
    start, end = now() + timedelta(hours=2), now() + timedelta(hours=4)
    times = {
        "go_live_at": start.strftime("%Y-%m-%d %H:%M"),
        "expire_at": end.strftime("%Y-%m-%d %H:%M"),
    }
    client.post(edit(about), form(about) | times | {"action-publish": "1"})
    about.refresh_from_db()
    assert about.get_latest_revision().approved_go_live_at is not None
    tasks.publish_scheduled()
    assert "Entirely new words" not in public(client)
    for moment, status in ((start, 200), (end, 404)):
        later = moment + timedelta(minutes=2)
        monkeypatch.setattr("django.utils.timezone.now", lambda later=later: later)
        tasks.publish_scheduled()
        answer = client.get("/about/")
        assert answer.status_code == status
        if status == 200:
            assert "Entirely new words" in answer.content.decode()


def test_a_locked_page_keeps_others_out_and_versions_can_be_compared(client, about):
    as_moderator(client)
    client.post(edit(about), form(about))
    client.post(edit(about), form(about, "<p>Another wording</p>"))
    url = reverse("wagtailadmin_pages:revisions_compare", args=[about.pk, "earliest", "latest"])
    assert "Another wording" in client.get(url).content.decode()
    client.post(reverse("wagtailadmin_pages:lock", args=[about.pk]), {})
    client.logout()
    as_editor(client)
    client.post(edit(about), form(about, "<p>Sneaked in</p>"))
    about.refresh_from_db()
    assert "Sneaked in" not in str(about.get_latest_revision().content)


def test_the_landing_is_previewed_with_its_live_blocks(client):
    factories.session(title="Rust in an hour")
    as_editor(client)
    home = HomePage.objects.get()
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk])).content.decode()
    assert "Rust in an hour" in html


def test_each_block_shows_itself_in_the_picker(client):
    factories.session(title="Rust in an hour")
    as_editor(client)
    for name, block in HomePage._meta.get_field("body").stream_block.child_blocks.items():
        if block.is_previewable:
            url = reverse("wagtailadmin_block_preview")
            answer = client.get(url, {"id": block.definition_prefix})
            assert answer.status_code == 200, name
    assert "default-src" in answer["Content-Security-Policy"]


def jpeg(kind="JPEG"):
    out = io.BytesIO()
    Pillow.new("RGB", (800, 600), "teal").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "description", "is_kept"),
    [
        ("desk.jpg", jpeg(), "A desk by a window", True),
        ("desk.jpg", jpeg(), "", False),
        ("desk.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "A drawing", False),
        ("desk.jpg", b"<script>alert(1)</script>", "A trick", False),
    ],
)
def test_a_picture_is_taken_with_its_description_only(client, name, data, description, is_kept):
    as_editor(client)
    fields = {"title": "Desk", "description": description, "tags": ""}
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    client.post(reverse("wagtailimages:add"), fields | {"file": file})
    assert Image.objects.exists() is is_kept


def test_sizes_of_a_new_picture_are_drawn_before_anybody_asks(client):
    as_editor(client)
    file = SimpleUploadedFile("desk.jpg", jpeg(), content_type="image/jpeg")
    fields = {"title": "Desk", "description": "A desk", "tags": "", "file": file}
    client.post(reverse("wagtailimages:add"), fields)
    image = Image.objects.get()
    tasks.draw_picture(image.pk)
    kinds = set(image.renditions.values_list("filter_spec", flat=True))
    assert {"width-480|format-avif", "fill-96x96|format-webp"} <= kinds


def test_the_admin_has_a_policy_of_its_own_and_previews_that_of_visitors(client, about):
    as_editor(client)
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe-eval" not in policy
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[about.pk]))
    assert "unsafe-inline" not in draft["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/about/")["Content-Security-Policy"]


def test_the_user_bar_is_in_previews_alone(client, about):
    as_editor(client)
    assert "wagtail-userbar" not in public(client)
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[about.pk]))
    assert "wagtail-userbar" in draft.content.decode()


@pytest.mark.parametrize("model", [HomePage, ContentPage])
def test_every_field_of_a_page_says_what_it_is_for(model):
    own = [field for field in model._meta.local_fields if field.name != "page_ptr"]
    assert [field.name for field in own if not field.help_text] == []


def test_there_is_one_step_of_moderation():
    assert [task.name for task in Task.objects.filter(active=True)] == ["Moderators approval"]
