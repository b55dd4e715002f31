"""What a demonstration says of its circuit: `[liberex]` of the example's demo.toml."""

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Branch(_Part):
    """A sector: its share of the companies, what one buys there, from how many minor units to how many. `asleep` sells nothing; a company named with
    one of `names` belongs to it."""

    code: str
    title: str
    share: int
    buys: tuple[str, ...]
    least: int
    most: int
    asleep: bool = False
    names: tuple[str, ...] = ()


class CircuitPlan(_Part):
    """How many take part, for how long, how much they trade; `employees` get `grant` minor units a year. Every amount is made up."""

    first_day_months_ago: int
    companies: int
    members: int
    employees: int
    grant: int
    payments: int
    branches: tuple[Branch, ...]
    between_persons: Branch
    lines: tuple[int, ...]
    line_reason: str
    exit_reason: str
    memo_of_member: str
