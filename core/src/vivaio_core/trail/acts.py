"""What somebody did, before it becomes an event of the chain."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vivaio_core.access.models import User
from vivaio_core.people.models import Party


@dataclass(frozen=True)
class Act:
    """`kind` is `room.verb`, `target` is `app.Model:pk`, `payload` is plain JSON data; `at` None means now."""

    kind: str
    actor: User | None = None
    subject: Party | None = None
    target: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
