import json

from django.db import migrations

# Numbers become names of settings, filled in when the page is shown; what editors changed stays.
PARTS = [
    (
        "handed around in it for 180 days.</li>",
        "handed around in it for {CHAT_FILES_KEEP_DAYS} days, slides for {SLIDES_KEEP_DAYS} days "
        "after it.</li>",
    ),
    (
        "<li>The recording of a session for 90 days,",
        "<li>The recording of a session for {RECORDING_KEEP_DAYS} days,",
    ),
]


def name_settings(apps, schema_editor):
    """Have the page at /privacy/ name the days that the settings say."""
    page = apps.get_model("cms", "ContentPage").objects.filter(slug="privacy", depth=3).first()
    if page is None:
        return
    blocks = list(page.body.raw_data)
    for block in blocks:
        if block["type"] != "text":
            continue
        for old, new in PARTS:
            block["value"] = block["value"].replace(old, new)
    page.body = json.dumps(blocks)
    page.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0012_privacy_of_recordings")]

    operations = [migrations.RunPython(name_settings, migrations.RunPython.noop)]
