from django.db import migrations, models
from django.db.models.functions import Now


def what_was_open_stays_open(apps, schema_editor):
    apps.get_model("live", "Slide").objects.update(shown_at=Now())


class Migration(migrations.Migration):

    dependencies = [
        ('live', '0008_kept_and_consented'),
    ]

    operations = [
        migrations.AddField(
            model_name='slide',
            name='shown_at',
            field=models.DateTimeField(blank=True, help_text='First, by the mentor.', null=True),
        ),
        migrations.RunPython(what_was_open_stays_open, migrations.RunPython.noop),
    ]
