"""What this floor adds to the base of all resources: drafts stay hidden."""

from typing import Any

from django.db.models import QuerySet

from trade.api.viewsets import RecordViewSet


class DraftsHiddenViewSet(RecordViewSet):
    """A resource some records of which are drafts: only those who may see drafts get them."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[attr-defined, no-any-return]
