"""What `manage.py check --deploy` looks at beyond Django's own."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register("security", deploy=True)
def counts_are_shared(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Each process would count for itself, and let as many requests through as all together."""
    if settings.RATE_STORAGE_URL or not any(settings.API_RATES.values()):
        return []
    return [
        checks.Warning(
            "Requests are counted in each process apart: several let more through than the rates.",
            hint="Set RATE_STORAGE_URL to a Redis, as in redis://127.0.0.1:6379/0.",
            id="trade.W001",
        )
    ]
