"""The OpenAPI schema, in the form and language asked for."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from trade.api.errors import InvalidParametersError
from trade.api.viewsets import KnownParameters

FORMATS: dict[str, Any] = {"yaml": OpenApiYamlRenderer, "json": OpenApiJsonRenderer}


class KeptSchema(SchemaGenerator):
    """A schema that is the same for every reader, and so made once in each language."""

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        return _made(get_language() or settings.LANGUAGE_CODE)


@lru_cache
def _made(language: str) -> Any:
    """The schema in this language, which is the one in use."""
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


@extend_schema(exclude=True)
class SchemaView(KnownParameters, SpectacularAPIView):
    """The schema of this API: YAML or JSON by `format` or the Accept header, words by `lang`."""

    generator_class = KeptSchema

    def known_parameters(self) -> list[str]:
        return ["format", "lang"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        allowed = {"format": [*FORMATS], "lang": [code for code, _name in settings.LANGUAGES]}
        for name, values in allowed.items():
            if request.query_params.get(name, values[0]) not in values:
                reason = _t("There is no such value.")
                raise InvalidParametersError(
                    [{"parameter": name, "reason": reason, "allowed": values}]
                )

    def get_renderers(self) -> list[Any]:
        named = FORMATS.get(self.request.GET.get("format", ""))
        return [named()] if named else super().get_renderers()
