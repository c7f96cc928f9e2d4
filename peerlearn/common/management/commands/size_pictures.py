"""Draws what older pictures lack: `manage.py size_pictures`."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from peerlearn.common.pictures import PictureField, size_all


class Command(BaseCommand):
    """Gives every stored picture its copies in the sizes pages ask for; safe to run again."""

    help = "Draw AVIF and WebP copies of pictures that were stored before there were any."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through every picture field of every model."""
        for model in apps.get_models():
            for field in model._meta.get_fields():
                if isinstance(field, PictureField):
                    done = size_all(field, model)
                    self.stdout.write(f"{model._meta.label}.{field.name}: {done} drawn")
