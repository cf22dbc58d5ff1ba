"""Who may do what at every address of the API: the one table that says so.

A new route needs one line here; tests/test_api_permissions.py walks all of them.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.contrib.auth.models import User

from cooperation.api.tables import VIEWS
from tests import factories as make
from tests.api_resources import RESOURCES

NOBODY, VIEWER, ANALYST, EDITOR = ROLES = ("nobody", "viewer", "analyst", "editor")


class Route(NamedTuple):
    """An address, and the least of those who may read it and write to it, by method.

    `at` makes what the address shows, for the user who asks, and returns it. `enters` is the
    least who is let in at all: below it every method is refused. `reads` is None where nothing is
    read; whoever is below it does not find the record.
    """

    at: Callable[[User | None], str]
    reads: str | None = NOBODY
    enters: str = NOBODY
    writes: Mapping[str, str] = {}
    by_token: bool = True  # or does writing take a password or a session?


def plain(address: str, writes: Mapping[str, str] | None = None) -> Route:
    return Route(lambda user: address, writes=writes or {})


def single(name: str, *, writes: Mapping[str, str]) -> Route:
    """One record, a draft where there are drafts: those are for analysts and editors."""

    def at(user: User | None) -> str:
        return f"v1/{name}/{key_of_one(name)}/"

    return Route(at, reads=ANALYST if name in DRAFTS else NOBODY, writes=writes)


def action(name: str, act: str, *, least: str = ANALYST) -> Route:
    """An action by POST on a single record, as in meetings/KEY/publish/."""

    def at(user: User | None) -> str:
        return f"v1/{name}/{key_of_one(name)}/{act}/"

    return Route(at, reads=None, writes={"post": least})


def key_of_one(name: str) -> str:
    record = DRAFTS[name]() if name in DRAFTS else RESOURCES[name].make(1)
    return RESOURCES[name].key_of(record)


def a_change(user: User | None) -> str:
    change = make.ProposalChangeFactory(meeting=make.MeetingFactory())
    return f"v1/proposals/{change.proposal.pk}/changes/{change.pk}/"


def of_a_pair(rest: str) -> Route:
    def at(user: User | None) -> str:
        make.PartnershipFactory()
        return f"v1/partnerships/BY/RU-MO/{rest}"

    return Route(at)


def own_token(user: User | None) -> str:
    return f"v1/tokens/{make.AccessTokenFactory(user=user or make.UserFactory()).key}/"


def own_import(rest: str = "") -> Callable[[User | None], str]:
    return lambda user: f"v1/imports/{make.UploadFactory(uploaded_by=user).key}/{rest}"


DRAFTS = {
    "meetings": lambda: make.MeetingFactory(),
    "statements": lambda: make.StatementFactory(meeting=make.MeetingFactory()),
    "proposals": lambda: make.ProposalChangeFactory(meeting=make.MeetingFactory()).proposal,
    "follow-ups": lambda: make.FollowUpFactory(meeting=make.MeetingFactory()),
}

# Resources that analysts write; PUT goes to the key of some, to the list of the others.
PUT_AT_KEY = {"meetings", "officials", "organisations", "sources"}
PUT_AT_LIST = {
    "follow-ups",
    "mechanisms",
    "posts",
    "proposals",
    "statements",
    "tenures",
    "trade-figures",
    "traded-goods",
}
ARCHIVED = ("meetings", "mechanisms", "officials", "organisations", "posts", "proposals", "sources")


def at_list(name: str) -> dict[str, str]:
    methods = (["post"] if name in PUT_AT_KEY | PUT_AT_LIST else []) + (
        ["put"] if name in PUT_AT_LIST else []
    )
    return dict.fromkeys(methods, ANALYST)


def at_key(name: str) -> dict[str, str]:
    methods = (["patch", "delete"] if name in PUT_AT_KEY | PUT_AT_LIST else []) + (
        ["put"] if name in PUT_AT_KEY else []
    )
    return dict.fromkeys(methods, ANALYST)


def path_of(name: str) -> str:
    return f"v1/{name}/<{RESOURCES[name].named_by}>/"


def a_product(user: User | None) -> str:
    product = make.ProductFactory(wire=True)
    return f"v1/products/{product.edition}/{product.code}/"


ACCESS: dict[str, Route] = {
    "docs/": plain("docs/"),
    "v1/": plain("v1/"),
    "v1/schema/": plain("v1/schema/"),
    "v1/codes/": plain("v1/codes/"),
    "v1/codes/<name>/": plain("v1/codes/flows/"),
    "v1/products/<edition>/<code>/": Route(a_product),
    "v1/trade-figures/export/": plain("v1/trade-figures/export/"),
    "v1/partnerships/": plain("v1/partnerships/", {"post": ANALYST, "put": ANALYST}),
    "v1/partnerships/status/": plain("v1/partnerships/status/"),
    "v1/summary/": plain("v1/summary/"),
    "v1/partnerships/<str:region_a>/<str:region_b>/": of_a_pair(""),
    "v1/partnerships/<str:region_a>/<str:region_b>/status/": of_a_pair("status/"),
    "v1/partnerships/<str:region_a>/<str:region_b>/trade/": of_a_pair("trade/"),
    "v1/tables/": plain("v1/tables/"),
    **{f"v1/tables/{view.name}/": plain(f"v1/tables/{view.name}/") for view in VIEWS},
    **{f"v1/{name}/": plain(f"v1/{name}/", at_list(name)) for name in RESOURCES},
    **{path_of(name): single(name, writes=at_key(name)) for name in RESOURCES},
    **{
        f"{path_of(name)}{act}/": action(name, act)
        for name in ARCHIVED
        for act in ("archive", "restore")
    },
    "v1/meetings/<key>/publish/": action("meetings", "publish", least=EDITOR),
    "v1/meetings/<key>/withdraw/": action("meetings", "withdraw", least=EDITOR),
    "v1/proposals/<pk>/changes/": action("proposals", "changes"),
    "v1/proposals/<pk>/changes/<number>/": Route(
        a_change, reads=None, writes={"patch": ANALYST, "delete": ANALYST}
    ),
    "v1/proposals/<pk>/<step>/": action("proposals", "agree"),
    "v1/tokens/": Route(
        lambda user: "v1/tokens/",
        reads=VIEWER,
        enters=VIEWER,
        writes={"post": VIEWER},
        by_token=False,
    ),
    "v1/tokens/<key>/": Route(
        own_token, reads=VIEWER, enters=VIEWER, writes={"delete": VIEWER}, by_token=False
    ),
    "v1/imports/": Route(
        lambda user: "v1/imports/", reads=ANALYST, enters=ANALYST, writes={"post": ANALYST}
    ),
    "v1/imports/<key>/": Route(own_import(), reads=ANALYST, enters=ANALYST),
    "v1/imports/<key>/rejects/": Route(own_import("rejects/"), reads=None, enters=ANALYST),
}
