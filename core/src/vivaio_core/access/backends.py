"""How a login is known and what it may do: allauth's sign-in, with the permissions asked in one query instead of two."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from vivaio_core.access.models import User


class Backend(AuthenticationBackend):
    """Every page of the office asks for permissions: those of the roles and one's own come together, as the roles' part."""

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        of_roles = Permission.objects.filter(group__in=user_obj.groups.all()).values("pk")
        return Permission.objects.filter(Q(pk__in=of_roles) | Q(pk__in=user_obj.user_permissions.order_by().values("pk")))
