"""Real objects that the tests of the circuit share; each thing is unlike the others."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.ledger.api import move, open_account, post
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.people.models import Identifier, Party, Resolution
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.services import record_resolution
from vivaio_core.rules.services import add_parameter
from vivaio_liberex.models.participants import Participant, Sector
from vivaio_liberex.selectors.participants import COOPERATIVE, book, system
from vivaio_liberex.services.join import join

ON = date(2026, 3, 2)
_numbers = count(1)


class Circuit:
    """Makes what a test needs, each thing unlike the others."""

    def party(self, kind: str = "person", login: bool = False) -> Party:
        """Somebody, with a login when asked."""
        number = next(_numbers)
        user = User.objects.create_user(f"socio{number}@prova.example") if login else None
        return Party.objects.create(kind=kind, display_name=f"Persona {number}", search_key=f"persona {number}", login=user)

    def member(self, kind: str = "person", login: bool = False) -> Party:
        """Somebody admitted to the cooperative."""
        party = self.party(kind, login)
        code = f"TST{next(_numbers):013d}"
        Identifier.objects.create(party=party, scheme="cf", value_given=code, value=code, key=code)
        admitted(party, date(2026, 1, 7))
        return party

    def participant(self, kind: str = "member", balance: int = 0, login: bool = False, **changes: Any) -> Participant:
        """Somebody with an account; `balance` comes from the cooperative, or goes to it by a floor that is lifted for it."""
        party = self.member("organisation" if kind == "company" else "person", login)
        return self.entered(party, kind, balance, **changes)

    def entered(self, party: Party, kind: str = "member", balance: int = 0, **changes: Any) -> Participant:
        """The party's account."""
        given: dict[str, Any] = {"shown_as": party.display_name, "sector": None, "accepted": "base-1", **changes}
        made = join(party=party, kind=kind, on=ON, actor=None, **given)
        if balance:
            self.put(made, balance)
        return made

    def employee(self, company: Participant, login: bool = False, balance: int = 0) -> Participant:
        """Somebody who works for a company of the circuit and has an account."""
        party = self.party(login=login)
        PartyRelation.objects.create(source=party, target=company.party, kind="employee_of", from_on=date(2025, 1, 1))
        return self.entered(party, "employee", balance)

    def put(self, participant: Participant, amount: int, on: date = ON) -> Transfer:
        """Bring credits onto the account, or take them away below the floor."""
        coop = system(COOPERATIVE)
        if amount > 0:
            return post(move(coop, participant.account, amount, kind="opening", value_on=on))[0]
        Account.objects.filter(pk=participant.account_id).update(floor=None)
        row = post(move(participant.account, coop, -amount, kind="opening", value_on=on))[0]
        Account.objects.filter(pk=participant.account_id).update(floor=0)
        return row

    def pay(self, payer: Participant, payee: Participant, amount: int, on: date = ON) -> Transfer:
        """A payment in the books."""
        return post(move(payer.account, payee.account, amount, kind="payment", value_on=on))[0]

    def balance(self, participant: Participant) -> int:
        """As the books say now."""
        return Account.objects.get(pk=participant.account_id).balance

    def resolution(self) -> Resolution:
        """Of the board."""
        return record_resolution(organ="board", held_on=ON, minute_no=str(next(_numbers)), actor=None)

    def sector(self) -> Sector:
        """A branch of trade."""
        number = next(_numbers)
        return Sector.objects.create(code=f"settore-{number}", title=f"Settore {number}")

    def worker(self, *permissions: str) -> User:
        """Somebody of the office with these permissions of the circuit only."""
        user = User.objects.create_user(f"ufficio{next(_numbers)}@prova.example", is_staff=True)
        found = Permission.objects.filter(content_type__app_label="liberex", codename__in=permissions)
        assert len(found) == len(permissions), permissions
        user.user_permissions.set(found)
        return User.objects.get(pk=user.pk)

    def rule(self, code: str, value: int) -> None:
        """The cooperative's own value of a rule, from the beginning of 2020."""
        boss = User.objects.create_superuser(f"regole{next(_numbers)}@prova.example")
        add_parameter(actor=boss, code=code, value=Decimal(value), valid_from=date(2020, 1, 1), source="Delibera")

    def account(self) -> Account:
        """A bare account of the circuit's book."""
        return open_account(book=book(), code=f"C{next(_numbers)}")
