"""The trade of a partnership as it was on record, against answers kept at the moment."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from cooperation.models import Partnership
from tests import factories as make
from trade.figures.importing import import_trade_file
from trade.figures.saving import delete_figure, save_figure
from trade.models import Source, TradeFigure

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/partnerships/BY/RU-MO/trade/"


class Kept:
    """The answers of the past, each with the moment it was given."""

    def __init__(self, api: APIClient) -> None:
        self.api = api
        self.answers: list[tuple[str, dict[str, Any], str]] = []

    def keep(self, after: str) -> None:
        self.answers.append((after, self.ask(), timezone.now().isoformat()))

    def ask(self, **query: str) -> dict[str, Any]:
        answer = self.api.get(ADDRESS, query)
        assert answer.status_code == 200, answer.content
        found: dict[str, Any] = answer.json()
        return {**found, "known_at": None, "figures": None}


@pytest.fixture
def kept(api: APIClient) -> Kept:
    make.PartnershipFactory()
    make.ProductFactory(wire=True)
    return Kept(api)


def load(folder: Path, source: Source, *rows: str) -> None:
    file = folder / "release.csv"
    header = "reporter,partner,flow,product,edition,period,value,currency,released_on\n"
    file.write_text(header + "\n".join(rows) + "\n")
    import_trade_file(file, source=source)


def test_every_earlier_series_comes_back(kept: Kept, tmp_path: Path) -> None:
    office = make.SourceFactory(key="office", kind="release", url="")
    months = [f"BY,RU-MO,X,85,HS2022,2024-{month:02},10,RUB," for month in range(1, 13)]

    load(tmp_path, office, "BY,RU-MO,X,TOTAL,,2024,100,RUB,2025-03-31")
    kept.keep("a first release")
    load(tmp_path, office, "BY,RU-MO,X,TOTAL,,2024,120,RUB,2025-06-30", *months[:11])
    kept.keep("a revision, and eleven months of a chapter")
    load(tmp_path, office, months[11])
    kept.keep("the twelfth month")
    rate = make.ExchangeRateFactory(currency="RUB", year=2024, units_per_usd=Decimal(100))
    kept.keep("a rate")
    rate.units_per_usd = Decimal(80)
    rate.save()
    kept.keep("another rate")
    figure = TradeFigure.objects.get(product__code="TOTAL")
    figure.value, figure.is_pinned = Decimal(130), True
    save_figure(figure=figure, at=timezone.now())
    kept.keep("a correction by hand")
    load(tmp_path, office, "BY,RU-MO,X,TOTAL,,2024,140,RUB,2025-09-30")
    kept.keep("a release over the correction")
    claim = make.TradeFigureFactory(flow="M", amount_as_written="about 5", qualifier="about")
    kept.keep("a claim")
    claim.flow = "X"
    save_figure(figure=claim, at=timezone.now())
    kept.keep("a claim put right")
    office.archived_on, office.archive_reason = dt.date(2025, 1, 1), "withdrawn"
    office.save()
    kept.keep("the source put aside")
    office.archived_on, office.archive_reason = None, ""
    office.save()
    delete_figure(figure=TradeFigure.objects.get(pk=figure.pk))
    kept.keep("a figure deleted")
    TradeFigure.objects.filter(product__code="85").delete()
    kept.keep("a chapter deleted")

    for after, answer, moment in kept.answers:
        assert kept.ask(known_at=moment) == answer, after
    assert len({str(answer) for _after, answer, _moment in kept.answers}) == 11


def test_before_the_partnership_was_recorded_there_is_none(kept: Kept) -> None:
    answer = kept.api.get(ADDRESS, {"known_at": "2001-01-01"})

    assert answer.status_code == 404
    assert "was on record" in answer.json()["detail"]


def test_the_answer_and_its_figures_name_the_moment(kept: Kept) -> None:
    moment = timezone.now()

    found = kept.api.get(ADDRESS, {"known_at": moment.isoformat()}).json()

    assert dt.datetime.fromisoformat(found["known_at"]) == moment
    assert "known_at=" in found["figures"]


def test_a_file_holds_what_was_known(kept: Kept, tmp_path: Path) -> None:
    office = make.SourceFactory(key="office", kind="release", url="")
    load(tmp_path, office, "BY,RU-MO,X,TOTAL,,2024,100,RUB,")
    moment = timezone.now().isoformat()
    load(tmp_path, office, "BY,RU-MO,X,TOTAL,,2024,120,RUB,")

    answer = kept.api.get(ADDRESS, {"known_at": moment, "format": "csv"})

    assert b",100.00," in answer.content
    assert b",120.00," not in answer.content


def test_what_is_no_moment_is_refused(kept: Kept) -> None:
    answer = kept.api.get(ADDRESS, {"known_at": "lately"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "known_at"
    assert Partnership.objects.count() == 1
