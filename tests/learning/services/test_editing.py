"""Editing, autosave in two tabs, copies, drafts nobody wants: no word is lost, none sneaks in."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from learning.enums import SessionKind, SessionState
from learning.models import Booking, Session
from learning.services import editing, sessions, waitlist
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, DomainError, NotAllowed, NotFound
from tests import factories as make
from tests.common.test_images import picture

pytestmark = pytest.mark.django_db


def save(session, changes, *, version=None, actor=None, how=editing.edit):
    return how(
        session_id=session.pk,
        actor=actor or session.mentor.user,
        version=session.version if version is None else version,
        changes=changes,
    )


def again(session):
    return Session.objects.get(pk=session.pk)


def test_an_edit_stores_all_fields_and_raises_the_version():
    made = make.draft()
    start = now() + timedelta(days=3)
    save(
        made,
        {
            "title": "  Rust, slowly ",
            "summary": "Less.",
            "starts_at": start,
            "minutes": 90,
            "price": 0,
            "capacity": 5,
            "curriculum": [("One", "", 10), ("Two", "text", 20)],
        },
    )
    made = again(made)
    assert (made.title, made.slug, made.version) == ("Rust, slowly", "rust-slowly", 2)
    assert (made.starts_at, made.ends_at) == (start, start + timedelta(minutes=90))
    assert [one.title for one in made.curriculum.all()] == ["One", "Two"]


def test_saving_the_same_again_changes_nothing():
    made = make.draft(curriculum=[("One", "", 10)])
    same = {"title": made.title, "curriculum": [["One", "", 10]], "skills": [], "price": 45_000}
    assert save(made, same).version == 1


def test_of_two_tabs_the_older_one_is_refused_and_sees_what_the_other_wrote():
    made = make.draft()
    save(made, {"title": "First tab"}, version=1)
    with pytest.raises(sessions.Stale) as caught:
        save(made, {"title": "Second tab"}, version=1)
    assert caught.value.session.title == "First tab"
    assert again(made).title == "First tab"
    save(made, {"title": "Second tab"}, version=2)


def test_an_edit_with_one_wrong_field_changes_nothing():
    made = make.draft()
    with pytest.raises(DomainError) as caught:
        save(made, {"title": "New", "price": 99})
    assert set(caught.value.fields) == {"price"}
    assert (again(made).title, again(made).version) == (made.title, 1)


def test_an_autosave_keeps_what_is_right_and_names_what_is_not():
    made = sessions.create_draft(mentor=make.mentor())
    saved = save(made, {"title": "Half a", "minutes": 5}, how=editing.autosave)
    assert set(saved.left_out) == {"minutes"}
    assert (again(made).title, again(made).minutes, again(made).version) == ("Half a", 60, 2)


def test_an_autosave_takes_a_time_away_and_keeps_the_length():
    made = make.draft(minutes=90)
    save(made, {"starts_at": None}, how=editing.autosave)
    made = again(made)
    assert (made.starts_at, made.ends_at, made.minutes) == (None, None, 90)


def test_half_typed_words_never_reach_a_published_session():
    made = make.session()
    with pytest.raises(Conflict) as caught:
        save(made, {"title": "Half a"}, how=editing.autosave)
    assert caught.value.code == "published"


def test_a_published_session_keeps_its_time_and_stays_complete():
    made = make.session()
    with pytest.raises(Conflict) as caught:
        save(made, {"starts_at": made.starts_at + timedelta(hours=1)})
    assert caught.value.code == "has_a_time"
    with pytest.raises(DomainError):
        save(made, {"summary": " "})
    # The form sends the time along; unchanged, it is no change.
    assert save(made, {"starts_at": made.starts_at, "title": "Better"}).title == "Better"


def test_seats_that_are_taken_stay_and_the_price_of_a_seat_booked_too():
    made = make.session(price=0, capacity=3)
    booking = make.seat(made)
    make.seat(made)
    with pytest.raises(DomainError) as caught:
        save(made, {"capacity": 1})
    assert set(caught.value.fields) == {"capacity"}
    save(made, {"price": 50_000})
    booking.refresh_from_db()
    assert booking.price == 0


def test_a_seat_added_goes_to_who_waits():
    made = make.session(price=0, capacity=1)
    make.seat(made)
    waiting = make.person()
    waitlist.join(session_id=made.pk, learner=waiting)
    save(made, {"capacity": 2})
    assert Booking.objects.filter(session=made, learner=waiting, state="held").exists()


def test_what_was_agreed_with_one_learner_stays():
    made = make.session(kind=SessionKind.PRIVATE, capacity=1)
    with pytest.raises(Conflict) as caught:
        save(made, {"price": 100_000})
    assert caught.value.code == "agreed"


def test_what_has_begun_or_is_over_stays_as_it_is():
    made = make.session(starts_in=2)
    sessions.start(session_id=made.pk, actor=made.mentor.user)
    with pytest.raises(Conflict) as caught:
        save(made, {"title": "New"})
    assert caught.value.code == "closed"


def test_nobody_touches_somebody_elses_session():
    made, other = make.draft(), make.mentor().user
    for act in (
        lambda: save(made, {"title": "Mine"}, actor=other),
        lambda: save(made, {"title": "Mine"}, actor=other, how=editing.autosave),
        lambda: editing.delete_draft(session_id=made.pk, actor=other),
        lambda: editing.duplicate(session_id=made.pk, actor=other),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotFound):
        editing.duplicate(session_id=2**62, actor=other)
    assert again(made).title == made.title


def test_a_copy_has_the_words_but_no_time_and_no_seats():
    made = make.session(price=0, curriculum=[("One", "", 10)])
    make.seat(made)
    new = editing.duplicate(session_id=made.pk, actor=made.mentor.user)
    assert (new.state, new.starts_at, new.seats_taken, new.title) == ("draft", None, 0, made.title)
    assert [one.title for one in new.curriculum.all()] == ["One"]


def test_a_copy_of_a_lesson_for_one_makes_none_of_its_learners_words_public(client):
    made = make.draft(kind="private", capacity=1, title="My thesis on X", description="My note.")
    client.force_login(made.mentor.user)
    client.post(f"/mentor/sessions/{made.pk}/duplicate/")
    new = Session.objects.exclude(pk=made.pk).get()
    assert (new.kind, new.title, new.description, new.domain) == ("public", "", "", made.domain)


def test_a_cover_two_sessions_share_goes_with_the_last_of_them(
    django_capture_on_commit_callbacks,
):
    made = make.draft(cover=ContentFile(picture(), name="cover.png"))
    actor, storage, name = made.mentor.user, made.cover.storage, made.cover.name
    new = editing.duplicate(session_id=made.pk, actor=actor)
    with django_capture_on_commit_callbacks(execute=True):
        editing.delete_draft(session_id=made.pk, actor=actor)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        editing.delete_draft(session_id=new.pk, actor=actor)
    assert not storage.exists(name)


def test_only_a_draft_is_deleted():
    made = make.session()
    with pytest.raises(Conflict):
        editing.delete_draft(session_id=made.pk, actor=made.mentor.user)
    draft = make.draft()
    editing.delete_draft(session_id=draft.pk, actor=draft.mentor.user)
    assert not Session.objects.filter(pk=draft.pk).exists()


def test_drafts_without_a_word_go_after_a_day_and_no_others():
    mentor = make.mentor()
    empty, fresh = (sessions.create_draft(mentor=mentor) for _ in range(2))
    written = sessions.create_draft(mentor=mentor, title="A thought")
    planned = sessions.create_draft(mentor=mentor, curriculum=[("One", "", 5)])
    old = now() - timedelta(hours=25)
    keys = [empty.pk, written.pk, planned.pk]
    Session.objects.filter(pk__in=keys).update(updated_at=old)
    assert editing.delete_abandoned() == 1
    left = set(Session.objects.values_list("pk", flat=True))
    assert left == {fresh.pk, written.pk, planned.pk}
    assert again(written).state == SessionState.DRAFT
