"""What the mirror, the opening files and mixed payments hold about a participant, for `privacy`: the sums stay, texts and names go."""

from typing import Any

from django.db.models import QuerySet

from vivaio_core.pages.numbers import euros
from vivaio_liberex.models.mirror import OutsideAccount, OutsideLine
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.opening import OpeningFile
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.words import credits


def told_outside(one: Participant) -> dict[str, Any]:
    """JSON-ready; empty for who has nothing of it. Three queries."""
    account = OutsideAccount.objects.filter(participant=one).first()
    mixed = [
        {"day": row.promised_on.isoformat(), "what_for": row.charge.title, "credits": credits(row.credits), "euro": euros(row.euro)}
        for row in MixedPayment.objects.filter(participant=one).select_related("charge").order_by("pk")
    ]
    lines = OutsideLine.objects.filter(outside_code=account.outside_code).order_by("value_on", "pk") if account else []
    outside = [{"day": line.value_on.isoformat(), "amount": credits(line.amount), "what_for": line.text} for line in lines]
    code = {"code": account.outside_code, "movements": outside} if account else None
    return {name: value for name, value in (("mixed_payments", mixed), ("outside_account", code)) if value}


def forget_outside(people: QuerySet[Participant]) -> None:
    """Texts of outside lines and names in opening files go; codes and sums stay, so that the mirror still compares."""
    codes = OutsideAccount.objects.filter(participant__in=people).values("outside_code")
    OutsideLine.objects.filter(outside_code__in=codes).update(text="")
    accounts = set(people.values_list("account", flat=True)) | set(
        OutsideAccount.objects.filter(participant__in=people).values_list("account", flat=True)
    )
    for file in OpeningFile.objects.all():
        if any(row["account"] in accounts and row["name"] for row in file.rows):
            file.rows = [{**row, "name": ""} if row["account"] in accounts else row for row in file.rows]
            file.save(update_fields=["rows"])
