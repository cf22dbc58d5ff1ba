"""Reading the bodies of requests: JSON of a size and shape that can be stored."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from http import HTTPStatus
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _t
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, MultiPartParser

DEEPEST = 20  # the deepest body of ours has five levels
_string_or_bracket = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


class TooLargeError(APIException):
    """A body is larger than what is read."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


def refuse_beyond(limit: int, parser_context: Mapping[str, Any] | None) -> None:
    """Refuse a body by the length it declares, before any of it is read."""
    request = (parser_context or {})["request"]
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if declared.isdecimal() and int(declared) > limit:
        raise TooLargeError(
            _t("The body is larger than %(limit)s MB.") % {"limit": f"{limit / 1024**2:g}"}
        )


class FileParser(MultiPartParser):
    """A form with a file of trade statistics, as large as uploads in the admin may be."""

    around_a_file = 64 * 1024

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        refuse_beyond(settings.TRADE_UPLOAD_MAX_BYTES + self.around_a_file, parser_context)
        try:
            return super().parse(stream, media_type, parser_context)
        except SuspiciousOperation as error:  # more fields, or longer ones, than any form has
            raise ParseError(str(error)) from error


class JSONParser(BaseParser):
    """JSON as RFC 8259 has it: UTF-8, numbers kept exactly, nested so deep and no deeper."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        refuse_beyond(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, parser_context)
        body = stream.read()
        if _depth(body) > DEEPEST:
            raise ParseError(_t("The JSON is nested too deeply."))
        try:
            data = json.loads(body.decode(), parse_float=Decimal, parse_constant=_refuse)
        except ValueError as error:
            raise ParseError(_t("The body is no JSON: %(why)s") % {"why": error}) from None
        if b"\\u" in body and not _can_be_stored(data):
            raise ParseError(_t("A text has characters that are no text: NUL or half a pair."))
        return data


def _depth(body: bytes) -> int:
    depth = deepest = 0
    for found in _string_or_bracket.finditer(body):
        bracket = found[0]
        if bracket in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in b"]}":
            depth -= 1
    return deepest


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # Infinity and NaN, which JSON does not have


def _can_be_stored(data: Any) -> bool:
    """Databases take neither NUL nor half of a surrogate pair, which escapes can write."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return not re.search(r"(?<!\\)(?:\\\\)*\\u0000", text)
