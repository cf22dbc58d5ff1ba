"""A status and a row of a list as plain values, ready to be written as JSON.

The serializers beside this module describe the same shapes for the schema; running them took most
of the time of an answer. tests/test_openapi.py holds what is written here against them.
"""

from typing import Any

from cooperation.api.status.plain_trade import trade
from cooperation.api.status.plain_values import Json, Records, amount, date_and_precision, day
from cooperation.api.status.plain_work import (
    contacts,
    direction,
    follow_ups,
    mechanism,
    meeting,
    proposals,
    side,
)
from cooperation.models import Partnership
from cooperation.status import Overview, Status
from cooperation.status.amounts import ReporterYear
from cooperation.status.evidence import SourcesUsed
from cooperation.status.facts import Declaration, RegionFact, SourceFact
from cooperation.status.gaps import Gap
from cooperation.status.stage import ComputedStage
from trade.models import Region


def status_in_json(status: Status, *, root: str, known_at: str | None = None) -> Json:
    """The whole status. Each record something rests on, and each source of one, is told once."""
    records = Records(root)
    told: Json = {
        "known_at": known_at,
        "region_a": region(status.region_a),
        "region_b": region(status.region_b),
        "as_of": day(status.as_of),
        "rules_version": status.rules_version,
        "stage": stage(status.stage, records),
        "declared_stage": declared(status.declared_stage),
        "meetings": contacts(status.meetings, records),
        "trade": trade(status, records),
        "goods": [direction(one, records) for one in status.goods],
        "proposals": proposals(status.proposals, records),
        "mechanisms": [mechanism(line, records) for line in status.mechanisms],
        "officials": [side(one, records) for one in status.officials],
        "follow_ups": follow_ups(status.follow_ups, records),
        "sources": sources_used(status.sources, records),
        "gaps": [gap(one, records) for one in status.gaps],
    }
    counted = {one.key for one in status.sources.items}
    told["sources"]["others"] = [
        source(one) for key, one in sorted(records.sources.items()) if key not in counted
    ]
    return {**told, "records": records.told}


def row_in_json(partnership: Partnership, overview: Overview, *, root: str) -> Json:
    """A partnership with its stage and key numbers."""
    records = Records(root)
    url = f"{root}partnerships/{partnership.region_a_id}/{partnership.region_b_id}/"
    return {
        "id": partnership.pk,
        "region_a": region(partnership.region_a),
        "region_b": region(partnership.region_b),
        "url": url,
        "status_url": f"{url}status/",
        "as_of": day(overview.as_of),
        "stage": stage(overview.stage, records),
        "declared_stage": declared(overview.declared_stage),
        "meetings": overview.meetings,
        "last_meeting": meeting(overview.last_meeting, records),
        "next_meeting": meeting(overview.next_meeting, records),
        "days_since_last_meeting": overview.days_since_last_meeting,
        "latest_turnover": latest_turnover(overview.latest_turnover),
        "open_proposals": overview.open_proposals,
        "stalled_proposals": overview.stalled_proposals,
        "operating_mechanisms": overview.operating_mechanisms,
        "notes": partnership.notes,
        "archived_on": day(partnership.archived_on),
        "archive_reason": partnership.archive_reason,
    }


def region(one: RegionFact | Region) -> Json:
    return {"code": one.code, "name": one.name}


def stage(computed: ComputedStage, records: Records) -> Json:
    return {
        "stage": computed.stage,
        "rule": computed.rule,
        "rules_version": computed.rules_version,
        "reason": computed.reason,
        "rests_on": records.names(computed.rests_on),
    }


def declared(declaration: Declaration | None) -> Json | None:
    if declaration is None:
        return None
    return {
        "stage": declaration.stage,
        "declared_on": day(declaration.declared_on),
        "because": declaration.because,
    }


def latest_turnover(year: ReporterYear | None) -> Json | None:
    if year is None:
        return None
    turnover = year.turnover
    return {
        "year": year.year,
        "reporter": year.reporter,
        "value": amount(turnover.value),
        "value_low": amount(turnover.value_low),
        "value_high": amount(turnover.value_high),
        "currency": turnover.currency,
        "qualifier": turnover.qualifier,
        "amount_as_written": turnover.amount_as_written,
        "is_computed": turnover.is_computed,
    }


def sources_used(sources: SourcesUsed, records: Records) -> Json:
    return {
        "count": sources.count,
        "publishers": [{"name": one.name, "count": one.count} for one in sources.publishers],
        "latest_source": source(sources.latest_source) if sources.latest_source else None,
        "latest_meeting": meeting(sources.latest_meeting, records),
        "items": [source(one) for one in sources.items],
    }


def source(one: SourceFact) -> Json:
    published: dict[str, Any] = date_and_precision("published_on", one.published)
    published["published_on_precision"] = one.published_on_precision
    return {
        "key": one.key,
        "kind": one.kind,
        "title": one.title,
        "publisher": one.publisher,
        "url": one.url,
        **published,
    }


def gap(one: Gap, records: Records) -> Json:
    return {
        "code": one.code,
        "message": one.message,
        "about": one.about,
        "rests_on": records.names(one.rests_on),
    }
