"""A person, and the roles they hold."""

from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from peerlearn.common.clock import now
from peerlearn.common.compiled import Compiled, given
from peerlearn.common.pictures import FACE_WIDTHS, PictureField

from ..enums import HomeRole, Role, Standing, Theme


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is one person whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person; `password` None makes an account nobody can log in to yet."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Store an administrator: `manage.py createsuperuser`."""
        fields |= {"is_staff": True, "is_superuser": True, "home_role": HomeRole.STAFF}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find somebody by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The e-mail address is the login; there is no username."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("full name"), max_length=120)
    avatar = PictureField(_("picture"), upload_to="avatars/", blank=True, widths=FACE_WIDTHS)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    home_role = models.CharField(max_length=10, choices=HomeRole, default=HomeRole.LEARNER)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme, blank=True, default="")
    languages = models.JSONField(_("languages you speak"), default=list, blank=True)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.ACTIVE)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_ignoring_case"),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_has_email"),
            models.CheckConstraint(
                condition=models.Q(standing=Standing.ACTIVE, is_active=True)
                | (~models.Q(standing=Standing.ACTIVE) & models.Q(is_active=False)),
                name="user_active_by_standing",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the full name (Wagtail and Django ask for it)."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return self.short_name

    @property
    def short_name(self) -> str:
        """Return the first word of the name, for greetings."""
        return self.name.split(" ", 1)[0] if self.name else self.email.split("@", 1)[0]

    @property
    def initials(self) -> str:
        """Return up to two letters, shown where there is no picture."""
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def avatar_url(self) -> str:
        """Return the picture's address, or nothing."""
        return self.avatar.url if self.avatar else ""

    @property
    def face_url(self) -> str:
        """Return the address of the small picture that stands beside a name, or nothing."""
        return self.avatar.small_url

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the roles held; read once an instance."""
        if "role_grants" in getattr(self, "_prefetched_objects_cache", {}):
            return frozenset(grant.role for grant in self.role_grants.all())
        return frozenset(role for (role,) in _roles.rows(person=self.pk))

    @cached_property
    def group_names(self) -> frozenset[str]:
        """Return the names of the staff groups; read once an instance."""
        return frozenset(group.name for group in self.groups.all())

    @property
    def works_here(self) -> bool:
        """Tell whether this is staff: Wagtail lets a superuser in whatever the staff flag says."""
        return self.is_staff or self.is_superuser

    @property
    def has_both_roles(self) -> bool:
        """Tell whether somebody both learns and teaches."""
        return self.has_role(Role.LEARNER) and self.has_role(Role.MENTOR)

    def has_role(self, role: Role | str) -> bool:
        """Tell whether this active person holds the role."""
        return self.is_active and str(role) in self.roles


class RoleGrant(models.Model):
    """That a person holds a role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=10, choices=Role)
    granted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint("user", "role", name="role_held_once")]

    def __str__(self) -> str:
        return f"{self.user_id} is a {self.role}"


_roles = Compiled(lambda: RoleGrant.objects.filter(user=given("person")).values_list("role"))
