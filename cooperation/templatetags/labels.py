"""The words for codes that the status speaks in."""

from django import template
from django.utils.translation import gettext as _

from cooperation.models import Mechanism, PartnershipStage, ProposalStage
from cooperation.status.mechanisms import NOT_YET
from trade.models import TradeFigure

register = template.Library()

LISTS = {
    "partnership stage": PartnershipStage,
    "proposal stage": ProposalStage,
    "mechanism state": Mechanism.State,
    "mechanism kind": Mechanism.Kind,
    "flow": TradeFigure.Flow,
}


@register.filter
def label(code: str, list_name: str) -> str:
    """The label of a code: `{{ "active"|label:"partnership stage" }}`."""
    if code == NOT_YET:
        return _("not yet")
    return str(LISTS[list_name](code).label)
