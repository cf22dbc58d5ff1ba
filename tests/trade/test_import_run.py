"""What was loaded, and what was not taken."""

import datetime as dt

import pytest

from tests.constraints import breaks
from tests.factories import ImportRejectFactory, ImportRunFactory
from trade.models import ImportReject, ImportRun


@breaks("trade_importrun_does_not_finish_before_it_starts")
def test_does_not_finish_before_it_starts() -> ImportRun:
    run = ImportRunFactory()
    run.finished_at = run.started_at - dt.timedelta(seconds=1)
    return run


@breaks("trade_importreject_is_given_once_a_cell")
def test_a_cell_is_rejected_once() -> ImportReject:
    reject = ImportRejectFactory()
    again = ImportRejectFactory(run=reject.run)
    again.line = reject.line
    return again


@pytest.mark.django_db
def test_lasts_from_start_to_finish() -> None:
    run = ImportRunFactory()

    assert run.duration is None
    run.finished_at = run.started_at + dt.timedelta(seconds=3)
    assert run.duration == dt.timedelta(seconds=3)
