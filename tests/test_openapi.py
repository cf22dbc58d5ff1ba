"""The schema of the API is valid, complete, and true to what is answered."""

from typing import Any

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from tests.api_resources import RESOURCES

OPERATIONS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def schema() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]


def operations(schema: Any) -> dict[str, Any]:
    return {
        f"{method} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if method in OPERATIONS
    }


def test_the_schema_is_made_without_a_warning() -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file="/dev/null")


def test_the_schema_is_valid_openapi(schema: Any) -> None:
    validate(schema)

    assert schema["openapi"].startswith("3.1")


def test_every_operation_and_parameter_is_described(schema: Any) -> None:
    found = operations(schema)

    assert len(found) >= 2 * len(RESOURCES)
    for name, operation in found.items():
        assert operation.get("summary"), name
        assert operation.get("description"), name
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                assert parameter.get("description"), (name, parameter["name"])


def test_every_operation_documents_its_problems(schema: Any) -> None:
    for name, operation in operations(schema).items():
        for status in ("400", "401", "404"):
            content = operation["responses"][status]["content"]

            assert list(content) == ["application/problem+json"], name


def test_every_record_documents_its_tag_and_that_it_may_be_held(schema: Any) -> None:
    for name in RESOURCES:
        shown = schema["paths"][f"/api/v1/{name}/"]["get"]

        assert {"ETag", "Last-Modified", "Link", "X-Total-Count"} <= set(
            shown["responses"]["200"]["headers"]
        )
        assert "content" not in shown["responses"]["304"]
        assert {"fields", "updated_since"} <= {field["name"] for field in shown["parameters"]}


def faults(schema: Any, part: Any, answer: Any) -> list[str]:
    """Where an answer departs from a part of the schema, fields nobody documented included."""
    validator = Draft202012Validator({**part, "components": schema["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def closed(schema: Any) -> Any:
    """The schema with every object closed: a field that is not documented is an error."""
    for component in schema["components"]["schemas"].values():
        if component.get("type") == "object":
            component["additionalProperties"] = False
    return schema


@pytest.mark.django_db
@pytest.mark.parametrize("name", RESOURCES)
def test_answers_are_as_the_schema_says(api: APIClient, schema: Any, name: str) -> None:
    resource = RESOURCES[name]
    key = resource.key_of(resource.make(1))
    addresses = {f"/api/v1/{name}/": f"/api/v1/{name}/"}
    addresses[f"/api/v1/{name}/{key}/"] = next(
        path for path in schema["paths"] if path.startswith(f"/api/v1/{name}/{{")
    )

    for address, path in addresses.items():
        success = schema["paths"][path]["get"]["responses"]["200"]
        part = success["content"]["application/json"]["schema"]

        assert faults(closed(schema), part, api.get(address).json()) == []


def test_every_operation_has_examples_that_are_as_the_schema_says(schema: Any) -> None:
    for name, operation in operations(schema).items():
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for status, body in bodies.items():
            content = body.get("content", {}).get("application/json")
            if content is None or not (status == "request" or status.startswith("2")):
                continue
            several = [one["value"] for one in content.get("examples", {}).values()]

            assert several or "example" in content, (name, status)
            for example in several or [content["example"]]:
                assert faults(closed(schema), content["schema"], example) == [], (name, status)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/regions/?x=1", "/api/v1/regions/XX/", "/api/x/"])
def test_problems_are_as_the_schema_says(api: APIClient, schema: Any, address: str) -> None:
    problem = {"$ref": "#/components/schemas/Problem"}

    assert faults(closed(schema), problem, api.get(address).json()) == []


@pytest.mark.django_db
def test_code_lists_are_as_the_schema_says(api: APIClient, schema: Any) -> None:
    code_list = {"$ref": "#/components/schemas/CodeList"}

    for shown in api.get("/api/v1/codes/").json():
        assert faults(closed(schema), code_list, shown) == []


@pytest.mark.django_db
def test_the_docs_page_takes_everything_from_our_own_origin(api: APIClient) -> None:
    page = api.get("/api/docs/").content.decode()
    script = api.get("/api/docs/?script=")

    assert "https://" not in page
    assert "default-src 'self'" in api.get("/api/docs/")["Content-Security-Policy"]
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/')
    assert script["Content-Type"] == "application/javascript"
    assert "/api/v1/schema/" in script.content.decode()
