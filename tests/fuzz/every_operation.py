"""Requests made up from the schema, to every operation, as an editor and as nobody.

No answer is a server error, none departs from the schema. Run by `make fuzz`, for so many cases
as FUZZ_CASES says; the seed is fixed unless FUZZ_SEED gives another one.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.real_values import RealValues

pytestmark = pytest.mark.django_db

CASES = int(os.environ.get("FUZZ_CASES", "10000"))
SEED = int(os.environ.get("FUZZ_SEED", "20251020"))
METHODS = ("get", "post", "put", "patch", "delete")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA: Any = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
OPERATIONS = [
    (method, path) for path, item in SCHEMA["paths"].items() for method in METHODS if method in item
]
EACH = 1 + CASES // (2 * len(OPERATIONS))  # one more: some have few distinct requests
answered: Counter[int] = Counter()


@pytest.fixture(scope="module")
def schema() -> Iterator[Any]:
    loaded = schemathesis.openapi.from_dict(SCHEMA)
    loaded.app = get_wsgi_application()
    # As the test client does: the connection holds the transaction that takes each case back.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield loaded
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture(scope="module", autouse=True)
def _summary() -> Iterator[None]:
    yield
    told = ", ".join(f"{count:,} times {status}" for status, count in sorted(answered.items()))
    print(f"\n{sum(answered.values()):,} cases: {told}")  # noqa: T201


@pytest.fixture(scope="module")
def real(django_db_setup: None, django_db_blocker: Any) -> Iterator[RealValues]:
    """The records, made once, and taken back behind the last case."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield RealValues()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.TRADE_UPLOAD_DIR = tmp_path / "uploads"


def strategy_of(operation: Any) -> st.SearchStrategy[Any]:
    """Requests as the schema describes them, and others that break it."""
    ways = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    takes_anything = operation.body or operation.query or operation.path_parameters
    if takes_anything:
        ways.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    return st.one_of(*ways)


@pytest.mark.parametrize("credential", ["editor", "nobody"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda value: str(value))
def test_answers_as_the_schema_says(
    schema: Any, real: RealValues, method: str, path: str, credential: str
) -> None:
    headers = {"Authorization": f"Bearer {real.token}"} if credential == "editor" else {}

    @seed(SEED)
    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy_of(schema[path][method.upper()]), data=st.data())
    def holds(case: Any, data: Any) -> None:
        real.put_into(case, path, data.draw)
        case.headers.pop("Authorization", None)
        with transaction.atomic():
            response = case.call(headers=headers)
            connection.check_constraints()
            transaction.set_rollback(True)
        answered[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    holds()
