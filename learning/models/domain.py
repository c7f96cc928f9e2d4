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

    def save(self, *args, **kwargs) -> None:
        """Remember the address that a new slug leaves behind."""
        before = Domain.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        FormerSlug.objects.filter(slug=self.slug).delete()
        if before and before != self.slug:
            FormerSlug.objects.update_or_create(slug=before, defaults={"domain": self})

    def get_absolute_url(self) -> str:
        """Return the topic's landing page."""
        return f"/sessions/topic/{self.slug}/"


class FormerSlug(models.Model):
    """Where a topic's page once stood: that address leads to the new one."""

    slug = models.SlugField(max_length=60, unique=True)
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Skill(models.Model):
    """Something one can learn inside a domain."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="skills")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
