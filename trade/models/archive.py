"""Putting a record aside without losing it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Archivable(models.Model):
    """A record that can be archived, with the reason, where people would want to delete it."""

    archived_on = models.DateField(_("archived on"), null=True, blank=True)
    archive_reason = models.CharField(
        _("reason for archiving"),
        max_length=200,
        blank=True,
        help_text=_("Why this record is put aside. It stays readable and keeps its history."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(archived_on__isnull=True, archive_reason="")
                | (Q(archived_on__isnull=False) & ~Q(archive_reason="")),
                name="%(app_label)s_%(class)s_is_archived_with_date_and_reason",
                violation_error_message=_("Archiving takes both a date and a reason."),
            ),
        ]
