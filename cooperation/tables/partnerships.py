"""The table of partnerships."""

from django.utils.translation import gettext_lazy as _

from cooperation.tables.base import Table, amount, day, number, text, view_of


class Partnerships(Table):
    """One row a partnership, with what is counted of it."""

    title = _("Partnerships")
    row_order = ("partnership",)

    partnership = text(_("Both region codes, as in BY/RU-MO."), primary_key=True)
    region_a_code = text(_("ISO 3166 code of the region that comes first by its code."))
    region_a_name = text(_("Its English short name."))
    region_a_country_code = text(_("The country it is, or is part of."))
    region_b_code = text(_("ISO 3166 code of the other region."))
    region_b_name = text(_("Its English short name."))
    region_b_country_code = text(_("The country it is, or is part of."))
    declared_stage = text(_("The stage an analyst declared, see codes/partnership-stages."))
    declared_stage_label = text(_("What it means, in English."))
    declared_on = day(_("The day of the declaration."))
    declared_because = text(_("The reason given for it."))
    meetings_held = number(_("How many meetings were held up to today."))
    first_meeting_on = day(_("The day of the first; of a month or year its first day."))
    last_meeting_on = day(_("The day of the last; of a month or year its first day."))
    last_meeting_precision = text(_("How much of that day is known: day, month, year."))
    last_meeting_key = text(_("The key of the last meeting held."))
    next_meeting_on = day(_("The day of the next planned meeting."))
    next_meeting_precision = text(_("How much of that day is known: day, month, year."))
    next_meeting_key = text(_("The key of the next planned meeting."))
    proposals = number(_("How many proposals there are, at any stage."))
    open_proposals = number(_("Those of them that are mentioned, negotiating or agreed."))
    mechanisms = number(_("How many mechanisms there are, in any state."))
    operating_mechanisms = number(_("Those of them that operate."))
    stage = text(_("The stage computed from the records, see codes/partnership-stages."))
    stage_label = text(_("What it means, in English."))
    stalled_proposals = number(_("Open proposals nobody has spoken of for a year."))
    latest_turnover_year = number(_("The latest year with a turnover."))
    latest_turnover_value = amount(_("The preferred claim for it, in whole units of its currency."))
    latest_turnover_currency = text(_("ISO 4217 code of its currency."))
    computed_on = day(_("The day these six are of; null with them where they are out of date."))

    class Meta(Table.Meta):
        db_table = view_of("partnerships")
