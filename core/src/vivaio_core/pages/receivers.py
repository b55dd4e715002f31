"""Forgets the kept menu when a page, a restriction or a site changes. Connected in `apps.ready`."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from vivaio_core.pages.selectors.menu import forget


def connect() -> None:
    """Connect once; the uid keeps a second call from doubling."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget, dispatch_uid="pages.forget")
    for sender in (PageViewRestriction, Site):
        post_save.connect(forget, sender=sender, dispatch_uid="pages.forget")
        post_delete.connect(forget, sender=sender, dispatch_uid="pages.forget")
    post_save.connect(_page_saved, dispatch_uid="pages.page_saved")
    post_delete.connect(_page_saved, dispatch_uid="pages.page_gone")


def _page_saved(sender: type, **_: object) -> None:
    if issubclass(sender, Page):
        forget()
