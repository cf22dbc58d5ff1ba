"""Loading trade statistics from the admin: choose a file, look, say yes or no."""

import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import (
    ImportRunFactory,
    ProductFactory,
    RegionFactory,
    SourceFactory,
    UploadFactory,
)
from tests.trade.admin.test_every_page import inline_code
from trade.figures.checking import check_upload
from trade.models import ImportRun, Source, TradeFigure, Upload

pytestmark = pytest.mark.django_db

ADD = "/admin/trade/upload/add/"
HEADER = "reporter,partner,flow,product,period,value,currency\n"
GOOD = HEADER + "BY,RU,X,TOTAL,2023,1000000,USD\nBY,RU,M,TOTAL,2023,2000000,USD\n"
REVISED = HEADER + "BY,RU,X,TOTAL,2023,1500000,USD\nBY,RU,M,TOTAL,2023,2000000,USD\n"
BAD = GOOD + "BY,XX,X,TOTAL,2023,5,USD\nBY,RU,X,TOTAL,2022,a lot,USD\nBY,RU,X,TOTAL,2021,much,USD\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.TRADE_UPLOAD_DIR = tmp_path / "uploads"
    return settings.TRADE_UPLOAD_DIR


@pytest.fixture
def source(db: None) -> Source:
    RegionFactory()
    RegionFactory(russia=True)
    ProductFactory()
    return SourceFactory(kind="release", key="belstat-2023", title="Foreign trade 2023")


@pytest.fixture
def client_of_analyst(admin_of, analyst: User) -> Client:
    return admin_of(analyst)


@pytest.fixture
def upload(client_of_analyst: Client, source: Source) -> Iterator[Callable[..., Upload]]:
    """Uploads a file by the form and returns what is previewed."""

    def by_the_form(content: str | bytes, name: str = "figures.csv", **data: str) -> Upload:
        response = client_of_analyst.post(ADD, _form(content, name, source=source.pk, **data))
        assert response.status_code == 302, response.context["errors"]
        return Upload.objects.latest("pk")

    return by_the_form


def _form(content: str | bytes, name: str = "figures.csv", **data: object) -> dict[str, object]:
    raw = content.encode() if isinstance(content, str) else content
    return {"file": SimpleUploadedFile(name, raw), **data}


def _page(upload: Upload) -> str:
    return reverse("admin:trade_upload_change", args=[upload.pk])


def _answer(client: Client, upload: Upload, answer: str) -> None:
    response = client.post(_page(upload), {answer: "1"})
    assert response.status_code == 302
    upload.refresh_from_db()


class TestWhoMay:
    @pytest.mark.parametrize("group", ["analyst", "editor"])
    def test_analysts_and_editors_load(self, group: str, request, admin_of, source) -> None:
        client = admin_of(request.getfixturevalue(group))

        response = client.post(ADD, _form(GOOD, source=source.pk))

        assert response.status_code == 302
        assert Upload.objects.get().uploaded_by.groups.get().name == group

    def test_viewers_do_not(self, admin_of, viewer: User, source: Source) -> None:
        client = admin_of(viewer)

        assert client.get(ADD).status_code == 403
        assert client.post(ADD, _form(GOOD, source=source.pk)).status_code == 403
        assert not Upload.objects.exists()

    def test_viewers_do_not_answer_for_others(self, upload, admin_of, viewer: User) -> None:
        waiting = upload(GOOD)
        client = admin_of(viewer)

        assert client.post(_page(waiting), {"_load": "1"}).status_code == 403
        assert b"_load" not in client.get(_page(waiting)).content
        assert not TradeFigure.objects.exists()

    def test_nobody_without_an_account(self, client: Client, source: Source) -> None:
        response = client.post(ADD, _form(GOOD, source=source.pk))

        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")

    def test_no_form_without_its_token(self, analyst: User, source: Source) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(analyst)

        assert client.post(ADD, _form(GOOD, source=source.pk)).status_code == 403

    def test_progress_and_rejects_are_for_those_who_may_look(self, upload, client: Client) -> None:
        waiting = upload(GOOD)
        client.logout()

        for name in ("progress", "rejects"):
            response = client.get(reverse(f"admin:trade_upload_{name}", args=[waiting.pk]))
            assert response.status_code == 302


