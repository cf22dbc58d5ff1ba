"""Bodies of requests that cannot be read are refused with the reason, whatever is in them."""

from typing import Any

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(api: APIClient, viewer: Any) -> Any:
    api.force_authenticate(viewer)

    def send(body: bytes | str, content_type: str = "application/json") -> Any:
        raw = body.encode() if isinstance(body, str) else body
        return api.generic("POST", "/api/v1/tokens/", raw, content_type=content_type)

    return send


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        '{"name": NaN}',
        '{"name": "\\u0000"}',
        '{"name": "a\x00b"}',
        '{"name": "\\ud800"}',
        '{"na\\u0000me": 1}',
        b'{"name": "\xff"}',
        '{"name": "Excel", "days": ' + "9" * 5_000 + "}",
        '{"name": "Excel", "days": 1e999}',
        '{"name": "Excel", "days": 99999999999999999999}',
        "[" * 30 + "]" * 30,
        '{"name": ' + "[" * 500_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "[]",
        "null",
        '"name"',
        "1",
    ],
    ids=range(19),
)
def test_what_cannot_be_taken_is_a_bad_request(post: Any, body: bytes | str) -> None:
    answer = post(body)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_text_with_escapes_and_brackets_is_taken(post: Any) -> None:
    answer = post('{"name": "\\\\u0000 \\ud83d\\ude00 ' + "[{" * 40 + '\\"", "days": 1}')

    assert answer.status_code == 201
    assert answer.json()["name"] == "\\u0000 😀 " + "[{" * 40 + '"'


def test_a_body_that_is_too_large_is_not_read(post: Any) -> None:
    answer = post('{"name": "' + "x" * 2_700_000 + '"}')

    assert answer.status_code == 413
    assert answer.json()["detail"] == "The body is larger than 2.5 MB."
    assert answer["Content-Type"] == "application/problem+json"


def test_another_type_is_refused(post: Any) -> None:
    assert post("name=Excel", "application/x-www-form-urlencoded").status_code == 415
