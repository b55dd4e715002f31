"""What people did with accounts, told in plain sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.trail.sentences import register


def _limits(payload: dict[str, Any]) -> str:
    """Only the limit that changed."""
    told = [
        text % {"before": payload.get(f"{name}_before") or _("no limit"), "after": payload.get(f"{name}_after") or _("no limit")}
        for name, text in (
            ("floor", _("lowest balance from %(before)s to %(after)s")),
            ("ceiling", _("highest balance from %(before)s to %(after)s")),
        )
        if payload.get(f"{name}_before") != payload.get(f"{name}_after")
    ]
    # The ledger's code begins with what the account is of: people know what follows.
    code = str(payload.get("account", "—")).rpartition(":")[2]
    words = {"account": code, "limits": ", ".join(told), "reason": payload.get("reason", "—")}
    return _("Account %(account)s, %(limits)s: %(reason)s.") % words


def register_all() -> None:
    """Called once, when the app is ready."""
    register("ledger.limits", _limits, gettext_lazy("Limits of an account"))
    register("ledger.freeze", gettext_lazy("Account {account} suspended: {reason}."), gettext_lazy("Account suspended"))
    register("ledger.unfreeze", gettext_lazy("Account {account} active again: {reason}."), gettext_lazy("Account active again"))
    register("ledger.close", gettext_lazy("Account {account} closed: {reason}."), gettext_lazy("Account closed"))
    register("ledger.seal", gettext_lazy("Book {book} sealed: {count} movements."), gettext_lazy("Book sealed"))
    register("ledger.unsound", gettext_lazy("The check of the books found {count} faults."), gettext_lazy("Faults in the books"))
