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


class Notice(_Part):
    """A listing: `price` in minor units, None to be agreed upon; `own` is of the member whose account the visitor tries; `drawn` names a drawing."""

    kind: str
    title: str
    text: str
    price: int | None = None
    share: int = 100
    place: str = ""
    own: bool = False
    drawn: str = ""


class Shelf(_Part):
    """A category of the notice board with its listings; `sector` is the code of a branch."""

    title: str
    sector: str
    listings: tuple[Notice, ...]


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
    board: tuple[Shelf, ...] = ()
