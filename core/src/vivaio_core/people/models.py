"""Parties, identifiers, contacts, memberships, collectivities (people P1, P2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.pages.numbers import day


class Party(models.Model):
    """A person or an organisation; not a membership, not a login (people P1)."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        MERGED = "merged", _("merged into another")
        ERASED = "erased", _("erased")

    class AddressedAs(models.TextChoices):
        FEMININE = "f", _("as a woman")
        MASCULINE = "m", _("as a man")

    class Language(models.TextChoices):
        """The languages in which the office writes to people; empty is Italian."""

        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")
        GERMAN = "de", _("German")
        SPANISH = "es", _("Spanish")
        ROMANIAN = "ro", _("Romanian")
        ARABIC = "ar", _("Arabic")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.PERSON)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.ACTIVE, editable=False)
    display_name = models.CharField(_("name"), max_length=200)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    search_key = models.CharField(max_length=200, editable=False, default="")
    addressed_as = models.CharField(_("how to address"), max_length=1, choices=AddressedAs.choices, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=100, blank=True)
    birth_place_code = models.CharField(_("code of the place of birth"), max_length=4, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language.choices, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name=_("merged into")
    )
    login = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="party", verbose_name=_("login"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("person or organisation")
        verbose_name_plural = _("people and organisations")
        ordering = ["search_key", "id"]
        indexes = [
            models.Index(fields=["status", "search_key", "id"], name="party_list"),
            models.Index(fields=["status", "email", "id"], name="party_by_email"),
            models.Index(fields=["birth_date"], name="party_birth"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="party_not_into_itself")]

    def __str__(self) -> str:
        return self.display_name


class Identifier(models.Model):
    """A code that says who a party is, in force on the days `[valid_from, valid_to)`; replaced ones stay (people I1 to I8)."""

    class Scheme(models.TextChoices):
        CF = "cf", _("fiscal code")
        CF_PROVISIONAL = "cf_provisional", _("provisional fiscal code")
        VAT = "vat", _("VAT number")
        IBAN = "iban", _("IBAN")
        SDI = "sdi", _("SDI code")
        PEC = "pec", _("certified e-mail")

    party = models.ForeignKey(Party, models.CASCADE, related_name="identifiers", verbose_name=_("person or organisation"))
    scheme = models.CharField(_("scheme"), max_length=16, choices=Scheme.choices)
    value_given = models.CharField(_("as given"), max_length=254)
    value = models.CharField(_("value"), max_length=254)
    key = models.CharField(max_length=254, editable=False)
    active = models.BooleanField(_("active"), default=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"], condition=models.Q(active=True, scheme__in=["cf", "cf_provisional"]), name="identifier_cf_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True) | models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="identifier_period",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme", "key"], name="identifier_key"),
            models.Index(fields=["value"], name="identifier_value"),
            models.Index(fields=["scheme", "valid_to"], condition=models.Q(active=True), name="identifier_expiry"),
        ]

    def __str__(self) -> str:
        return self.value


class Resolution(models.Model):
    """What an organ of the cooperative decided: who, when, and the number of the minutes that say so (people P5)."""

    class Organ(models.TextChoices):
        BOARD = "board", _("board")
        ASSEMBLY = "assembly", _("assembly")
        OTHER = "other", _("other organ")

    organ = models.CharField(_("organ"), max_length=16, choices=Organ.choices, default=Organ.BOARD)
    held_on = models.DateField(_("date of the meeting"))
    minute_no = models.CharField(_("number of the minutes"), max_length=40)
    subject = models.CharField(_("what was decided"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-held_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["organ", "held_on", "minute_no", "subject"], name="resolution_unique")]

    def __str__(self) -> str:
        return f"{self.get_organ_display()}, {day(self.held_on)}, n. {self.minute_no}"


class MemberNumber(models.Model):
    """The number of a member: given once, gapless, kept for ever, also by whoever leaves and comes back (people P11)."""

    number = models.PositiveIntegerField(_("member number"), unique=True)
    party = models.OneToOneField(Party, models.PROTECT, related_name="member_number", verbose_name=_("member"))

    class Meta:
        verbose_name = _("member number")
        verbose_name_plural = _("member numbers")

    def __str__(self) -> str:
        return f"{self.number}"


class Membership(models.Model):
    """The bond of a member with the cooperative, in force on the days `[effective_on, ended_on)`.

    A picture of the libro soci for lists and reads, drawn again by `register` after each entry; the entries are the truth.
    """

    class EndReason(models.TextChoices):
        EXIT = "exit", _("exit")
        EXCLUSION = "exclusion", _("exclusion")
        DEATH = "death", _("death")
        TRANSFER = "transfer", _("transfer")
        DISSOLUTION = "dissolution", _("dissolution")

    class Category(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        SPECIAL = "special", _("special, in training")
        SUPPORTING = "supporting", _("supporting")

    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships", verbose_name=_("member"))
    member_no = models.PositiveIntegerField(_("member number"))
    effective_on = models.DateField(_("member from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=16, choices=EndReason.choices, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices, default=Category.ORDINARY)
    shares = models.PositiveIntegerField(_("shares"), default=0)
    recorded_on = models.DateField(_("entered in the register on"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["member_no"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gt=models.F("effective_on")), name="membership_period"
            ),
            models.CheckConstraint(condition=models.Q(ended_on__isnull=True) ^ ~models.Q(end_reason=""), name="membership_end_with_reason"),
            models.UniqueConstraint(fields=["party"], condition=models.Q(ended_on__isnull=True), name="membership_one_open"),
            models.UniqueConstraint(fields=["member_no"], condition=models.Q(ended_on__isnull=True), name="membership_number_one_open"),
            models.UniqueConstraint(fields=["party", "effective_on"], name="membership_start_unique"),
        ]
        indexes = [models.Index(fields=["member_no", "effective_on"], name="membership_list")]

    def __str__(self) -> str:
        return f"{self.member_no}"


class CollectivityKind(models.Model):
    """What sort of group it is: a row, so that each cooperative has its own words."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("kind of collectivity")
        verbose_name_plural = _("kinds of collectivities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Collectivity(models.Model):
    """A homogeneous group that the cooperative has chosen to serve."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        INCLUDED = "included", _("included")
        SUSPENDED = "suspended", _("suspended")
        CLOSED = "closed", _("closed")

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PROPOSED)
    kind = models.ForeignKey(CollectivityKind, models.PROTECT, null=True, blank=True, related_name="collectivities", verbose_name=_("kind"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of"))
    included_by = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("included by"))
    contact = models.ForeignKey(Party, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact"))
    parties = models.ManyToManyField(Party, through="CollectivityMember", related_name="collectivities", verbose_name=_("people"))

    class Meta:
        verbose_name = _("collectivity")
        verbose_name_plural = _("collectivities")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="collectivity_not_in_itself")]

    def __str__(self) -> str:
        return self.name


class CollectivityMember(models.Model):
    """Somebody's belonging to a collectivity in a period `[from_on, to_on)`."""

    collectivity = models.ForeignKey(Collectivity, models.CASCADE, related_name="members", verbose_name=_("collectivity"))
    party = models.ForeignKey(Party, models.CASCADE, related_name="belongings", verbose_name=_("person or organisation"))
    role = models.CharField(_("role"), max_length=80, blank=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("belonging")
        verbose_name_plural = _("belongings")
        constraints = [models.UniqueConstraint(fields=["collectivity", "party"], condition=models.Q(to_on__isnull=True), name="belonging_one_open")]

    def __str__(self) -> str:
        return f"{self.collectivity}: {self.party}"
