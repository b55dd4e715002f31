"""Where the office hangs on Wagtail's admin."""

from typing import Any, cast

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from vivaio_core.access.models import User
from vivaio_core.office.colours import colours
from vivaio_core.office.menu import FILES_LABEL, HIDDEN, office_sections
from vivaio_core.office.saved.views import DropView, SaveView
from vivaio_core.office.today import Today


@hooks.register("register_admin_viewset")
def sections() -> list[ViewSetGroup]:
    """People, one group for each plugin, register."""
    return office_sections()


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's own help and news are not the cooperative's; its «documents» are files, because documents here are the Charter and the statute."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]
    for item in menu_items:
        if item.name == "documents":
            item.label = FILES_LABEL


@hooks.register("construct_homepage_panels", order=1000)
def start_page(request: HttpRequest, panels: list[Any]) -> None:
    """Our start page in the place of Wagtail's panels."""
    panels[:] = [Today(cast(User, request.user))]


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    """The cooperative's colours and one stylesheet for what is ours."""
    sheets = [reverse("office_colours"), static("office/office.css")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', [(sheet,) for sheet in sheets])


@hooks.register("register_admin_urls")
def own_urls() -> list[URLPattern]:
    """What has no section of the menu."""
    return [
        path("colori.css", colours, name="office_colours"),
        path("viste/tieni/", SaveView.as_view(), name="office_save_view"),
        path("viste/<int:pk>/togli/", DropView.as_view(), name="office_drop_view"),
    ]
