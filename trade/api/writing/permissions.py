"""Who may write through the API: whoever has the right in the admin."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    from trade.api.writing.views import WritableViewSet


class MayWrite(BasePermission):
    """Asks for the rights the action takes; reading, and what no action answers, takes none here."""

    def has_permission(self, request: Request, view: "WritableViewSet") -> bool:  # type: ignore[override]
        return all(request.user.has_perm(right) for right in view.rights())
