"""The kinds of filters that lists of this floor are narrowed by."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models import Meeting, Official, Organisation, Post, Sector
from trade.api.filters import RecordFilter, RegionPairFilter, matching


def visible_meetings(request: HttpRequest | None) -> QuerySet[Meeting]:
    """The meetings that whoever asks may see."""
    user = request.user if request is not None else AnonymousUser()
    return Meeting.objects.visible_to(user)


MEETING = {
    "queryset": visible_meetings,
    "to_field_name": "key",
    "help_text": _("The key of a meeting."),
    "error_messages": {"invalid_choice": _("There is no meeting with this key.")},
}
OFFICIAL = {
    "queryset": Official.objects.all(),
    "to_field_name": "key",
    "help_text": _("The key of an official."),
    "error_messages": {"invalid_choice": _("There is no official with this key.")},
}
ORGANISATION = {
    "queryset": Organisation.objects.all(),
    "to_field_name": "key",
    "help_text": _("The key of an organisation."),
    "error_messages": {"invalid_choice": _("There is no organisation with this key.")},
}
POST = {
    "queryset": Post.objects.all(),
    "to_field_name": "id",
    "help_text": _("The number of a post."),
    "error_messages": {"invalid_choice": _("There is no post with this number.")},
}


# Partnerships stand in the order of their regions' codes.
PARTNERSHIP_ORDER = ("partnership__region_a", "partnership__region_b")


class SectorFilter(RecordFilter):
    """A filter by sector, which also stands for all sectors below it."""

    def __init__(self, path: str, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("The code of a sector; it includes those below it."))
        super().__init__(
            field_name=path,
            queryset=Sector.objects.all(),
            to_field_name="code",
            error_messages={"invalid_choice": _("There is no sector with this code.")},
            **kwargs,
        )

    def filter(self, qs: QuerySet[Any], value: Sector | None) -> QuerySet[Any]:
        if value is None:
            return qs
        sectors = Sector.objects.under(value.code).order_by().values("pk")
        return matching(qs, Q((f"{self.field_name}__in", sectors)))


class PartnershipFilter(RegionPairFilter):
    """A filter by the two regions of the partnership at `path`, in either order."""

    def __init__(self, path: str, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Two regions in either order, as in BY/RU-MO."))
        super().__init__(**kwargs)
        self.path = path

    def filter(self, qs: QuerySet[Any], value: tuple[str, str] | None) -> QuerySet[Any]:
        if value is None:
            return qs
        region_a, region_b = value
        pair = {f"{self.path}__region_a": region_a, f"{self.path}__region_b": region_b}
        return matching(qs, Q(**pair))
