"""Who is asking: a name and a password with each request, or the session of the admin."""

from typing import Any

from django.utils.translation import gettext as _t
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class PasswordAuthentication(BasicAuthentication):
    """HTTP Basic, as pandas, Excel and curl speak it. Listed first, it makes a refusal a 401."""

    def authenticate_credentials(
        self, userid: str, password: str, request: Request | None = None
    ) -> Any:
        if "\x00" in userid + password:  # PostgreSQL cannot even look for it
            raise AuthenticationFailed(_t("Invalid username/password."))
        return super().authenticate_credentials(userid, password, request)
