"""What the OpenAPI schema says of every operation."""

from typing import Any

from django.utils.translation import gettext as _t
from drf_spectacular.authentication import BasicScheme
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from trade.api.errors import ProblemRenderer, ProblemSerializer
from trade.api.filters import RecordFilter
from trade.api.permissions import MayRead
from trade.api.reading_schema import reading_parameters
from trade.api.writing.schema import SAFE, WriteOperations


class PasswordScheme(BasicScheme):  # type: ignore[no-untyped-call]
    """Describes our authentication by password as what it is, HTTP Basic."""

    target_class = "trade.api.authentication.PasswordAuthentication"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes our tokens: a secret that is sent as it is."""

    target_class = "trade.api.authentication.TokenAuthentication"
    name = "tokenAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class FiltersDescription(DjangoFilterExtension):  # type: ignore[no-untyped-call]
    """Describes filters that name another record by the code or key they take."""

    target_class = "trade.api.backends.Filters"
    priority = 1

    def _get_schema_from_model_field(self, auto_schema: Any, filter_field: Any, model: Any) -> Any:
        if isinstance(filter_field, RecordFilter):
            is_number = filter_field.extra["to_field_name"] in ("id", "pk")
            return {"type": "integer" if is_number else "string"}
        return super()._get_schema_from_model_field(auto_schema, filter_field, model)  # type: ignore[no-untyped-call]


BAD_PARAMETER = {
    "type": "about:blank",
    "title": "Bad Request",
    "status": 400,
    "detail": "Not to be used: date_from. Each is explained under “errors”.",
    "errors": [{"parameter": "date_from", "reason": "Give a day as in 2025-10-20."}],
}


class OperationSchema(WriteOperations):
    """Adds to each operation its summary and the problems it may answer with."""

    def get_auth(self) -> Any:
        if self.method not in SAFE:
            return super().get_auth()
        return [*super().get_auth(), {}]  # nobody has to log in where ANONYMOUS_READING is on

    def get_summary(self) -> str | None:
        queryset = getattr(self.view, "queryset", None)
        if queryset is None or self.writes:
            return super().get_summary()
        names = queryset.model._meta
        if self._is_list_view():
            return _t("List %(records)s") % {"records": names.verbose_name_plural}
        return _t("Show one %(record)s") % {"record": names.verbose_name}

    def get_override_parameters(self) -> Any:
        declared = super().get_override_parameters()
        if self.method not in SAFE:
            return declared
        return [*declared, *reading_parameters(self.view, is_list=self._is_list_view())]

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if self.method in SAFE and hasattr(self.view, "rests_on_records"):
            bodies["304"] = {"description": _t("You hold the current answer already.")}
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        for status, description in self._problems().items():
            content: dict[str, Any] = {"schema": problem}
            if status == "400":
                content["example"] = BAD_PARAMETER
            bodies.setdefault(
                status,
                {"description": description, "content": {ProblemRenderer.media_type: content}},
            )
        return bodies

    def _problems(self) -> dict[str, str]:
        """Why a request may be refused, by status."""
        problems = {
            "400": _t("A parameter is unknown or cannot be read."),
            "401": _t("An account is needed, or its password is wrong."),
            "404": _t("There is no such record or page."),
            "406": _t("There is no answer in the form the Accept header asks for."),
            "429": _t("These are more requests than allowed; Retry-After says when to go on."),
        }
        if self.method not in SAFE or self.view.permission_classes != [MayRead]:
            problems["403"] = _t("This account, or this token, may not do that.")
        if self.method not in SAFE and self.get_request_serializer() is not None:
            problems["413"] = _t("The body is too large.")
            problems["415"] = _t("The body is of another type than described.")
        return problems