class TestPreview:
    def test_shows_rows_as_they_would_be_stored_and_stores_none(
        self, upload, client_of_analyst: Client
    ) -> None:
        waiting = upload(GOOD)

        shown = client_of_analyst.get(_page(waiting)).content.decode()

        assert "1,000,000 USD" in shown
        assert "Belarus" in shown
        assert 'name="_load"' in shown
        assert waiting.preview["changes"] == {
            "added": 2, "changed": 0, "unchanged": 0, "rejected": 0, "set_aside": 0,
        }  # fmt: skip
        assert not TradeFigure.objects.exists()
        assert not ImportRun.objects.exists()

    def test_counts_every_kind_of_reject_with_an_example(
        self, upload, client_of_analyst: Client
    ) -> None:
        waiting = upload(BAD)

        shown = client_of_analyst.get(_page(waiting)).content.decode()

        kinds = {kind["column"]: kind for kind in waiting.preview["rejects"]}
        assert (kinds["value"]["count"], kinds["value"]["line"]) == (2, 5)
        assert (kinds["partner"]["count"], kinds["partner"]["line"]) == (1, 4)
        assert "a lot" in shown

    def test_warns_of_a_download_that_was_cut_off(self, upload, client_of_analyst: Client) -> None:
        years = [
            f"BY,RU,X,TOTAL,{year}-{month:02},1,USD\n"
            for year in range(1980, 2022)
            for month in range(1, 13)
        ]
        waiting = upload(HEADER + "".join(years[:500]))

        shown = client_of_analyst.get(_page(waiting)).content.decode()

        assert "cut off" in shown
        assert len(waiting.preview["rows"]) == 100

    @pytest.fixture
    def large(self, upload, monkeypatch, settings) -> Callable[[str], Upload]:
        """A file that is checked by a job, which waits for a worker."""
        monkeypatch.setattr("trade.figures.preview.MOST_ROWS", 1)
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        return upload

    def test_says_when_only_the_head_of_a_large_file_was_read(
        self, large, client_of_analyst: Client
    ) -> None:
        waiting = large(GOOD)

        shown = client_of_analyst.get(_page(waiting)).content.decode()

        assert waiting.preview["changes"] is None
        assert "only its first 1 rows were looked at so far" in shown
        assert "data-progress" in shown
        assert inline_code(shown) == []
        told = client_of_analyst.get(reverse("admin:trade_upload_progress", args=[waiting.pk]))
        assert (told.json()["state"], told.json()["is_on_the_way"]) == ("previewed", True)

    def test_checks_the_whole_of_a_large_file_in_a_job(
        self, large, client_of_analyst: Client
    ) -> None:
        waiting = large(BAD)
        assert DBTaskResult.objects.get().args_kwargs["args"] == [waiting.pk]

        check_upload.call(waiting.pk)

        shown = client_of_analyst.get(_page(waiting)).content.decode()
        waiting.refresh_from_db()
        assert waiting.preview["is_whole"]
        assert (waiting.preview["read"], waiting.preview["good"]) == (5, 2)
        assert waiting.preview["changes"]["rejected"] == 3
        assert {kind["column"] for kind in waiting.preview["rejects"]} == {"partner", "value"}
        assert "so far" not in shown
        assert 'name="_load"' in shown
        assert not TradeFigure.objects.exists()

    def test_says_that_a_large_file_breaks_off(self, large, client_of_analyst: Client) -> None:
        waiting = large(GOOD + "B" * 2_000_000)

        check_upload.call(waiting.pk)

        waiting.refresh_from_db()
        assert waiting.state == Upload.State.FAILED
        assert "a line of more than" in client_of_analyst.get(_page(waiting)).content.decode()

    def test_an_answer_before_the_check_ends_counts(self, large, client_of_analyst: Client) -> None:
        waiting = large(GOOD)
        client_of_analyst.post(_page(waiting), {"_load": "1"})
        before = waiting.preview

        check_upload.call(waiting.pk)

        waiting.refresh_from_db()
        assert (waiting.state, waiting.preview) == (Upload.State.QUEUED, before)

    def test_costs_as_many_queries_for_five_rows_as_for_one(
        self, upload, client_of_analyst: Client
    ) -> None:
        one = upload(HEADER + "BY,RU,X,TOTAL,2023,1,USD\n")
        five = upload(HEADER + "".join(f"BY,RU,X,TOTAL,202{n},1,USD\n" for n in range(5)))
        client_of_analyst.get(_page(one))

        with CaptureQueriesContext(connection) as for_one:
            client_of_analyst.get(_page(one))
        with CaptureQueriesContext(connection) as for_five:
            client_of_analyst.get(_page(five))

        assert len(for_five) == len(for_one)

    def test_a_no_removes_the_file(self, upload, client_of_analyst: Client, folder: Path) -> None:
        waiting = upload(GOOD)
        assert len(list(folder.iterdir())) == 1

        _answer(client_of_analyst, waiting, "_cancel")

        assert waiting.state == Upload.State.CANCELLED
        assert list(folder.iterdir()) == []


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
            ("notes.csv", b"dear colleague,\nplease find the figures below\n"),
            ("empty.csv", b""),
            ("cut.csv.gz", gzip.compress(GOOD.encode() * 50, mtime=0)[:-40]),
            ("broken.xlsx", b"PK\x03\x04" + b"\0" * 200),
            ("page.csv", b"<html><body>Sign in</body></html>"),
        ],
    )
    def test_a_wrong_file_is_refused_with_a_reason(
        self, name: str, content: bytes, client_of_analyst: Client, source: Source, folder: Path
    ) -> None:
        response = client_of_analyst.post(ADD, _form(content, name, source=source.pk))

        assert response.status_code == 200
        assert response.context["adminform"].form.errors["file"]
        assert not Upload.objects.exists()
        assert not folder.exists() or list(folder.iterdir()) == []

    def test_a_file_that_breaks_its_reader_is_refused_too(
        self, client_of_analyst: Client, source: Source, monkeypatch
    ) -> None:
        def breaks(*args: object, **kwargs: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr("trade.figures.preview.open_trade_file", breaks)

        response = client_of_analyst.post(ADD, _form(GOOD, source=source.pk))

        assert "cannot be read" in str(response.context["adminform"].form.errors["file"])

    def test_a_file_that_is_too_large(
        self, client_of_analyst: Client, source: Source, settings, folder: Path
    ) -> None:
        settings.TRADE_UPLOAD_MAX_BYTES = 50

        response = client_of_analyst.post(ADD, _form(GOOD, source=source.pk))

        assert "larger than" in str(response.context["adminform"].form.errors["file"])
        assert list(folder.iterdir()) == []

    def test_a_body_that_is_much_too_large_is_not_read(
        self, client_of_analyst: Client, source: Source, settings
    ) -> None:
        settings.TRADE_UPLOAD_MAX_BYTES = 50

        response = client_of_analyst.post(ADD, _form(b"x" * 200_000, source=source.pk), follow=True)

        assert "larger than" in response.content.decode()

    def test_a_zip_bomb(self, client_of_analyst: Client, source: Source, settings) -> None:
        settings.TRADE_UPLOAD_MAX_EXPANDED_BYTES = 1_000_000
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
            bomb.writestr("figures.csv", HEADER + "0" * 5_000_000)

        response = client_of_analyst.post(
            ADD, _form(packed.getvalue(), "figures.zip", source=source.pk)
        )

        assert "unpacked" in str(response.context["adminform"].form.errors["file"])

    def test_a_source_and_a_new_one_at_once(self, client_of_analyst: Client, source) -> None:
        response = client_of_analyst.post(ADD, _form(GOOD, source=source.pk, new_title="Another"))

        assert response.context["adminform"].form.errors["source"]

    def test_no_source_at_all(self, client_of_analyst: Client) -> None:
        response = client_of_analyst.post(ADD, _form(GOOD))

        assert response.context["adminform"].form.errors["source"]

    def test_an_article_for_a_source(self, client_of_analyst: Client) -> None:
        article = SourceFactory()

        response = client_of_analyst.post(ADD, _form(GOOD, source=article.pk))

        assert response.context["adminform"].form.errors["source"]

    def test_a_new_source_without_publisher_or_with_a_key_that_is_taken(
        self, client_of_analyst: Client, source: Source
    ) -> None:
        response = client_of_analyst.post(
            ADD, _form(GOOD, new_title="Another", new_key="belstat-2023")
        )

        assert {"new_publisher", "new_key"} <= set(response.context["adminform"].form.errors)


class TestNames:
    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("../../etc/passwd.csv", "passwd.csv"),
            ("..\\..\\windows.csv", "windows.csv"),
            ("<script>alert(1)<x>.csv", "<script>alert(1)<x>.csv"),
            ("торговля 2023.csv", "торговля 2023.csv"),
            (f"{'long' * 50}.csv", f"{'long' * 50}.csv"),
        ],
    )
    def test_a_hostile_name_is_only_shown(
        self, given: str, shown: str, upload, client_of_analyst: Client, folder: Path
    ) -> None:
        waiting = upload(GOOD, given)

        page = client_of_analyst.get(_page(waiting)).content.decode()

        assert waiting.file_name == shown
        assert [path.parent for path in folder.iterdir()] == [folder]
        assert "<script>alert" not in page
        assert inline_code(page) == []

    def test_the_folder_and_its_files_are_private(self, upload, folder: Path) -> None:
        upload(GOOD)

        [path] = folder.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert path.stat().st_mode & 0o777 == 0o600


