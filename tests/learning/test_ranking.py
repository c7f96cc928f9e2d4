"""How mentors stand by their reviews."""

import pytest
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from learning.models import Mentor
from learning.queries import mentors
from learning.queries.mentor_search import find
from learning.queries.ratings import mean_here
from learning.ranking import HIGHEST, NEUTRAL, PRIOR_WEIGHT, rank_of
from tests import factories as make

means = st.integers(1000, HIGHEST)
# (number of reviews, their sum).
said = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.just(n), st.integers(n, 5 * n)))


def rank(total, count, mean):
    """The rule in words of Python: what the database is held to."""
    return (PRIOR_WEIGHT * mean + total * 1000) // (PRIOR_WEIGHT + count) if count else 0


@given(said, means)
def test_a_rank_lies_between_the_sites_mean_and_the_mentors_own(voices, mean):
    count, total = voices
    own = total * 1000 // count
    assert min(own, mean) <= rank(total, count, mean) <= max(own, mean)


@given(st.integers(1, 500), means)
def test_more_of_the_same_moves_nearer_to_it(count, mean):
    few, many = rank(5 * count, count, mean), rank(10 * count, 2 * count, mean)
    assert few <= many <= 5000


def test_one_perfect_review_does_not_stand_above_fifty_of_four_point_eight():
    for mean in range(1000, HIGHEST + 1, 100):
        assert rank(5, 1, mean) < rank(240, 50, mean)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("total", "count", "mean"), [(0, 0, NEUTRAL), (7, 2, 3500), (490, 100, HIGHEST), (5, 3, 1666)]
)
def test_the_sites_mean_is_that_of_all_ratings_neutral_without_any_and_never_too_high(
    total, count, mean
):
    made = make.mentor()
    make.mentor("Never Rated")
    Mentor.objects.filter(pk=made.pk).update(rating_sum=total, rating_count=count)
    assert set(Mentor.objects.annotate(mean=mean_here()).values_list("mean", flat=True)) == {mean}


@pytest.mark.django_db
def test_the_database_ranks_as_python_does():
    made = make.mentor()
    for total, count in ((0, 0), (5, 1), (240, 50), (7, 3), (1, 1)):
        Mentor.objects.filter(pk=made.pk).update(rating_sum=total, rating_count=count)
        found = Mentor.objects.annotate(rank=rank_of("", Value(4321))).get(pk=made.pk)
        assert found.rank == rank(total, count, 4321)


@pytest.mark.django_db
def test_lists_by_rating_follow_it():
    for name, total, count in (("One", 5, 1), ("New", 0, 0), ("Fifty", 240, 50), ("Poor", 50, 20)):
        mentor = make.mentor(name)
        Mentor.objects.filter(pk=mentor.pk).update(rating_sum=total, rating_count=count)
        make.session(by=mentor)
    order = ["Fifty", "One", "Poor", "New"]
    assert [one.user.name for one in find({"sort": "rating"}, []).page] == order
    assert [one.user.name for one in mentors.top_rated()] == order
