"""What people ask about their own data: to see them, to have them corrected, to be forgotten. Each request has a legal clock (people P29)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party
from vivaio_core.site.erasure import Plan, plan_from


class Asked(models.Model):
    """A request with the day it came, the last day for the answer, and the day it was closed."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="%(class)ss", verbose_name=_("person or organisation"))
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("answer until"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    own = models.BooleanField(_("asked in the member area"), default=False)

    class Meta:
        abstract = True
        ordering = ["-received_on", "-id"]

    def __str__(self) -> str:
        return str(self.party)

    def days_left(self, on: date) -> int:
        """Days to the last one for the answer, negative when it is past."""
        return (self.due_on - on).days


class DisclosureRequest(Asked):
    """Somebody asks which data the cooperative holds about him."""

    class State(models.TextChoices):
        OPEN = "open", _("to answer")
        ANSWERED = "answered", _("answered")

    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.OPEN, editable=False)
    answer = models.CharField(_("how it was answered"), max_length=200, blank=True)

    class Meta(Asked.Meta):
        verbose_name = _("request for one's data")
        verbose_name_plural = _("requests for one's data")
        indexes = [models.Index(fields=["state", "due_on"], name="disclosure_due")]
        constraints = [models.UniqueConstraint(fields=["party"], condition=models.Q(state="open"), name="disclosure_one_open")]


class CorrectionRequest(Asked):
    """A member asks the office to correct what he may not correct himself."""

    class State(models.TextChoices):
        OPEN = "open", _("to do")
        DONE = "done", _("corrected")
        REFUSED = "refused", _("refused")

    class What(models.TextChoices):
        NAME = "name", _("name")
        BIRTH = "birth", _("date or place of birth")
        CODE = "code", _("fiscal code or VAT number")
        OTHER = "other", _("something else")

    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.OPEN, editable=False)
    what = models.CharField(_("what to correct"), max_length=8, choices=What.choices)
    wanted = models.CharField(_("how it should be"), max_length=300)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta(Asked.Meta):
        verbose_name = _("request for a correction")
        verbose_name_plural = _("requests for a correction")
        indexes = [models.Index(fields=["state", "due_on"], name="correction_due")]
        constraints = [models.UniqueConstraint(fields=["party", "what"], condition=models.Q(state="open"), name="correction_one_open")]


class ErasureRequest(Asked):
    """Somebody asks to be forgotten. `content` is the plan that was shown; `keep_until` the day up to which the law keeps something."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.RECEIVED, editable=False)
    content = models.JSONField(_("plan"), default=list)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    keep_until = models.DateField(_("something stays until"), null=True, blank=True)
    reason = models.CharField(_("reason of the refusal"), max_length=300, blank=True)
    fault = models.CharField(_("why it did not work"), max_length=300, blank=True)

    class Meta(Asked.Meta):
        verbose_name = _("request to be forgotten")
        verbose_name_plural = _("requests to be forgotten")
        indexes = [models.Index(fields=["state", "due_on"], name="erasure_due"), models.Index(fields=["keep_until"], name="erasure_kept")]
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=models.Q(state__in=["received", "planned"]), name="erasure_one_open"),
            models.CheckConstraint(condition=~models.Q(state="refused") | ~models.Q(reason=""), name="erasure_refused_with_reason"),
        ]

    @property
    def plan(self) -> Plan:
        """The plan as it was shown."""
        return plan_from(self.content)
