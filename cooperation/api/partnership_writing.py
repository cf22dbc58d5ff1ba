"""Partnerships are recorded, and their stage declared, at the address of their list."""

from typing import Any

from rest_framework.generics import get_object_or_404

from cooperation.api.partnership_list import PartnershipViewSet
from cooperation.api.partnerships import PartnershipView
from cooperation.api.parts import PartnershipWithPartsSerializer
from cooperation.api.writing.partnerships import PartnershipWriter
from cooperation.models import Partnership
from trade.api.writing.views import Created, PutByBody


class WrittenPartnershipViewSet(Created, PutByBody, PartnershipViewSet):
    """All partnerships with their stage and key numbers on a day."""

    writer_class = PartnershipWriter
    detail_serializer_class = PartnershipWithPartsSerializer

    def shown(self, key: Any) -> Any:
        partnerships = Partnership.objects.select_related("region_a", "region_b")
        view = PartnershipView()
        view.request = self.request
        return view.shown(get_object_or_404(partnerships, pk=key))
