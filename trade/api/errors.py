"""What the API answers when a request cannot be served: one shape, as RFC 9457 describes it."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler


class Fault(TypedDict):
    """One thing wrong with a request: where, why, and what is allowed there."""

    parameter: NotRequired[str]
    field: NotRequired[str]
    reason: str
    allowed: NotRequired[list[str]]


class Involved(TypedDict):
    """Records of one kind that have to do with a problem, the first of them by address."""

    kind: str
    count: int
    addresses: list[str]


class ProblemError(exceptions.APIException):
    """A request that is refused, with what is at fault and the records that stand in its way."""

    def __init__(
        self,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        records: Sequence[Involved] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.faults, self.records, self.headers = list(faults), list(records), headers or {}


class InvalidParametersError(ProblemError):
    """The address has query parameters that are unknown or cannot be read."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "invalid"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            _t("Not to be used: %(names)s. Each is explained under “errors”.")
            % {"names": ", ".join(fault["parameter"] for fault in faults)},
            faults=faults,
        )


class ProblemRenderer(JSONRenderer):
    """JSON, under the name RFC 9457 gives to descriptions of problems."""

    media_type = "application/problem+json"
    format = "problem"


class FaultSerializer(serializers.Serializer[Any]):
    """One thing wrong with the request."""

    parameter = serializers.CharField(required=False, help_text=_("The query parameter at fault."))
    field = serializers.CharField(required=False, help_text=_("The field of the body at fault."))
    reason = serializers.CharField(help_text=_("Why it cannot be used."))
    allowed = serializers.ListField(
        child=serializers.CharField(), required=False, help_text=_("What may stand there.")
    )


class InvolvedSerializer(serializers.Serializer[Any]):
    """Records of one kind that have to do with the problem."""

    kind = serializers.CharField(help_text=_("What they are, in the plural."))
    count = serializers.IntegerField(help_text=_("How many there are."))
    addresses = serializers.ListField(
        child=serializers.CharField(), help_text=_("Where the first of them are shown.")
    )


class ProblemSerializer(serializers.Serializer[Any]):
    """Why a request could not be served, as RFC 9457 describes problems."""

    type = serializers.CharField(help_text=_("“about:blank”: the status says what kind it is."))
    title = serializers.CharField(help_text=_("The name of the status."))
    status = serializers.IntegerField(help_text=_("The HTTP status."))
    detail = serializers.CharField(help_text=_("What went wrong this time."))
    errors = FaultSerializer(  # type: ignore[assignment]
        many=True, help_text=_("Each parameter or field at fault.")
    )
    records = InvolvedSerializer(
        many=True, required=False, help_text=_("Records that stand in the way of a change.")
    )


def faults_in(detail: Any, field: str = "") -> Iterator[Fault]:
    """The faults DRF's nested error details hold, each with the path of its field."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from faults_in(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(detail, list):
        for inner in detail:
            yield from faults_in(inner, field)
    else:
        yield {"field": field, "reason": str(detail)}


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn whatever DRF turns into a response into a problem; the rest stays a server error."""
    response = drf_exception_handler(error, context)
    if response is None:
        return None
    faults: list[Fault] = []
    if isinstance(error, ProblemError):
        faults = error.faults
    elif isinstance(error, exceptions.ValidationError):
        faults = list(faults_in(error.detail))
    if isinstance(error, exceptions.ValidationError):
        detail = _t("The data sent cannot be taken; each fault is explained under “errors”.")
    elif isinstance(error, Http404):
        detail = str(error.args[0]) if error.args else _t("There is no such record.")
    elif isinstance(error, PermissionDenied):
        detail = str(error) or str(exceptions.PermissionDenied.default_detail)
    else:
        detail = str(getattr(error, "detail", error))
    response.data = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "detail": detail,
        "errors": faults,
    }
    if isinstance(error, ProblemError):
        if error.records:
            response.data["records"] = error.records
        for name, value in error.headers.items():
            response[name] = value
    request = context["request"]
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = ProblemRenderer.media_type
    return response
