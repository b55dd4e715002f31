"""The questions of a cooperative, derived from the schema of coop.toml and from the modules' settings: nothing is asked or validated twice."""

import datetime
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from vivaio.errors import Refused
from vivaio.text import _
from vivaio_core.contract.coop import Coop
from vivaio_core.contract.faults import message
from vivaio_core.contract.manifest import Manifest
from vivaio_core.contract.text import translate

CONTRACT = "vivaio_core.contract"
ASKED = (
    "cooperative.name",
    "cooperative.legal_form",
    "cooperative.province",
    "cooperative.town",
    "cooperative.fiscal_code",
    "cooperative.vat",
    "cooperative.purpose",
    "contact.email",
    "contact.phone",
    "contact.address",
    "contact.hours",
    "brand.accent",
    "site.administrator",
)
Kind = Literal["text", "whole", "number", "date", "yes_no", "choice"]
KINDS: dict[Any, Kind] = {str: "text", bool: "yes_no", int: "whole", float: "number", Decimal: "number", datetime.date: "date"}


@dataclass(frozen=True)
class Question:
    """One question: where its answer goes, how it is asked (Italian), what it accepts."""

    path: tuple[str, ...]
    title: str
    help: str
    kind: Kind
    required: bool
    default: Any
    adapter: TypeAdapter[Any] = field(compare=False, repr=False)
    choices: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """`cooperative.name`."""
        return ".".join(self.path)

    def accept(self, raw: Any) -> Any:
        """The validated value. Raises Refused with the schema's own words in Italian."""
        if self.required and raw in ("", None):
            raise Refused(_("an answer is needed here"))
        if raw == "" and self.kind != "text":
            return self.default
        try:
            return self.adapter.validate_python(raw)
        except ValidationError as error:
            raise Refused("; ".join(message(fault) for fault in error.errors(include_url=False))) from None


def core_questions() -> list[Question]:
    """What every cooperative is asked, in the order of asking."""
    found = {question.key: question for question in _of_model(Coop, (), CONTRACT)}
    return [found[key] for key in ASKED]


def plugin_questions(manifest: Manifest) -> list[Question]:
    """What one module asks: the fields of its settings that a line of text can answer."""
    return list(_of_model(manifest.settings, ("plugins", manifest.slug), manifest.package))


def title_of(manifest: Manifest) -> str:
    """The module's name in Italian."""
    return translate(manifest.title, manifest.package)


def summary_of(manifest: Manifest) -> str:
    """What the module does, in Italian."""
    return translate(manifest.summary, manifest.package)


def _of_model(model: type[BaseModel], below: tuple[str, ...], package: str) -> Iterable[Question]:
    for name, info in model.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _of_model(inner, (*below, name), package)
            continue
        question = _question((*below, name), info, package)
        if question is not None:
            yield question


def _question(path: tuple[str, ...], info: FieldInfo, package: str) -> Question | None:
    plain = _without_none(info.annotation)
    labels = _labels(info)
    if get_origin(plain) is Literal:
        values = [str(value) for value in get_args(plain)]
        kind: Kind | None = "choice"
    else:
        values, kind = [], KINDS.get(plain)
    if kind is None:
        return None
    required = info.is_required()
    annotated = TypeAdapter[Any](_with_metadata(info))
    return Question(
        path=path,
        title=translate(info.title or path[-1], package),
        help=translate(info.description or "", package),
        kind=kind,
        required=required,
        default=None if required else info.get_default(call_default_factory=True),
        adapter=annotated,
        choices={value: translate(labels.get(value, value), package) for value in values},
        limits={name: value for part in info.metadata for name, value in _limits(part)},
    )


def _labels(info: FieldInfo) -> dict[str, str]:
    """What a choice is called: `json_schema_extra={"labels": {value: English text}}`."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    given = extra.get("labels")
    return {str(value): str(text) for value, text in given.items()} if isinstance(given, dict) else {}


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [part for part in get_args(annotation) if part is not type(None)]
        return rest[0] if len(rest) == 1 else None
    return annotation


def _with_metadata(info: FieldInfo) -> Any:
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def _limits(part: Any) -> Iterable[tuple[str, Any]]:
    for name in ("min_length", "max_length", "ge", "gt", "le", "lt", "pattern"):
        value = getattr(part, name, None)
        if value is not None:
            yield name, value
