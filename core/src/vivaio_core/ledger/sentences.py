"""What people did with accounts, told in plain sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.trail.sentences import register


def _limits(payload: dict[str, Any]) -> str:
    none = _("no limit")
    words = {name: payload.get(name) or none for name in ("floor_before", "floor_after", "ceiling_before", "ceiling_after")}
    text = _(
        "Limits of the account %(account)s: lowest from %(floor_before)s to %(floor_after)s, highest from %(ceiling_before)s to %(ceiling_after)s."
    )
    return f"{text % {**words, 'account': payload.get('account', '—')}} {_('Reason: %(reason)s.') % {'reason': payload.get('reason', '—')}}"


def register_all() -> None:
    """Called once, when the app is ready."""
    register("ledger.limits", _limits, gettext_lazy("Limits of an account"))
    register("ledger.freeze", gettext_lazy("Account {account} suspended: {reason}."), gettext_lazy("Account suspended"))
    register("ledger.unfreeze", gettext_lazy("Account {account} active again: {reason}."), gettext_lazy("Account active again"))
    register("ledger.close", gettext_lazy("Account {account} closed: {reason}."), gettext_lazy("Account closed"))
    register("ledger.seal", gettext_lazy("Book {book} sealed: {count} movements."), gettext_lazy("Book sealed"))
    register("ledger.unsound", gettext_lazy("The check of the books found {count} faults."), gettext_lazy("Faults in the books"))
