"""What people do with Wagtail's own pages, images, documents, users and groups enters the trail as well."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from vivaio_core.trail.services import record

KINDS = {
    "wagtail.create": "office.create",
    "wagtail.edit": "office.edit",
    "wagtail.delete": "office.delete",
    "wagtail.publish": "office.publish",
    "wagtail.unpublish": "office.unpublish",
    "wagtail.move": "office.move",
    "wagtail.reorder": "office.move",
    "wagtail.copy": "office.copy",
    "wagtail.revert": "office.revert",
    "wagtail.lock": "office.lock",
    "wagtail.unlock": "office.unlock",
}


def copy_entry(sender: Any, instance: ModelLogEntry | PageLogEntry, created: bool, raw: bool = False, **_: Any) -> None:
    """One event for each new row of Wagtail's log; an action without a name of its own is `office.other`."""
    if not created or raw:
        return
    # A method on page rows, a field on the others.
    number = instance.object_id() if callable(instance.object_id) else instance.object_id
    record(
        kind=KINDS.get(instance.action, "office.other"),
        actor=instance.user,
        target=f"{instance.content_type.app_label}.{instance.content_type.model}:{number}",
        payload={"title": instance.label, "type": str(instance.object_verbose_name), "action": instance.action},
    )


def listen() -> None:
    """Connect to both kinds of log rows."""
    for model in (ModelLogEntry, PageLogEntry):
        post_save.connect(copy_entry, sender=model, dispatch_uid=f"trail_{model.__name__}")
