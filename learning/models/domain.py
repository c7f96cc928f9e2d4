"""What can be learned: domains ("topics" to people) and the skills in them."""

from django.db import models


class Domain(models.Model):
    """A field of learning; people call it a topic."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    blurb = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the topic's landing page."""
        return f"/sessions/topic/{self.slug}/"


class Skill(models.Model):
    """Something one can learn inside a domain."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="skills")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
