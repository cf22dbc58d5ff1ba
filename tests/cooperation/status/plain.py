"""The smallest facts of Belarus and Mordovia, without a database; tests say what matters to them."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from cooperation.status.facts import (
    ChangeFact,
    Evidence,
    Facts,
    FigureFact,
    FollowUpFact,
    GoodFact,
    MechanismFact,
    MeetingFact,
    ProposalFact,
    RegionFact,
    SourceFact,
    TenureFact,
)
from trade.models import Frequency, PartialDate
from trade.models.periods import frequency_of, period_bounds

BELARUS = RegionFact("BY", "Belarus")
MORDOVIA = RegionFact("RU-MO", "Mordovia")
PAIR = (BELARUS, MORDOVIA)
_numbers = count(1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def date(text: str) -> PartialDate | None:
    """“2025-10-20”, “2025-10” or “2025”; empty for a date that is not recorded."""
    return PartialDate.parse(text) if text else None


def source(key: str = "", *, published: str = "2025-10-20", **fields: Any) -> SourceFact:
    number = next(_numbers)
    fields = {
        "kind": "article",
        "title": "Belarus, Mordovia expand cooperation",
        "publisher": "Example News",
        "url": f"https://news.example/{number}",
        **fields,
    }
    return SourceFact(number, key or f"article-{number}", published=date(published), **fields)


def carried(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The id, evidence and archive date of a fact; `source` and `published` say where from."""
    number = fields.pop("id", None) or next(_numbers)
    said_in = fields.pop("source", None) or source(published=fields.pop("published", "2025-10-20"))
    return {
        "id": number,
        "evidence": Evidence(kind, number, f"{kind}s/{number}", (said_in,)),
        "archived_on": fields.pop("archived_on", None),
    }


def meeting(when: str = "2025-10-20", state: str = "held", **fields: Any) -> MeetingFact:
    common = carried("meeting", fields)
    named = {
        "key": f"meeting-{common['id']}",
        "title": "Minsk",
        "kind": "meeting",
        "date_basis": "entered",
    }
    return MeetingFact(**common, when=date(when), state=state, **{**named, **fields})


def change(stage: str, effective: str = "2025-10-20", **fields: Any) -> ChangeFact:
    common = carried("proposal-change", fields)
    effective_on = PartialDate.parse(effective)
    return ChangeFact(**common, stage=stage, effective=effective_on, **fields)


def proposal(*steps: str | ChangeFact, sector: str = "lifts", **fields: Any) -> ProposalFact:
    """A proposal with steps such as “agreed 2024-05-01”."""
    changes = tuple(
        step if isinstance(step, ChangeFact) else change(*step.split()) for step in steps
    )
    common = carried("proposal", fields)
    named = {"sector_name": sector.capitalize(), "title": "", **fields}
    return ProposalFact(**common, sector=sector, changes=changes, **named)


def figure(
    amount: int | str | None = 130, period: str = "2024", flow: str = "TURNOVER", **fields: Any
) -> FigureFact:
    """A claim in millions: a number, “315-320” for a range, None for no amount."""
    said_in = fields.pop("source", None) or source(
        published=fields.pop("published", "2025-10-20"), kind=fields.pop("kind", "article")
    )
    common = carried("trade-figure", {**fields, "source": said_in})
    fields.pop("id", None)
    fields.pop("archived_on", None)
    start, end = period_bounds(period)
    if isinstance(amount, str):
        low, high = (Decimal(part) * 1_000_000 for part in amount.split("-"))
        fields = {"qualifier": "range", "value_low": low, "value_high": high, **fields}
    value = Decimal(amount) * 1_000_000 if isinstance(amount, int) else None
    defaults = {
        "reporter": "BY",
        "partner": "RU-MO" if fields.get("reporter", "BY") == "BY" else "BY",
        "frequency": frequency_of(period) if period else Frequency.UNKNOWN,
    }
    return FigureFact(
        **common,
        source=said_in,
        flow=flow,
        period=period,
        period_start=start,
        period_end=end,
        value=value,
        **{**defaults, **fields},
    )


def good(name: str = "insulated wire", **fields: Any) -> GoodFact:
    common = carried("traded-good", fields)
    return GoodFact(**common, name=name, **{"origin": "RU-MO", "destination": "BY", **fields})


def mechanism(
    state: str = "operating", start: str = "", end: str = "", **fields: Any
) -> MechanismFact:
    common = carried("mechanism", fields)
    named = {"name": "Training centre", "kind": "training", **fields}
    return MechanismFact(**common, state=state, start=date(start), end=date(end), **named)


def tenure(start: str = "", end: str = "", **fields: Any) -> TenureFact:
    common = carried("tenure", fields)
    named = {
        "official": 1,
        "official_key": "artem-zdunov",
        "name": "Artem Zdunov",
        "post": "Head of the Republic of Mordovia",
        "rank": 3,
        "region": "RU-MO",
    }
    return TenureFact(**common, start=date(start), end=date(end), **{**named, **fields})


def follow_up(
    due: str = "", closed: str = "", promised: str = "2025-10-20", **fields: Any
) -> FollowUpFact:
    common = carried("follow-up", fields)
    named = {"task": "Draw up the list", "owner": "Ministry of Industry", "meeting": 1}
    return FollowUpFact(
        **common,
        due_on=day(due) if due else None,
        closed_on=day(closed) if closed else None,
        state="done" if closed else "open",
        promised=date(promised),
        **{**named, **fields},
    )


def facts(**given: Any) -> Facts:
    return Facts(regions=PAIR, **{name: tuple(many) for name, many in given.items()})
