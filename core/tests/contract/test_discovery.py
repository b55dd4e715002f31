"""Plugins are found, ordered by what they require, and every refusal names a cure."""

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from vivaio_core.contract.discovery import GROUP, installed, ordered
from vivaio_core.contract.errors import ContractError, PluginCycle, PluginDuplicate, PluginMissing
from vivaio_core.contract.manifest import Manifest


def manifest(slug: str, *requires: str) -> Manifest:
    return Manifest(slug=slug, title=slug, summary=slug, app=f"vivaio_{slug}.apps.App", version="1", requires=requires)


def available(*manifests: Manifest) -> dict[str, Manifest]:
    return {each.slug: each for each in manifests}


def point(name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> EntryPoint:
    module = ModuleType(f"trial_{name}")
    module.manifest = value  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return EntryPoint(name, f"{module.__name__}:manifest", GROUP)


def test_the_order_follows_requirements() -> None:
    found = ordered(["bees", "apples"], available(manifest("apples", "soil"), manifest("soil"), manifest("bees", "apples")))
    assert [each.slug for each in found] == ["soil", "apples", "bees"]


def test_a_missing_requirement_says_who_wants_it() -> None:
    with pytest.raises(PluginMissing, match=r"«soil», richiesto da «apples», non è installato.*Moduli disponibili: apples"):
        ordered(["apples"], available(manifest("apples", "soil")))


def test_a_near_name_is_offered() -> None:
    with pytest.raises(PluginMissing, match="Forse intendeva «apples»"):
        ordered(["aples"], available(manifest("apples")))


def test_a_circle_is_drawn() -> None:
    with pytest.raises(PluginCycle, match="apples → bees → apples"):
        ordered(["apples"], available(manifest("apples", "bees"), manifest("bees", "apples")))


def test_two_packages_with_one_slug(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [point("one", manifest("apples"), monkeypatch), point("two", manifest("apples"), monkeypatch)]
    with pytest.raises(PluginDuplicate, match="stesso modulo «apples»"):
        installed(points)


def test_a_package_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ContractError, match="«ghost» è installato ma non si può leggere"):
        installed([EntryPoint("ghost", "no_such_package_anywhere:manifest", GROUP)])
    with pytest.raises(ContractError, match="non offre un Manifest"):
        installed([point("odd", {"slug": "odd"}, monkeypatch)])


def test_the_real_plugins_are_found() -> None:
    for slug, each in installed().items():
        assert slug == each.slug
        assert each.title
        assert each.summary
