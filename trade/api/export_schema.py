"""What the OpenAPI schema says of a list that is a page, or a file."""

from typing import Any

from trade.api.schema import OperationSchema


class PageOrFile(OperationSchema):
    """JSON of the list has two shapes: a page of it, or the array that `format=json` asks for.

    The view says in `exported_row` what a row of that array is.
    """

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if getattr(self.view, "action", "") == "list":
            content = bodies["200"]["content"]["application/json"]
            row = self.resolve_serializer(self.view.exported_row, "response").ref
            content["schema"] = {"oneOf": [content["schema"], {"type": "array", "items": row}]}
        return bodies
