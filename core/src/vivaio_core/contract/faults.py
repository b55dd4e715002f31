"""Says pydantic's refusals in Italian, each with its cure."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from vivaio_core.contract.coop import LINE_PATTERN
from vivaio_core.contract.text import N_, _

MESSAGES: dict[str, str] = {
    "missing": N_("it is missing: add it"),
    "string_type": N_("it must be text between quotes"),
    "string_unicode": N_("it holds characters that cannot be read: write it again"),
    "string_too_short": N_("it is too short: at least {min_length} characters"),
    "string_too_long": N_("it is too long: at most {max_length} characters"),
    "string_pattern_mismatch": N_("it is not written in the expected form: correct it"),
    "too_short": N_("there are too few: at least {min_length}"),
    "too_long": N_("there are too many: at most {max_length}"),
    "int_type": N_("it must be a whole number, without quotes"),
    "int_parsing": N_("it must be a whole number, without quotes"),
    "int_from_float": N_("it must be a whole number, without decimals"),
    "float_type": N_("it must be a number, without quotes"),
    "float_parsing": N_("it must be a number, without quotes"),
    "decimal_parsing": N_("it must be a number"),
    "bool_type": N_("write true or false, without quotes"),
    "bool_parsing": N_("write true or false, without quotes"),
    "literal_error": N_("choose one of: {expected}"),
    "enum": N_("choose one of: {expected}"),
    "greater_than": N_("it must be more than {gt}"),
    "greater_than_equal": N_("it must be at least {ge}"),
    "less_than": N_("it must be less than {lt}"),
    "less_than_equal": N_("it must be at most {le}"),
    "date_type": N_("it must be a date, for example 2026-03-31"),
    "date_parsing": N_("it must be a date, for example 2026-03-31"),
    "date_from_datetime_parsing": N_("it must be a date, for example 2026-03-31"),
    "list_type": N_("it must be a list between square brackets"),
    "tuple_type": N_("it must be a list between square brackets"),
    "dict_type": N_("it must be a section with its own keys, for example [plugins.name]"),
    "model_type": N_("it must be a section with its own keys, written between square brackets"),
}


def message(fault: Mapping[str, Any], model: type[BaseModel] | None = None) -> str:
    """The Italian text of one entry of `ValidationError.errors()`; `model` lets an unknown key name its neighbour."""
    kind, context = str(fault["type"]), dict(fault.get("ctx") or {})
    if kind == "value_error":
        return str(context.get("error") or fault["msg"])
    if kind == "extra_forbidden":
        return unknown_key(str(fault["loc"][-1]), _siblings(model, fault["loc"]))
    if kind == "string_pattern_mismatch" and context.get("pattern") == LINE_PATTERN:
        return _("leave out the characters < and >, line breaks and invisible marks")
    if kind in MESSAGES:
        expected = str(context.pop("expected", "")).replace("'", "").replace(" or ", ", ")
        return _(MESSAGES[kind]).format_map({**context, "expected": expected})
    return _("this value is not accepted: correct it")


def unknown_key(key: str, known: Sequence[str]) -> str:
    """What to say of a key that no section knows."""
    near = difflib.get_close_matches(key, known, 1, 0.6)
    if near:
        return _("unknown key: perhaps you meant «{near}»?").format(near=near[0])
    if known:
        return _("unknown key: remove it. The known ones are: {known}").format(known=", ".join(known))
    return _("unknown key: remove it")


def _siblings(model: type[BaseModel] | None, place: Sequence[Any]) -> list[str]:
    current: Any = model
    for part in place[:-1]:
        field = getattr(current, "model_fields", {}).get(part)
        current = field.annotation if field else None
    return list(getattr(current, "model_fields", {}))
