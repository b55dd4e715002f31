"""Refusals of the room `rules`, each a sentence that says what to do."""

from vivaio_core.contract.errors import ContractError
from vivaio_core.pages.elision import elided


class NoRuleForDate(ContractError):
    """No parameter is valid on the date; the text says which dates are covered and what to do."""


class RuleRefused(ContractError):
    """A dated row that cannot be added, or a rules file that cannot be read; `field` names the part at fault."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(elided(text))
