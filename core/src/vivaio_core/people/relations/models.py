"""What people and organisations are to each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party


class PartyRelation(models.Model):
    """`source` is something to `target` on the days `[from_on, to_on)`: Anna represents the dairy, Leo is a child of Maria."""

    class Kind(models.TextChoices):
        REPRESENTS = "represents", _("represents")
        EMPLOYEE_OF = "employee_of", _("works for")
        FAMILY_OF = "family_of", _("is family of")
        HEIR_OF = "heir_of", _("is heir of")
        COMMON_REPRESENTATIVE = "common_representative", _("is common representative of the heirs of")

    source = models.ForeignKey(Party, models.PROTECT, related_name="relations", verbose_name=_("who"))
    target = models.ForeignKey(Party, models.PROTECT, related_name="relations_to", verbose_name=_("of whom"))
    kind = models.CharField(_("relation"), max_length=24, choices=Kind.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["to_on", "-from_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="relation_between_two"),
            models.CheckConstraint(condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")), name="relation_period"),
            models.UniqueConstraint(fields=["source", "target", "kind"], condition=models.Q(to_on__isnull=True), name="relation_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"
