"""Importing files of trade statistics: what is stored, and what a second file does to it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import ProductFactory, RegionFactory, SourceFactory
from tests.trade.figures.trade_files import HEADER, write
from trade.figures.importing import import_trade_file
from trade.models import (
    AnnualTotal,
    ImportRun,
    Product,
    Source,
    TradeFigure,
    TradeFigureRevision,
)

pytestmark = pytest.mark.django_db

YEAR = "BY,RU,X,TOTAL,,2023,1500000,USD"
MONTH = "BY,RU,M,85,HS2022,2023-05,12.5,EUR"


@pytest.fixture
def release() -> Source:
    RegionFactory()
    RegionFactory(russia=True)
    ProductFactory(wire=True)
    return SourceFactory(key="comtrade", kind="release", url="")


class TestAFirstFile:
    def test_stores_what_it_says(self, release: Source, tmp_path: Path) -> None:
        outcome = import_trade_file(write(tmp_path, YEAR, MONTH), source=release)

        assert (outcome.read, outcome.added, outcome.is_loaded) == (2, 2, True)
        figure = TradeFigure.objects.get(product__code="85")
        assert (figure.source, figure.reporter_id, figure.partner_id) == (release, "BY", "RU")
        assert (figure.flow, figure.frequency, figure.period) == ("M", "M", "2023-05")
        assert figure.period_start == dt.date(2023, 5, 1)
        assert figure.period_end == dt.date(2023, 5, 31)
        assert (figure.value, figure.currency) == (Decimal("12.50"), "EUR")
        assert (figure.qualifier, figure.observation_status) == ("exact", "A")

    def test_stores_figures_that_are_valid(self, release: Source, tmp_path: Path) -> None:
        import_trade_file(write(tmp_path, YEAR, MONTH), source=release)

        for figure in TradeFigure.objects.all():
            figure.full_clean()

    def test_leaves_a_record(self, release: Source, tmp_path: Path, analyst: User) -> None:
        outcome = import_trade_file(write(tmp_path, YEAR, MONTH), source=release, user=analyst)

        run = ImportRun.objects.get()
        assert outcome.run == run
        assert (run.kind, run.file_name, run.source) == ("trade", "trade.csv", release)
        assert (run.rows_read, run.rows_added, run.rows_unchanged) == (2, 2, 0)
        assert (run.started_by, run.error, len(run.sha256)) == (analyst, "", 64)
        assert run.finished_at is not None
        assert set(TradeFigure.objects.values_list("import_run", flat=True)) == {run.pk}

    def test_keeps_annual_totals_in_step(self, release: Source, tmp_path: Path) -> None:
        import_trade_file(write(tmp_path, YEAR), source=release)

        assert AnnualTotal.objects.get().value == 1_500_000

    def test_zero_is_not_missing(self, release: Source, tmp_path: Path) -> None:
        rows = ["BY,RU,X,TOTAL,,2022,0,USD", "BY,RU,X,TOTAL,,2023,,USD,Q"]

        import_trade_file(write(tmp_path, *rows), source=release)

        said = TradeFigure.objects.order_by("period").values_list("value", "observation_status")
        assert list(said) == [(Decimal(0), "A"), (None, "Q")]

    def test_says_when_it_was_released(self, release: Source, tmp_path: Path) -> None:
        import_trade_file(write(tmp_path, YEAR), source=release, released_on=dt.date(2024, 3, 1))

        assert TradeFigure.objects.get().released_on == dt.date(2024, 3, 1)

    def test_leaves_no_table_behind(self, release: Source, tmp_path: Path) -> None:
        before = set(connection.introspection.table_names())

        import_trade_file(write(tmp_path, YEAR), source=release)

        assert set(connection.introspection.table_names()) == before


class TestTheSameFileAgain:
    def test_changes_nothing(self, release: Source, tmp_path: Path) -> None:
        path = write(tmp_path, YEAR, MONTH)
        first = import_trade_file(path, source=release)

        again = import_trade_file(path, source=release)

        assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
        assert set(TradeFigure.objects.values_list("import_run", flat=True)) == {first.run.pk}
        assert not TradeFigureRevision.objects.exists()

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="row versions of PostgreSQL")
    def test_writes_no_row(self, release: Source, tmp_path: Path) -> None:
        path = write(tmp_path, YEAR, MONTH)
        import_trade_file(path, source=release)
        versions = "SELECT ctid, xmin, xmax FROM trade_tradefigure ORDER BY id"
        with connection.cursor() as cursor:
            cursor.execute(versions)
            before = cursor.fetchall()

        import_trade_file(path, source=release)

        with connection.cursor() as cursor:
            cursor.execute(versions)
            assert cursor.fetchall() == before

    def test_a_file_without_a_release_date_leaves_the_one_on_record(
        self, release: Source, tmp_path: Path
    ) -> None:
        path = write(tmp_path, YEAR)
        import_trade_file(path, source=release, released_on=dt.date(2024, 3, 1))

        again = import_trade_file(path, source=release)

        assert again.unchanged == 1
        assert TradeFigure.objects.get().released_on == dt.date(2024, 3, 1)

    def test_another_dataset_keeps_its_own(self, release: Source, tmp_path: Path) -> None:
        path = write(tmp_path, YEAR)
        import_trade_file(path, source=release)

        outcome = import_trade_file(path, source=SourceFactory(kind="release", url=""))

        assert outcome.added == 1
        assert TradeFigure.objects.count() == 2


class TestARevisedFile:
    def test_a_later_release_of_the_same_value_is_a_change_once(
        self, release: Source, tmp_path: Path
    ) -> None:
        path = write(tmp_path, YEAR)
        import_trade_file(path, source=release, released_on=dt.date(2024, 3, 1))

        later = import_trade_file(path, source=release, released_on=dt.date(2024, 9, 1))
        again = import_trade_file(path, source=release, released_on=dt.date(2024, 9, 1))

        assert (later.changed, again.changed) == (1, 0)
        assert TradeFigure.objects.get().released_on == dt.date(2024, 9, 1)
        revision = TradeFigureRevision.objects.get()
        assert (revision.released_on, revision.value) == (dt.date(2024, 3, 1), 1_500_000)
        assert revision.replaced_by == later.run

    def test_replaces_values_and_keeps_the_old_ones(self, release: Source, tmp_path: Path) -> None:
        first = import_trade_file(
            write(tmp_path, YEAR), source=release, released_on=dt.date(2024, 3, 1)
        )
        recorded_at = TradeFigure.objects.get(period="2023").recorded_at

        second = import_trade_file(
            write(tmp_path, YEAR.replace("1500000", "1600000"), MONTH),
            source=release,
            released_on=dt.date(2024, 9, 1),
        )

        assert (second.added, second.changed, second.unchanged) == (1, 1, 0)
        figure = TradeFigure.objects.get(period="2023")
        assert (figure.value, figure.import_run) == (1_600_000, second.run)
        assert figure.released_on == dt.date(2024, 9, 1)
        revision = TradeFigureRevision.objects.get()
        assert (revision.figure, revision.value) == (figure, 1_500_000)
        assert (revision.import_run, revision.replaced_by) == (first.run, second.run)
        assert revision.released_on == dt.date(2024, 3, 1)
        assert revision.recorded_at == recorded_at
        assert revision.replaced_at == figure.recorded_at
        assert AnnualTotal.objects.get().value == 1_600_000

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("BY,RU,X,TOTAL,,2023,5,USD,P", "BY,RU,X,TOTAL,,2023,5,USD,A"),
            ("BY,RU,X,TOTAL,,2023,5,USD", "BY,RU,X,TOTAL,,2023,5,EUR"),
            ("BY,RU,X,TOTAL,,2023,,USD,O", "BY,RU,X,TOTAL,,2023,0,USD"),
            ("BY,RU,X,TOTAL,,2023,5,USD", "BY,RU,X,TOTAL,,2023,,USD,Q"),
        ],
    )
    def test_takes_over_status_currency_and_gaps(
        self, release: Source, tmp_path: Path, before: str, after: str
    ) -> None:
        import_trade_file(write(tmp_path, before), source=release)

        outcome = import_trade_file(write(tmp_path, after), source=release)

        assert (outcome.changed, TradeFigureRevision.objects.count()) == (1, 1)

    def test_what_the_file_no_longer_has_stays(self, release: Source, tmp_path: Path) -> None:
        import_trade_file(write(tmp_path, YEAR, MONTH), source=release)

        import_trade_file(write(tmp_path, YEAR), source=release)

        assert TradeFigure.objects.count() == 2

    def test_a_pin_stays_and_an_edited_value_is_replaced(
        self, release: Source, tmp_path: Path
    ) -> None:
        path = write(tmp_path, YEAR)
        import_trade_file(path, source=release)
        figure = TradeFigure.objects.get()
        figure.value, figure.qualifier, figure.notes = Decimal(1), "about", "Asked by telephone."
        figure.is_pinned = True
        figure.save()

        outcome = import_trade_file(path, source=release)

        figure.refresh_from_db()
        assert outcome.changed == 1
        assert (figure.value, figure.qualifier) == (1_500_000, "exact")
        assert (figure.is_pinned, figure.notes) == (True, "Asked by telephone.")
        assert TradeFigureRevision.objects.get().value == 1

    def test_a_claim_in_words_is_another_figure(self, release: Source, tmp_path: Path) -> None:
        path = write(tmp_path, YEAR)
        import_trade_file(path, source=release)
        TradeFigure.objects.update(amount_as_written="about $1.5 million")

        outcome = import_trade_file(path, source=release)

        assert outcome.added == 1


class TestProductsOfOlderEditions:
    OLD = "BY,RU,X,854411,HS2012,2013,7,USD"

    def test_are_made_with_the_lines_above_them(self, release: Source, tmp_path: Path) -> None:
        import_trade_file(write(tmp_path, self.OLD), source=release)

        made = Product.objects.filter(edition="HS2012").order_by("level")
        assert [product.code for product in made] == ["85", "8544", "854411"]
        assert [product.parent.code for product in made] == ["TOTAL", "85", "8544"]
        assert made[2].name == "HS 2012 854411"
        assert made[2].history.get().history_change_reason == "import trade.csv"
        assert TradeFigure.objects.get().product == made[2]
        for product in made:
            product.full_clean()

    def test_are_made_once(self, release: Source, tmp_path: Path) -> None:
        path = write(tmp_path, self.OLD)
        import_trade_file(path, source=release)

        again = import_trade_file(path, source=release)

        assert again.unchanged == 1
        assert Product.objects.filter(edition="HS2012").count() == 3

    def test_a_later_description_replaces_none(self, release: Source, tmp_path: Path) -> None:
        described = self.OLD.replace("854411,HS2012", '854411,HS2012,"Of copper"')
        header = HEADER.replace("edition,", "edition,product_name,")
        path = tmp_path / "described.csv"
        path.write_text(f"{header}{described},\n", encoding="utf-8")
        import_trade_file(write(tmp_path, self.OLD), source=release)

        outcome = import_trade_file(path, source=release)
        again = import_trade_file(path, source=release)

        assert (outcome.unchanged, again.unchanged) == (1, 1)
        product = Product.objects.get(code="854411")
        assert product.name == "Of copper"
        assert Product.objects.search("copper").get() == product
        assert product.history.count() == 2
        assert Product.objects.get(code="8544", edition="HS2012").name == "HS 2012 8544"

    def test_the_first_description_in_a_file_counts(self, release: Source, tmp_path: Path) -> None:
        path = tmp_path / "described.csv"
        row = "BY,RU,X,854411,HS2012,{name},{year},7,USD,"
        rows = [
            row.format(name=name, year=year)
            for name, year in (("", 2013), ("Of copper", 2014), ("Of tin", 2015))
        ]
        header = HEADER.replace("edition,", "edition,product_name,")
        path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")

        import_trade_file(path, source=release)

        assert Product.objects.get(code="854411").name == "Of copper"
        assert TradeFigure.objects.count() == 3

    def test_many_are_made_at_once(self, release: Source, tmp_path: Path) -> None:
        rows = [f"BY,RU,X,85{n:04d},HS2012,2013,{n},USD" for n in range(10, 1500)]

        outcome = import_trade_file(write(tmp_path, *rows), source=release)

        assert outcome.added == len(rows)
        figure = TradeFigure.objects.get(product__code="850777")
        assert figure.value == 777

    def test_a_check_makes_none(self, release: Source, tmp_path: Path) -> None:
        outcome = import_trade_file(write(tmp_path, self.OLD), source=release, check=True)

        assert outcome.added == 1
        assert outcome.changes[0].product == "854411"
        assert not Product.objects.filter(edition="HS2012").exists()


class TestACheck:
    def test_says_what_would_change_and_writes_nothing(
        self, release: Source, tmp_path: Path
    ) -> None:
        import_trade_file(write(tmp_path, YEAR), source=release)
        path = write(tmp_path, YEAR.replace("1500000", "1600000"), MONTH)

        with CaptureQueriesContext(connection) as queries:
            outcome = import_trade_file(path, source=release, check=True)

        assert (outcome.added, outcome.changed, outcome.is_loaded) == (1, 1, False)
        assert [(change.line, change.before, change.after) for change in outcome.changes] == [
            (2, "1500000.00 USD A", "1600000.00 USD A"),
            (3, None, "12.50 EUR A"),
        ]
        assert TradeFigure.objects.get().value == 1_500_000
        assert ImportRun.objects.count() == 1
        assert not any("trade_tradefigure (" in query["sql"] for query in queries)

    def test_takes_a_dataset_that_is_not_recorded_yet(
        self, release: Source, tmp_path: Path
    ) -> None:
        unsaved = SourceFactory.build(kind="release")

        outcome = import_trade_file(write(tmp_path, YEAR), source=unsaved, check=True)

        assert outcome.added == 1


def test_many_rows_take_no_more_queries(release: Source, tmp_path: Path) -> None:
    def queries(count: int) -> int:
        rows = [f"BY,RU,X,TOTAL,,{1900 + n},{count},USD" for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            import_trade_file(write(tmp_path, *rows), source=release)
        return len(captured)

    queries(1)

    assert queries(2) == queries(50)
