"""The refusals of the contract, each a sentence that says what to do next."""

from dataclasses import dataclass

from vivaio_core.contract.text import _


class ContractError(Exception):
    """Base of all refusals; `str()` is a complete Italian text for people."""


class PluginMissing(ContractError):
    """A plugin is named or required but not installed."""


class PluginCycle(ContractError):
    """Plugins require each other in a circle."""


class PluginDuplicate(ContractError):
    """Two installed distributions offer one slug."""


@dataclass(frozen=True)
class Problem:
    """One fault of a coop.toml or an answers file: where it is, what is wrong and how to mend it (Italian)."""

    field: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = [_("line {line}").format(line=self.line)] if self.line else []
        where += [self.field] if self.field else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


class ConfigurationError(ContractError):
    """A configuration file that cannot be used; `problems` lists every fault, not only the first."""

    def __init__(self, source: str, problems: list[Problem]) -> None:
        self.source, self.problems = source, problems
        head = _("{source} cannot be used:").format(source=source)
        super().__init__("\n".join([head, *(f"  - {problem}" for problem in problems)]))
