"""A real browser, with the strict Content-Security-Policy of the site in force."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="session")
def chromium(live_server) -> Iterator[webdriver.Chrome]:
    """Asks for the server, so that it goes, with the connections it holds open, before it."""
    if CHROMIUM is None or DRIVER is None:
        reason = "Debian's chromium and chromium-driver are not installed"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options, Service(DRIVER))
    browser.set_page_load_timeout(60)
    yield browser
    browser.quit()


@pytest.fixture(params=SIZES)
def browser(
    request: pytest.FixtureRequest, chromium: webdriver.Chrome, live_server
) -> webdriver.Chrome:
    """The browser at one size, logged in as somebody who may do everything."""
    width, height = SIZES[request.param]
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    client = Client()
    client.force_login(User.objects.create_superuser("chief"))
    chromium.get(f"{live_server.url}/admin/login/")
    chromium.add_cookie({"name": "sessionid", "value": client.cookies["sessionid"].value})
    chromium.get_log("browser")
    return chromium
