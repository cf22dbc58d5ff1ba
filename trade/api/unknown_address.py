"""Addresses that lead nowhere."""

from typing import Any

from django.utils.translation import gettext as _t
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView


@extend_schema(exclude=True)
class UnknownAddressView(APIView):
    """Answers every address below /api/ that nothing else answers."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(
            _t("There is nothing at %(path)s. /api/v1/ lists what there is.")
            % {"path": request.path}
        )
