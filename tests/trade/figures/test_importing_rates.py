"""Loading exchange rates: all or nothing, twice is once, every problem with its place."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import CheckConstraint

from tests.factories import ExchangeRateFactory, SourceFactory
from trade.figures.rates import COLUMN_OF_RULE
from trade.models import ExchangeRate, ImportRun, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> Source:
    return SourceFactory(key="bank", kind="release")


@pytest.fixture
def load(tmp_path: Path, bank: Source, capsys: Any) -> Any:
    """Loads a file of these bytes or lines and returns what was said."""

    def run(content: bytes | str, *args: str, source: str = "bank") -> str:
        path = tmp_path / "rates.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        call_command("import_rates", str(path), "--source", source, *args)
        return capsys.readouterr().out

    return run


RATES = "currency,year,units_per_usd\nBYN,2024,3.2467\nEUR,2024,0.9239\n"


def on_record() -> set[tuple[str, int, Decimal]]:
    return set(ExchangeRate.objects.values_list("currency", "year", "units_per_usd"))


def test_rates_are_added(load: Any, bank: Source) -> None:
    said = load(RATES)

    assert said == "rates.csv: 2 added, 0 changed, 0 unchanged\n"
    assert on_record() == {("BYN", 2024, Decimal("3.2467")), ("EUR", 2024, Decimal("0.9239"))}
    assert {rate.source for rate in ExchangeRate.objects.all()} == {bank}


def test_the_same_file_twice_changes_nothing(load: Any) -> None:
    load(RATES)

    said = load(RATES)

    assert said == "rates.csv: 0 added, 0 changed, 2 unchanged\n"
    assert ImportRun.objects.count() == 1
    assert ExchangeRate.history.count() == 2


def test_another_rate_replaces_the_one_on_record_and_the_history_keeps_it(load: Any) -> None:
    load(RATES)

    said = load(RATES.replace("0.9239", "0.924"))

    assert said == "rates.csv: 0 added, 1 changed, 1 unchanged\n"
    euro = ExchangeRate.objects.get(currency="EUR")
    assert euro.units_per_usd == Decimal("0.924")
    assert [str(h.units_per_usd) for h in euro.history.all()] == ["0.92400000", "0.92390000"]
    assert euro.history.first().history_change_reason == "import_rates"


def test_the_import_is_on_record(load: Any, bank: Source) -> None:
    load(RATES)

    run = ImportRun.objects.get()

    assert (run.file_name, run.kind, run.source) == ("rates.csv", "reference", bank)
    assert (run.rows_read, run.rows_added, run.rows_changed, run.rows_unchanged) == (2, 2, 0, 0)
    assert len(run.sha256) == 64


def test_rates_of_other_sources_and_years_stay(load: Any, bank: Source) -> None:
    ExchangeRateFactory(source=bank, year=2023)
    ExchangeRateFactory()

    load(RATES)

    assert ExchangeRate.objects.count() == 4


def test_a_check_writes_nothing(load: Any) -> None:
    said = load(RATES, "--check")

    assert said.endswith("2 added, 0 changed, 0 unchanged\nChecked only: nothing was loaded.\n")
    assert on_record() == set()
    assert not ImportRun.objects.exists()


def test_columns_stand_in_any_order_and_case_behind_a_byte_order_mark(load: Any) -> None:
    load(b"\xef\xbb\xbfYear, Units_per_USD ,CURRENCY\r\n2024,3.2467,BYN\r\n\r\n")

    assert on_record() == {("BYN", 2024, Decimal("3.2467"))}


def test_all_problems_are_told_at_once_and_nothing_is_loaded(load: Any, tmp_path: Path) -> None:
    lines = [
        "currency,year,units_per_usd",
        "BYN,2024,3.2467",
        "eur,24,0",
        "RUB,1899,92,5",
        "RUB,2024,1e2",
        "USD,2024,1",
        "BYN,2024,3.3",
        "KZT,2024,0.123456789",
        "UZS,2024,-1",
        "AMD,1899,٤",
    ]

    with pytest.raises(CommandError) as refused:
        load("\n".join(lines))

    file = tmp_path / "rates.csv"
    assert str(refused.value).splitlines() == [
        f"{file}: line 3, currency: Give an ISO 4217 code, such as EUR.",
        f"{file}: line 3, year: Give a year in four digits.",
        f"{file}: line 3, units_per_usd: A rate is above zero.",
        f"{file}: line 4: not as many cells as the header has",
        f"{file}: line 5, units_per_usd: Give a plain number with a decimal point, such as 0.924.",
        f"{file}: line 6, currency: The dollar needs no rate against itself.",
        f"{file}: line 7: BYN 2024 stands on line 2 already",
        f"{file}: line 8, units_per_usd: Ensure that there are no more than 8 decimal places.",
        f"{file}: line 9, units_per_usd: Give a plain number with a decimal point, such as 0.924.",
        f"{file}: line 10, year: Give a year from 1900.",
        f"{file}: line 10, units_per_usd: Give a plain number with a decimal point, such as 0.924.",
        "11 problems; nothing was loaded.",
    ]
    assert on_record() == set()


def test_every_rule_for_a_rate_alone_is_asked() -> None:
    rules = {
        constraint.name
        for constraint in ExchangeRate._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }

    assert set(COLUMN_OF_RULE) == rules


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1: the columns are not currency,year,units_per_usd"),
        (b"currency;year;units_per_usd\n", "line 1: the columns are not"),
        (b"currency,year,units_per_usd,note\n", "line 1: the columns are not"),
        (b"currency,year\n", "line 1: the columns are not"),
        (b"currency,year,units_per_usd\n", "the file holds no rates"),
        (b"currency,year,units_per_usd\nEUR,2024,\xff\n", "line 2: not UTF-8"),
        (b'currency,year,units_per_usd\n"EUR,2024,1\n', "not CSV"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_file_is_refused_with_the_reason(load: Any, content: bytes, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        load(content)


def test_a_missing_file_is_refused(bank: Source, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="the file cannot be read: No such file"):
        call_command("import_rates", str(tmp_path / "none.csv"), "--source", "bank")


def test_rates_need_a_source_in_use(load: Any) -> None:
    SourceFactory(key="old", archived_on="2026-01-01", archive_reason="wrong")

    with pytest.raises(CommandError, match="There is no source “none”"):
        load(RATES, source="none")
    with pytest.raises(CommandError, match="is archived"):
        load(RATES, source="old")
