"""Pictures in several sizes: what is stored, what a page may name, what goes with a picture."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from learning.cards import mentor_card, session_card
from learning.models import Session
from peerlearn.accounts.models import User
from peerlearn.accounts.services import people
from peerlearn.common.errors import DomainError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(width=700, height=525, kind="PNG"):
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind)
    return out.getvalue()


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def covered(**fields):
    session = factories.session(**fields)
    session.cover = ContentFile(drawn(), name="cover.png")
    session.save()
    return session


def addresses(srcset):
    return [part.split(" ")[0] for part in srcset.split(", ")]


def test_an_uploaded_cover_lies_there_in_each_size_a_card_names(media):
    card = session_card(covered())
    named = [card.image_url, *addresses(card.image_srcset), *addresses(card.image_avif)]
    stored = {f"/media/{name}" for name in files(media)}
    assert set(named) == stored
    assert [re.search(r"-w(\d+)", url)[1] for url in addresses(card.image_avif)] == [
        "320",
        "640",
        "700",
    ]


def test_each_copy_is_as_wide_as_it_says_and_of_its_kind(media):
    cover = covered().cover
    for srcset, kind in ((cover.avif, "AVIF"), (cover.webp, "WEBP")):
        for part in srcset.split(", "):
            url, width = part.split(" ")
            with Image.open(media / url.removeprefix("/media/")) as picture:
                assert (f"{picture.width}w", picture.format) == (width, kind)
                assert picture.width * 3 == pytest.approx(picture.height * 4, abs=3)


def test_a_face_beside_a_name_is_a_small_file(media):
    user = people.set_avatar(user=factories.person("Asha"), data=drawn(900, 900))
    with Image.open(media / user.face_url.removeprefix("/media/")) as picture:
        assert picture.width == 96
    assert mentor_card(factories.mentor("Ravi")).avatar_srcset == ""


def test_a_new_face_takes_the_old_one_with_all_its_copies(
    media, django_capture_on_commit_callbacks
):
    user = factories.person("Asha")
    people.set_avatar(user=user, data=drawn(600, 600))
    before = files(media)
    with django_capture_on_commit_callbacks(execute=True):
        people.set_avatar(user=user, data=drawn(600, 600))
    after = files(media)
    assert len(after) == len(before) == 8
    assert not set(after) & set(before)
    with django_capture_on_commit_callbacks(execute=True):
        people.remove_avatar(user=user)
    assert files(media) == []


def test_what_is_no_picture_is_refused():
    session = factories.session()
    session.cover = ContentFile(b"<svg onload='alert(1)'/>", name="cover.webp")
    with pytest.raises(DomainError):
        session.save()


def test_an_older_picture_is_shown_as_it_is_until_the_command_draws_its_copies(client, media):
    first, second = factories.session(), factories.session()
    name = default_storage.save("covers/old.webp", ContentFile(drawn(kind="WEBP")))
    Session.objects.filter(pk__in=(first.pk, second.pk)).update(cover=name)
    gone = factories.session()
    Session.objects.filter(pk=gone.pk).update(cover="covers/gone.webp")
    User.objects.filter(pk=first.mentor.user_id).update(avatar="avatars/gone.webp")
    first.refresh_from_db()
    assert (first.cover.avif, first.cover.small_url) == ("", "/media/covers/old.webp")
    assert 'src="/media/covers/old.webp"' in client.get(first.get_absolute_url()).content.decode()
    for _ in range(2):
        call_command("size_pictures", verbosity=0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.cover.name == second.cover.name == "covers/old-w700.webp"
    assert len(first.cover.avif.split(", ")) == 3
    assert len(files(media)) == 6
    gone.refresh_from_db()
    assert gone.cover.name == "covers/gone.webp"
