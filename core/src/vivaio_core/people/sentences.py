"""What happened to people, told in plain sentences."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from vivaio_core.people.models import Identifier, Membership, Party
from vivaio_core.trail.sentences import register
from vivaio_core.pages.numbers import day


def _corrected(payload: dict[str, Any]) -> str:
    names = ", ".join(str(Party._meta.get_field(name).verbose_name) for name in payload.get("fields", []))
    return _("Data corrected: %(names)s.") % {"names": names or "—"}


def _identified(payload: dict[str, Any]) -> str:
    scheme = payload.get("scheme")
    name = Identifier.Scheme(scheme).label if scheme in Identifier.Scheme.values else "—"
    return _("%(name)s recorded: %(value)s.") % {"name": str(name).capitalize(), "value": payload.get("value", "—")}


def _ended(payload: dict[str, Any]) -> str:
    reason = payload.get("reason")
    name = Membership.EndReason(reason).label if reason in Membership.EndReason.values else "—"
    return pgettext("event", "The membership ended on %(on)s: %(reason)s.") % {
        "on": day(date.fromisoformat(payload["on"])) if "on" in payload else "—",
        "reason": name,
    }


def register_all() -> None:
    """Called once, when the app is ready."""
    register("people.register", lazy("Entered in the cooperative's records."), lazy("New person or organisation"))
    register("people.correct", _corrected, lazy("Data corrected"))
    register("people.identify", _identified, lazy("Code recorded"))
    register("people.admit", lazy("Admitted as a member from {on}, with number {member_no}."), lazy("Admission"))
    register("people.end", _ended, lazy("End of a membership"))
    register("people.join", lazy("Joined the group “{group}” on {on}."), lazy("Joined a group"))
    register("people.leave", lazy("Left the group “{group}” on {on}."), lazy("Left a group"))
    register("people.propose_group", lazy("Group “{group}” proposed."), lazy("Group proposed"))
    register("people.correct_group", lazy("Data of the group “{group}” corrected."), lazy("Group corrected"))
    register("people.include_group", lazy("Group “{group}” included from {on}."), lazy("Group included"))
    register("people.suspend_group", lazy("Group “{group}” suspended from {on}."), lazy("Group suspended"))
    register("people.close_group", lazy("Group “{group}” closed from {on}."), lazy("Group closed"))
    register("people.link_login", lazy("Access to the member area opened."), lazy("Access opened"))
    register("rules.load", lazy("Dated rules brought up to date: {added} new, {changed} changed."), lazy("Dated rules loaded"))
    register("rules.add", lazy("New value of the rule “{rule}”: {value}, from {valid_from}."), lazy("Dated rule added"))
