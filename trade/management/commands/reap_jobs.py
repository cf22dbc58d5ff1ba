"""Take back the jobs of workers that died."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from trade.figures.jobs import take_back_abandoned
from trade.figures.uploads import forget_old_files


class Command(BaseCommand):
    help = (
        "Queues again the jobs of workers that died, and removes uploaded files nobody loaded. "
        "The worker does both by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        taken = take_back_abandoned(now=now)
        removed = forget_old_files(now=now)
        self.stdout.write(
            f"{taken.again} queued again, {taken.given_up} given up, {removed} files removed"
        )
