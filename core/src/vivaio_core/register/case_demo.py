"""Exits and transfers under way in a demonstration, from `[[register.cases]]` of the example's demo.toml. A second run creates nothing."""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vivaio_core.people import demo as people_demo
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import in_force
from vivaio_core.people.services import record_resolution
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.services.leave import ask_exit, decide_exit, open_exclusion
from vivaio_core.register.services.share_transfers import ask_transfer
from vivaio_core.site.demo import DemoContext


class CasePlan(BaseModel):
    """A case: of which kind, of which member in the order of the numbers, how long ago, with which words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["exit", "accepted", "exclusion", "transfer"]
    place: int = Field(ge=0)
    days_ago: int = Field(ge=0)
    text: str = ""


def build(context: DemoContext) -> None:
    """Open what the example describes; nothing without its section."""
    plans = [CasePlan.model_validate(row) for row in context.data.get("register", {}).get("cases", [])]
    if not plans or ExitCase.objects.exists() or ShareTransfer.objects.exists():
        return
    settled = Membership.objects.filter(in_force(context.on), effective_on__lt=context.on - timedelta(days=400), shares__gte=1)
    shown = people_demo.member(context) if "people" in context.data else None
    members = [bond for bond in settled.select_related("party").order_by("member_no") if shown is None or bond.party_id != shown.pk]
    for plan in plans:
        if plan.place < len(members):
            _open(plan, members[plan.place].party, context)


def _open(plan: CasePlan, party: Party, context: DemoContext) -> None:
    on = context.on - timedelta(days=plan.days_ago)
    if plan.kind == "transfer":
        ask_transfer(seller=party, qty=1, received_on=on, buyer_name=plan.text, actor=None)
    elif plan.kind == "exclusion":
        open_exclusion(party=party, received_on=on, reason=plan.text, actor=None)
    else:
        case = ask_exit(party=party, received_on=on, reason=plan.text, actor=None)
        if plan.kind == "accepted":
            held_on = on + timedelta(days=plan.days_ago // 2)
            resolution = record_resolution(organ="board", held_on=held_on, minute_no=f"R/{held_on:%Y%m%d}", actor=None)
            decide_exit(case=case, accept=True, resolution=resolution, actor=None)
