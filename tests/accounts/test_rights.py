"""The table of rights: what it grants, where it is mirrored, and that asking it costs nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_otp.middleware import OTPMiddleware

from peerlearn.accounts.enums import Role, Standing
from peerlearn.accounts.models import User
from peerlearn.accounts.rights import (
    OF_GROUP,
    OF_ROLE,
    STAFF_ONLY,
    TABLE,
    Duty,
    Permission,
    demand,
    granted,
    may,
)
from peerlearn.common.errors import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_role_group_and_permission_has_its_place_in_the_table():
    assert set(TABLE) == set(Duty)
    assert set(OF_ROLE) == set(Role)
    assert set().union(*TABLE.values()) == set(Permission)
    assert set(OF_GROUP) <= set(Group.objects.values_list("name", flat=True))


def test_nobody_but_staff_has_a_power_of_staff():
    for duty in (Duty.VISITOR, Duty.LEARNER, Duty.MENTOR):
        assert not TABLE[duty] & STAFF_ONLY


def test_a_visitor_looks_and_no_more():
    assert granted(AnonymousUser()) == {Permission.BROWSE}


def test_somebody_with_two_roles_may_what_either_may():
    both = factories.person(roles=(Role.LEARNER, Role.MENTOR))
    assert granted(both) == TABLE[Duty.LEARNER] | TABLE[Duty.MENTOR]


def test_a_closed_account_may_what_a_visitor_may():
    user = factories.moderator()
    user.standing, user.is_active = Standing.BANNED, False
    assert granted(user) == TABLE[Duty.VISITOR]


def test_a_superuser_whose_staff_flag_is_missing_gives_a_code_all_the_same(client):
    user = factories.person()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client.force_login(user)
    assert client.get("/admin/").url.startswith("/two-factor/")


def test_a_group_gives_rights_to_staff_only():
    somebody = factories.person()
    somebody.groups.set(Group.objects.filter(name="Moderators"))
    assert not may(somebody, Permission.MODERATE_PEOPLE)
    assert may(factories.moderator(), Permission.MODERATE_PEOPLE)


def test_powers_of_staff_need_a_second_factor_and_the_rest_does_not():
    user = User.objects.create_superuser("root@example.test", factories.PASSWORD, name="Root")
    assert may(user, Permission.SEE_AUDIT)
    for _ in range(2):
        with pytest.raises(NotAllowed) as refused:
            demand(user, Permission.SEE_AUDIT)
        assert refused.value.code == "otp_required"
        demand(user, Permission.BROWSE)
        OTPMiddleware._init_user_fields(user)
    user.otp_device = object()
    demand(user, Permission.SEE_AUDIT)


@pytest.mark.parametrize("make", [factories.person, factories.moderator])
def test_asking_again_costs_no_query(make):
    user = User.objects.get(pk=make().pk)
    granted(user)
    with CaptureQueriesContext(connection) as asked:
        for permission in Permission:
            may(user, permission)
    assert len(asked) == 0


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("/learner/dashboard/", factories.person),
        ("/mentor/dashboard/", lambda: factories.mentor().user),
    ],
)
def test_a_guarded_page_reads_roles_once_for_guard_and_header_together(client, path, make):
    client.force_login(make())
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    roles = [query for query in asked if "accounts_rolegrant" in query["sql"]]
    groups = [query for query in asked if "auth_group" in query["sql"]]
    assert (len(roles), len(groups)) == (1, 0)


def test_the_groups_of_the_admin_follow_the_table():
    moderators = Group.objects.get(name="Moderators")
    editors = Group.objects.get(name="Editors")
    names = {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in (moderators, editors)
    }
    assert {"access_admin", "view_user"} <= names["Moderators"]
    assert "access_admin" in names["Editors"]
    assert not names["Editors"] & {"view_user", "change_user", "view_auditevent"}
    assert not names["Moderators"] & {"change_user", "delete_user", "view_auditevent"}


def test_what_a_group_was_given_beside_the_table_goes_at_the_next_migration():
    editors = Group.objects.get(name="Editors")
    editors.permissions.add(*Group.objects.get(name="Moderators").permissions.all())
    call_command("migrate", verbosity=0)
    assert not editors.permissions.filter(codename="view_user").exists()
