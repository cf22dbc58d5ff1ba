"""One figure as it was on record, through imports, corrections and its deletion."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests import factories as make
from trade.figures.importing import import_trade_file
from trade.figures.saving import delete_figure, save_figure
from trade.models import TradeFigure

pytestmark = pytest.mark.django_db


def now() -> str:
    return timezone.now().isoformat()


@pytest.fixture
def loaded(tmp_path: Path) -> Any:
    """Loads one value of one figure, again and again."""
    make.RegionFactory()
    make.RegionFactory(mordovia=True)
    make.ProductFactory()
    source = make.SourceFactory(key="office", kind="release", url="")

    def load(value: int) -> TradeFigure:
        file = tmp_path / "release.csv"
        header = "reporter,partner,flow,product,period,value,currency"
        file.write_text(f"{header}\nBY,RU-MO,X,TOTAL,2024,{value},USD\n")
        import_trade_file(file, source=source)
        return TradeFigure.objects.get()

    return load


def value_at(api: APIClient, figure: int, moment: str) -> str | None:
    answer = api.get(f"/api/v1/trade-figures/{figure}/", {"known_at": moment})
    if answer.status_code == 404:
        return None
    assert answer.status_code == 200, answer.content
    value: str = answer.json()["value"]
    return value


def test_each_value_is_found_at_its_moment_though_the_figure_is_gone(
    api: APIClient, loaded: Any
) -> None:
    before = now()
    figure = loaded(100)
    first = now()
    loaded(110)
    second = now()
    figure.refresh_from_db()
    figure.value, figure.qualifier = Decimal(120), TradeFigure.Qualifier.ABOUT
    save_figure(figure=figure, at=timezone.now())
    by_hand = now()
    loaded(130)
    third = now()
    key = figure.pk
    delete_figure(figure=figure)
    gone = now()

    moments = (before, first, second, by_hand, third, gone)
    values = [value_at(api, key, moment) for moment in moments]

    assert values == [None, "100.00", "110.00", "120.00", "130.00", None]


def test_what_an_import_took_away_is_there_before_it(api: APIClient, loaded: Any) -> None:
    figure = loaded(100)
    figure.qualifier = TradeFigure.Qualifier.ABOUT
    save_figure(figure=figure, at=timezone.now())
    about = now()
    loaded(130)
    exact = now()

    qualifiers = [
        api.get(f"/api/v1/trade-figures/{figure.pk}/", {"known_at": moment}).json()["qualifier"]
        for moment in (about, exact)
    ]

    assert qualifiers == ["about", "exact"]


def test_many_figures_deleted_at_once_are_remembered(api: APIClient, loaded: Any) -> None:
    key = loaded(100).pk
    there = now()
    TradeFigure.objects.all().delete()

    assert value_at(api, key, there) == "100.00"
    assert api.get(f"/api/v1/trade-figures/{key}/").status_code == 404


def test_many_figures_changed_at_once_are_remembered(api: APIClient, loaded: Any) -> None:
    key = loaded(100).pk
    there = now()
    TradeFigure.objects.update(notes="looked at", currency="EUR")

    then = api.get(f"/api/v1/trade-figures/{key}/", {"known_at": there}).json()

    assert (then["currency"], then["notes"]) == ("USD", "")


def test_the_history_says_who_brought_what(loaded: Any) -> None:
    figure = loaded(100)
    loaded(110)

    delete_figure(figure=TradeFigure.objects.get())

    told = TradeFigure.history.filter(id=figure.pk).order_by("history_date", "history_id")
    assert [(row.history_type, row.value, row.history_change_reason or "") for row in told] == [
        ("+", Decimal(100), "import release.csv"),
        ("~", Decimal(110), "import release.csv"),
        ("-", Decimal(110), ""),
    ]


def test_revisions_are_those_of_then(api: APIClient, loaded: Any) -> None:
    figure = loaded(100)
    loaded(110)
    moment = now()
    loaded(120)

    found = api.get(f"/api/v1/trade-figures/{figure.pk}/", {"known_at": moment}).json()

    assert (found["value"], [r["value"] for r in found["revisions"]]) == ("110.00", ["100.00"])


def test_its_words_are_those_of_then(api: APIClient) -> None:
    figure = make.TradeFigureFactory(source=make.SourceFactory(with_text=True))
    passage = make.PassageFactory(source=figure.source)
    figure.passages.add(passage)
    moment = now()
    figure.passages.clear()

    found = api.get(f"/api/v1/trade-figures/{figure.pk}/", {"known_at": moment}).json()

    assert [p["words"] for p in found["passages"]] == ["about $130 million"]
    assert api.get(f"/api/v1/trade-figures/{figure.pk}/").json()["passages"] == []


@pytest.mark.parametrize("key", ["0", "x", "99999999999999999999", "1%00"])
def test_no_figure_of_that_number_is_a_404(api: APIClient, db: None, key: str) -> None:
    answer = api.get(f"/api/v1/trade-figures/{key}/", {"known_at": "2025-01-01"})

    assert answer.status_code == 404


def test_what_is_no_moment_is_refused(api: APIClient, loaded: Any) -> None:
    figure = loaded(100)

    answer = api.get(f"/api/v1/trade-figures/{figure.pk}/", {"known_at": "lately"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "known_at"


def test_known_amounts_have_their_cents_in_every_file(api: APIClient, loaded: Any) -> None:
    loaded(100)

    answer = api.get("/api/v1/trade-figures/", {"known_at": now(), "format": "csv"})

    assert b",100.00," in b"".join(answer.streaming_content)
