"""Why a write is refused: what is wrong with its body, or what stands in its way."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _t
from rest_framework import serializers

from trade.api.errors import Fault, ProblemError


class InvalidBodyError(ProblemError):
    """The body cannot be taken: fields are unknown, missing, or break a rule."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        detail = _t("The data sent cannot be taken; each fault is explained under “errors”.")
        super().__init__(detail, faults=faults)


class ConflictError(ProblemError):
    """The request is understood, but not as things stand."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"


class NoPreconditionError(ProblemError):
    """The request would change a record without saying which version of it is meant."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "precondition_required"


class PreconditionFailedError(ProblemError):
    """The record is not, or no longer, as the request expects it."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "precondition_failed"


def below(path: str, fault: Fault) -> Fault:
    """The same fault, at a field of something that stands at `path`."""
    field = fault.get("field", "")
    return {**fault, "field": f"{path}.{field}" if field else path}


def faults_of(errors: Any, field: Any, path: str = "") -> Iterator[Fault]:
    """The faults a serializer found, each with its path and what is allowed there."""
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            if isinstance(name, int):  # an item of a list
                yield from faults_of(inner, getattr(field, "child", None), f"{path}.{name}")
                continue
            is_whole = name in ("non_field_errors", NON_FIELD_ERRORS)
            here = path if is_whole else f"{path}.{name}" if path else str(name)
            yield from faults_of(inner, _inside(field, str(name)), here)
    elif isinstance(errors, list):
        for number, inner in enumerate(errors):
            if isinstance(inner, Mapping):
                child = getattr(field, "child", None)
                yield from faults_of(inner, child, f"{path}.{number}")
            else:
                yield from faults_of(inner, field, path)
    else:
        fault: Fault = {"field": path, "reason": str(errors)}
        if isinstance(field, serializers.ChoiceField):
            fault["allowed"] = [str(value) for value in field.choices]
        yield fault


def _inside(field: Any, name: str) -> Any:
    inner = getattr(field, "fields", None)
    return inner.get(name) if inner is not None else None


def faults_of_model(error: ValidationError, names: Mapping[str, str]) -> list[Fault]:
    """The faults a model found, at the fields of the body; `names` are those named otherwise."""
    if not hasattr(error, "error_dict"):
        return [{"field": "", "reason": reason} for reason in error.messages]
    return [
        {"field": "" if field == NON_FIELD_ERRORS else names.get(field, field), "reason": reason}
        for field, reasons in error.message_dict.items()
        for reason in reasons
    ]
