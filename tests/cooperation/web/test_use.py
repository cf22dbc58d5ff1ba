"""“Use this data”: the page, its addresses, and its snippets run as they stand there."""

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client

from cooperation.tables import TABLES
from tests.factories import MeetingFactory, TradeFigureFactory

ROOT = Path(__file__).resolve().parents[3]
CHART = ROOT / "docs" / "examples" / "turnover_chart.py"


def snippet(page: str, name: str) -> str:
    """A snippet as somebody copies it from the page."""
    found = re.search(rf'<pre id="{name}"><code>(.*?)</code></pre>', page, flags=re.DOTALL)
    assert found, name
    return html.unescape(found[1])


def run(*command: str, cwd: Path, script: str = "") -> str:
    done = subprocess.run(  # noqa: S603
        command, cwd=cwd, input=script, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def page(client: Client, db: None) -> str:
    return client.get("/use/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLES)
def test_the_page_gives_every_table_with_its_address(client: Client, page: str, name: str) -> None:
    address = f"http://testserver/api/v1/tables/{name}/"

    assert f'href="{address}"' in page
    for link in re.findall(rf'href="({address}[^"]*)"', page):
        assert client.get(html.unescape(link)).status_code == 200


@pytest.mark.django_db
def test_the_page_is_found_from_the_first_page_and_from_the_docs(client: Client) -> None:
    assert 'href="/use/"' in client.get("/").content.decode()
    assert "(/use/)" in client.get("/api/v1/schema/").content.decode()


@pytest.mark.django_db
def test_an_account_is_spoken_of_only_where_it_is_needed(client: Client, settings: Any) -> None:
    sentence = "Reading takes an account here"
    assert sentence not in client.get("/use/").content.decode()

    settings.ANONYMOUS_READING = False
    sent_on = client.get("/use/")

    assert sent_on["Location"] == "/admin/login/?next=/use/"


def test_snippets_have_this_site_in_them_and_no_template_left(page: str) -> None:
    for name in re.findall(r'<pre id="([\w-]+)"', page):
        text = snippet(page, name)

        assert "http://testserver/" in text
        assert "{%" not in text
        assert "&amp;" not in text


def test_power_query_asks_what_the_api_takes(client: Client, page: str) -> None:
    query = snippet(page, "power-query")
    path = re.search(r'RelativePath = "(.*?)"', query)
    asked = dict(re.findall(r'(\w+) = "(\w+)"[,\]]', re.search(r"Query = (\[.*\])", query)[1]))  # type: ignore[index]

    answer = client.get(f"/{path[1]}", asked)  # type: ignore[index]
    header = answer.getvalue().decode().splitlines()[0].split(",")

    assert asked == {"format": "csv", "page_size": "all"}
    assert set(re.findall(r'\{"(\w+)", ', query)) <= set(header)
    assert '{{"date", type date}' in query


def test_grafana_asks_for_columns_there_are(client: Client, page: str) -> None:
    TradeFigureFactory()
    query = snippet(page, "grafana-query")
    address = re.search(r'"url": "(.*?)"', query)

    (row,) = json.loads(client.get(address[1]).getvalue())  # type: ignore[index]

    assert set(re.findall(r'"selector": "(\w+)"', query)) <= set(row)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestRun:
    """The snippets that run here, against a server."""

    @pytest.fixture
    def served(self, live_server: Any) -> str:
        MeetingFactory(published=True)
        TradeFigureFactory()
        TradeFigureFactory(period="2023", amount_as_written="another")
        return requests.get(f"{live_server.url}/use/", timeout=30).text

    def test_curl(self, served: str, tmp_path: Path) -> None:
        if shutil.which("curl") is None:
            pytest.skip("curl is not installed")

        said = run("bash", "-e", cwd=tmp_path, script=snippet(served, "curl-snippet"))

        assert '"place":"Minsk"' in said
        assert (tmp_path / "trade.csv").read_text().startswith("figure_id,reporter_code")

    def test_pandas(self, served: str, tmp_path: Path) -> None:
        said = run(sys.executable, "-", cwd=tmp_path, script=snippet(served, "pandas-snippet"))

        assert re.search(r"Belarus +Mordovia +turnover +2024 +130000000\.0 +USD", said)

    def test_the_published_example_draws_a_chart(
        self, served: str, live_server: Any, tmp_path: Path
    ) -> None:
        run(sys.executable, str(CHART), live_server.url, "BY,RU-MO", "chart.png", cwd=tmp_path)

        assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
        lines = CHART.read_text().partition("sys.argv")[2].strip().splitlines()
        assert len(lines) <= 10
