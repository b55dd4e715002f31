"""The core roles and what core's own rooms grant them. Plugins add theirs in their manifests."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

OPERATOR, BOARD, ADMINISTRATOR = "operator", "board", "administrator"
TITLES = {OPERATOR: _("Operator"), BOARD: _("Board"), ADMINISTRATOR: _("Administrator")}


@dataclass(frozen=True)
class RoomGrant:
    """All permissions of the `verbs` on the models of an app; `models` empty means all of them."""

    app: str
    verbs: tuple[str, ...]
    models: tuple[str, ...] = ()

    def covers(self, app: str, model: str, codename: str) -> bool:
        """Whether a permission of that app and model is among those granted."""
        return app == self.app and (not self.models or model in self.models) and codename.split("_", 1)[0] in self.verbs


READ, WRITE, ALL = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
ROOMS = ("register", "documents", "suppliers", "admission", "mutuality", "imports", "payments")
_OFFICE = RoomGrant("wagtailadmin", ("access",))
# The books are read; what people change is an account's limits and state. Money moves by the rooms that have a reason for it.
_BOOKS = (RoomGrant("ledger", READ), RoomGrant("ledger", ("change",), ("account",)))
GRANTS: dict[str, tuple[RoomGrant, ...]] = {
    OPERATOR: (
        _OFFICE,
        RoomGrant("people", WRITE),
        *(RoomGrant(room, WRITE) for room in ROOMS),
        *_BOOKS,
        RoomGrant("trail", READ),
        RoomGrant("rules", READ),
        RoomGrant("coop_pages", WRITE),
    ),
    BOARD: (
        _OFFICE,
        RoomGrant("people", READ),
        *(RoomGrant(room, READ) for room in ROOMS if room != "imports"),
        RoomGrant("people", WRITE, ("resolution",)),
        RoomGrant("payments", ("change",), ("methodauthorisation", "paymentfile")),
        *_BOOKS,
        RoomGrant("trail", READ),
        RoomGrant("rules", READ),
    ),
    ADMINISTRATOR: (
        _OFFICE,
        RoomGrant("people", ALL),
        *(RoomGrant(room, ALL) for room in ROOMS),
        *_BOOKS,
        RoomGrant("ledger", ("add",), ("seal",)),
        RoomGrant("payments", ("manage",)),
        RoomGrant("trail", READ),
        RoomGrant("rules", ALL),
        RoomGrant("coop_pages", ALL),
        RoomGrant("access", ALL, ("user",)),
        RoomGrant("auth", READ, ("group",)),
        RoomGrant("wagtailredirects", ALL),
        RoomGrant("wagtailcore", ("view", "change"), ("site",)),
    ),
}
PAGES = {
    OPERATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    ADMINISTRATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
FILES = {
    OPERATOR: ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
    BOARD: ("choose_document",),
    ADMINISTRATOR: (
        *("add_image", "change_image", "choose_image", "delete_image", "add_document", "change_document", "choose_document", "delete_document"),
        *("add_collection", "change_collection", "delete_collection"),
    ),
}
