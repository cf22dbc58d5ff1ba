"""What the OpenAPI schema says of every operation."""

from typing import Any

from django.utils.translation import gettext as _t
from drf_spectacular.openapi import AutoSchema

from trade.api.errors import ProblemRenderer, ProblemSerializer


class OperationSchema(AutoSchema):
    """Adds to each operation its summary and the problems it may answer with."""

    def get_summary(self) -> str | None:
        queryset = getattr(self.view, "queryset", None)
        if queryset is None:
            return super().get_summary()
        names = queryset.model._meta
        if self._is_list_view():
            return _t("List %(records)s") % {"records": names.verbose_name_plural}
        return _t("Show one %(record)s") % {"record": names.verbose_name}

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        for status, description in {
            "400": _t("A parameter is unknown or cannot be read."),
            "401": _t("An account is needed, or its password is wrong."),
            "404": _t("There is no such record or page."),
        }.items():
            bodies.setdefault(
                status,
                {
                    "description": description,
                    "content": {ProblemRenderer.media_type: {"schema": problem}},
                },
            )
        return bodies
