"""How many requests somebody may make, and the headers that say how many are left."""

from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from trade.rates import Count, address_of, counter

# As the draft “RateLimit header fields for HTTP” had them, version 06: what clients read today.
LIMIT = "RateLimit-Limit"
REMAINING = "RateLimit-Remaining"
RESET = "RateLimit-Reset"


class Rates(BaseThrottle):
    """By user, reading and writing apart; without an account by address."""

    count: Count | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        key, rate = key_and_rate(request)
        self.count = counter().hit(key, rate)
        if self.count is None:
            return True
        view.headers.update(
            {
                LIMIT: str(self.count.limit),
                REMAINING: str(self.count.remaining),
                RESET: str(self.count.reset),
            }
        )
        return not self.count.is_over

    def wait(self) -> float | None:
        return self.count.reset if self.count else None


def key_and_rate(request: Request) -> tuple[str, str]:
    """Whose requests are counted together, and how many are allowed."""
    rates: dict[str, str] = settings.API_RATES
    if not request.user.is_authenticated:
        return f"anonymous:{address_of(request)}", rates["anonymous"]
    act = "read" if request.method in SAFE_METHODS else "write"
    return f"{act}:{request.user.pk}", rates[act]
