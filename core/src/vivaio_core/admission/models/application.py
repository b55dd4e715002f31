"""An application to become a member: a copy of what somebody gave, until the office says which party it is (people P3, P15)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vivaio_core.documents.models import DocumentVersion
from vivaio_core.people.models import Collectivity, Party, Resolution


class Application(models.Model):
    """What is asked, by whom, and how far it is. `party` is empty until somebody has identified the applicant: the public form reads no party.

    `key` is the public half of the links (tokens.py); `origin` is the address of the site as the applicant saw it, for the links in letters.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("sent")
        UNDER_REVIEW = "under_review", _("under review")
        APPROVED = "approved", _("admitted, to be entered in the register")
        ANNOTATED = "annotated", _("member, entered in the register")
        REFUSED = "refused", _("refused")
        APPEALED = "appealed", _("appealed to the assembly")
        REFUSED_FINAL = "refused_final", _("refused for good")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Plan(models.TextChoices):
        AT_ONCE = "at_once", _("all at once, after the admission")
        INSTALMENTS = "instalments", _("by instalments, to be agreed with the office")

    class Channel(models.TextChoices):
        WEB = "web", _("on the site")
        OFFICE = "office", _("with an operator, on paper")

    class Way(models.TextChoices):
        SHARES = "shares", _("with new shares")
        TRANSFER = "transfer", _("with shares of another member")
        HEIR = "heir", _("as an heir")

    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False)
    key = models.CharField(max_length=32, unique=True, editable=False)
    channel = models.CharField(_("how"), max_length=16, choices=Channel.choices, default=Channel.WEB)
    origin = models.CharField(max_length=200, blank=True, editable=False)
    started_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("last saved"))

    kind = models.CharField(_("kind"), max_length=16, choices=Party.Kind.choices, default=Party.Kind.PERSON)
    display_name = models.CharField(_("name"), max_length=200)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    search_key = models.CharField(max_length=200, editable=False, default="")
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=100, blank=True)
    fiscal_code = models.CharField(_("fiscal code"), max_length=16, blank=True)
    vat = models.CharField(_("VAT number"), max_length=11, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    representative = models.CharField(_("legal representative"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name=_("who it is"))

    email_confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    collectivity = models.ForeignKey(Collectivity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group"))
    group_note = models.CharField(_("about the group"), max_length=200, blank=True)
    shares = models.PositiveIntegerField(_("shares asked"), default=1)
    payment_plan = models.CharField(_("how the shares are paid"), max_length=16, choices=Plan.choices, blank=True)
    requirements_declared = models.BooleanField(_("has the requirements of the statute"), default=False)
    no_competitor = models.BooleanField(_("no business in competition"), default=False)
    founder = models.BooleanField(_("founder"), default=False)
    charter_version = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("charter accepted"))
    charter_hash = models.CharField(_("fingerprint of the charter"), max_length=64, blank=True)
    charter_at = models.DateTimeField(_("charter accepted on"), null=True, blank=True)
    charter_channel = models.CharField(_("charter accepted how"), max_length=16, blank=True)
    charter_evidence = models.CharField(_("proof of the acceptance"), max_length=300, blank=True)

    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution"))
    refusal_reasons = models.TextField(_("reasons of the refusal"), max_length=2000, blank=True)
    communicated_on = models.DateField(_("communicated on"), null=True, blank=True)
    appeal_on = models.DateField(_("appeal received on"), null=True, blank=True)
    appeal_reasons = models.TextField(_("reasons of the appeal"), max_length=2000, blank=True)
    second_resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution on the appeal")
    )
    second_communicated_on = models.DateField(_("outcome of the appeal communicated on"), null=True, blank=True)
    way = models.CharField(_("how they entered"), max_length=16, choices=Way.choices, default=Way.SHARES, editable=False)
    member_no = models.PositiveIntegerField(_("member number"), null=True, blank=True)
    recorded_on = models.DateField(_("entered in the register on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-received_on", "-id"]
        indexes = [
            models.Index(fields=["state", "received_on"], name="application_state"),
            models.Index(fields=["-received_on", "-id"], name="application_list"),
            models.Index(fields=["fiscal_code"], name="application_cf"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(state__in=["submitted", "under_review", "approved", "appealed"]), name="application_one_open"
            ),
            models.CheckConstraint(condition=Q(state="draft") | Q(received_on__isnull=False), name="application_received"),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "appealed", "refused_final"]) | ~Q(refusal_reasons=""), name="application_refusal_with_reasons"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "annotated", "refused", "appealed", "refused_final"])
                | Q(resolution__isnull=False)
                | Q(state="annotated") & ~Q(way="shares"),
                name="application_decided",
            ),
            models.CheckConstraint(
                condition=Q(state="annotated", member_no__isnull=False, party__isnull=False, recorded_on__isnull=False)
                | ~Q(state="annotated") & Q(recorded_on__isnull=True),
                name="application_annotated",
            ),
            models.CheckConstraint(condition=Q(shares__gte=1), name="application_shares"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def admitting(self) -> Resolution | None:
        """The resolution that counts: the second one where there was an appeal."""
        return self.second_resolution or self.resolution


class Sponsorship(models.Model):
    """A member is asked to present the applicant. `given_*` is what the applicant typed; `sponsor` stays empty when nobody was found.

    The applicant is told only of an acceptance: who is a member cannot be found out here. The link's `key` works until it is answered.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    application = models.ForeignKey(Application, models.CASCADE, related_name="sponsorships", verbose_name=_("application"))
    sponsor = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("presenting member"))
    given_number = models.PositiveIntegerField(_("member number as given"), null=True, blank=True)
    given_email = models.EmailField(_("e-mail as given"), blank=True)
    given_name = models.CharField(_("last name as given"), max_length=100, blank=True)
    key = models.CharField(max_length=32, unique=True, editable=False)

    class Way(models.TextChoices):
        SHARES = "shares", _("with new shares")
        TRANSFER = "transfer", _("with shares of another member")
        HEIR = "heir", _("as an heir")

    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ASKED, editable=False)
    asked_at = models.DateTimeField(_("asked on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    statement = models.CharField(_("statement"), max_length=500, blank=True)
    channel = models.CharField(_("how"), max_length=16, choices=Application.Channel.choices, default=Application.Channel.WEB)

    class Meta:
        verbose_name = _("presentation")
        verbose_name_plural = _("presentations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "sponsor"], name="sponsorship_once"),
            models.CheckConstraint(condition=Q(state="asked") | Q(sponsor__isnull=False, answered_at__isnull=False), name="sponsorship_answered"),
        ]
        indexes = [models.Index(fields=["sponsor", "asked_at"], name="sponsorship_asked")]

    def __str__(self) -> str:
        return str(self.sponsor or "")


class Reminder(models.Model):
    """A deadline of which the office was reminded, or a presenting member reminded of the request: once for each clock and stage."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reminders", verbose_name=_("application"))
    clock = models.CharField(_("clock"), max_length=16)
    stage = models.CharField(_("stage"), max_length=16)
    sent_on = models.DateField(_("sent on"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["application", "clock", "stage"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.clock} {self.stage}"
