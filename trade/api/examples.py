"""Examples of what operations take and answer, made from their own schema: always valid, never old.

Each value is what a field of that name would hold in a real answer, the first code of a list, or
a plain value of its type.
"""

import re
from typing import Any

from trade.api.example_values import VALUES

Schema = dict[str, Any]

FORMATS = {
    "date": "2025-10-20",
    "decimal": "130000000.00",
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
            return self.component(component, name, depth)
        for several in ("allOf", "oneOf", "anyOf"):
            if several in schema:
                return self.of(schema[several][0], name=name, within=within, depth=depth + 1)
        if "enum" in schema:
            known = self.known(name, within)
            return known if known in schema["enum"] else schema["enum"][0]
        return self.plain(schema, name, within, depth)

    def component(self, component: str, role: str, depth: int) -> Any:
        """A part of this kind, in the field named after its role."""
        made = self.of(self.components[component], name=role, within=component, depth=depth + 1)
        if isinstance(made, dict):
            made |= {
                field: VALUES[f"{role}>{field}"] for field in made if f"{role}>{field}" in VALUES
            }
        return made

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
        if known is None and "null" in kinds:
            return None
        if "boolean" in kinds:
            return known is True
        if "integer" in kinds or "number" in kinds:
            return known if isinstance(known, int) else schema.get("minimum", 1)
        return self.text(schema, known)

    def text(self, schema: Schema, known: Any) -> str:
        if schema.get("format") in FORMATS and not ("pattern" in schema or isinstance(known, str)):
            return FORMATS[schema["format"]]
        candidates = [known, *NUMBERS, "BY"] if "pattern" in schema else [known, "text"]
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
