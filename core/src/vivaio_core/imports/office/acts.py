"""Acts on an import, each a page or a button that calls one service."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages

from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.imports import selectors
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.office.forms import ColumnsForm, NoteForm, UploadForm
from vivaio_core.imports.office.links import SPACE, crumb, page_of, step
from vivaio_core.imports.reading.limits import most_bytes, refuse_size
from vivaio_core.imports.services import work
from vivaio_core.imports.services.choose_columns import choose_columns
from vivaio_core.imports.services.decide import accept_codes, decide, fill_gaps
from vivaio_core.imports.services.undo import undo
from vivaio_core.imports.services.upload import upload
from vivaio_core.office.acts import ActView

CHANGE = "imports.change_importbatch"


class Upload(ActView):
    """A file comes in."""

    template_name = "imports/office/upload.html"
    permission = "imports.add_importbatch"
    page_title = lazy("Upload a file")
    button = lazy("Upload")
    explanation = lazy("Nothing is written among the people yet: first you see what would become of each line.")
    form_class: Any = UploadForm
    made: ImportBatch | None = None

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the templates to download."""
        templates = [(reverse(f"{SPACE}:template", args=[mode]), label) for mode, label in ImportBatch.Mode.choices]
        return {**super().get_context_data(**kwargs), "templates": templates, "most": most_bytes() // 1_000_000}

    def act(self, data: dict[str, Any]) -> str:
        """Read it once and keep it."""
        refuse_size(data["file"].size)
        self.made = upload(file_name=data["file"].name, content=data["file"].read(), mode=data["mode"], actor=self.actor)
        return _("The file is here: say what each column holds.")

    def after(self) -> str:
        """The columns."""
        return step(self.made, "columns") if self.made else reverse(f"{SPACE}:index")


class _OnBatch(ActView):
    """An act on the batch of the address; back to its page."""

    permission = CHANGE
    batch: ImportBatch

    def prepare(self) -> None:
        """The batch of the address."""
        self.batch = get_object_or_404(ImportBatch, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """The file."""
        return self.batch.file_name

    def crumbs(self) -> list[dict[str, str]]:
        """Below the batch."""
        return [crumb(), {"url": page_of(self.batch), "label": self.batch.file_name}]

    def after(self) -> str:
        """The batch."""
        return page_of(self.batch)


class Columns(_OnBatch):
    """Say what each column holds, then check the lines."""

    template_name = "imports/office/columns.html"
    page_title = lazy("Columns")
    button = lazy("Check the lines")
    form_class: Any = ColumnsForm
    explanation = lazy("We have guessed by the headings. Correct what is wrong: what you choose stays for the next file with the same headings.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is made of the file's columns."""
        return {**super().get_form_kwargs(), "batch": self.batch}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the form's own reading of the choices."""
        self.chosen = form.columns()
        return super().form_valid(form)

    def act(self, data: dict[str, Any]) -> str:
        """Keep the choice and look at the lines."""
        batch = choose_columns(batch=self.batch, columns=self.chosen, actor=self.actor)
        work.start(batch=batch, work=ImportBatch.Work.PREVIEW, on=timezone.localdate(), actor=self.actor)
        return _("The columns are kept.")


class FillGaps(_OnBatch):
    """Add lines for the numbers that the old register left unused."""

    page_title = lazy("Missing numbers")
    button = lazy("Add the lines")
    form_class: Any = NoteForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which numbers."""
        numbers = [number for block in self.batch.blocks for number in block.get("missing", [])]
        shown = ", ".join(str(number) for number in numbers[:60]) + ("…" if len(numbers) > 60 else "")
        text = _("The old register has no line for: %(numbers)s. Each gets a line “number not used”, with your note, which stays in the book.")
        return {**super().get_context_data(**kwargs), "explanation": text % {"numbers": shown}}

    def act(self, data: dict[str, Any]) -> str:
        """Add them and check again."""
        count = fill_gaps(batch=self.batch, note=data["note"], actor=self.actor)
        work.start(batch=self.batch, work=ImportBatch.Work.PREVIEW, on=timezone.localdate(), actor=self.actor)
        return ngettext("%(n)s line was added.", "%(n)s lines were added.", count) % {"n": count}


class Confirm(_OnBatch):
    """Write the ready lines."""

    page_title = lazy("Confirm")
    button = lazy("Write these lines")
    form_class: Any = forms.Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what will happen."""
        ready = selectors.ready(self.batch)
        text = ngettext(
            "%(n)s line will be written, the others stay here. No e-mail is sent. It can be undone until something else is done with these people.",
            "%(n)s lines will be written, the others stay here. No e-mail is sent. It can be undone until something else is done with these people.",
            ready,
        )
        if self.batch.mode == ImportBatch.Mode.OPENING:
            text = ngettext(
                "%(n)s line enters the register of members for ever, as the file says it. Only corrections can take it back.",
                "%(n)s lines enter the register of members for ever, as the file says them. Only corrections can take them back.",
                ready,
            )
        return {**super().get_context_data(**kwargs), "explanation": text % {"n": ready}}

    def act(self, data: dict[str, Any]) -> str:
        """Write, here or by the worker."""
        done = work.start(batch=self.batch, work=ImportBatch.Work.CONFIRM, on=timezone.localdate(), actor=self.actor)
        if done.failure:
            raise ContractError(done.failure)
        return _("The lines are being written.") if done.work else _("The lines are written.")


class Undo(_OnBatch):
    """Take a confirmed import back."""

    page_title = lazy("Undo the import")
    button = lazy("Undo")
    form_class: Any = NoteForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what will happen."""
        text = _("All people that this file brought in are taken out again. The lines stay here.")
        if self.batch.mode == ImportBatch.Mode.OPENING:
            text = _("Each entry gets a correction with today's day: the book is never rewritten. The people stay, and are no longer members.")
        return {**super().get_context_data(**kwargs), "explanation": text}

    def act(self, data: dict[str, Any]) -> str:
        """Undo."""
        undo(batch=self.batch, on=timezone.localdate(), note=data["note"], actor=self.actor)
        return _("The import is undone.")


class _Button(View):
    """A button on the batch's page: it sends, does one thing, and comes back."""

    def post(self, request: HttpRequest, pk: int, **more: int) -> HttpResponse:
        """Do it, or say why not."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        batch = get_object_or_404(ImportBatch, pk=pk)
        try:
            said = self.act(request, batch, cast(User, request.user), **more)
        except ContractError as refusal:
            messages.error(request, str(refusal))
        else:
            if said:
                messages.success(request, said)
        query = request.POST.get("back", "")
        return redirect(page_of(batch) + (f"?{query}" if query and query.isprintable() and len(query) < 200 else ""))

    def act(self, request: HttpRequest, batch: ImportBatch, actor: User, **more: int) -> str:
        """Call the service; return the sentence shown afterwards."""
        raise NotImplementedError


class Check(_Button):
    """Look at the lines again."""

    def act(self, request: HttpRequest, batch: ImportBatch, actor: User, **more: int) -> str:
        """Start the preview, in this page when the worker keeps silent."""
        now = bool(request.POST.get("now"))
        kind = batch.work if now and batch.work else ImportBatch.Work.PREVIEW
        done = work.start(batch=batch, work=kind, on=timezone.localdate(), actor=actor, at_once=now)
        if done.failure:
            raise ContractError(done.failure)
        return "" if done.work else _("The lines are checked.") if kind == ImportBatch.Work.PREVIEW else _("The lines are written.")


class Stop(_Button):
    """Give up the work in hand."""

    def act(self, request: HttpRequest, batch: ImportBatch, actor: User, **more: int) -> str:
        """Stop."""
        work.stop(batch=batch, actor=actor)
        return _("Stopped: nothing was written.")


class AcceptCodes(_Button):
    """Confirm the codes with their zeros."""

    def act(self, request: HttpRequest, batch: ImportBatch, actor: User, **more: int) -> str:
        """Accept, then check again."""
        count = accept_codes(batch=batch, actor=actor)
        work.start(batch=batch, work=ImportBatch.Work.PREVIEW, on=timezone.localdate(), actor=actor)
        return ngettext("%(n)s code is accepted.", "%(n)s codes are accepted.", count) % {"n": count}


class Decide(_Button):
    """Decide about one line."""

    def act(self, request: HttpRequest, batch: ImportBatch, actor: User, **more: int) -> str:
        """`answer` is `other`, `skip`, empty, or `same` with whom: `same:party:12`."""
        row = get_object_or_404(ImportRow, pk=more["row"], batch=batch)
        decision, _sign, chosen = request.POST.get("answer", "").partition(":")
        decide(row=row, decision=decision, chosen=chosen[:24], actor=actor)
        return ""
