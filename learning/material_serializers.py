"""Materials as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from .material_files import MOST_MEGABYTES, MOST_TITLE, MOST_URL
from .models import Material


class MaterialIn(serializers.Serializer):
    """A link as JSON, or a file as multipart/form-data: one of the two."""

    url = serializers.CharField(max_length=MOST_URL, required=False, help_text="http or https.")
    file = serializers.FileField(
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=f"PDF, picture, office document, text or ZIP; at most {MOST_MEGABYTES} MB.",
    )
    title = serializers.CharField(max_length=MOST_TITLE, allow_blank=True, required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Want one of file and link."""
        if ("url" in data) == ("file" in data):
            raise serializers.ValidationError({"file": "Send a file or a link, one of them."})
        return data


class PlaceIn(serializers.Serializer):
    """Where in the list it goes."""

    position = serializers.IntegerField(min_value=1, max_value=100, help_text="1 is the first.")


class MaterialOut(serializers.ModelSerializer):
    """A file or a link."""

    kind = serializers.SerializerMethodField(help_text="`link`, or what the file is: pdf, docx …")
    url = serializers.SerializerMethodField(help_text="Where the link leads, or the download.")

    class Meta:
        model = Material
        fields = ["id", "title", "kind", "url", "size", "position", "created_at"]

    @extend_schema_field(serializers.CharField())
    def get_kind(self, material: Material) -> str:
        """Return what it is."""
        return material.ending or "link"

    @extend_schema_field(serializers.CharField())
    def get_url(self, material: Material) -> str:
        """Return where its content is."""
        return material.url or f"/api/sessions/{material.session_id}/materials/{material.pk}/"