class TestLoading:
    def test_a_yes_loads_the_file(self, upload, client_of_analyst: Client, source, folder) -> None:
        waiting = upload(GOOD)

        _answer(client_of_analyst, waiting, "_load")

        assert waiting.state == Upload.State.LOADED, waiting.failure
        assert TradeFigure.objects.filter(source=source).count() == 2
        assert waiting.run.rows_added == 2
        assert waiting.run.file_name == "figures.csv"
        assert waiting.run.started_by == waiting.uploaded_by
        assert list(folder.iterdir()) == []
        shown = client_of_analyst.get(_page(waiting)).content.decode()
        assert "See the figures" in shown
        assert inline_code(shown) == []

    def test_a_second_yes_loads_nothing_more(self, upload, client_of_analyst: Client) -> None:
        waiting = upload(GOOD)

        _answer(client_of_analyst, waiting, "_load")
        _answer(client_of_analyst, waiting, "_load")

        assert ImportRun.objects.count() == 1

    def test_the_same_file_again_changes_nothing(self, upload, client_of_analyst: Client) -> None:
        _answer(client_of_analyst, upload(GOOD), "_load")

        again = upload(GOOD)
        _answer(client_of_analyst, again, "_load")

        assert again.preview["changes"]["unchanged"] == 2
        assert (again.run.rows_unchanged, again.run.rows_added, again.run.rows_changed) == (2, 0, 0)
        assert "nothing has changed" in client_of_analyst.get(_page(again)).content.decode()

    def test_a_revised_file_replaces_what_was_said(self, upload, client_of_analyst: Client) -> None:
        _answer(client_of_analyst, upload(GOOD), "_load")

        revised = upload(REVISED)
        _answer(client_of_analyst, revised, "_load")

        assert revised.preview["changes"]["changed"] == 1
        assert revised.run.rows_changed == 1
        assert TradeFigure.objects.get(flow="X").value == 1_500_000

    def test_a_new_source_is_made_with_the_yes(self, client_of_analyst: Client, source) -> None:
        client_of_analyst.post(
            ADD, _form(GOOD, new_title="Trade", new_publisher="Belstat", new_key="belstat-new")
        )
        waiting = Upload.objects.get()
        assert not Source.objects.filter(key="belstat-new").exists()

        _answer(client_of_analyst, waiting, "_load")

        assert waiting.state == Upload.State.LOADED, waiting.failure
        assert Source.objects.get(key="belstat-new").kind == Source.Kind.RELEASE
        assert TradeFigure.objects.filter(source__key="belstat-new").count() == 2

    def test_a_new_source_whose_key_was_taken_meanwhile_is_told(
        self, client_of_analyst: Client, source: Source
    ) -> None:
        client_of_analyst.post(
            ADD, _form(GOOD, new_title="Trade", new_publisher="Belstat", new_key="taken")
        )
        waiting = Upload.objects.get()
        SourceFactory(key="taken")

        response = client_of_analyst.post(_page(waiting), {"_load": "1"}, follow=True)

        waiting.refresh_from_db()
        assert waiting.state == Upload.State.PREVIEWED
        assert "already exists" in response.content.decode()

    def test_rejected_rows_are_shown_and_downloaded(
        self, upload, client_of_analyst: Client
    ) -> None:
        waiting = upload(BAD)

        _answer(client_of_analyst, waiting, "_load")

        shown = client_of_analyst.get(_page(waiting)).content.decode()
        address = reverse("admin:trade_upload_rejects", args=[waiting.pk])
        assert waiting.run.rows_rejected == 3
        assert "a lot" in shown
        assert address in shown
        file = client_of_analyst.get(address)
        assert file["Content-Type"].startswith("text/csv")
        assert file["X-Content-Type-Options"] == "nosniff"
        assert file["Content-Disposition"].startswith("attachment")
        assert b"".join(file.streaming_content).count(b"\n") == 4

    def test_a_file_that_is_gone_fails_with_a_reason(
        self, upload, client_of_analyst: Client, folder: Path
    ) -> None:
        waiting = upload(GOOD)
        for path in folder.iterdir():
            path.unlink()

        _answer(client_of_analyst, waiting, "_load")

        assert waiting.state == Upload.State.FAILED
        assert "gone" in client_of_analyst.get(_page(waiting)).content.decode()

    def test_the_form_and_every_page_are_clean_of_inline_code(
        self, upload, client_of_analyst: Client
    ) -> None:
        waiting = upload(BAD)

        for address in (ADD, _page(waiting), "/admin/trade/upload/"):
            assert inline_code(client_of_analyst.get(address).content.decode()) == []


