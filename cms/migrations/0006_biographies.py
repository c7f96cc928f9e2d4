"""Biographies of one rich text become blocks: what is live, and every version of it."""

import json
from uuid import NAMESPACE_URL, uuid5

from django.db import migrations


def _blocks(told, name):
    """One paragraph block; list children without an id would load empty."""
    if not told:
        return []
    key = str(uuid5(NAMESPACE_URL, f"peerlearn/biography/{name}"))
    return [{"type": "paragraph", "value": told, "id": key}]


def _is_rich_text(told):
    return isinstance(told, str) and not told.startswith("[")


def to_blocks(apps, schema_editor):
    """Wrap the texts."""
    MentorPage = apps.get_model("cms", "MentorPage")
    Revision = apps.get_model("wagtailcore", "Revision")
    for page in MentorPage.objects.exclude(told="").iterator():
        # The historical field knows no blocks by name: raw data is what it stores.
        page.biography = json.dumps(_blocks(page.told, page.pk))
        page.save(update_fields=["biography"])
    kind = {"content_type__app_label": "cms", "content_type__model": "mentorpage"}
    for revision in Revision.objects.filter(**kind).iterator():
        told = revision.content.get("biography", "")
        if _is_rich_text(told):
            blocks = _blocks(told, revision.object_id)
            revision.content["biography"] = json.dumps(blocks)
            revision.save(update_fields=["content"])


def to_rich_text(apps, schema_editor):
    """Keep the paragraphs; other blocks have no place in one rich text."""
    MentorPage = apps.get_model("cms", "MentorPage")
    Revision = apps.get_model("wagtailcore", "Revision")
    for page in MentorPage.objects.iterator():
        page.told = _joined(list(page.biography.raw_data))
        page.save(update_fields=["told"])
    kind = {"content_type__app_label": "cms", "content_type__model": "mentorpage"}
    for revision in Revision.objects.filter(**kind).iterator():
        stored = revision.content.get("biography", "")
        if stored.startswith("["):
            revision.content["biography"] = _joined(json.loads(stored))
            revision.save(update_fields=["content"])


def _joined(blocks):
    return "".join(block["value"] for block in blocks if block["type"] == "paragraph")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0005_mentor_page"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(to_blocks, to_rich_text)]
