"""From an empty database through the two commands to the status: the seed article comes back whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from rest_framework.test import APIClient

from trade.models import Region, Source

ARTICLES = settings.BASE_DIR / "fixtures" / "articles"
SEED = "belarus-mordovia-2025-10-20"


@pytest.fixture(scope="class")
def seed_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The two commands on an empty database, once; rolled back behind the tests of the class."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert not Region.objects.exists()
        call_command("load_reference", verbosity=0)
        call_command("load_article", str(ARTICLES / f"{SEED}.yaml"), verbosity=0)
        yield
        transaction.set_rollback(True)


def read(api: APIClient, address: str) -> Any:
    response = api.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()


def all_of(api: APIClient, address: str) -> list[Any]:
    answer = read(api, address)
    assert answer["next"] is None
    return answer["results"]


def evidence_in(answer: Any) -> list[str]:
    """The name of every record that anything in the answer rests on."""
    if isinstance(answer, list):
        return [found for item in answer for found in evidence_in(item)]
    if isinstance(answer, dict):
        return [*answer.get("rests_on", []), *evidence_in(list(answer.values()))]
    return []


@pytest.mark.django_db
@pytest.mark.usefixtures("seed_loaded")
class TestSeedArticle:
    def test_the_status_tells_every_fact_of_the_seed_article(self, api: APIClient) -> None:
        status = read(api, "partnerships/BY/RU-MO/status/?as_of=2025-12-31")

        # Two sides, of which Mordovia is a part of Russia.
        assert (status["region_a"]["name"], status["region_b"]["name"]) == ("Belarus", "Mordovia")
        assert read(api, "regions/RU-MO/")["parent"]["code"] == "RU"
        assert read(api, "regions/RU-MO/")["subdivision_type"] == "Republic"
        assert set(read(api, f"sources/{SEED}/")["regions"]) == {
            "BY",
            "RU",
            "RU-MO",
        }

        # Two officials and their posts.
        assert [
            (official["name"], official["post"])
            for side in status["officials"]
            for official in side["officials"]
        ] == [
            ("Viktor Karankevich", "Deputy Prime Minister of Belarus"),
            ("Artem Zdunov", "Head of the Republic of Mordovia"),
        ]

        # One meeting in Minsk on “20 October”, of a year that was inferred, and is so marked.
        assert status["meetings"]["total"] == 1
        last = status["meetings"]["last"]
        assert (last["date"], last["date_basis"]) == ("2025-10-20", "inferred")
        assert (last["date_as_written"], last["place"]) == ("20 October", "Minsk")
        assert status["meetings"]["days_since_last"] == 72

        # Turnover of 2024, about $130 million, said by Karankevich.
        (year,) = status["trade"]["years"]
        turnover = year["turnover"]
        assert (year["year"], turnover["value"], turnover["currency"]) == (
            2024,
            "130000000.00",
            "USD",
        )
        assert (turnover["qualifier"], turnover["amount_as_written"]) == (
            "about",
            "about $130 million",
        )
        assert turnover["claims"][0]["claimed_by"] == "Viktor Karankevich"
        assert year["exports"]["value"] is None
        assert year["exports"]["reason"] == "not recorded"

        # Goods both ways.
        goods = {
            (direction["origin"], good["name"]): good["products"]
            for direction in status["goods"]
            for good in direction["goods"]
        }
        assert goods[("RU-MO", "insulated wire")] == ["8544"]
        assert goods[("RU-MO", "copper wire")] == ["7408"]
        assert goods[("RU-MO", "aluminum wire")] == ["7605"]
        assert {name for origin, name in goods if origin == "BY"} == {
            "mechanical engineering products",
            "woodworking products",
            "chemical products",
            "light industry products",
            "agricultural raw materials",
            "food products",
        }

        # Proposals, all mentioned.
        assert {proposal["sector"] for proposal in status["proposals"]["items"]} == {
            "pharmaceuticals",
            "rolling-stock",
            "microelectronics",
            "lifts",
            "joint-manufacturing",
            "it",
            "software-and-ai",
            "it-training",
            "agriculture",
            "public-utilities",
            "science",
            "education",
            "culture",
            "art",
            "sister-city-ties",
            "cinematography",
            "patriotic-education",
            "youth-exchange",
        }
        assert {proposal["stage"] for proposal in status["proposals"]["items"]} == {"mentioned"}
        assert status["proposals"]["stalled"] == []

        # What already stands.
        mechanisms = {m["name"]: m for m in status["mechanisms"]}
        assert len(mechanisms) == 3
        assert {m["state"] for m in mechanisms.values()} == {"operating"}
        (training,) = [m for name, m in mechanisms.items() if name.startswith("Training center")]
        assert (training["starts_on"], training["starts_on_precision"]) == ("2024-01-01", "year")
        assert any("arranty" in name for name in mechanisms)
        assert any("Multifunctional center" in name for name in mechanisms)

        # The stage, by a named rule.
        assert (status["stage"]["stage"], status["stage"]["rule"]) == ("active", "something-works")
        assert status["declared_stage"] is None

    def test_the_records_tell_who_took_part_and_what_was_said(self, api: APIClient) -> None:
        (meeting,) = all_of(api, "meetings/?partnership=BY,RU-MO")
        said = all_of(api, "statements/?page_size=100")

        people = [
            (p["side"]["code"], p["name_as_written"], p["role"]) for p in meeting["participants"]
        ]
        assert people == [
            ("BY", "Viktor Karankevich", "head"),
            ("RU-MO", "Artem Zdunov", "head"),
            ("RU-MO", "delegation of Mordovia", "member"),
        ]
        assert {statement["speaker_as_written"] for statement in said} == {"Viktor Karankevich"}
        words = [statement["passage"]["words"] for statement in said]
        assert any(text.startswith("Your repeated visit to our country") for text in words)
        assert any(text.endswith("joint events and long-term projects.") for text in words)

    def test_every_number_rests_on_exact_words(self, api: APIClient) -> None:
        text = Source.objects.get(key=SEED).text

        status = read(api, "partnerships/BY/RU-MO/status/?as_of=2025-12-31")
        names = evidence_in(status)
        evidence = [status["records"][name] for name in names]

        assert len(names) > 40
        assert {key for record in evidence for key in record["sources"]} == {SEED}
        assert all(words in text for record in evidence for words in record["words"])
        assert {record["type"] for record in evidence if record["words"]} >= {
            "trade-figure",
            "traded-good",
            "proposal-change",
            "mechanism",
            "meeting",
            "tenure",
        }
