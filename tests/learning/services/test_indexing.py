"""The words search reads are those of now, whoever writes meanwhile."""

from threading import Thread
from time import sleep

import pytest
from django.db import connection, transaction

from learning.models import SessionText
from learning.services import indexing
from peerlearn.accounts.services import people
from tests import factories


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_name_that_changes_while_the_index_is_written_is_not_lost():
    session = factories.session(by=factories.mentor("Asha Raman"))
    indexing.mark_all_stale()

    def sweep():
        indexing.catch_up()
        connection.close()

    other = Thread(target=sweep)
    with transaction.atomic():
        people.update_info(user=session.mentor.user, name="Asha Menon", languages=[])
        other.start()
        sleep(1)
    other.join()
    indexing.catch_up()
    assert "menon" in SessionText.objects.get(session=session).names
