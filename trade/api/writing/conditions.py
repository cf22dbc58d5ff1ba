"""Changing only what was read: `If-Match` and `If-None-Match`, as RFC 9110 (13.1) has them."""

from django.utils.http import parse_etags
from django.utils.translation import gettext as _t
from rest_framework.request import Request

from trade.api.writing.refusals import NoPreconditionError, PreconditionFailedError

ANY = ["*"]


def check_unchanged(request: Request, etag: str) -> None:
    """Refuse unless `If-Match` names the record as it is; a weak tag never does."""
    given = request.headers.get("If-Match")
    if given is None:
        raise no_precondition(etag)
    known = parse_etags(given)
    if known != ANY and etag not in known:
        raise PreconditionFailedError(
            _t("The record has changed since it was read: read it again, then decide."),
            headers={"ETag": etag},
        )


def no_precondition(etag: str) -> NoPreconditionError:
    """Refuse: nobody said which version of the record is meant."""
    return NoPreconditionError(
        _t("Say which version you change: send the ETag you read in If-Match."),
        headers={"ETag": etag},
    )


def check_absent(request: Request, etag: str | None) -> None:
    """Refuse a record that is there, or is not, where the request says otherwise."""
    unwanted = parse_etags(request.headers.get("If-None-Match", ""))
    if etag is None:
        if "If-Match" in request.headers:
            raise PreconditionFailedError(_t("There is no such record yet."))
    elif unwanted == ANY or etag in [tag.removeprefix("W/") for tag in unwanted]:
        raise PreconditionFailedError(_t("The record is there already."), headers={"ETag": etag})
