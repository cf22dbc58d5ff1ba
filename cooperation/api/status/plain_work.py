"""Meetings, proposals, mechanisms, people and follow-ups in a status as plain values."""

from cooperation.api.status.plain_values import Json, Records, date_and_precision, day
from cooperation.status.contacts import Contacts
from cooperation.status.facts import FollowUpFact, MeetingFact, TenureFact
from cooperation.status.follow_ups import Owed
from cooperation.status.goods import Direction
from cooperation.status.mechanisms import MechanismLine
from cooperation.status.people import SideInPost
from cooperation.status.proposals import ProposalGroup, ProposalLine, Proposals


def meeting(one: MeetingFact | None, records: Records) -> Json | None:
    if one is None:
        return None
    return {
        "id": one.id,
        "key": one.key,
        "title": str(one.title),
        "kind": one.kind,
        "state": one.state,
        **date_and_precision("date", one.when),
        "date_basis": one.date_basis,
        "date_as_written": one.date_as_written,
        "place": one.place,
        "is_draft": one.is_draft,
        "rests_on": records.names(one.rests_on),
    }


def contacts(one: Contacts, records: Records) -> Json:
    return {
        "total": one.total,
        "undated": one.undated,
        "by_year": [
            {"year": of.year, "count": of.count, "rests_on": records.names(of.rests_on)}
            for of in one.by_year
        ],
        "last": meeting(one.last, records),
        "next": meeting(one.next, records),
        "days_since_last": one.days_since_last,
        "days_are_at_least": one.days_are_at_least,
        "overdue": [meeting(late, records) for late in one.overdue],
    }


def direction(one: Direction, records: Records) -> Json:
    return {
        "origin": one.origin,
        "destination": one.destination,
        "goods": [
            {
                "id": good.id,
                "name": good.name,
                "products": good.products,
                "amount": good.amount,
                "rests_on": records.names(good.rests_on),
            }
            for good in one.goods
        ],
    }


def proposals(one: Proposals, records: Records) -> Json:
    return {
        "items": [proposal(line, records) for line in one.items],
        "by_stage": [group(of) for of in one.by_stage],
        "by_sector": [group(of) for of in one.by_sector],
        "open": one.open,
        "stalled": one.stalled,
    }


def proposal(line: ProposalLine, records: Records) -> Json:
    return {
        "id": line.id,
        "sector": line.sector,
        "sector_name": line.sector_name,
        "title": line.title,
        "stage": line.stage,
        **date_and_precision("since", line.since),
        **date_and_precision("last_change", line.last_change),
        "is_open": line.is_open,
        "is_stalled": line.is_stalled,
        "rests_on": records.names(line.rests_on),
    }


def group(of: ProposalGroup) -> Json:
    return {"code": of.code, "name": of.name, "count": of.count, "ids": of.ids}


def mechanism(line: MechanismLine, records: Records) -> Json:
    return {
        "id": line.id,
        "name": line.name,
        "kind": line.kind,
        "sector": line.sector,
        "state": line.state,
        **date_and_precision("starts_on", line.start),
        **date_and_precision("ends_on", line.end),
        "rests_on": records.names(line.rests_on),
    }


def side(one: SideInPost, records: Records) -> Json:
    return {
        "region": {"code": one.region.code, "name": one.region.name},
        "officials": [in_post(tenure, records) for tenure in one.tenures],
    }


def in_post(tenure: TenureFact, records: Records) -> Json:
    return {
        "tenure": tenure.id,
        "key": tenure.official_key,
        "name": tenure.name,
        "post": tenure.post,
        "rank": tenure.rank,
        **date_and_precision("starts_on", tenure.start),
        **date_and_precision("ends_on", tenure.end),
        "rests_on": records.names(tenure.rests_on),
    }


def follow_ups(one: Owed, records: Records) -> Json:
    return {
        "open": [owed(follow_up, records) for follow_up in one.open],
        "overdue": [owed(follow_up, records) for follow_up in one.overdue],
    }


def owed(follow_up: FollowUpFact, records: Records) -> Json:
    return {
        "id": follow_up.id,
        "task": follow_up.task,
        "owner": follow_up.owner,
        "due_on": day(follow_up.due_on),
        "meeting": follow_up.meeting,
        "rests_on": records.names(follow_up.rests_on),
    }
