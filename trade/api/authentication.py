"""Who is asking: a name and a password, a token, or the session of the admin."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _t
from rest_framework.authentication import (
    BaseAuthentication,
    BasicAuthentication,
    get_authorization_header,
)
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from trade.models import AccessToken
from trade.passwords import Guesses, VerifiedPasswords
from trade.tokens import hash_token

_verified = VerifiedPasswords()


class PasswordAuthentication(BasicAuthentication):
    """HTTP Basic, as pandas, Excel and curl speak it. Listed first, it makes a refusal a 401."""

    def authenticate_credentials(
        self, userid: str, password: str, request: Request | None = None
    ) -> Any:
        if "\x00" in userid + password:  # PostgreSQL cannot even look for it
            raise AuthenticationFailed(_t("Invalid username/password."))
        user = User.objects.filter(username=userid, is_active=True).first()
        if user is not None and _verified.knows(user, password):
            return user, None
        if request is not None:
            count = Guesses(request, userid).used_up()
            if count is not None:
                raise Throttled(count.reset, _t("Too many wrong passwords."))
        user, _ = super().authenticate_credentials(userid, password, request)
        _verified.remember(user, password)
        return user, None


class TokenAuthentication(BaseAuthentication):
    """A token, as `Authorization: Bearer bil_…`; one that may only read writes nowhere.

    Not knox's own class: that one deletes what has ended while it reads, and takes bytes that are
    no text for a server error.
    """

    keyword = "bearer"

    def authenticate(self, request: Request) -> tuple[Any, AccessToken] | None:
        scheme, _, words = get_authorization_header(request).partition(b" ")
        if scheme.lower() != self.keyword.encode():
            return None
        token = self.token_of(words.strip())
        if request.method not in SAFE_METHODS and not token.may_write():
            # Here, not in permissions: no view can forget to ask.
            raise PermissionDenied(_t("This token may only read."))
        return token.user, token

    def token_of(self, words: bytes) -> AccessToken:
        """The token with these words, if it and its user still count."""
        try:
            digest = hash_token(words.decode("ascii"))
        except UnicodeDecodeError:
            raise AuthenticationFailed(_t("There is no such token.")) from None
        token = AccessToken.objects.select_related("user").filter(digest=digest).first()
        if token is None:
            raise AuthenticationFailed(_t("There is no such token."))
        if token.has_ended(now=timezone.now()):
            raise AuthenticationFailed(_t("This token has ended. Make a new one."))
        if not token.user.is_active:
            raise AuthenticationFailed(_t("The account of this token is closed."))
        return token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'
