"""Articles are recorded with their text; facts keep the words they rest on."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import factories as make
from trade.models import AnnualTotal, Source

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/sources/belta-2025/"
TEXT = "Trade reached\r\nabout $130 million in 2024. "


def body(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Belarus, Mordovia expand cooperation",
        "publisher": "Example News",
        "url": "https://news.example/2025",
        "published_on": "2025-10-20",
        "text": TEXT,
        "text_scope": "full",
        "regions": [make.RegionFactory().code],
        **changes,
    }


@pytest.fixture
def article(as_analyst: APIClient) -> Any:
    answer = as_analyst.put(ADDRESS, body(), format="json")
    assert answer.status_code == 201, answer.content
    return answer


def test_an_article_keeps_its_text_and_the_regions_it_names(article: Any) -> None:
    shown = article.json()

    assert shown["text"] == TEXT.replace("\r\n", "\n")
    assert len(shown["sha256"]) == 64
    assert shown["regions"] == ["BY"]


def test_an_article_is_recorded_once(as_analyst: APIClient, article: Any) -> None:
    again = as_analyst.put(ADDRESS, body(), format="json")
    other = as_analyst.post("/api/v1/sources/", body(), format="json")

    assert again.status_code == 200
    assert other.status_code == 409
    assert other.json()["records"][0]["addresses"] == [article["Location"]]


def test_the_words_facts_rest_on_stay_in_their_place(as_analyst: APIClient, article: Any) -> None:
    source = Source.objects.get()
    make.PassageFactory(source=source, start=14, end=32)

    answer = as_analyst.patch(
        ADDRESS, {"text": "Trade fell."}, format="json", headers={"if-match": "*"}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "text"
    assert Source.objects.get().text == source.text


def test_regions_are_replaced(as_analyst: APIClient, article: Any) -> None:
    mordovia = make.RegionFactory(mordovia=True)

    answer = as_analyst.patch(
        ADDRESS,
        {"regions": [mordovia.code]},
        format="json",
        headers={"if-match": article["ETag"]},
    )

    assert answer.json()["regions"] == ["RU-MO"]


def test_only_releases_are_counted_into_totals(as_analyst: APIClient) -> None:
    release = make.SourceFactory(kind="release", url="")
    make.TradeFigureFactory(source=release)
    address = f"/api/v1/sources/{release.key}/"

    answer = as_analyst.patch(
        address, {"kind": "document"}, format="json", headers={"if-match": "*"}
    )

    assert answer.status_code == 200
    assert not AnnualTotal.objects.exists()


def test_what_rests_on_a_source_stands_in_the_way_of_deleting_it(
    as_analyst: APIClient, article: Any
) -> None:
    figure = make.TradeFigureFactory(source=Source.objects.get())

    answer = as_analyst.delete(ADDRESS, headers={"if-match": "*"})

    assert answer.status_code == 409
    assert answer.json()["records"] == [
        {
            "kind": "trade figures",
            "count": 1,
            "addresses": [f"http://testserver/api/v1/trade-figures/{figure.pk}/"],
        }
    ]


def test_drafts_in_the_way_are_not_told_to_those_who_do_not_see_them(
    as_analyst: APIClient, article: Any, user_with: Any
) -> None:
    draft = make.MeetingFactory()
    make.ProposalChangeFactory(source=Source.objects.get(), meeting=draft)
    blind = APIClient()
    blind.force_authenticate(user_with("delete_source"))

    answer = blind.delete(ADDRESS, headers={"if-match": "*"})

    assert answer.status_code == 409
    assert "records" not in answer.json()
    assert draft.key not in answer.content.decode()


def test_a_release_of_many_figures_is_refused_without_reading_them(
    as_analyst: APIClient, django_assert_max_num_queries: Any
) -> None:
    release = make.SourceFactory(kind="release")
    for year in range(1990, 2015):
        make.TradeFigureFactory(source=release, period=str(year))

    with django_assert_max_num_queries(20):
        answer = as_analyst.delete(f"/api/v1/sources/{release.key}/", headers={"if-match": "*"})

    (records,) = answer.json()["records"]
    assert (records["count"], len(records["addresses"])) == (25, 20)
