"""A spreadsheet on its way into the records: the batch, and each of its lines with what was found about it (people P28)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party
from vivaio_core.register.models.book import Operation


class ImportBatch(models.Model):
    """One uploaded file. `columns` maps a field's name to the place of its column, from 0; `work` says what is being done on it now.

    `run` names the present doer: whoever finds another name there stops, so two never write the same lines.
    """

    class Mode(models.TextChoices):
        PEOPLE = "people", _("people and organisations")
        OPENING = "opening_register", _("the old register of members")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be chosen")
        MAPPED = "mapped", _("to be checked")
        PREVIEWED = "previewed", _("checked, to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        UNDONE = "undone", _("undone")

    class Work(models.TextChoices):
        NONE = "", _("nothing")
        PREVIEW = "preview", _("checking the lines")
        CONFIRM = "confirm", _("writing")

    mode = models.CharField(_("what it holds"), max_length=20, choices=Mode.choices, default=Mode.PEOPLE)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UPLOADED)
    file_name = models.CharField(_("file"), max_length=200)
    stored = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size"))
    sheet = models.CharField(_("sheet"), max_length=80, blank=True)
    other_sheets = models.JSONField(default=list)
    header_line = models.PositiveIntegerField(default=1)
    headers = models.JSONField(default=list)
    headers_key = models.CharField(max_length=64, db_index=True)
    sample: Any = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    blocks: Any = models.JSONField(default=list)
    work = models.CharField(max_length=8, choices=Work.choices, blank=True, default="")
    work_since = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    run = models.CharField(max_length=32, blank=True)
    failure = models.TextField(blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    mutation_id = models.UUIDField(null=True, blank=True, unique=True)
    last_event = models.PositiveBigIntegerField(null=True, blank=True)
    operation = models.OneToOneField(Operation, models.PROTECT, null=True, blank=True, related_name="import_batch")

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One line of the file: `cells` as they were given, `extra` what a person added to them, and what was found.

    `numeric` are the places whose cell was a number of the spreadsheet; `marks` are faults of the reading itself. `line` is empty for a
    line that a person added. `alike` holds whom it may be: {"party": id} or {"line": number}.
    """

    class Status(models.TextChoices):
        OK = "ok", _("ready")
        WARNING = "warning", _("ready, with a note")
        ERROR = "error", _("in error")
        ASK = "ask", _("to be decided")
        DUPLICATE = "duplicate", _("already there")
        SKIPPED = "skipped", _("left out")
        APPLIED = "applied", _("written")

    class Decision(models.TextChoices):
        NONE = "", _("not decided")
        SAME = "same", _("the same person")
        OTHER = "other", _("another person")
        SKIP = "skip", _("leave out")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    place = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    numeric = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    extra = models.JSONField(default=dict)
    key = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    judged = models.CharField(max_length=10, choices=Status.choices, default=Status.OK)
    codes = models.JSONField(default=list)
    message = models.TextField(_("what was found"), blank=True)
    alike: Any = models.JSONField(default=list)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True, default="")
    chosen = models.CharField(max_length=24, blank=True)
    duplicate_of = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("already there as"))
    party = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name=_("became"))
    made = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        ordering = ["batch", "place"]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="import_row_place")]
        indexes = [models.Index(fields=["batch", "status", "place"], name="import_row_status")]

    def __str__(self) -> str:
        return self.name or f"{self.line or '+'}"

    @property
    def given(self) -> list[tuple[str, str]]:
        """Heading and cell of all that the line says, for people who decide about it."""
        headers = self.batch.headers
        return [(headers[place] if place < len(headers) else "", cell) for place, cell in enumerate(self.cells) if cell]
