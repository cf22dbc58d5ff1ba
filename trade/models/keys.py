"""Keys people can read, for records that have no natural one of their own."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """A key for a record that nobody has named: twelve hexadecimal digits."""
    return uuid.uuid4().hex[:12]


class Keyed(models.Model):
    """A record found again by its key: files name it, and it never changes."""

    key = models.SlugField(
        _("key"),
        max_length=80,
        unique=True,
        default=new_key,
        help_text=_("Names this record in article files, as in “artem-zdunov”."),
    )

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[str, ...]:
        return (self.key,)
