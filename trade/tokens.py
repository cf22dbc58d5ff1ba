"""Making the tokens by which programs use the API."""

import datetime as dt

from django.contrib.auth.models import User
from django.utils import timezone
from knox.crypto import hash_token
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from trade.models import AccessToken

LASTS = 90  # days, where nobody says otherwise
LASTS_AT_MOST = 365

__all__ = ["LASTS", "LASTS_AT_MOST", "draw_words", "hash_token", "make_token"]


def draw_words(token: AccessToken, *, days: int) -> None:
    """Give a token not saved yet its secret words, and so many days from now."""
    token.digest, token.words = get_digest_token()
    token.token_key = token.words[: CONSTANTS.TOKEN_KEY_LENGTH]
    token.created = timezone.now()
    token.expiry = token.created + dt.timedelta(days=days)


def make_token(*, user: User, name: str, scope: str, days: int) -> AccessToken:
    """A new token of a user, its words with it. Raises ValidationError."""
    token = AccessToken(user=user, name=name, scope=scope)
    draw_words(token, days=days)
    token.full_clean()
    token.save()
    return token
