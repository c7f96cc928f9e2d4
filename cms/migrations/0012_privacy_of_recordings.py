import json

from django.db import migrations

# What stood there before rooms kept files and recordings; sentences that editors changed stay.
SENTENCES = [
    (
        "<li>Chat lines of a session, for you and the others who were in it.</li>",
        "<li>Chat lines, notes and board pictures of a session, for you and the others who were in "
        "it; files\nhanded around in it for 180 days.</li>\n"
        "<li>The recording of a session for 90 days, only if everybody in it agreed. The people of "
        "that\nsession alone can watch it, and whoever is in it can have it deleted before.</li>",
    ),
    (
        "<p>Video and voice go from browser to browser and are not stored.",
        "<p>Video and voice go from browser to browser and, unless everybody agreed to a recording, "
        "are not\nstored.",
    ),
]


def tell(apps, schema_editor):
    """Have the page at /privacy/ tell of recordings and files."""
    page = apps.get_model("cms", "ContentPage").objects.filter(slug="privacy", depth=3).first()
    if page is None:
        return
    parts = list(page.body.raw_data)
    for part in parts:
        if part["type"] != "text":
            continue
        for old, new in SENTENCES:
            part["value"] = part["value"].replace(old, new)
    page.body = json.dumps(parts)
    page.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0011_six_cards")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
