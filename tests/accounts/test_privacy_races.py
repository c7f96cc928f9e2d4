"""Two tabs at once: one picture, one export, one deletion; keeping and deleting never both win."""

from datetime import timedelta

import pytest

from peerlearn.accounts.enums import ErasureState
from peerlearn.accounts.models import AuditEvent, DataExport, Erasure, User
from peerlearn.accounts.services import erasure, exports, people
from peerlearn.common.clock import now
from tests import factories as make
from tests.accounts.test_picture import drawn, files
from tests.learning.services.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    return tmp_path


def test_pictures_sent_at_once_leave_one_file_and_it_is_the_stored_one(folders):
    user = make.person()
    mine = [User.objects.get(pk=user.pk) for _ in range(AT_ONCE)]
    race([lambda one=one: people.set_avatar(user=one, data=drawn()).pk for one in mine])
    user.refresh_from_db()
    assert files(folders) == [user.avatar.name.rsplit("/", 1)[-1].rsplit("-w", 1)[0]]


def test_an_export_asked_for_many_times_at_once_is_one():
    user = make.person()
    answers = race([lambda: exports.ask(user=user).state for _ in range(AT_ONCE)])
    assert sorted(answers) == ["export_waiting"] * (AT_ONCE - 1) + ["waiting"]
    assert DataExport.objects.count() == 1


def test_a_deletion_asked_for_many_times_at_once_is_one():
    user = make.person()
    answers = race([lambda: erasure.ask(user=user).state for _ in range(AT_ONCE)])
    assert sorted(answers) == ["erasure_waiting"] * (AT_ONCE - 1) + ["waiting"]
    assert AuditEvent.objects.filter(action="erasure_asked").count() == 1


def test_keeping_the_account_at_the_last_moment_is_either_in_time_or_not():
    user = make.person("Asha Raman")
    wish = erasure.ask(user=user)
    Erasure.objects.update(due_at=now() - timedelta(minutes=1))
    race(
        [
            lambda: erasure.take_back(user=user),
            lambda: erasure.carry_out(erasure_id=wish.pk),
        ]
    )
    wish.refresh_from_db()
    user.refresh_from_db()
    is_kept = wish.state == ErasureState.TAKEN_BACK
    assert wish.state in (ErasureState.TAKEN_BACK, ErasureState.DONE)
    assert (user.name == "Asha Raman") is is_kept


def test_an_export_made_twice_at_once_is_one_file(folders):
    export = exports.ask(user=make.person())
    race([lambda: exports.make(export_id=export.pk) for _ in range(3)])
    assert len(list(folders.rglob("*.zip"))) == 1
