"""Editors write the pages of topics, moderators publish them."""

from django.db import migrations

ACTS = {"Editors": ("add", "change"), "Moderators": ("add", "change", "publish")}


def grant(apps, schema_editor):
    """Give both groups their rights; Django makes the rows of permissions only later."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind = ContentType.objects.get_or_create(app_label="cms", model="topictext")[0]
    for name, acts in ACTS.items():
        group = Group.objects.filter(name=name).first()
        for act in acts if group else ():
            right = Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{act}_topictext",
                defaults={"name": f"Can {act} topic page"},
            )[0]
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0009_topic_text"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
