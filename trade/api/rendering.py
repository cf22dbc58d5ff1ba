"""Answers as JSON."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

_as_plain = JSONEncoder().default


class QuickJSONRenderer(JSONRenderer):
    """JSON as DRF writes it, by orjson: dates, moments and numbers need no field to write them."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> Any:
        is_indented = self.get_indent(accepted_media_type or "", renderer_context or {})
        if data is None or is_indented:
            return super().render(data, accepted_media_type, renderer_context)
        try:
            return orjson.dumps(
                data, default=_as_plain, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z
            )
        except orjson.JSONEncodeError:  # a number beyond 64 bits, say
            return super().render(data, accepted_media_type, renderer_context)
