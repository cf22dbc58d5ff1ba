"""Compute the rows of lists of partnerships before somebody waits for them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cooperation.api.overviews import told
from cooperation.api.status.seen import version
from cooperation.models import Partnership
from cooperation.status.overviews import Overviews
from cooperation.status.snapshots import Seen


class Command(BaseCommand):
    help = _(
        "Compute today's overview of all partnerships as everybody sees it: run it at midnight."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                seen = Seen(
                    with_drafts=False,
                    language=language,
                    day=timezone.localdate(),
                    version=version(),
                )
                overviews = Overviews(seen, user=AnonymousUser(), tell=told, are_kept=True)
                overviews.bring_up_to_date(Partnership.objects.all())
