"""The tables of what is put forward and of what stands."""

from django.utils.translation import gettext_lazy as _

from cooperation.tables.base import Table, day, number, text, view_of, yes_or_no


class Proposals(Table):
    """One row a proposal, at the stage it has reached today."""

    title = _("Proposals")
    row_order = ("proposal_id",)

    proposal_id = number(_("The number of the proposal."), primary_key=True)
    partnership = text(_("Both region codes, as in BY/RU-MO."))
    region_a_code = text(_("ISO 3166 code of the region that comes first by its code."))
    region_a_name = text(_("Its English short name."))
    region_b_code = text(_("ISO 3166 code of the other region."))
    region_b_name = text(_("Its English short name."))
    sector_code = text(_("The code of the sector."))
    sector_name = text(_("Its name."))
    sector_group_code = text(_("The code of the group the sector belongs to."))
    sector_group_name = text(_("Its name."))
    undertaking = text(_("What exactly; null when the whole sector is put forward."))
    stage = text(_("The stage reached as of today, see codes/proposal-stages."))
    stage_label = text(_("What it means, in English."))
    is_open = yes_or_no(_("It is mentioned, negotiating or agreed."))
    steps = number(_("How many steps are recorded."))
    last_step_on = day(_("The day of the last; of a month or year the first day."))
    last_step_precision = text(_("How much of that day is known: day, month, year."))
    last_step_note = text(_("What was noted of it."))
    meeting_key = text(_("The key of the meeting of the last step, if at one."))
    source_key = text(_("The key of the source of the last step."))
    source_title = text(_("The title of the source."))
    publisher = text(_("Who published it."))
    url = text(_("Where it is published."))

    class Meta(Table.Meta):
        db_table = view_of("proposals")


class Mechanisms(Table):
    """One row a mechanism: a centre, commission, joint production, agreement or tie."""

    title = _("Mechanisms")
    row_order = ("mechanism_id",)

    mechanism_id = number(_("The number of the mechanism."), primary_key=True)
    partnership = text(_("Both region codes, as in BY/RU-MO."))
    region_a_code = text(_("ISO 3166 code of the region that comes first by its code."))
    region_a_name = text(_("Its English short name."))
    region_b_code = text(_("ISO 3166 code of the other region."))
    region_b_name = text(_("Its English short name."))
    mechanism_name = text(_("The name of the mechanism."))
    kind = text(_("See codes/mechanism-kinds."))
    kind_label = text(_("What it means, in English."))
    state = text(_("planned, operating or closed."))
    state_label = text(_("What it means, in English."))
    sector_code = text(_("The code of its sector, where there is one."))
    sector_name = text(_("The name of that sector."))
    located_in_code = text(_("ISO 3166 code of the region it is in."))
    located_in_name = text(_("The English short name of that region."))
    host_key = text(_("The key of the organisation that hosts it."))
    host_name = text(_("The name of that organisation."))
    starts_on = day(_("Since when; of a month or year the first day."))
    starts_on_precision = text(_("How much of that day is known: day, month, year."))
    ends_on = day(_("Until when; of a month or year the first day."))
    ends_on_precision = text(_("How much of that day is known: day, month, year."))
    source_key = text(_("The key of the source."))
    source_title = text(_("The title of the source."))
    publisher = text(_("Who published it."))
    url = text(_("Where it is published."))

    class Meta(Table.Meta):
        db_table = view_of("mechanisms")
