"""Somebody enters or corrects a figure while a file about it is imported: nothing is lost."""

import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.factories import ProductFactory, RegionFactory, SourceFactory, TradeFigureFactory
from tests.trade.figures.trade_files import write
from trade.figures.importing import import_trade_file
from trade.figures.outcome import Outcome
from trade.figures.phases import Phase, Step
from trade.figures.saving import delete_figure, save_figure
from trade.models import Product, Region, Source, TradeFigure, TradeFigureRevision

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
FILE = ("BY,RU,X,TOTAL,,2022,20,USD", "BY,RU,X,TOTAL,,2023,30,USD")


@pytest.fixture
def release() -> Source:
    RegionFactory()
    RegionFactory(russia=True)
    RegionFactory(code="KZ", name="Kazakhstan", alpha3="KAZ", numeric_code="398")
    ProductFactory()
    return SourceFactory(key="belstat", kind="release", url="")


def by_hand(source: Source, value: int) -> TradeFigure:
    figure = TradeFigureFactory.build(
        source=source,
        reporter=Region.objects.get(code="BY"),
        partner=Region.objects.get(code="RU"),
        product=Product.objects.get(code="TOTAL"),
        flow="X",
        frequency="A",
        period="2023",
        value=Decimal(value),
        amount_as_written="",
    )
    save_figure(figure=figure, at=NOON)
    return figure


def correct(value: int) -> None:
    figure = TradeFigure.objects.get(period="2023")
    figure.value = Decimal(value)
    save_figure(figure=figure, at=NOON)


def imported(folder: Path, source: Source, meanwhile: Callable[[], object]) -> Outcome:
    """Import the file; `meanwhile` happens between its comparison and its merge."""

    def watch(step: Step) -> None:
        if step.phase == Phase.COMPARING and step.share == 1:
            meanwhile()

    outcome = import_trade_file(write(folder, *FILE), source=source, progress=watch)
    call_command("check_totals", stdout=StringIO())
    return outcome


def test_what_was_entered_is_replaced_and_kept(release: Source, tmp_path: Path) -> None:
    outcome = imported(tmp_path, release, meanwhile=lambda: by_hand(release, 7))

    figure = TradeFigure.objects.get(period="2023")
    revision = TradeFigureRevision.objects.get()
    assert (outcome.added, outcome.changed) == (1, 1)
    assert (figure.value, figure.import_run) == (30, outcome.run)
    assert (revision.figure, revision.value, revision.import_run) == (figure, 7, None)
    assert (revision.recorded_at, revision.replaced_by) == (NOON, outcome.run)


def test_what_was_corrected_is_replaced_and_kept(release: Source, tmp_path: Path) -> None:
    by_hand(release, 1)

    outcome = imported(tmp_path, release, meanwhile=lambda: correct(2))

    assert TradeFigure.objects.get(period="2023").value == 30
    kept = TradeFigureRevision.objects.order_by("replaced_at").values_list("value", "replaced_by")
    assert list(kept) == [(1, None), (2, outcome.run.pk)]


def test_a_correction_to_what_the_file_says_is_no_change(release: Source, tmp_path: Path) -> None:
    by_hand(release, 1)

    outcome = imported(tmp_path, release, meanwhile=lambda: correct(30))

    assert (outcome.added, outcome.changed, outcome.unchanged) == (1, 0, 1)
    assert TradeFigure.objects.get(period="2023").import_run is None
    assert TradeFigureRevision.objects.get().replaced_by is None


def test_what_was_deleted_is_added_again(release: Source, tmp_path: Path) -> None:
    figure = by_hand(release, 1)

    outcome = imported(tmp_path, release, meanwhile=lambda: delete_figure(figure=figure))

    assert (outcome.added, outcome.changed) == (2, 0)
    assert TradeFigure.objects.get(period="2023").value == 30


def test_what_became_another_figure_is_left_alone(release: Source, tmp_path: Path) -> None:
    figure = by_hand(release, 1)

    def about_another_country() -> None:
        figure.partner = Region.objects.get(code="KZ")
        save_figure(figure=figure, at=NOON)

    outcome = imported(tmp_path, release, meanwhile=about_another_country)

    assert (outcome.added, outcome.changed) == (2, 0)
    figure.refresh_from_db()
    assert (figure.partner_id, figure.value) == ("KZ", 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("on_record", [True, False])
def test_one_who_is_still_writing_is_waited_for(
    release: Source, tmp_path: Path, on_record: bool
) -> None:
    if on_record:
        by_hand(release, 1)
    written, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                correct(7) if on_record else by_hand(release, 7)
                written.set()
                go_on.wait(timeout=20)
        finally:
            connection.close()

    somebody = threading.Thread(target=slowly)

    def meanwhile() -> None:
        somebody.start()
        assert written.wait(timeout=20)
        threading.Timer(0.5, go_on.set).start()

    outcome = imported(tmp_path, release, meanwhile=meanwhile)
    somebody.join()

    assert go_on.is_set()
    assert TradeFigure.objects.get(period="2023").value == 30
    kept = TradeFigureRevision.objects.filter(replaced_by=outcome.run)
    assert list(kept.values_list("value", flat=True)) == [7]
