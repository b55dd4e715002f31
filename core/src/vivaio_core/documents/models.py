"""Living texts, their versions, who signed which one (people P16 to P18)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party, Resolution


class LivingDocument(models.Model):
    """A text that the cooperative keeps alive: it changes by versions, and some people sign it."""

    class Category(models.TextChoices):
        CHARTER = "charter", _("charter of values")
        STATUTE = "statute", _("statute")
        REGULATION = "regulation", _("regulation")
        ETHICS = "ethics", _("code of ethics")
        AUDIT = "audit", _("audit of the cooperative")
        OTHER = "other", _("other document")

    code = models.SlugField(_("short name in the address"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    category = models.CharField(_("kind"), max_length=16, choices=Category.choices, default=Category.OTHER)
    summary = models.CharField(_("in one sentence"), max_length=240, blank=True)
    public = models.BooleanField(_("everybody may read it"), default=True)
    signed_by_members = models.BooleanField(_("members sign it"), default=False)
    signed_by_suppliers = models.BooleanField(_("suppliers sign it"), default=False)
    signed_by_staff = models.BooleanField(_("staff and board sign it"), default=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def signed(self) -> bool:
        """Whether anybody signs it."""
        return self.signed_by_members or self.signed_by_suppliers or self.signed_by_staff


class DocumentVersion(models.Model):
    """One text of a document. Once published it never changes: the database refuses it. `text_hash` is the SHA-256 of the text in UTF-8."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    class Resign(models.TextChoices):
        NONE = "none", _("earlier signatures stay good")
        BY_DEADLINE = "by_deadline", _("everybody signs again by a day")

    document = models.ForeignKey(LivingDocument, models.PROTECT, related_name="versions", verbose_name=_("document"))
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False)
    text = models.TextField(_("text"))
    text_hash = models.CharField(_("fingerprint of the text"), max_length=64, blank=True, editable=False)
    changes = models.CharField(_("what changes, in a few words"), max_length=300, blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("adopted by"))
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    resign = models.CharField(_("who signed an earlier version"), max_length=16, choices=Resign.choices, default=Resign.NONE)
    resign_by = models.DateField(_("last day to sign again"), null=True, blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_unique"),
            models.UniqueConstraint(fields=["document"], condition=Q(state="draft"), name="version_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(in_force_from__isnull=False, published_at__isnull=False) & ~Q(text_hash="")),
                name="version_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(resign="none", resign_by__isnull=True) | Q(resign="by_deadline", resign_by__isnull=False), name="version_resign_with_day"
            ),
            models.CheckConstraint(
                condition=Q(resign_by__isnull=True) | Q(in_force_from__isnull=False, resign_by__gte=F("in_force_from")), name="version_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.number}"


class Signature(models.Model):
    """Somebody signed a version: whose, which text, when, how. Written once; the database refuses any change."""

    class Channel(models.TextChoices):
        WEB = "web", _("on the site")
        PAPER = "paper", _("on paper")
        ASSEMBLY = "assembly", _("at an assembly")
        IMPORT = "import", _("from earlier records")

    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures", verbose_name=_("who signed"))
    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="signatures", verbose_name=_("version"))
    version_hash = models.CharField(_("fingerprint of the signed text"), max_length=64)
    at = models.DateTimeField(_("signed on"))
    channel = models.CharField(_("how"), max_length=16, choices=Channel.choices)
    evidence = models.CharField(_("proof"), max_length=300, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["party", "version"], name="signature_once")]
        indexes = [models.Index(fields=["at"], name="signature_list")]

    def __str__(self) -> str:
        return f"{self.party}, {self.version}"
