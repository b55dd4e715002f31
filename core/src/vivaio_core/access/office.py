"""The office's page of users, without passwords and superusers: a new colleague gets a role and an invitation by e-mail."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from vivaio_core.access.models import User
from vivaio_core.access.roles import TITLES
from vivaio_core.access.second_factor import SecondFactorLost
from vivaio_core.access.selectors import has_second_factor, works_in_office
from vivaio_core.access.services.staff import change_address, may_change, settle_staff
from vivaio_core.access.services.welcome import welcome
from vivaio_core.site.plugin import Urls
from vivaio_core.trail.services import record


class RoleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Groups under the names people use for them."""

    def label_from_instance(self, obj: Group) -> str:
        """The role's title, or the name of a group that the cooperative made."""
        return str(TITLES.get(obj.name, obj.name))

    def clean(self, value: Any) -> Any:
        """Refuse numbers that no database key can hold: SQLite answers them with an OverflowError."""
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""}) from None


class _StaffFormMixin:
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        """Addresses are kept folded: one login, however it is written."""
        return str(self.cleaned_data["email"]).strip().lower()

    def _dress(self) -> None:
        self.fields.pop("is_superuser", None)
        self.fields["groups"] = RoleField(Group.objects.order_by("name"), label=_("Roles"), widget=forms.CheckboxSelectMultiple, required=False)


class StaffCreationForm(_StaffFormMixin, UserCreationForm):
    """A new colleague."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress()
        self.fields["groups"].required = True


class StaffEditForm(_StaffFormMixin, UserEditForm):
    """A login that exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress()
        if self.instance.groups.exists():
            self.fields["groups"].initial = self.instance.groups.all()


class StaffIndexView(IndexView):
    """The list of logins; here the e-mail is the name one enters with."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns, with the e-mail called by its name."""
        columns = list(super().columns)
        for column in columns:
            if column.name == "email":
                column.label = _("E-mail")
        return columns


class StaffCreateView(CreateView):
    """Makes the login and invites."""

    def save_instance(self) -> User:
        """Save with an unusable password; the invitation leads to one."""
        with transaction.atomic():
            self.form.instance.set_unusable_password()
            user = settle_staff(user=super().save_instance())
            change_address(user=user, email=user.email)
            record(kind="access.create_staff", actor=self.request.user, target=f"access.User:{user.pk}")
            welcome(user=user, actor=self.request.user)
        return user


class StaffEditView(EditView):
    """Changes a login; `is_staff` follows the roles. Nobody but a superuser touches a superuser."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse before anything is read."""
        if not may_change(cast(User, request.user), self.object):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds how the second factor stands, for who works in the office."""
        known, lost = works_in_office(self.object), reverse("wagtailusers_users:second_factor", args=[self.object.pk])
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "second_factor_known": known,
            "second_factor": known and has_second_factor(self.object),
            "second_factor_act": lost if not self.editing_self else "",
        }

    def save_instance(self) -> User:
        """Save and keep the address that receives codes in step."""
        with transaction.atomic():
            user = settle_staff(user=super().save_instance())
            change_address(user=user, email=user.email)
            record(kind="access.change_login", actor=self.request.user, target=f"access.User:{user.pk}", payload={"fields": self.form.changed_data})
        return user


class StaffViewSet(UserViewSet):
    """Registered by the app `Users`."""

    edit_template_name = "access/office/login.html"

    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    menu_label = _("Logins")

    def get_urlpatterns(self) -> Urls:
        """Wagtail's pages and the act for a lost telephone."""
        return [*super().get_urlpatterns(), path("<int:pk>/secondo-fattore/", SecondFactorLost.as_view(), name="second_factor")]

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """Forms without password."""
        return StaffEditForm if for_update else StaffCreationForm
