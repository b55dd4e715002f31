"""The refusals of the contract, each a sentence that says what to do next."""

from dataclasses import dataclass


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
    """One fault of a coop.toml or an answers file: where it is, and how to mend it (Italian)."""

    field: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"riga {self.line}, " if self.line else ""
        return f"{where}{self.field}: {self.message}" if self.field else f"{where}{self.message}"


class ConfigurationError(ContractError):
    """A configuration file that cannot be used; `problems` lists every fault, not only the first."""

    def __init__(self, source: str, problems: list[Problem]) -> None:
        self.source, self.problems = source, problems
        super().__init__("\n".join([f"{source} non si può usare:", *(f"  - {problem}" for problem in problems)]))
