"""The admin in Chromium: nothing blocked by the policy, nothing too wide, everything named."""

import time

import pytest
from django.urls import reverse
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from cooperation.models import Meeting
from tests.factories import (
    FollowUpFactory,
    MeetingFactory,
    OfficialFactory,
    PassageFactory,
    RegionNameFactory,
    StatementFactory,
    TopicFactory,
    TradeFigureFactory,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

CONTROLS = (
    "input:not([type=hidden]), select:not([aria-hidden]), textarea, button, a, [role=combobox]"
)


@pytest.fixture
def meeting() -> Meeting:
    meeting = MeetingFactory(published=True, title="Talks on trade and industrial cooperation")
    meeting.passages.add(PassageFactory(source__title="A long title of an article " * 6))
    StatementFactory(meeting=meeting, passage=PassageFactory())
    TopicFactory(meeting=meeting)
    FollowUpFactory(meeting=meeting)
    TradeFigureFactory()
    return meeting


def wait_for(browser: webdriver.Chrome, script: str) -> None:
    WebDriverWait(browser, 20).until(lambda seen: seen.execute_script(f"return {script}"))


def open_page(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    wait_for(browser, "document.readyState === 'complete'")
    time.sleep(0.3)


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the console says; blocked styles and scripts are reported there."""
    return [entry["message"] for entry in browser.get_log("browser")]


def too_wide(browser: webdriver.Chrome) -> int:
    return browser.execute_script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def nameless(browser: webdriver.Chrome) -> list[str]:
    """Visible controls a screen reader has no name for."""
    return [
        control.get_attribute("outerHTML")[:200]
        for control in browser.find_elements(By.CSS_SELECTOR, CONTROLS)
        if control.is_displayed() and not control.accessible_name.strip()
    ]


PAGES = (
    "index",
    "cooperation_meeting_changelist",
    "cooperation_meeting_add",
    "cooperation_meeting_change",
    "cooperation_meeting_history",
    "cooperation_partnership_changelist",
    "trade_tradefigure_changelist",
    "trade_tradefigure_add",
    "trade_source_add",
)


def test_pages_obey_the_policy_fit_the_screen_and_name_their_controls(
    browser, live_server, meeting
) -> None:
    faults = {}

    for page in PAGES:
        own = page.endswith(("_change", "_history"))
        address = reverse(f"admin:{page}", args=[meeting.pk] if own else [])
        open_page(browser, live_server.url + address)
        found = [*complaints(browser), *nameless(browser)]
        if "Bilateral" not in browser.title:
            found.append(browser.title)
        if too_wide(browser) > 0:
            found.append(f"{too_wide(browser)} pixels too wide")
        if found:
            faults[page] = found

    assert faults == {}


def test_the_save_bar_stays_in_sight(browser, live_server, meeting) -> None:
    address = reverse("admin:cooperation_meeting_change", args=[meeting.pk])
    open_page(browser, live_server.url + address)

    bottom, height = browser.execute_script(
        "const bar = document.querySelector('.submit-row:last-of-type').getBoundingClientRect();"
        "return [bar.bottom, innerHeight]"
    )

    assert browser.execute_script("return scrollY") == 0
    assert abs(bottom - height) <= 1


def test_a_row_is_added_and_filled_with_the_keyboard_alone(browser, live_server, meeting) -> None:
    RegionNameFactory(name="Мордовия")
    OfficialFactory()
    address = reverse("admin:cooperation_meeting_change", args=[meeting.pk])
    open_page(browser, live_server.url + address)

    browser.find_element(By.CSS_SELECTOR, "#participants-group .add-row a").send_keys(Keys.ENTER)
    wait_for(browser, "!!document.querySelector('#participants-2 .select2 [role=combobox]')")
    time.sleep(0.3)
    field = browser.find_element(
        By.CSS_SELECTOR, "#participants-2 .fieldBox.field-side [role=combobox]"
    )
    assert field.accessible_name.startswith("Side")
    field.send_keys(Keys.ENTER)
    browser.switch_to.active_element.send_keys("мордов")
    option = "document.querySelector('.select2-results__option--highlighted')"
    wait_for(browser, f"{option}?.innerText === 'Mordovia'")
    browser.switch_to.active_element.send_keys(Keys.ENTER)

    chosen = browser.find_element(By.ID, "id_participants-2-side").get_attribute("value")
    role = browser.find_element(By.ID, "id_participants-2-role").get_attribute("value")
    assert (chosen, role) == ("RU-MO", "member")
    assert complaints(browser) == []
    assert too_wide(browser) <= 0
    assert nameless(browser) == []


def test_a_list_on_a_phone_says_what_each_value_is(browser, live_server, meeting) -> None:
    open_page(browser, live_server.url + reverse("admin:cooperation_meeting_changelist"))

    place = browser.find_element(By.CSS_SELECTOR, "#result_list td.field-place")
    title = browser.find_element(By.CSS_SELECTOR, "#result_list tbody th")

    assert place.get_attribute("data-label") == "place"
    assert title.size["width"] >= 220
