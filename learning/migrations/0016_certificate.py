"""Certificates of attendance; whoever attended before this has one, too."""

import secrets

import django.db.models.deletion
from django.db import migrations, models

import peerlearn.common.clock

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def issue(apps, schema_editor):
    """Give each attended seat its certificate."""
    Booking = apps.get_model("learning", "Booking")
    Certificate = apps.get_model("learning", "Certificate")
    attended = Booking.objects.filter(state="completed", certificate=None).order_by("pk")
    keys = attended.values_list("pk", flat=True)
    Certificate.objects.bulk_create(
        (
            Certificate(booking_id=key, code="".join(secrets.choice(LETTERS) for _ in range(12)))
            for key in keys.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("learning", "0015_review_scores_and_replies")]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("issued_at", models.DateTimeField(default=peerlearn.common.clock.now)),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificate",
                        to="learning.booking",
                    ),
                ),
            ],
            options={"ordering": ["-issued_at", "-id"]},
        ),
        migrations.RunPython(issue, migrations.RunPython.noop),
    ]
