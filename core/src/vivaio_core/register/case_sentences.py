"""What happened in exits and transfers of shares, told in plain sentences."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.register.case_states import ExitKind, ExitState, TransferState
from vivaio_core.register.sentences import shares
from vivaio_core.trail.sentences import in_words, register

Texts = dict[str, str | Promise]

OPENED: Texts = {
    ExitKind.EXIT: gettext_lazy("Exit asked on %(on)s."),
    ExitKind.EXCLUSION: gettext_lazy("Exclusion begun on %(on)s."),
    ExitKind.DEATH: gettext_lazy("News of the death, received on %(on)s."),
}
ACCEPTED: Texts = {
    ExitKind.EXIT: gettext_lazy("Exit accepted by the resolution of %(on)s."),
    ExitKind.EXCLUSION: gettext_lazy("Excluded by the resolution of %(on)s."),
}
REFUSED: Texts = {
    ExitKind.EXIT: gettext_lazy("Exit refused by the resolution of %(on)s."),
    ExitKind.EXCLUSION: gettext_lazy("No exclusion: resolution of %(on)s."),
}
STATES = {state: dict([*TransferState.choices, *ExitState.choices])[state] for state in [*TransferState.values, *ExitState.values]}


def _day(payload: dict[str, Any]) -> str:
    return str(in_words("on", payload.get("on")))


def _by_kind(texts: Texts) -> Any:
    return lambda payload: str(texts.get(payload.get("kind", ""), OPENED[ExitKind.EXIT])) % {"on": _day(payload)}


def _settled(payload: dict[str, Any]) -> str:
    text = _("The court agreed with the member on %(on)s.") if payload.get("upheld") else _("The court agreed with the cooperative on %(on)s.")
    return text % {"on": _day(payload)}


def _set_back(payload: dict[str, Any]) -> str:
    return _("The case went back to “%(state)s”.") % {"state": STATES.get(str(payload.get("state")), "—")}


def _asked(payload: dict[str, Any]) -> str:
    return _("Transfer of %(shares)s asked on %(on)s.") % {"shares": shares(payload), "on": _day(payload)}


def _refused(payload: dict[str, Any]) -> str:
    text = _("Transfer refused on %(on)s, after the deadline: it does not count.") if payload.get("late") else _("Transfer refused on %(on)s.")
    return text % {"on": _day(payload)}


def _heir(payload: dict[str, Any]) -> str:
    return _("%(heir)s entered as an heir, with %(shares)s.") % {"heir": payload.get("heir", "—"), "shares": shares(payload)}


def register_all() -> None:
    """Called once, when the app is ready."""
    register("register.exit_open", _by_kind(OPENED), gettext_lazy("Case of exit opened"))
    register("register.exit_accept", _by_kind(ACCEPTED), gettext_lazy("Exit decided"))
    register("register.exit_refuse", _by_kind(REFUSED), gettext_lazy("Exit refused"))
    register("register.exit_communicate", gettext_lazy("The answer reached the member on {on}."), gettext_lazy("Answer communicated"))
    register("register.exit_annotate", gettext_lazy("The end of the membership is in the register, from {on}."), gettext_lazy("End in the register"))
    register("register.exit_balance", gettext_lazy("Balance sheet approved on {on}: refund by {due}."), gettext_lazy("Balance sheet approved"))
    register("register.exit_instalments", gettext_lazy("Instalments agreed: {text}."), gettext_lazy("Instalments"))
    register("register.exit_refund", gettext_lazy("Case closed on {on}, refunded {sum_cents}."), gettext_lazy("Case closed"))
    register("register.exit_heir", _heir, gettext_lazy("An heir entered"))
    register("register.exit_oppose", gettext_lazy("Opposition before the court, on {on}."), gettext_lazy("Opposition"))
    register("register.exit_settle", _settled, gettext_lazy("Decision of the court"))
    register("register.exit_withdraw", gettext_lazy("Case withdrawn on {on}."), gettext_lazy("Case withdrawn"))
    register("register.exit_undo", _set_back, gettext_lazy("Case set back"))
    register("register.transfer_open", _asked, gettext_lazy("Transfer asked"))
    register("register.transfer_authorise", gettext_lazy("Transfer authorised on {on}."), gettext_lazy("Transfer authorised"))
    register("register.transfer_refuse", _refused, gettext_lazy("Transfer refused"))
    register("register.transfer_oppose", gettext_lazy("Opposition before the court, on {on}."), gettext_lazy("Opposition"))
    register("register.transfer_settle", _settled, gettext_lazy("Decision of the court"))
    register("register.transfer_register", gettext_lazy("Transfer entered in the register, from {on}."), gettext_lazy("Transfer entered"))
    register("register.transfer_withdraw", gettext_lazy("Transfer withdrawn on {on}."), gettext_lazy("Transfer withdrawn"))
    register("register.transfer_undo", _set_back, gettext_lazy("Case set back"))
