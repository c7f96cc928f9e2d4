"""Fields that several serializers share."""

from typing import Any

from rest_framework import serializers

from .zones import is_zone, modern

LARGEST_ID = 2**63 - 1


class IdField(serializers.IntegerField):
    """The number of a row; one no database could hold is refused before it is asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **options)


class SlugKey(serializers.SlugRelatedField):
    """A row by its slug; what cannot be one is refused before PostgreSQL chokes on a NUL in it."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the row; 400 if there is none."""
        if not isinstance(data, str) or "\x00" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


class ZoneField(serializers.CharField):
    """The name of a time zone that exists."""

    default_error_messages = {"no_zone": "There is no such time zone."}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=64, **options)

    def to_internal_value(self, data: Any) -> str:
        """Return today's name of the zone; 400 if there is none."""
        name = modern(super().to_internal_value(data))
        if not is_zone(name):
            self.fail("no_zone")
        return name


class PaiseField(serializers.IntegerField):
    """An amount as a whole number; 50.0, "5000" and true are not amounts."""

    def to_internal_value(self, data: Any) -> int:
        """Return the amount; 400 for anything but a JSON integer."""
        if type(data) is not int:
            self.fail("invalid")
        return super().to_internal_value(data)
