"""A small article for tests, as the values of its file."""

import copy
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from cooperation.models import Sector
from tests.factories import ProductFactory, RegionFactory, SectorFactory

TEXT = """Belarus and Mordovia talk

Deputy Prime Minister Anna Novik met Head of Mordovia Artem Zdunov in Minsk on 20 October.
The trade reached about $130 million in 2024. “We buy lifts,” Anna Novik said.
A service centre for lifts works in Saransk. Lifts were the topic."""

ARTICLE: dict[str, Any] = {
    "key": "talk",
    "source": {
        "title": "Belarus and Mordovia talk",
        "publisher": "Example News",
        "url": "https://news.example/talk",
        "published": "2025-10-21",
    },
    "text": TEXT,
    "regions": [{"code": "BY", "quote": "Belarus"}],
    "organisations": [
        {"key": "plant", "name": "Lift plant", "kind": "enterprise", "region": "RU-MO"}
    ],
    "officials": [
        {
            "key": "anna-novik",
            "name": "Anna Novik",
            "posts": [
                {
                    "title": "Deputy Prime Minister",
                    "region": "BY",
                    "rank": "deputy_head",
                    "from": "2024",
                    "quote": "Deputy Prime Minister Anna Novik",
                }
            ],
        },
        {"key": "artem-zdunov", "name": "Artem Zdunov"},
    ],
    "partnerships": [["RU-MO", "BY"]],
    "meetings": [
        {
            "key": "novik-zdunov",
            "partnerships": [["BY", "RU-MO"]],
            "date": "2025-10-20",
            "date_basis": "stated",
            "date_as_written": "20 October",
            "place": "Minsk",
            "publish": True,
            "quote": "met Head of Mordovia Artem Zdunov in Minsk on 20 October",
            "participants": [
                {
                    "side": "BY",
                    "name": "Anna Novik",
                    "official": "anna-novik",
                    "quote": "Deputy Prime Minister Anna Novik",
                },
                {
                    "side": "RU-MO",
                    "name": "Artem Zdunov",
                    "title": "Head of Mordovia",
                    "official": "artem-zdunov",
                    "quote": "Head of Mordovia Artem Zdunov",
                },
            ],
            "topics": [
                {"sector": "lifts", "as_written": "lifts", "proposal": "", "quote": "We buy lifts"}
            ],
            "follow_ups": [
                {
                    "task": "Send a price list",
                    "owner": "Lift plant",
                    "due": "2025-12-01",
                    "quote": [],
                }
            ],
        }
    ],
    "statements": [
        {
            "speaker": "Anna Novik",
            "meeting": "novik-zdunov",
            "participant": "Anna Novik",
            "quote": "We buy lifts",
        }
    ],
    "figures": [
        {
            "reporter": "BY",
            "partner": "RU-MO",
            "flow": "turnover",
            "period": "2024",
            "value": 130000000,
            "qualifier": "about",
            "amount_as_written": "about $130 million",
            "meeting": "novik-zdunov",
            "said_by": "Anna Novik",
            "quote": "The trade reached about $130 million in 2024",
        }
    ],
    "goods": [
        {
            "from": "RU-MO",
            "to": "BY",
            "name": "lifts",
            "products": ["85"],
            "figure": {"amount_as_written": "about $130 million"},
            "quote": "We buy lifts",
        }
    ],
    "proposals": [
        {
            "partnership": ["BY", "RU-MO"],
            "sector": "lifts",
            "changes": [
                {"stage": "mentioned", "meeting": "novik-zdunov", "quote": "Lifts were the topic"}
            ],
        }
    ],
    "mechanisms": [
        {
            "partnership": ["BY", "RU-MO"],
            "name": "Service centre",
            "kind": "service",
            "sector": "lifts",
            "located_in": "RU-MO",
            "host": "plant",
            "quote": "A service centre for lifts works in Saransk",
        }
    ],
}

# A second source about the same meeting, without its text.
REPORT: dict[str, Any] = {
    "key": "report",
    "source": {
        "title": "Novik receives Zdunov",
        "publisher": "Other News",
        "url": "https://other.example/report",
        "text_scope": "none",
    },
    "meetings": [
        {
            "key": "novik-zdunov",
            "partnerships": [["BY", "RU-MO"]],
            "date": "2025-10-20",
            "place": "Brest",
            "summary": "They spoke of lifts.",
            "publish": True,
        }
    ],
}


def reference_data() -> Sector:
    """The regions, products and the sector the article names."""
    RegionFactory()
    RegionFactory(mordovia=True)
    ProductFactory(wire=True)
    return SectorFactory()


def article(**changes: Any) -> dict[str, Any]:
    """The values of the article's file, some of its parts replaced."""
    return copy.deepcopy(ARTICLE) | changes


def report(**changes: Any) -> dict[str, Any]:
    """The values of the second file, some of its parts replaced."""
    return copy.deepcopy(REPORT) | changes


def write(directory: Path, values: dict[str, Any]) -> Path:
    """Write values as an article file."""
    path = directory / f"{values.get('key', 'unnamed')}.yaml"
    with path.open("w", encoding="utf-8") as stream:
        YAML().dump(values, stream)
    return path
