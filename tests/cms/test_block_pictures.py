"""Pictures in blocks: their words, their sizes, and what happens when one is lost."""

import io
import json
import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Pillow
from wagtail import blocks as wagtail_blocks
from wagtail.images.models import Image

from cms.blocks import PictureBlock
from cms.models import HomePage
from tests import factories
from tests.accounts.test_picture import drawn as face_drawn

from .test_blocks import html_of
from .test_landing import body, picked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def image(title="A desk", size=(1600, 1200)):
    out = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(out, "JPEG")
    return Image.objects.create(title=title, file=ContentFile(out.getvalue(), name="desk.jpg"))


def shown_picture(one, **fields):
    return {"image": one.pk, "decorative": False, "alt_text": "A desk by a window"} | fields


def test_a_picture_needs_an_alt_text_or_to_be_called_decorative():
    block, one = PictureBlock(), image()
    silent = shown_picture(one, alt_text="")
    with pytest.raises(wagtail_blocks.StructBlockValidationError):
        block.clean(block.to_python({"picture": silent, "caption": ""}))
    for fine in (silent | {"decorative": True}, shown_picture(one)):
        block.clean(block.to_python({"picture": fine, "caption": ""}))


def test_pictures_come_as_avif_and_webp_in_widths_with_their_alt_text(client):
    one, other = image(), image("Somebody")
    voice = {"quote": "It worked", "name": "Lena", "role": "", "figure": "", "rating": 4}
    body(
        ("picture", {"picture": shown_picture(one), "caption": "Ours"}),
        (
            "testimonials",
            {
                "title": "V",
                "items": [
                    {
                        "type": "item",
                        "id": "2" * 36,
                        "value": voice
                        | {"portrait": shown_picture(other, alt_text="Lena, laughing")},
                    }
                ],
            },
        ),
    )
    html = html_of(client)
    figure = html.split('<figure class="figure">')[1].split("</figure>")[0]
    assert re.search(r'<source type="image/avif" srcset="[^"]*480w, [^"]*800w, [^"]*1280w"', figure)
    assert re.search(r'srcset="[^"]*\.webp 480w', figure)
    assert 'alt="A desk by a window"' in figure
    assert 'alt="Lena, laughing"' in html
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    asked = [query["sql"] for query in captured if 'FROM "wagtailimages' in query["sql"]]
    assert len(asked) == 2, "pictures and their renditions, one statement each"
    assert all(sql.startswith("SELECT") for sql in asked)


def test_a_picture_whose_file_is_lost_takes_nothing_else_with_it(client):
    one = image()
    one.file.storage.delete(one.file.name)
    body(("picture", {"picture": shown_picture(one), "caption": "Ours"}), ("text", "<p>Still</p>"))
    html = html_of(client)
    assert "Still" in html
    assert "<img" not in html.split('<figure class="figure">')[1].split("</figure>")[0]


def test_a_deleted_picture_leaves_the_page(client):
    one = image()
    body(("picture", {"picture": shown_picture(one), "caption": "Ours"}))
    one.delete()
    assert client.get("/").status_code == 200


def test_the_hero_shows_the_chosen_faces_or_a_picture(client):
    first, second, third = (factories.mentor(name) for name in ("Ana", "Ben", "Cem"))
    for mentor in (first, second, third):
        mentor.user.avatar.save("face.png", SimpleUploadedFile("face.png", face_drawn()))
    home = HomePage.objects.get()
    items = picked(third, second)
    home.hero_visual = json.dumps([{"type": "mentors", "value": items, "id": "3" * 36}])
    home.save()
    hero = html_of(client).split('<p class="arches-words">')[1].split("</p>")[0]
    assert re.findall(r">(\w+)</a>", hero) == ["Cem", "Ben"]
    shown = shown_picture(image())
    home.hero_visual = json.dumps([{"type": "picture", "value": shown, "id": "3" * 36}])
    home.hero_sentence = False
    home.save()
    html = html_of(client)
    assert 'alt="A desk by a window"' in html.split('class="arch"')[1].split("</div>")[0]
    assert 'class="sentence"' not in html
