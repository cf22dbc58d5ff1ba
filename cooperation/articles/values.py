"""The kinds of values an article file is made of, and how each is checked.

Pydantic hands every validator the `Known` of the load, so that an unknown region or a quote that is
not in the text is reported beside errors of shape, each at its own place. Without it (for the
schema, say) only the shape is checked.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from trade.models import PartialDate, Product
from trade.models.periods import period_bounds


@dataclass
class Known:
    """What an article file may refer to: its text, and codes and keys of records."""

    text: str = ""
    needs_quotes: bool = False
    codes: dict[str, set[str]] = field(default_factory=dict)


def wrong(message: str) -> PydanticCustomError:
    """The error a validator raises; braces in a quoted text are no placeholders."""
    return PydanticCustomError("article", "{message}", {"message": message})


_KINDS = {
    "region": gettext_lazy("region"),
    "product": gettext_lazy("product"),
    "sector": gettext_lazy("sector"),
    "official": gettext_lazy("official"),
    "organisation": gettext_lazy("organisation"),
    "meeting": gettext_lazy("meeting"),
}


class CodeOf:
    """A code or key that names a record of this kind."""

    def __init__(self, kind: str, *, pattern: str = "", example: str = "") -> None:
        self.kind, self.pattern, self.example = kind, pattern, example

    def check(self, value: str, info: ValidationInfo) -> str:
        known: Known | None = info.context
        is_known = known is None or value in known.codes.get(self.kind, set())
        if not (is_known and re.search(self.pattern, value)):
            kind = _KINDS[self.kind]
            raise wrong(_("there is no %(kind)s “%(code)s”") % {"kind": kind, "code": value})
        return value

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(
            self.check, core_schema.no_info_before_validator_function(digits_as_text, handler(str))
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        numeric = self.example.isdigit()
        text: dict[str, Any] = {"type": ["string", "integer"] if numeric else "string"}
        if self.pattern:
            text["pattern"] = self.pattern
        if self.example:
            text["examples"] = [self.example]
        return text


class OneOf:
    """One of a model's choices: by its stored value, or by its name in lower case."""

    def __init__(self, choices: type[Choices], *, by_name: bool = False) -> None:
        self.values: dict[str, Any] = {
            member.name.lower() if by_name else str(member.value): member.value
            for member in choices
        }
        self.labels = {word: str(choices(value).label) for word, value in self.values.items()}

    def check(self, value: str) -> Any:
        if value not in self.values:
            raise wrong(
                _("“%(value)s” is none of %(choices)s")
                % {"value": value, "choices": ", ".join(self.values)}
            )
        return self.values[value]

    def word(self, value: Any) -> str:
        """How a file writes a stored value."""
        return next((word for word, stored in self.values.items() if stored == value), "")

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, core_schema.str_schema())

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "oneOf": [{"const": word, "description": label} for word, label in self.labels.items()]
        }


def digits_as_text(value: Any) -> Any:
    """YAML reads 2024 and 8544 as numbers; as a period or a code they are text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def read_partial_date(value: Any) -> PartialDate:
    text = digits_as_text(value)
    if not isinstance(text, str):
        raise wrong(_("write a date as 2025, 2025-10 or 2025-10-20"))
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise wrong(str(error)) from error


def read_day(value: Any) -> dt.date:
    date = read_partial_date(value)
    if len(date.isoformat()) < 10:
        raise wrong(_("“%(date)s” is no day: write 2025-10-20") % {"date": value})
    return date.first


def check_period(period: str) -> str:
    try:
        period_bounds(period)
    except ValueError as error:
        raise wrong(str(error)) from error
    return period


def read_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong(_("“%(value)s” is not a number: write 130000000 or 3.7") % {"value": value})
    return Decimal(value)


_DATE_PATTERN = r"^\d{4}(-\d\d(-\d\d)?)?$"

When = Annotated[
    PartialDate,
    PlainValidator(read_partial_date),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "pattern": _DATE_PATTERN}, {"type": "integer"}],
            "examples": ["2025-10-20", "2025-10", 2025],
        }
    ),
]
Day = Annotated[
    dt.date,
    PlainValidator(read_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}),
]
Number = Annotated[Decimal, PlainValidator(read_number), WithJsonSchema({"type": "number"})]
Period = Annotated[
    str,
    BeforeValidator(digits_as_text),
    AfterValidator(check_period),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "integer"}],
            "examples": [2024, "2024-S1", "2024-Q1", "2024-03", "2023-01/2023-08"],
        }
    ),
]
RegionCode = Annotated[
    str, CodeOf("region", pattern="^[A-Z]{2}(-[A-Z0-9]{1,3})?$", example="RU-MO")
]
SectorCode = Annotated[str, CodeOf("sector", example="rolling-stock")]
ProductCode = Annotated[str, CodeOf("product", example="8544")]
OfficialKey = Annotated[str, CodeOf("official", example="artem-zdunov")]
OrganisationKey = Annotated[str, CodeOf("organisation")]
MeetingKey = Annotated[str, CodeOf("meeting")]
NewKey = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=80)]


def sorted_pair(pair: list[str]) -> list[str]:
    """A partnership is stored in the order of codes; a file may write either order."""
    return sorted(pair)


Pair = Annotated[list[RegionCode], Field(min_length=2, max_length=2), AfterValidator(sorted_pair)]


class Part(BaseModel):
    """A mapping of an article file: fields that are not part of the format are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class ParticipantReference(Part):
    """A participant of the meeting named beside; the side where two have one name."""

    side: RegionCode | None = None
    name: str


WhoSpoke = Annotated[
    ParticipantReference,
    BeforeValidator(lambda value: {"name": value} if isinstance(value, str) else value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"side": {"type": "string"}, "name": {"type": "string"}},
                    "required": ["name"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


def product_key(code: str) -> tuple[str, str]:
    """Edition and code of a product as a file writes it."""
    edition, _colon, line = code.rpartition(":")
    if code == Product.TOTAL:
        return Product.Edition.ANY, code
    return edition or Product.Edition.HS2022, line


def product_word(product: Product) -> str:
    """How a file writes a product: 8544 in the current edition, HS2012:8544 in another one."""
    if product.edition in (Product.Edition.ANY, Product.Edition.HS2022):
        return product.code
    return f"{product.edition}:{product.code}"
