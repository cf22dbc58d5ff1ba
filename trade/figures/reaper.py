"""Looking again and again for jobs whose worker died and files whose time is over."""

import logging
import threading

from django.db import Error, connection
from django.utils import timezone

from trade.figures.jobs import take_back_abandoned
from trade.figures.uploads import forget_old_files

logger = logging.getLogger(__name__)


def reap() -> None:
    """Take back the jobs of dead workers, and remove files whose time is over."""
    now = timezone.now()
    take_back_abandoned(now=now)
    forget_old_files(now=now)


def reap_until(stop: threading.Event, every: float) -> None:
    """Reap every so many seconds, until told to stop."""
    while not stop.wait(every):
        try:
            reap()
        except Error:
            logger.exception("Could not look for abandoned jobs; trying again.")
        finally:
            connection.close()
