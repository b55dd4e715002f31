"""What happened in the libro soci, told in plain sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from vivaio_core.people.models import Membership
from vivaio_core.register.models.book import Operation
from vivaio_core.trail.sentences import in_words, register


def shares(payload: dict[str, Any]) -> str:
    """«3 quote»."""
    count = int(payload.get("qty") or 0)
    return ngettext("%(count)s share", "%(count)s shares", count) % {"count": count}


def _admitted(payload: dict[str, Any]) -> str:
    text = _("Admitted as a member from %(on)s, with number %(number)s and %(shares)s.")
    return text % {"on": in_words("on", payload.get("on")), "number": payload.get("member_no", "—"), "shares": shares(payload)}


def _ended(payload: dict[str, Any]) -> str:
    reason = payload.get("reason")
    name = Membership.EndReason(reason).label if reason in Membership.EndReason.values else "—"
    return pgettext("event", "The membership ended on %(on)s: %(reason)s.") % {"on": in_words("on", payload.get("on")), "reason": name}


def _moved(payload: dict[str, Any]) -> str:
    text = _("%(shares)s went from %(seller)s to %(buyer)s.")
    return text % {"shares": shares(payload), "seller": payload.get("seller", "—"), "buyer": payload.get("buyer", "—")}


def _undone(payload: dict[str, Any]) -> str:
    kind = payload.get("operation")
    name = Operation.Kind(kind).label if kind in Operation.Kind.values else "—"
    return _("Undone: %(name)s. Reason: %(note)s.") % {"name": name, "note": payload.get("note", "—")}


def register_all() -> None:
    """Called once, when the app is ready."""
    register("register.admit", _admitted, gettext_lazy("Admission"))
    register("register.end", _ended, gettext_lazy("End of a membership"))
    register("register.annotate", gettext_lazy("Entered in the register: {text}."), gettext_lazy("Annotation"))
    register("register.increase", lambda payload: _("New shares: %(shares)s.") % {"shares": shares(payload)}, gettext_lazy("New shares"))
    register("register.ristorno", lambda payload: _("Ristorno: %(shares)s.") % {"shares": shares(payload)}, gettext_lazy("Ristorno in shares"))
    register("register.transfer", _moved, gettext_lazy("Transfer of shares"))
    register("register.refund", gettext_lazy("Refunded: {sum_cents}."), gettext_lazy("Refund"))
    register("register.pay", gettext_lazy("Payment for shares: {sum_cents}."), gettext_lazy("Payment"))
    register("register.correct", gettext_lazy("Entry {corrects} of the register corrected: {note}."), gettext_lazy("Correction"))
    register("register.undo", _undone, gettext_lazy("Operation undone"))
    register("register.open", gettext_lazy("{count} entries brought into the register."), gettext_lazy("Opening of the register"))
