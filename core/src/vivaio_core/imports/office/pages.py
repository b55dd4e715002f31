"""Pages of an import that write nothing: its state, its lines, the spreadsheets to take away."""

from datetime import timedelta
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.access.models import User
from vivaio_core.imports import selectors, states
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.office.links import crumb, step
from vivaio_core.imports.services.download import faulty_lines, template
from vivaio_core.imports.services.undo import still_used
from vivaio_core.imports.services.work import progress
from vivaio_core.office.listing import PER_PAGE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SILENT = timedelta(seconds=20)
SEE = "imports.view_importbatch"


class BatchPage(WagtailAdminTemplateMixin, TemplateView):
    """Where an import stands, what its lines say, and the next step."""

    template_name = "imports/office/batch.html"
    header_icon = "upload"
    batch: ImportBatch

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may see imports."""
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        self.batch = get_object_or_404(ImportBatch, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """The file."""
        return self.batch.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, crumb(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        batch, status, words = self.batch, self.request.GET.get("stato", ""), self.request.GET.get("q", "")[:80]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        page = Paginator(selectors.rows(batch, status, words), PER_PAGE).get_page(self.request.GET.get("p"))
        for row in page:
            row.batch = batch
        may = self.request.user.has_perm("imports.change_importbatch")
        return {
            **context,
            "batch": batch,
            "page": page,
            "status": status,
            "words": words,
            "counts": [
                (value, _counted(value, batch.counts.get(value, 0)), batch.counts.get(value, 0)) for value in _SHOWN if batch.counts.get(value)
            ],
            "may": may,
            "may_decide": may and states.can(batch, "decide") and not batch.work,
            "acts": self._acts() if may and not batch.work else [],
            "twin": selectors.same_file(batch) if batch.state in ("uploaded", "mapped", "previewed") else None,
            "ready": selectors.ready(batch),
            "obstacle": selectors.obstacle(batch),
            "missing": sum(len(block.get("missing", ())) for block in batch.blocks),
            **self._working(),
        }

    def _acts(self) -> list[tuple[str, str, bool]]:
        """Address, label, and whether it is done by a button that sends."""
        batch = self.batch
        found: list[tuple[str, str, bool]] = []
        if states.can(batch, "confirm") and selectors.ready(batch) and not selectors.obstacle(batch):
            ready = selectors.ready(batch)
            found.append((step(batch, "confirm"), ngettext("Confirm %(n)s line", "Confirm %(n)s lines", ready) % {"n": ready}, False))
        if states.can(batch, "map"):
            found.append((step(batch, "columns"), _("Choose the columns"), False))
        if states.can(batch, "preview"):
            found.append((step(batch, "check"), _("Check the lines again") if batch.counts else _("Check the lines"), True))
        if states.can(batch, "decide") and selectors.offers_codes(batch):
            found.append((step(batch, "codes"), _("Accept the codes with their zeros"), True))
        if states.can(batch, "undo") and not still_used(batch):
            found.append((step(batch, "undo"), _("Undo the import"), False))
        if any(batch.counts.get(value) for value in ("error", "ask")):
            found.append((step(batch, "faulty"), _("Download the lines to be corrected"), False))
        return found

    def _working(self) -> dict[str, Any]:
        batch = self.batch
        if not batch.work:
            return {"working": False}
        done, total = progress(batch)
        since = batch.work_since or timezone.now()
        return {"working": True, "done": done, "total": max(total, 1), "silent": not done and timezone.now() - since > SILENT}


class Faulty(View):
    """The lines in error as a spreadsheet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, once the trail knows who took it."""
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        batch = get_object_or_404(ImportBatch, pk=pk)
        return sent(faulty_lines(batch=batch, actor=cast(User, request.user)), f"da-correggere-{batch.pk}.xlsx")


class Template(View):
    """An empty spreadsheet with the headings that are known here."""

    def get(self, request: HttpRequest, mode: str) -> HttpResponse:
        """The template of a mode."""
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        if mode not in ImportBatch.Mode.values:
            raise Http404
        return sent(template(mode), "modello-libro-soci.xlsx" if mode == ImportBatch.Mode.OPENING else "modello-persone.xlsx")


def sent(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to be saved."""
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


_SHOWN = ("ok", "warning", "ask", "error", "duplicate", "skipped", "applied")


def _counted(status: str, count: int) -> str:
    """«3 da decidere»: the words only."""
    words = {
        ImportRow.Status.OK: ngettext("line ready", "lines ready", count),
        ImportRow.Status.WARNING: ngettext("line ready, with a note", "lines ready, with a note", count),
        ImportRow.Status.ASK: ngettext("line to be decided", "lines to be decided", count),
        ImportRow.Status.ERROR: ngettext("line in error", "lines in error", count),
        ImportRow.Status.DUPLICATE: ngettext("line already there", "lines already there", count),
        ImportRow.Status.SKIPPED: ngettext("line left out", "lines left out", count),
        ImportRow.Status.APPLIED: ngettext("line written", "lines written", count),
    }
    return words[ImportRow.Status(status)]
