"""Loading trade statistics in Chromium, from the choice of a file to what came of it."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from selenium.webdriver.common.by import By

from tests.browser.test_admin_in_a_browser import (
    complaints,
    nameless,
    open_page,
    too_wide,
    wait_for,
)
from tests.factories import ProductFactory, RegionFactory, UploadFactory
from trade.models import TradeFigure, Upload

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

FILE = """reporter,partner,flow,product,period,value,currency
BY,RU,X,TOTAL,2023,1000000,USD
BY,XX,X,TOTAL,2023,5,USD
"""


def _faults(browser) -> list[object]:
    wide = too_wide(browser)
    return [*complaints(browser), *nameless(browser), *([wide] if wide > 0 else [])]


def test_a_file_is_chosen_looked_at_and_loaded(
    browser, live_server, settings, tmp_path: Path
) -> None:
    settings.TRADE_UPLOAD_DIR = tmp_path / "uploads"
    RegionFactory()
    RegionFactory(russia=True)
    ProductFactory()
    chosen = tmp_path / "figures.csv"
    chosen.write_text(FILE)

    open_page(browser, live_server.url + reverse("admin:trade_upload_add"))
    faults = {"form": _faults(browser)}
    browser.find_element(By.NAME, "file").send_keys(str(chosen))
    browser.find_element(By.NAME, "new_title").send_keys("Foreign trade")
    browser.find_element(By.NAME, "new_publisher").send_keys("Belstat")
    browser.find_element(By.NAME, "_preview").click()
    wait_for(browser, "document.querySelector('[name=_load]') !== null")
    faults["preview"] = _faults(browser)
    browser.find_element(By.NAME, "_load").click()
    wait_for(browser, "document.querySelector('.outcome.good') !== null")
    faults["outcome"] = _faults(browser)

    assert faults == {"form": [], "preview": [], "outcome": []}
    assert TradeFigure.objects.get().value == 1_000_000


def test_the_page_follows_the_progress_by_itself(browser, live_server) -> None:
    now = timezone.now()
    upload = UploadFactory(state=Upload.State.LOADING, started_at=now, heartbeat_at=now)
    open_page(browser, live_server.url + reverse("admin:trade_upload_change", args=[upload.pk]))

    Upload.objects.update(rows_done=12_345, share_done=0.5)
    wait_for(browser, "document.querySelector('[data-words]').textContent.includes('12,345')")
    faults = _faults(browser)
    Upload.objects.update(state=Upload.State.FAILED, failure="The file breaks off.")
    wait_for(browser, "document.body.innerText.includes('The file breaks off.')")

    assert faults + _faults(browser) == []


def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    browser, live_server, settings, tmp_path: Path
) -> None:
    settings.TRADE_UPLOAD_MAX_BYTES = 10
    (tmp_path / "figures.csv").write_text(FILE)
    open_page(browser, live_server.url + reverse("admin:trade_upload_add"))

    choice = browser.find_element(By.NAME, "file")
    choice.send_keys(str(tmp_path / "figures.csv"))

    assert "larger than" in choice.get_attribute("validationMessage")
