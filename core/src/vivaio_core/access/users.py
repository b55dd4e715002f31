"""Wagtail's app of users with our viewset."""

from wagtail.users.apps import WagtailUsersAppConfig


class Users(WagtailUsersAppConfig):
    """Points the office's page of users at ours."""

    user_viewset = "vivaio_core.access.office.StaffViewSet"
