"""Names and passwords: guesses are limited, and what was just verified is not hashed again."""

import hashlib
import hmac
import secrets
import time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request

from trade.rates import Count, address_of, amount_and_seconds, counter
from trade.rights import RightsBackend

# One address may try several names, but not all of them.
NAMES_FROM_ONE_ADDRESS = 5


class Guesses:
    """Wrong passwords for one name from one address, and from that address for any name."""

    def __init__(self, request: HttpRequest | Request, name: str) -> None:
        self._rate: str = settings.API_RATES["failed_passwords"]
        address = address_of(request)
        whose = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:32]
        self._for_name = f"guess:{address}:{whose}"
        self._for_any = f"guess:{address}"

    def used_up(self) -> Count | None:
        """The count that forbids another guess; None while one is allowed."""
        for key, rate in self._rates():
            count = counter().look(key, rate)
            if count is not None and count.is_used_up:
                return count
        return None

    def note(self) -> None:
        for key, rate in self._rates():
            counter().hit(key, rate)

    def _rates(self) -> list[tuple[str, str]]:
        if not self._rate:
            return []
        amount, seconds = amount_and_seconds(self._rate)
        more = f"{amount * NAMES_FROM_ONE_ADDRESS}/{seconds} seconds"
        return [(self._for_name, self._rate), (self._for_any, more)]


class GuardedPasswords(RightsBackend):
    """Django's check of passwords, in the admin and the API, for so many wrong ones."""

    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        if request is None:  # a program's own call: nobody is guessing
            return super().authenticate(request, username, password, **kwargs)
        guesses = Guesses(request, username or "")
        if guesses.used_up():
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if user is None:
            guesses.note()
        return user


class VerifiedPasswords:
    """Passwords verified in the last minutes, known by a mark that only this process can make.

    A password is hashed slowly on purpose, a quarter of a second each time: too slow for a table
    that asks for a hundred pages. The mark covers the stored hash, so that a new password makes
    it worthless at once; whether the account is open is for the caller to ask each time.
    """

    def __init__(self, *, seconds: float = 300, most: int = 1_000) -> None:
        self._secret = secrets.token_bytes(32)
        self._seconds = seconds
        self._most = most
        self._until: dict[bytes, float] = {}

    def remember(self, user: User, password: str) -> None:
        while len(self._until) >= self._most:
            self._until.pop(next(iter(self._until), b""), None)
        self._until[self._mark(user, password)] = time.monotonic() + self._seconds

    def knows(self, user: User, password: str) -> bool:
        return self._until.get(self._mark(user, password), 0.0) > time.monotonic()

    def _mark(self, user: User, password: str) -> bytes:
        words = "\x00".join((str(user.pk), user.password, password))
        return hmac.digest(self._secret, words.encode(errors="surrogatepass"), "sha256")
