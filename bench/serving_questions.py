"""What every server is asked, in its own way, and what has to be in each answer."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from bench.load import Request

OURS, STOCK, FLAT = "Bilateral", "stock DRF", "stock DRF, flat"
SELECTED = "Bilateral, fields as the peers'"
DATASETTE, CANNED, POSTGRAPHILE = "Datasette", "Datasette, own SQL", "PostGraphile"
LIMIT = "PostgreSQL alone (limit)"
TODAY = "2026-11-24"


class Drawn(NamedTuple):
    """One row of bench_question: what is asked about."""

    number: int
    pair: int
    region_a: str
    region_b: str
    reporter: str
    partner: str
    kind: str
    day: str


class Question(NamedTuple):
    """A question: how each server is asked, the limit's statement, and the records of an answer.

    `records` turns the JSON of an answer into what must be the same everywhere; `as_of` says that
    the peers' part of it is asked for another day.
    """

    name: str
    limit: str
    ask: dict[str, Callable[[Drawn], Request]]
    records: dict[str, Callable[[Any], Any]]


def _get(path: str, **query: Any) -> Request:
    return Request(f"{path}?{urlencode(query)}" if query else path)


def _graphql(query: str, **variables: Any) -> Request:
    body = json.dumps({"query": query, "variables": variables})
    return Request("/graphql", {"Content-Type": "application/json"}, body)


def _canned(name: str, **query: Any) -> Request:
    return _get(f"/serving/{name}.json", _shape="array", **query)


def _ids(rows: Any) -> list[int]:
    return [int(row["id"]) for row in rows]


def _keys(rows: Any) -> list[tuple[str, int]]:
    return sorted((row["key"], len(_parsed(row["participants"]))) for row in rows)


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


FIGURES_QUERY = """
query($reporter: String!, $partner: String!) {
  rows: benchFiguresOf(reporter: $reporter, partner: $partner, first: 50) { nodes {
    id: rowId flow frequency period periodStart periodEnd value currency qualifier
    observationStatus valuation amountAsWritten recordedAt
    reporter: tradeRegionByReporterId { code name } partner: tradeRegionByPartnerId { code name }
    product: tradeProductByProductId { rowId edition code level name }
    source: tradeSourceBySourceId { key kind title publisher url publishedOn }
  } }
}"""
MEETINGS_QUERY = """
query($kind: String!, $day: Date!) {
  rows: benchMeetingsUntil(kind: $kind, day: $day, first: 50) { nodes {
    key title date datePrecision dateBasis dateAsWritten place kind state summary
    partnerships: cooperationMeetingPartnershipsByMeetingId { nodes {
      cooperationPartnershipByPartnershipId { regionAId regionBId } } }
    participants: cooperationParticipantsByMeetingId { nodes {
      rowId sideId nameAsWritten titleAsWritten role
      official: cooperationOfficialByOfficialId { key name originalName }
      tenure: cooperationTenureByTenureId { post: cooperationPostByPostId { title } } } }
  } }
}"""
STATUS_QUERY = "query($pair: BigInt!, $day: Date!) { status: benchStatus(pair: $pair, day: $day) }"


def _status_path(drawn: Drawn) -> str:
    return f"/api/v1/partnerships/{drawn.region_a}/{drawn.region_b}/status/"


FIGURES = Question(
    "Fifty trade figures",
    "SELECT bench_figures(reporter, partner) FROM bench_question WHERE number = :n",
    {
        OURS: lambda d: _get(
            "/api/v1/trade-figures/",
            reporter=d.reporter,
            partner=d.partner,
            frequency="A",
            page_size=50,
        ),
        STOCK: lambda d: _get(
            "/api/trade-figures/", reporter=d.reporter, partner=d.partner, frequency="A"
        ),
        FLAT: lambda d: _get(
            "/api/flat-figures/", reporter=d.reporter, partner=d.partner, frequency="A"
        ),
        DATASETTE: lambda d: _get(
            "/serving/trade_tradefigure.json",
            reporter_id=d.reporter,
            partner_id=d.partner,
            frequency="A",
            _size=50,
            _shape="objects",
            _sort="product_id",
        ),
        CANNED: lambda d: _canned("figures", reporter=d.reporter, partner=d.partner),
        POSTGRAPHILE: lambda d: _graphql(FIGURES_QUERY, reporter=d.reporter, partner=d.partner),
    },
    {
        LIMIT: _ids,
        OURS: lambda answer: _ids(answer["results"]),
        STOCK: lambda answer: _ids(answer["results"]),
        FLAT: lambda answer: _ids(answer["results"]),
        # Its tables are ordered by one column: which years of the last product come is open.
        DATASETTE: lambda answer: len(answer["rows"]),
        CANNED: _ids,
        POSTGRAPHILE: lambda answer: _ids(answer["data"]["rows"]["nodes"]),
    },
)

PEERS_FIELDS = (
    "key,partnerships,title,date,date_precision,date_basis,date_as_written,place,kind,state,summary,"
    "participants.id,participants.side,participants.name_as_written,participants.title_as_written,"
    "participants.role,participants.official,participants.post"
)
MEETINGS = Question(
    "Fifty meetings with participants",
    "SELECT bench_meetings(kind, day) FROM bench_question WHERE number = :n",
    {
        OURS: lambda d: _get("/api/v1/meetings/", kind=d.kind, date_to=d.day, page_size=50),
        SELECTED: lambda d: _get(
            "/api/v1/meetings/", kind=d.kind, date_to=d.day, page_size=50, fields=PEERS_FIELDS
        ),
        STOCK: lambda d: _get("/api/meetings/", kind=d.kind, date__lte=d.day),
        CANNED: lambda d: _canned("meetings", kind=d.kind, day=d.day),
        POSTGRAPHILE: lambda d: _graphql(MEETINGS_QUERY, kind=d.kind, day=d.day),
    },
    {
        LIMIT: _keys,
        OURS: lambda answer: _keys(answer["results"]),
        SELECTED: lambda answer: _keys(answer["results"]),
        STOCK: lambda answer: _keys(answer["results"]),
        CANNED: _keys,
        POSTGRAPHILE: lambda answer: _keys(
            {"key": row["key"], "participants": row["participants"]["nodes"]}
            for row in answer["data"]["rows"]["nodes"]
        ),
    },
)


def _pair_of(answer: Any) -> tuple[str, str]:
    regions = answer["region_a"], answer["region_b"]
    return tuple(region["code"] if isinstance(region, dict) else region for region in regions)


STATUS = Question(
    "Status today",
    f"SELECT bench_status(pair, date '{TODAY}') FROM bench_question WHERE number = :n",
    {
        OURS: lambda d: _get(_status_path(d)),
        STOCK: lambda d: _get(f"/api/partnerships/{d.pair}/status/", as_of=TODAY),
        CANNED: lambda d: _canned("status", pair=d.pair, day=TODAY),
        POSTGRAPHILE: lambda d: _graphql(STATUS_QUERY, pair=str(d.pair), day=TODAY),
    },
    {
        LIMIT: _pair_of,
        OURS: _pair_of,
        STOCK: _pair_of,
        CANNED: lambda answer: _pair_of(answer[0]),
        POSTGRAPHILE: lambda answer: _pair_of(_parsed(answer["data"]["status"])),
    },
)

STATUS_BEFORE = Question(
    "Status on another day",
    "SELECT bench_status(pair, day) FROM bench_question WHERE number = :n",
    {
        OURS: lambda d: _get(_status_path(d), as_of=d.day),
        STOCK: lambda d: _get(f"/api/partnerships/{d.pair}/status/", as_of=d.day),
        CANNED: lambda d: _canned("status", pair=d.pair, day=d.day),
        POSTGRAPHILE: lambda d: _graphql(STATUS_QUERY, pair=str(d.pair), day=d.day),
    },
    STATUS.records,
)

QUESTIONS = (FIGURES, MEETINGS, STATUS, STATUS_BEFORE)
