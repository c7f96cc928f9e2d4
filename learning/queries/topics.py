"""Reading topics and their skills."""

from collections.abc import Iterable
from urllib.parse import urlencode

from peerlearn.common import page_cache
from peerlearn.common.page_cache import SITE

from ..models import Domain, Skill


def known() -> list[Domain]:
    """Return all topics in order, as they were read last; editors' changes are heard."""
    read = page_cache.remembered("topics", lambda: list(Domain.objects.all()), tags=(SITE,))
    return list(read)


def with_skills() -> list[Domain]:
    """Return all topics, their skills prefetched; two statements."""
    return list(Domain.objects.prefetch_related("skills"))


def skills_called(slugs: Iterable[str]) -> list[Skill]:
    """Return the skills with these slugs; unknown ones are left out."""
    return list(Skill.objects.filter(slug__in=list(slugs)))


def first(count: int = 8) -> list[tuple[str, str]]:
    """Return name and address of the first topics, in the order editors gave them."""
    return [(topic.name, topic.get_absolute_url()) for topic in Domain.objects.all()[:count]]


def skills_of(domain: Domain) -> list[tuple[str, str]]:
    """Return the skills of a topic, each with the address that searches for it."""
    names = Skill.objects.filter(domain=domain).values_list("name", flat=True)
    return [(name, f"/sessions/?{urlencode({'q': name})}") for name in names]


def moved(slug: str) -> Domain | None:
    """Return the topic whose page once stood at `slug`."""
    return Domain.objects.filter(former_slugs__slug=slug).first()


def taught(domains: Iterable[str], skills: Iterable[Skill]) -> list[Domain]:
    """Return the domains with these slugs and those the skills belong to."""
    named = Domain.objects.filter(slug__in=list(domains))
    return list(named | Domain.objects.filter(pk__in=[skill.domain_id for skill in skills]))
