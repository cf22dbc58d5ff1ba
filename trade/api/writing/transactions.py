"""One write in one transaction: all of it, under a name in the history, or nothing."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _t
from rest_framework.request import Request

from trade.api.writing.addresses import involved
from trade.api.writing.refusals import ConflictError
from trade.history import recording

REASON = "API"
T = TypeVar("T")
_ATTEMPTS = 3


def written(act: Callable[[], T], request: Request) -> T:
    """Do it in one transaction that the history ascribes to this user.

    Where somebody wrote the same record at the same moment it is done once more, and then finds
    that record; so with two writes that wait for each other.
    """
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - permissions were asked
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with recording(reason=REASON, user=user), transaction.atomic():
                return act()
        except ProtectedError as error:
            raise ConflictError(
                _t("Other records rest on what this would delete."),
                records=involved(sorted(error.protected_objects, key=_place), request),
            ) from error
        except IntegrityError as error:
            if attempt == _ATTEMPTS:
                raise ConflictError(
                    _t("Somebody wrote the same record at the same moment: read it, then decide.")
                ) from error
        except OperationalError as error:
            if attempt == _ATTEMPTS or not _is_deadlock(error):
                raise
    raise AssertionError


def _place(record: object) -> tuple[str, int]:
    return type(record).__name__, getattr(record, "pk", 0)


def _is_deadlock(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", getattr(error.__cause__, "pgcode", "")) == "40P01"
