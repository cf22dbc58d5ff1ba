"""What computed answers depend on beside the facts."""

import datetime as dt

from django.utils.translation import get_language
from rest_framework.request import Request

from cooperation.status.snapshots import Seen
from trade.api.running_code import running_code

# Stands in what is kept for the address of the API, which each request gives; no text has it.
ROOT = "\ue000"


def seen_by(request: Request, day: dt.date) -> Seen:
    """What a computed answer to this request depends on."""
    return Seen(
        with_drafts=request.user.has_perm("cooperation.view_draft"),
        language=get_language() or "",
        day=day,
        version=version(),
    )


def version() -> str:
    """Another one whenever code or translations might compute something else."""
    return running_code()[:20]
