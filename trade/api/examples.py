"""Examples of what operations take and answer, made from their own schema: always valid, never old.

Each value is what a field of that name would hold in a real answer, the first code of a list, or
a plain value of its type.
"""

import re
from typing import Any

Schema = dict[str, Any]

# By the name of the field, or of the component and the field where the name alone says too little.
VALUES: dict[str, Any] = {
    "amount_as_written": "about $130 million",
    "as_of": "2025-10-20",
    "as_written": "lift production",
    "change_as_written": "",
    "claimed_by": "Viktor Karankevich",
    "code": "BY",
    "count": 1,
    "currency": "USD",
    "date_as_written": "20 October",
    "edition": "ANY",
    "end": 36,
    "flow": "TURNOVER",
    "fact_path": "mechanisms/3",
    "frequency": "A",
    "isic_codes": ["2816"],
    "key": "belarus-mordovia-2025-10-20",
    "kind": "meeting",
    "language": "en",
    "meeting": "minsk-2025-10-20",
    "name": "Belarus",
    "name_as_written": "Artem Zdunov",
    "next": None,
    "notes": "",
    "original_name": "Артём Здунов",
    "owner": "Ministry of Industry of Belarus",
    "partner": "RU-MO",
    "partner_code": "RU-MO",
    "partner_name": "Mordovia",
    "partnership": "BY/RU-MO",
    "partnerships": "BY/RU-MO",
    "period": "2024",
    "period_as_written": "in 2024",
    "period_start": "2024-01-01",
    "period_end": "2024-12-31",
    "place": "Minsk",
    "previous": None,
    "publisher": "government.by",
    "qualifier": "about",
    "rate_source": "",
    "reason": "",
    "region_a_code": "BY",
    "region_a_name": "Belarus",
    "region_b_code": "RU-MO",
    "region_b_name": "Mordovia",
    "reporter": "BY",
    "reporter_code": "BY",
    "reporter_name": "Belarus",
    "sector": "lifts",
    "source": "belarus-mordovia-2025-10-20",
    "source_key": "belarus-mordovia-2025-10-20",
    "speaker_as_written": "Viktor Karankevich",
    "start": 18,
    "task": "Draw up the list of joint projects",
    "title": "Talks on trade and industrial cooperation",
    "title_as_written": "Head of the Republic of Mordovia",
    "url": "https://government.by/en/news/1",
    "words": "about $130 million",
    "year": 2024,
    "Code.code": "TURNOVER",
    "Code.label": "turnover",
    "CodeList.name": "flows",
    "CodeList.title": "Flows of trade",
    "Column.name": "meeting_key",
    "OfficialReference.key": "artem-zdunov",
    "OfficialReference.name": "Artem Zdunov",
    "OrganisationReference.key": "mordovia-state-university",
    "OrganisationReference.name": "Mordovia State University",
    "PostReference.title": "Head of the Republic of Mordovia",
    "ProductReference.code": "TOTAL",
    "ProductReference.name": "All goods",
    "Product.code": "TOTAL",
    "Product.name": "All goods",
    "SectorReference.code": "lifts",
    "SectorReference.name": "Lifts",
    "Sector.code": "lifts",
    "Sector.name": "Lifts",
    "Table.name": "meetings",
    "Table.title": "Meetings",
}
FORMATS = {
    "date": "2025-10-20",
    "date-time": "2025-10-20T12:00:00Z",
    "uri": "https://bilateral.example/api/v1/partnerships/BY/RU-MO/",
    "email": "analyst@bilateral.example",
}
NUMBERS = ("130000000.00", "3.24670000", "12.50", "12.5", "1")
DEEPEST = 40


def add_examples(
    result: Schema, generator: Any, request: Any, public: bool
) -> Schema:  # as drf-spectacular calls what comes after it
    """Give every body that operations take and answer an example, where it has none."""
    made = Examples(result.get("components", {}).get("schemas", {}))
    for operations in result["paths"].values():
        for operation in operations.values():
            bodies = [operation.get("requestBody", {})]
            bodies += [
                answer
                for status, answer in operation["responses"].items()
                if status.startswith("2")
            ]
            for body in bodies:
                for media_type, content in body.get("content", {}).items():
                    if media_type == "application/json" and not {"example", "examples"} & {
                        *content
                    }:
                        content["example"] = made.of(content["schema"])
    return result


class Examples:
    """Makes examples of schemas that refer to these components."""

    def __init__(self, components: dict[str, Schema]) -> None:
        self.components = components

    def of(self, schema: Schema, *, name: str = "", within: str = "", depth: int = 0) -> Any:
        """A value the schema allows, for the field of this name within a component."""
        if depth > DEEPEST:
            return None
        if "$ref" in schema:
            component = schema["$ref"].rpartition("/")[2]
            return self.of(self.components[component], name=name, within=component, depth=depth + 1)
        for several in ("allOf", "oneOf", "anyOf"):
            if several in schema:
                return self.of(schema[several][0], name=name, within=within, depth=depth + 1)
        if "enum" in schema:
            known = self.known(name, within)
            return known if known in schema["enum"] else schema["enum"][0]
        return self.plain(schema, name, within, depth)

    def known(self, name: str, within: str) -> Any:
        return VALUES.get(f"{within}.{name}", VALUES.get(name))

    def plain(self, schema: Schema, name: str, within: str, depth: int) -> Any:
        given = schema.get("type", "object")
        kinds = given if isinstance(given, list) else [given]
        known = self.known(name, within)
        if "object" in kinds:
            return {
                field: self.of(part, name=field, within=within, depth=depth + 1)
                for field, part in schema.get("properties", {}).items()
            }
        if "array" in kinds:
            if isinstance(known, list):
                return known
            return [self.of(schema["items"], name=name, within=within, depth=depth + 1)]
        if known is None and "null" in kinds and name in VALUES:
            return None
        if "boolean" in kinds:
            return False
        if "integer" in kinds or "number" in kinds:
            return known if isinstance(known, int) else schema.get("minimum", 1)
        return self.text(schema, known)

    def text(self, schema: Schema, known: Any) -> str:
        if schema.get("format") in FORMATS and not isinstance(known, str):
            return FORMATS[schema["format"]]
        candidates = [known, *NUMBERS, "BY", "Minsk"] if "pattern" in schema else [known, "Minsk"]
        return next(
            (
                text
                for text in candidates
                if isinstance(text, str)
                and re.search(schema.get("pattern", ""), text)
                and len(text) <= schema.get("maxLength", len(text))
            ),
            "",
        )
