"""The tables of statements, and of what every fact rests on."""

from django.utils.translation import gettext_lazy as _

from cooperation.tables.base import Table, day, number, text, view_of


class Statements(Table):
    """One row a statement: what somebody said, word for word."""

    title = _("Statements")
    row_order = ("statement_id",)

    statement_id = number(_("The number of the statement."), primary_key=True)
    meeting_key = text(_("The key of the meeting it was made at, if at one."))
    meeting_date = day(_("The day of the meeting; of a month or year the first day."))
    meeting_date_precision = text(_("How much of that day is known: day, month, year."))
    speaker_as_written = text(_("Who said it, as the source writes it."))
    side_code = text(_("ISO 3166 code of the region the speaker speaks for."))
    side_name = text(_("Its English short name."))
    official_key = text(_("The key of the official it is, where known."))
    official_name = text(_("The official's name in English."))
    words = text(_("What was said, exactly as it stands in the source."))
    source_key = text(_("The key of the source."))
    source_title = text(_("The title of the source."))
    publisher = text(_("Who published it."))
    url = text(_("Where it is published."))
    published_on = day(_("When it was published; of a month or year the first day."))
    published_on_precision = text(_("How much of that day is known: day, month, year."))
    language = text(_("The language of the source, as ISO 639 names it."))
    passage_start = number(_("Offset of the first character in the source's text, from 0."))
    passage_end = number(_("Offset behind the last character."))

    class Meta(Table.Meta):
        db_table = view_of("statements")


class Evidence(Table):
    """One row for each source a fact names, and one for each passage quoted for it."""

    title = _("Evidence")
    row_order = ("evidence_key",)

    evidence_key = text(_("Names this row: fact, source, place in its text."), primary_key=True)
    fact_type = text(_("What kind of fact it is: meeting, mechanism, trade-figure and so on."))
    fact_id = number(_("The number of the fact."))
    fact_path = text(_("Where the API shows it, below /api/v1/, as in mechanisms/3."))
    source_key = text(_("The key of the source."))
    source_kind = text(_("article, release or document."))
    source_kind_label = text(_("What it means, in English."))
    source_title = text(_("The title of the source."))
    publisher = text(_("Who published it."))
    url = text(_("Where it is published."))
    published_on = day(_("When it was published; of a month or year the first day."))
    published_on_precision = text(_("How much of that day is known: day, month, year."))
    language = text(_("The language of the source, as ISO 639 names it."))
    passage_start = number(_("Offset of the first character in the text; null: the whole source."))
    passage_end = number(_("Offset behind the last character."))
    words = text(_("The words quoted, exactly as they stand in the source."))

    class Meta(Table.Meta):
        db_table = view_of("evidence")
