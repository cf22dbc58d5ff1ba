"""Fetching from UN Comtrade, through the command: all of it or nothing, and twice is once."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import ProductFactory, RegionFactory
from tests.trade.figures.comtrade.service import (
    KEY,
    Asked,
    Reply,
    Service,
    answer,
    refusal,
    row,
)
from trade.figures.comtrade import client as comtrade_client
from trade.figures.comtrade import transport
from trade.figures.comtrade.calls import Call
from trade.figures.comtrade.client import ComtradeClient
from trade.figures.comtrade.fetching import fetch
from trade.figures.comtrade.problems import ComtradeError
from trade.models import ImportRun, Source, TradeFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def countries() -> None:
    RegionFactory(numeric_code="112", alpha3="BLR")
    RegionFactory(russia=True, numeric_code="643", alpha3="RUS")
    RegionFactory(code="W00", name="World", kind="area")
    ProductFactory()


@pytest.fixture
def run(
    countries: None, service: Service, tmp_path: Path, monkeypatch: Any
) -> Callable[..., tuple[str, str]]:
    """Runs the command against the service here; returns what it said and what it complained of."""
    monkeypatch.setenv("COMTRADE_API_KEY", KEY)
    monkeypatch.setenv("COMTRADE_API_URL", service.url)
    monkeypatch.setattr(transport, "FIRST_WAIT", 0)
    monkeypatch.chdir(tmp_path)

    def call(*args: str, years: str = "2020-2021", **options: Any) -> tuple[str, str]:
        out, err = io.StringIO(), io.StringIO()
        base = {"reporter": "BY", "partner": "RU", "products": "TOTAL", **options}
        named = [f"--{name}={value}" for name, value in base.items()]
        call_command("fetch_comtrade", f"--years={years}", *named, *args, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return call


def by_year(asked: Asked) -> Reply:
    """One export of each period that is asked for; nothing for 2021."""
    year = int(asked["period"])
    if year == 2021:
        return answer()
    return answer(
        *(
            row(period=str(year), refYear=year, flowCode=flow, primaryValue=year / 2)
            for flow in asked["flowCode"].split(",")
        )
    )


def values() -> dict[tuple[str, str], Decimal | None]:
    return {
        (figure.flow, figure.period): figure.value
        for figure in TradeFigure.objects.filter(reporter="BY", partner="RU")
    }


def test_years_become_calls_and_their_answers_figures(run: Any, service: Service) -> None:
    service.reply_to = by_year

    out, _err = run(years="2019-2021")

    assert [asked["period"] for asked in service.asked] == ["2019", "2020", "2021"]
    assert {asked["flowCode"] for asked in service.asked} == {"X,M"}
    assert values() == {
        ("X", "2019"): Decimal("1009.50"),
        ("M", "2019"): Decimal("1009.50"),
        ("X", "2020"): Decimal(1010),
        ("M", "2020"): Decimal(1010),
    }
    assert "3 of 3 calls, 4 rows: 2021, X, M, TOTAL" in out
    assert "UN Comtrade has nothing for 2021, X, M, TOTAL." in out
    assert "4 read, 4 added, 0 changed, 0 unchanged" in out


def test_all_calls_of_a_fetch_are_one_import_into_one_dataset(run: Any, service: Service) -> None:
    service.reply_to = by_year

    run()

    import_run = ImportRun.objects.get()
    assert import_run.file_name == "comtrade-BY-RU-2020-2021-A.csv"
    assert import_run.rows_added == 2
    source = Source.objects.get()
    assert (source.key, source.kind) == ("un-comtrade", "release")
    assert "not to be passed on" in source.licence
    assert {figure.source for figure in TradeFigure.objects.all()} == {source}


def test_the_same_again_changes_nothing(run: Any, service: Service) -> None:
    service.reply_to = by_year
    run()

    out, _err = run()

    assert "2 read, 0 added, 0 changed, 2 unchanged" in out
    assert Source.objects.count() == 1


def test_a_revised_value_replaces_the_old_one_which_stays_readable(
    run: Any, service: Service
) -> None:
    service.reply(answer(row(primaryValue=5)), answer(row(primaryValue=7)))
    run(years="2020")

    out, _err = run(years="2020")

    assert "0 added, 1 changed" in out
    [figure] = TradeFigure.objects.all()
    assert (figure.value, figure.revisions.get().value) == (7, 5)


def test_a_check_loads_nothing_and_says_what_would_change(run: Any, service: Service) -> None:
    service.reply_to = by_year

    out, _err = run("--check")

    assert "it would be 2 added" in out
    assert not TradeFigure.objects.exists()
    assert not Source.objects.exists()


def test_months_of_a_year_are_one_call(run: Any, service: Service) -> None:
    service.reply(answer(row(freqCode="M", period="202003", refMonth=3, refPeriodId=20200301)))

    run("--frequency=M", years="2020")

    [asked] = service.asked
    assert asked["path"] == "/data/v1/get/C/M/HS"
    assert asked["period"].split(",") == [f"2020{month:02d}" for month in range(1, 13)]
    assert values() == {("X", "2020-03"): Decimal("1000.50")}


def test_countries_are_asked_for_by_the_numbers_of_un_comtrade(run: Any, service: Service) -> None:
    RegionFactory(code="US", name="United States", numeric_code="840")
    RegionFactory(code="AM", name="Armenia", numeric_code="051")
    service.reply_to = lambda asked: answer()

    run(reporter="us,AM", partner="W00,RU", years="2020")

    [asked] = service.asked
    assert (asked["reportercode"], asked["partnerCode"]) == ("842,51", "0,643")


def test_an_answer_that_was_cut_off_is_asked_for_in_parts(
    run: Any, service: Service, monkeypatch: Any
) -> None:
    monkeypatch.setattr(comtrade_client, "LIMIT", 3)
    service.reply(answer(row(), row(), row()))
    service.reply_to = by_year

    out, _err = run(years="2020")

    assert [asked["flowCode"] for asked in service.asked] == ["X,M", "X", "M"]
    assert "2 read, 2 added" in out
    assert values() == {("X", "2020"): Decimal(1010), ("M", "2020"): Decimal(1010)}


def test_what_cannot_be_split_further_is_refused(
    run: Any, service: Service, monkeypatch: Any
) -> None:
    monkeypatch.setattr(comtrade_client, "LIMIT", 3)
    service.reply(answer(row()), answer(row(), row(), row()))

    with pytest.raises(CommandError, match=r"2021, X, TOTAL: the answer was cut off at 3 rows"):
        run("--flows=X")
    assert not TradeFigure.objects.exists()
    assert not ImportRun.objects.exists()


def test_an_answer_of_exactly_250000_rows_was_cut_off(
    client: ComtradeClient, service: Service, tmp_path: Path, call: Call
) -> None:
    service.reply(Reply(b'{"data": [' + b"{}," * 249_999 + b"{}]}"))

    with pytest.raises(ComtradeError, match="cut off at 250000 rows"):
        fetch(call, client=client, into=tmp_path / "rows.csv")


def test_a_busy_service_is_waited_for(run: Any, service: Service) -> None:
    service.reply(refusal(429, "Rate limit.", **{"Retry-After": "0"}), refusal(503, "Busy."))
    service.reply_to = by_year

    out, err = run()

    assert len(service.asked) == 4
    assert "2 read, 2 added" in out
    assert err.splitlines() == [
        "UN Comtrade asks for fewer calls (429). Trying again in 0 s.",
        "UN Comtrade has an error (503). Trying again in 0 s.",
    ]


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ([refusal(500, "Oops.")] * 5, r"has an error \(500\). Given up after 5 tries"),
        ([refusal(401, "Access denied.")], "does not know the key in COMTRADE_API_KEY"),
        ([Reply(b"<html>502</html>")], "not what it documents"),
        ([answer(error="Invalid period")], "UN Comtrade says: Invalid period"),
    ],
    ids=["errors", "bad key", "garbage", "error in the answer"],
)
def test_nothing_is_loaded_when_one_call_fails(
    run: Any, service: Service, replies: list[Reply], reason: str
) -> None:
    service.reply(by_year({"period": "2019", "flowCode": "X,M"}), *replies)

    with pytest.raises(CommandError, match=reason) as failed:
        run(years="2019-2020")

    assert KEY not in str(failed.value)
    assert not TradeFigure.objects.exists()
    assert not ImportRun.objects.exists()
    assert not Source.objects.exists()


def test_where_there_is_nothing_nothing_is_loaded(run: Any, service: Service) -> None:
    service.reply(answer())

    out, _err = run(years="2021")

    assert "UN Comtrade has nothing for 2021" in out
    assert not ImportRun.objects.exists()


def test_half_a_character_does_not_stop_a_fetch(run: Any, service: Service) -> None:
    service.reply(answer(row(cmdDesc="All \ud83d goods")))

    out, _err = run(years="2020")

    assert "1 added" in out


def test_rows_that_cannot_be_stored_are_in_a_file_that_stays(
    run: Any, service: Service, tmp_path: Path
) -> None:
    service.reply(answer(row(), row(flowCode="ZZ")))

    out, _err = run(years="2020")

    assert "1 added" in out
    [kept] = tmp_path.glob("*reject*")
    assert "ZZ" in kept.read_text()


def test_a_key_that_is_missing_is_said_before_anything_is_asked(
    run: Any, service: Service, monkeypatch: Any
) -> None:
    monkeypatch.delenv("COMTRADE_API_KEY")

    with pytest.raises(CommandError, match=r"no key in COMTRADE_API_KEY. .* without charge"):
        run()
    assert service.asked == []


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"reporter": "XX"}, "There is no region “XX”"),
        ({"partner": "RU-MO"}, "RU-MO is part of a country: UN Comtrade has figures of countries"),
        ({"partner": "XK"}, "UN Comtrade has no number for XK"),
        ({"reporter": ","}, "Give codes of countries"),
        ({"products": "AG3"}, "Give TOTAL, levels"),
        ({"products": "8544xx"}, "Give TOTAL, levels"),
        ({"flows": "TURNOVER"}, "Give flows of these: X, M, DX"),
        ({"years": "20-24"}, "Give years, as in 2020-2024"),
        ({"years": "2024-2020"}, "Give years from 1962 to"),
        ({"years": "1900"}, "Give years from 1962 to"),
        ({"years": f"{dt.date.today().year + 1}"}, "Give years from 1962 to"),  # noqa: DTZ011
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_is_refused_with_the_reason(
    run: Any, service: Service, options: dict[str, str], reason: str
) -> None:
    RegionFactory(mordovia=True)
    RegionFactory(code="XK", name="Kosovo")

    with pytest.raises(CommandError, match=reason):
        run(**options)
    assert service.asked == []
