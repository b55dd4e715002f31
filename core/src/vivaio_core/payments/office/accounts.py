"""The account on which payments are to arrive: the one in use, those before, a new one."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import OfficeList, OfficeViewSet
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.accounts import CollectionAccount
from vivaio_core.payments.office import forms
from vivaio_core.payments.office.words import days
from vivaio_core.payments.selectors.accounts import account_in_use, accounts
from vivaio_core.payments.services.set_account import set_account
from vivaio_core.site.coop import coop

SPACE = "office_payments_accounts"
TITLE = lazy("Account for payments")


class AccountList(OfficeList):
    """The newest is the one members read."""

    page_title = TITLE
    searchable = False
    empty = lazy("No account yet: members read how much they owe, but not where to send it. An administrator writes it here.")
    header_actions = ((lazy("Write another account"), f"{SPACE}:add", "payments.manage_collectionaccount"),)
    columns = [
        Column("iban", label=lazy("IBAN"), accessor=lambda row: code_in_fours(row.iban)),
        Column("holder", label=lazy("In the name of")),
        Column("creditor_id", label=lazy("Creditor identifier"), accessor=lambda row: row.creditor_id or "—"),
        Column("valid_from", label=lazy("From"), accessor=lambda row: days(row.valid_from)),
        Column("set_by", label=lazy("Written down by"), accessor=lambda row: row.set_by or _("the system")),
    ]
    columns_exported = {
        lazy("IBAN"): lambda row: row.iban,
        lazy("In the name of"): lambda row: row.holder,
        lazy("Creditor identifier"): lambda row: row.creditor_id,
        lazy("BIC"): lambda row: row.bic,
        lazy("From"): lambda row: row.valid_from,
    }

    def rows(self) -> QuerySet[CollectionAccount]:
        """All, newest first."""
        return accounts()


class Add(ActView):
    """Another account."""

    permission = "payments.manage_collectionaccount"
    page_title = lazy("Write another account")
    explanation = lazy("From that day members read this account when they pay. Read the IBAN twice: it is where everybody's money goes.")
    header_icon = "form"
    form_class: Any = forms.AccountForm

    def get_initial(self) -> dict[str, Any]:
        """In the cooperative's name, from today; what was written before, to be corrected."""
        before = account_in_use(timezone.localdate())
        codes = {"creditor_id": before.creditor_id, "iban": code_in_fours(before.iban), "bic": before.bic} if before else {}
        return {"holder": coop().cooperative.name[:70], "valid_from": timezone.localdate(), **codes}

    def act(self, data: dict[str, Any]) -> str:
        """Write it."""
        row = set_account(actor=self.actor, **data)
        return _("From %(day)s payments go to %(iban)s.") % {"day": days(row.valid_from), "iban": code_in_fours(row.iban)}

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": self.after(), "label": str(TITLE)}]


class Accounts(OfficeViewSet):
    """The account for payments."""

    model = CollectionAccount
    name = SPACE
    url_prefix = "pagamenti/conto"
    icon = "home"
    menu_label = TITLE
    menu_order = 90
    index_view_class = AccountList
    export_filename = "conto-per-gli-incassi"

    def pages(self) -> list[URLPattern]:
        """A new one."""
        return [path("nuovo/", Add.as_view(), name="add")]
