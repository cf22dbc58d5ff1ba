"""What holds for the admin pages of every registered model."""

from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.admin import SECTIONS
from tests.admin_records import FACTORIES, OURS, REGISTERED, make_record, page
from trade.models import AccessToken


class InlineCode(HTMLParser):
    """Collects what a strict Content-Security-Policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(self.get_starttag_text() or tag)
        self.found += [
            f"{tag} {name}={value}" for name, value in attrs if name == "style" or name[:2] == "on"
        ]
        self.found += [f"{tag} {value}" for value in given.values() if _is_code(value)]


def _is_code(value: str | None) -> bool:
    return (value or "").lower().startswith("javascript:")


def inline_code(html: str) -> list[str]:
    parser = InlineCode()
    parser.feed(html)
    return parser.found


@pytest.fixture
def site(admin_client: Client) -> Client:
    return admin_client


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
class TestEveryList:
    def test_takes_as_many_queries_for_five_rows_as_for_one(
        self, model: type[Model], site: Client
    ) -> None:
        address = page(model, "changelist")
        make_record(model, 1)
        site.get(address)

        with CaptureQueriesContext(
            connection,
        ) as one:
            first = site.get(address)
        for n in range(2, 6):
            make_record(model, n)
        with CaptureQueriesContext(connection) as five:
            response = site.get(address)

        assert first.status_code == response.status_code == 200
        assert len(response.context["cl"].result_list) >= 5
        assert len(five) <= len(one), [query["sql"] for query in five]

    def test_has_no_inline_script_or_style(self, model: type[Model], site: Client) -> None:
        make_record(model, 1)

        response = site.get(page(model, "changelist"))

        assert inline_code(response.content.decode()) == []

    def test_can_be_searched(self, model: type[Model], site: Client) -> None:
        make_record(model, 1)

        response = site.get(page(model, "changelist"), {"q": "нет такого слова"})

        assert response.status_code == 200
        assert list(response.context["cl"].result_list) == []

    def test_sorts_by_each_of_its_columns(self, model: type[Model], site: Client) -> None:
        make_record(model, 1)
        columns = admin.site.get_model_admin(model).list_display

        for number in range(1, len(columns) + 1):
            response = site.get(page(model, "changelist"), {"o": f"-{number}"})

            assert response.status_code == 200

    def test_offers_its_filters(self, model: type[Model], site: Client) -> None:
        make_record(model, 1)
        site_page = site.get(page(model, "changelist"))

        for spec in site_page.context["cl"].filter_specs:
            for choice in spec.choices(site_page.context["cl"]):
                response = site.get(page(model, "changelist") + choice["query_string"])

                assert response.status_code == 200, choice


OWN = {AccessToken}  # of which everybody makes his own


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
class TestEveryForm:
    def test_has_no_inline_script_or_style(self, model: type[Model], site: Client) -> None:
        record = make_record(model, 1)
        pages = [page(model, "change", record.pk), page(model, "history", record.pk)]
        if admin.site.get_model_admin(model).has_add_permission(site.get("/admin/").wsgi_request):
            pages.append(page(model, "add"))

        for address in pages:
            response = site.get(address)

            assert response.status_code == 200
            assert inline_code(response.content.decode()) == []

    def test_can_be_read_by_a_viewer(self, model: type[Model], admin_of, viewer) -> None:
        record = make_record(model, 1)

        response = admin_of(viewer).get(page(model, "change", record.pk))

        if response.status_code == 302:
            # A record of a draft is not there for a viewer.
            assert response["Location"] == "/admin/"
        else:
            assert response.status_code == 200
            assert b'name="_save"' not in response.content

    def test_is_not_changed_by_a_viewer(self, model: type[Model], admin_of, viewer) -> None:
        record = make_record(model, 1)
        client = admin_of(viewer)

        assert client.post(page(model, "change", record.pk), {}).status_code in (302, 403)
        assert client.get(page(model, "add")).status_code == (200 if model in OWN else 403)
        assert client.post(page(model, "delete", record.pk), {"post": "yes"}).status_code in (
            302,
            403,
        )
        assert type(record)._default_manager.filter(pk=record.pk).exists()


def test_every_model_of_ours_is_registered_and_has_a_factory() -> None:
    from django.apps import apps

    models = {
        model
        for app in ("trade", "cooperation")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
        and model._meta.default_permissions  # what is only computed has none
    }

    assert models == set(OURS)
    assert models <= set(FACTORIES)


def test_every_registered_model_stands_in_one_section() -> None:
    sections = [label for _, labels in SECTIONS for label in labels]

    assert sorted(sections) == sorted(model._meta.label_lower for model in REGISTERED)


def test_the_index_shows_the_sections_in_the_order_of_a_day(site: Client) -> None:
    response = site.get("/admin/")

    names = [str(section["name"]) for section in response.context["app_list"]]
    assert names == [
        "Partnerships",
        "People",
        "Meetings",
        "Proposals",
        "Trade",
        "Sources",
        "Reference",
        "Administration",
    ]
    assert inline_code(response.content.decode()) == []


@pytest.mark.parametrize("path", ["auth/user/", "auth/user/add/", "auth/group/add/", "login/"])
def test_django_s_own_pages_have_no_inline_script_or_style(path: str, site: Client) -> None:
    response = site.get(f"/admin/{path}", follow=True)

    assert inline_code(response.content.decode()) == []


def test_the_index_of_an_application_is_the_index(site: Client) -> None:
    assert site.get("/admin/cooperation/")["Location"] == "/admin/"
