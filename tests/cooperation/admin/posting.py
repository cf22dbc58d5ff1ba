"""What a browser sends from the form of a meeting, and what it shows back."""

from typing import Any

from django.contrib.messages import get_messages

from cooperation.models import Meeting

ADD = "/admin/cooperation/meeting/add/"
INLINES = (
    "participants",
    "statements",
    "topics",
    "proposal_changes",
    "cited_figures",
    "follow_ups",
)


def change_of(meeting: Meeting) -> str:
    return f"/admin/cooperation/meeting/{meeting.pk}/change/"


def posted(*, rows: dict[str, list[dict[str, Any]]] | None = None, **fields: Any) -> dict[str, Any]:
    """What a browser sends: the meeting's fields, and the rows of each inline."""
    data = {
        "date": "2025-10-20",
        "date_precision": "day",
        "date_basis": "entered",
        "kind": "meeting",
        "state": "held",
        "place": "Minsk",
        "key": "minsk-2025",
        **fields,
    }
    for prefix in INLINES:
        given = (rows or {}).get(prefix, [])
        data[f"{prefix}-TOTAL_FORMS"] = str(len(given))
        data[f"{prefix}-INITIAL_FORMS"] = str(sum("id" in row for row in given))
        for number, row in enumerate(given):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors_of(response: Any) -> str:
    """Every error the form shows."""
    shown = [str(response.context["adminform"].form.errors)]
    for inline in response.context["inline_admin_formsets"]:
        shown += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return " ".join(shown)


def head(side: str, name: str = "", **fields: Any) -> dict[str, Any]:
    return {"side": side, "role": "head", "name_as_written": name, **fields}