class TestImportPage:
    def test_shows_the_progress_of_a_load_that_runs(self, client_of_analyst: Client) -> None:
        run = ImportRunFactory(kind="trade")
        UploadFactory(run=run, state=Upload.State.LOADING, rows_done=1234)

        shown = client_of_analyst.get(f"/admin/trade/importrun/{run.pk}/change/").content.decode()

        assert "1,234 rows read" in shown
        assert "data-progress" in shown
        assert inline_code(shown) == []

    def test_leads_to_the_page_that_loads(self, client_of_analyst: Client) -> None:
        assert ADD in client_of_analyst.get("/admin/trade/importrun/").content.decode()


class TestProgressOfALoad:
    def test_is_told_to_the_page_that_waits(self, client_of_analyst: Client) -> None:
        waiting = UploadFactory(
            state=Upload.State.LOADING,
            rows_done=10,
            share_done=0.5,
            started_at=timezone.now(),
            heartbeat_at=timezone.now(),
        )

        told = client_of_analyst.get(
            reverse("admin:trade_upload_progress", args=[waiting.pk])
        ).json()

        assert (told["is_on_the_way"], told["rows"], told["percent"]) == (True, 10, 50)

    def test_is_shown_on_the_page_of_the_upload(self, client_of_analyst: Client) -> None:
        waiting = UploadFactory(state=Upload.State.LOADING, rows_done=10)

        shown = client_of_analyst.get(_page(waiting)).content.decode()

        assert "10 rows read" in shown
        assert 'name="_load"' not in shown
        assert inline_code(shown) == []

    def test_asking_takes_back_the_job_of_a_dead_worker(self, client_of_analyst: Client) -> None:
        waiting = UploadFactory(
            state=Upload.State.LOADING,
            attempts=3,
            heartbeat_at=timezone.now() - dt.timedelta(minutes=1),
        )

        told = client_of_analyst.get(
            reverse("admin:trade_upload_progress", args=[waiting.pk])
        ).json()

        assert told["state"] == "failed"
