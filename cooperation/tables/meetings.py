"""The tables of meetings and of who took part."""

from django.utils.translation import gettext_lazy as _

from cooperation.tables.base import Table, day, number, text, view_of


class Meetings(Table):
    """One row a meeting, whichever partnerships it belongs to."""

    title = _("Meetings")
    row_order = ("date", "meeting_key")

    meeting_key = text(_("The key of the meeting."), primary_key=True)
    date = day(_("Its day; of a month or year the first day."))
    date_precision = text(_("How much of the date is known: day, month, year."))
    date_basis = text(_("How the date is known, see codes/date-bases."))
    date_basis_label = text(_("What it means, in English."))
    date_as_written = text(_("The words the date was stated in."))
    meeting_title = text(_("Its title, where it has one."))
    place = text(_("Where it took place."))
    kind = text(_("See codes/meeting-kinds."))
    kind_label = text(_("What it means, in English."))
    state = text(_("planned, held or cancelled."))
    state_label = text(_("What it means, in English."))
    partnerships = text(_("List of its partnerships, as in BY/RU-MO."))
    partnership_names = text(_("List of their names, in the same order."))
    participants = number(_("How many participants are recorded."))
    heads = text(_("List of those who headed the sides, as written."))
    sector_codes = text(_("List of the sectors spoken about."))
    sector_names = text(_("List of their names, in the same order."))
    statements = number(_("How many statements made there are recorded."))
    summary = text(_("What it was about."))
    source_keys = text(_("List of the keys of its sources."))
    publishers = text(_("List of their publishers, in the same order."))
    urls = text(_("List of their addresses, of those that have one."))

    class Meta(Table.Meta):
        db_table = view_of("meetings")


class Participants(Table):
    """One row a participant of a meeting, as written, and who it is where known."""

    title = _("Participants of meetings")
    row_order = ("meeting_date", "meeting_key", "participant_id")

    participant_id = number(_("The number of the participant."), primary_key=True)
    meeting_key = text(_("The key of the meeting."))
    meeting_date = day(_("The day of the meeting; of a month or year the first day."))
    meeting_date_precision = text(_("How much of that day is known: day, month, year."))
    meeting_state = text(_("planned, held or cancelled."))
    side_code = text(_("ISO 3166 code of the region they speak for."))
    side_name = text(_("Its English short name."))
    name_as_written = text(_("As the source writes it."))
    title_as_written = text(_("As the source writes it."))
    role = text(_("head of the side or member, see codes/participant-roles."))
    role_label = text(_("What it means, in English."))
    official_key = text(_("The key of the official it is, where known."))
    official_name = text(_("The official's name in English."))
    official_original_name = text(_("The official's name in the original script."))
    post_title = text(_("The post held on the day of the meeting, where known."))
    post_rank = number(_("Its rank, 1 the highest, see codes/post-ranks."))
    post_rank_label = text(_("What it means, in English."))
    organisation_key = text(_("The key of the organisation of the post."))
    organisation_name = text(_("The name of that organisation."))

    class Meta(Table.Meta):
        db_table = view_of("participants")
