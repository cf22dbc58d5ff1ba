"""Who may read through the API."""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # the settings name this class, so the views import this module
    from rest_framework.views import APIView


class MayRead(BasePermission):
    """Everybody with an account reads; without one, where ANONYMOUS_READING allows it.

    Which records a reader sees is decided by the querysets. Methods that write pass here, so that
    whoever may read learns that the address does not take them (405).
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return bool(settings.ANONYMOUS_READING or request.user.is_authenticated)
