"""What can be done with files for the bank: prepare, approve, download, cancel, say what the bank did."""

from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.payments.models.sepa import PaymentFile
from vivaio_core.payments.office import file_forms, forms
from vivaio_core.payments.office.file_prepare import Debits, Transfers
from vivaio_core.payments.office.files import SPACE, TITLE, FileList, FilePage, named
from vivaio_core.payments.office.pages import Act
from vivaio_core.payments.office.words import days, sum_of, who
from vivaio_core.payments.services.decide_file import approve_file, hand_over, void_file
from vivaio_core.payments.services.execute_file import begin_execution, return_row


class OnFile(Act):
    """An act on one file."""

    model = PaymentFile
    space, title = SPACE, TITLE

    def named(self) -> str:
        """What, how much."""
        return named(self.record)


class Approve(OnFile):
    """Approve what another person prepared."""

    permission = "payments.change_paymentfile"
    page_title = lazy("Approve the file")
    button = lazy("Approve")
    form_class: Any = forms.ConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is approved, in one sentence."""
        row = self.record
        said = ngettext(
            "%(count)s row, %(sum)s in all, to be carried out on %(day)s. After this it can be downloaded and nothing of it changes.",
            "%(count)s rows, %(sum)s in all, to be carried out on %(day)s. After this it can be downloaded and nothing of it changes.",
            row.count,
        )
        told = said % {"count": row.count, "sum": sum_of(row.total), "day": days(row.execute_on)}
        return {**super().get_context_data(**kwargs), "explanation": told}

    def act(self, data: dict[str, Any]) -> str:
        """Approve."""
        approve_file(file=self.record, on=timezone.localdate(), actor=self.actor)
        return _("Approved: now it can be downloaded for the bank.")


class Download(OnFile):
    """The file for the bank."""

    permission = "payments.add_paymentfile"
    page_title = lazy("Download the file")
    button = lazy("Download")
    explanation = lazy("It is always the file that was approved, byte by byte. The first download counts as given to the bank.")
    form_class: Any = forms.ConfirmForm

    def form_valid(self, form: django_forms.Form) -> HttpResponse:
        """The bytes, or why not."""
        from vivaio_core.contract.errors import ContractError

        try:
            content = hand_over(file=self.record, on=timezone.localdate(), actor=self.actor)
        except ContractError as refusal:
            return self.refused(form, refusal)
        answer = HttpResponse(content, content_type="application/xml")
        answer["Content-Disposition"] = f'attachment; filename="{self.record.message_id}.xml"'
        answer["Cache-Control"] = "no-store"
        return answer


class Void(OnFile):
    """Cancel a file."""

    permission = "payments.change_paymentfile"
    page_title = lazy("Cancel the file")
    button = lazy("Cancel the file")
    explanation = lazy("Its rows can go into another file. If it was uploaded, make sure first that the bank does not carry it out.")
    form_class: Any = forms.ReasonForm

    def act(self, data: dict[str, Any]) -> str:
        """Cancel."""
        void_file(file=self.record, reason=data["reason"], actor=self.actor)
        return _("The file is cancelled.")


class Executed(OnFile):
    """The bank carried it out."""

    permission = "payments.add_paymentfile"
    page_title = lazy("The bank carried it out")
    button = lazy("Record the payments")
    explanation = lazy("Each row becomes a payment, or money given back. First write down the rows that the bank refused.")
    form_class: Any = file_forms.ExecutedForm

    def get_initial(self) -> dict[str, Any]:
        """The file's own day."""
        return {"on": self.record.execute_on}

    def act(self, data: dict[str, Any]) -> str:
        """Record."""
        done = begin_execution(file=self.record, on=data["on"], actor=self.actor)
        if done.state == PaymentFile.State.EXECUTED:
            return _("Recorded: every row of the file is written down.")
        return _("The first rows are recorded, the others follow by themselves: reload this page in a minute.")


class Return(OnFile):
    """One row came back."""

    permission = "payments.add_paymentfile"
    page_title = lazy("A row came back")
    button = lazy("Record that it came back")
    explanation = lazy("What it had paid is owed again; what was given back is the person's credit again. Write the bank's reason, for example AM04.")
    form_class: Any = forms.DatedReasonForm
    row: Any

    def prepare(self) -> None:
        """The row of the file of the address."""
        super().prepare()
        self.row = get_object_or_404(self.record.rows.select_related("party__merged_into", "file").defer("file__content"), pk=self.kwargs["row"])

    def get_page_subtitle(self) -> str:
        """Whose."""
        return f"{who(self.row.party)}, {sum_of(self.row.amount)}"

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        return_row(row=self.row, on=data["on"], reason=data["reason"], actor=self.actor)
        return _("Recorded: the row came back.")


class Files(OfficeViewSet):
    """Files for the bank."""

    model = PaymentFile
    name = SPACE
    url_prefix = "pagamenti/file"
    icon = "upload"
    menu_label = TITLE
    menu_order = 70
    index_view_class = FileList
    export_filename = "file-per-la-banca"

    def pages(self) -> list[URLPattern]:
        """New ones, one, its acts."""
        return [
            path("addebiti/", Debits.as_view(), name="debits"),
            path("bonifici/", Transfers.as_view(), name="transfers"),
            path("<int:pk>/", FilePage.as_view(), name="page"),
            path("<int:pk>/approva/", Approve.as_view(), name="approve"),
            path("<int:pk>/scarica/", Download.as_view(), name="download"),
            path("<int:pk>/annulla/", Void.as_view(), name="void"),
            path("<int:pk>/eseguito/", Executed.as_view(), name="executed"),
            path("<int:pk>/righe/<int:row>/tornata/", Return.as_view(), name="return"),
        ]
