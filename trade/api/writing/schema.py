"""What the OpenAPI schema says of operations that write."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _t
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from trade.api.errors import ProblemRenderer, ProblemSerializer

SAFE = ("GET", "HEAD", "OPTIONS")
WHOLE = ("create", "update", "put_by_body", "partial_update")
AT_LIST = ("create", "put_by_body")


class ReferenceDescription(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """Describes a field that names another record: by text, number, or an object of its key."""

    target_class = "trade.api.writing.references.Reference"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        field = self.target
        named: dict[str, Any] = {"type": "object", "additionalProperties": True}
        ways: list[dict[str, Any]] = [{**named, "required": list(field.members)}]
        if field.by_number:
            ways.insert(0, {"type": "integer"})
        if field.has_text:
            ways.insert(0, {"type": "string"})
        return {"anyOf": ways}


class WriteOperations(AutoSchema):
    """Adds to operations that write their bodies, versions, and why they may be refused."""

    view: Any

    @property
    def writes(self) -> bool:
        return self.method not in SAFE and hasattr(self.view, "writer_class")

    @property
    def act(self) -> str:
        return str(getattr(self.view, "action", "") or "")

    def get_summary(self) -> str | None:
        if not self.writes:
            return super().get_summary()
        record = self.view.queryset.model._meta.verbose_name
        told = {
            "create": _t("Record a new %(record)s"),
            "partial_update": _t("Change one %(record)s"),
            "update": _t("Record or replace the %(record)s of this key"),
            "put_by_body": _t("Record or replace a %(record)s, found by what it is"),
            "destroy": _t("Delete one %(record)s"),
        }
        if self.act in told:
            return told[self.act] % {"record": record}
        return self.get_description().split(";")[0].split(".")[0].split(":")[0]

    def get_request_serializer(self) -> Any:
        if not self.writes:
            return super().get_request_serializer()
        return self.view.writer_class if self.act in WHOLE else None

    def get_response_serializers(self) -> Any:
        if not self.writes:
            return super().get_response_serializers()
        if self.method == "DELETE" and self.act == "destroy":
            return {204: None}
        shown = self.view.detail_serializer_class or self.view.serializer_class
        made = {201: shown} if self.act in ("create", "update", "put_by_body") else {}
        return made if self.act == "create" else {200: shown, **made}

    def get_override_parameters(self) -> Any:
        if not self.writes:
            return super().get_override_parameters()
        parameters = [_version([200, 201], _t("The version of the record that is shown."))]
        if self.act in (*AT_LIST, "update"):
            parameters.append(_location())
        if self.act == "create":
            return parameters
        is_put = self.act in ("update", "put_by_body")
        parameters.append(
            OpenApiParameter(
                "If-Match",
                str,
                OpenApiParameter.HEADER,
                required=not is_put,
                description=_t(
                    "The ETag of the version that is changed, as GET of the single record gave it."
                ),
            )
        )
        if is_put:
            parameters.append(
                OpenApiParameter(
                    "If-None-Match",
                    str,
                    OpenApiParameter.HEADER,
                    description=_t("*: only record it if it is not there yet."),
                )
            )
        return parameters

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if not self.writes:
            return bodies
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        for status, description in self._refusals().items():
            content = {ProblemRenderer.media_type: {"schema": problem}}
            bodies.setdefault(status, {"description": description, "content": content})
        return bodies

    def _refusals(self) -> Mapping[str, str]:
        refusals = {
            "400": _t("The body has unknown fields, or values that cannot be taken."),
            "403": _t("This account, or this token, may not do that."),
            "409": _t("Not as things stand: other records stand in the way, or rules do."),
            "413": _t("The body is too large."),
            "415": _t("The body is no JSON."),
        }
        if self.act != "create":
            refusals["412"] = _t("The record is not, or no longer, as If-Match says.")
            refusals["428"] = _t("If-Match is missing.")
        return refusals


def _version(statuses: list[int], description: str) -> OpenApiParameter:
    return OpenApiParameter(
        "ETag", str, OpenApiParameter.HEADER, description=description, response=statuses
    )


def _location() -> OpenApiParameter:
    return OpenApiParameter(
        "Location",
        str,
        OpenApiParameter.HEADER,
        description=_t("The address of the new record."),
        response=[201],
    )
