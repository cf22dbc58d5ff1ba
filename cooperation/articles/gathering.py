"""Gathering from the database what an article file says."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet

from cooperation.articles import format as parts
from cooperation.articles.history import reason_of
from cooperation.articles.kinds import KIND_OF
from cooperation.articles.quotes import Quote
from cooperation.articles.values import OneOf, Part, product_word
from cooperation.models import (
    CitedFigure,
    FollowUp,
    Mechanism,
    Meeting,
    Official,
    Organisation,
    Participant,
    Partnership,
    Proposal,
    ProposalChange,
    Statement,
    Tenure,
    Topic,
)
from trade.models import RegionMention, Source, TradedGood, TradeFigure


def parts_of(source: Source) -> dict[str, Any]:
    """The values of the article file of a source, in the order of the format."""
    return _Gathered(source).article()


class _Gathered:
    """What one source says. A record several articles speak of is in the file of each."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.meetings = self._by_id(Meeting.objects.filter(sources=source))
        self.statements = self._by_id(Statement.objects.filter(passage__source=source))
        self.figures = self._by_id(TradeFigure.objects.filter(source=source))
        self.cited = self._by_id(CitedFigure.objects.filter(figure__source=source))
        named = Q(statements__in=self.statements) | Q(cited_figures__in=self.cited)
        self.participants = self._at_meetings(Participant, named)
        self.topics = self._at_meetings(Topic)
        self.follow_ups = self._at_meetings(FollowUp)
        self.changes = self._by_id(ProposalChange.objects.filter(source=source))
        self.tenures = self._spoken_of(Tenure)
        self.mechanisms = self._spoken_of(Mechanism)

    def article(self) -> dict[str, Any]:
        source, text = self.source, {"text": self.source.text} if self.source.text else {}
        lists = {
            "regions": self._rows(RegionMention, source.region_mentions.order_by("id")),
            "organisations": self._rows(Organisation, self._organisations()),
            "officials": [self._official(official) for official in self._officials()],
            "partnerships": [list(one.regions) for one in self._partnerships()],
            "meetings": [self._meeting(meeting) for meeting in self.meetings],
            "statements": [self._statement(statement) for statement in self.statements],
            "figures": [self._figure(figure) for figure in self.figures],
            "goods": [self._good(good) for good in source.tradedgoods.order_by("id")],
            "proposals": [self._proposal(proposal) for proposal in self._proposals()],
            "mechanisms": [
                self._under(mechanism.partnership) | self._row(mechanism)
                for mechanism in self.mechanisms
            ],
        }
        return {
            "key": source.key,
            "source": self._row(source) | {"text_scope": source.text_scope},
            **text,
            **{name: rows for name, rows in lists.items() if rows},
        }

    @staticmethod
    def _by_id(records: QuerySet[Any]) -> list[Any]:
        return list(records.order_by("id").distinct())

    def _spoken_of(self, model: Any) -> list[Any]:
        says_so = Q(source=self.source) | Q(passages__source=self.source)
        return self._by_id(model.objects.filter(says_so))

    def _at_meetings(self, model: Any, named: Q | None = None) -> list[Any]:
        """What rests on this source, or on no words at all, or is named by what does."""
        ours = Q(passages__source=self.source) | Q(passages__isnull=True)
        if named is not None:
            ours |= named
        return self._by_id(model.objects.filter(ours, meeting__in=self.meetings))

    def _made(self, model: Any) -> Q:
        """Those that this source's file brought, also where nothing of it refers to them now."""
        made = model.history.filter(
            history_type="+", history_change_reason=reason_of(self.source.key)
        )
        return Q(pk__in=list(made.values_list("id", flat=True)))

    def _officials(self) -> list[Any]:
        used = {tenure.official_id for tenure in self.tenures}
        used |= {p.official_id for p in self.participants + self.follow_ups + self.statements}
        return self._by_id(Official.objects.filter(Q(pk__in=used - {None}) | self._made(Official)))

    def _organisations(self) -> list[Any]:
        used = {mechanism.host_id for mechanism in self.mechanisms}
        used |= {tenure.post.organisation_id for tenure in self.tenures}
        used -= {None}
        return self._by_id(Organisation.objects.filter(Q(pk__in=used) | self._made(Organisation)))

    def _proposals(self) -> list[Any]:
        used = {one.proposal_id for one in self.changes + self.topics} - {None}
        return self._by_id(Proposal.objects.filter(Q(pk__in=used) | self._made(Proposal)))

    def _partnerships(self) -> list[Any]:
        used = {one.partnership_id for one in [*self.mechanisms, *self._proposals()]}
        says_so = Q(pk__in=used) | Q(meetings__in=self.meetings) | self._made(Partnership)
        return self._by_id(Partnership.objects.filter(says_so))

    def _official(self, official: Official) -> dict[str, Any]:
        posts = [
            self._row(tenure.post, quoted=False) | self._row(tenure)
            for tenure in self.tenures
            if tenure.official_id == official.pk
        ]
        return self._row(official) | ({"posts": posts} if posts else {})

    def _meeting(self, meeting: Meeting) -> dict[str, Any]:
        row = self._row(meeting)
        key, quote = {"key": row.pop("key")}, _popped(row, "quote")
        pairs = [list(one.regions) for one in meeting.partnerships.order_by("id")]
        lists = {
            "participants": self._rows(Participant, _at(meeting, self.participants)),
            "topics": [self._topic(topic) for topic in _at(meeting, self.topics)],
            "follow_ups": self._rows(FollowUp, _at(meeting, self.follow_ups)),
        }
        return {
            **key,
            **({"partnerships": pairs} if pairs else {}),
            **row,
            **({"publish": True} if meeting.is_published else {}),
            **quote,
            **{name: rows for name, rows in lists.items() if rows},
        }

    def _topic(self, topic: Topic) -> dict[str, Any]:
        row = self._row(topic)
        quote = _popped(row, "quote")
        return row | ({"proposal": topic.proposal.title} if topic.proposal else {}) | quote

    def _statement(self, statement: Statement) -> dict[str, Any]:
        row = self._row(statement)
        speaker = statement.participant
        if speaker is not None:
            row["participant"] = _who(speaker)
            if speaker.official_id == statement.official_id:
                row.pop("official", None)
        return row | {"quote": self._quote(Quote.of(statement.passage, self.source.text))}

    def _figure(self, figure: TradeFigure) -> dict[str, Any]:
        row = self._row(figure)
        quote = _popped(row, "quote")
        if str(figure.period).isdigit():
            row["period"] = int(figure.period)
        for cited in self.cited:
            if cited.figure_id == figure.pk and "meeting" not in row:
                row["meeting"] = cited.meeting.key
                if cited.participant is not None:
                    row["said_by"] = _who(cited.participant)
        return row | quote

    def _good(self, good: TradedGood) -> dict[str, Any]:
        row = self._row(good)
        quote = _popped(row, "quote")
        products = [product_word(one) for one in good.products.order_by("edition", "code")]
        if products:
            row["products"] = products
        if good.figure is not None and good.figure.source_id == self.source.pk:
            full = self._row(good.figure)
            names = parts.FigureReference.model_fields
            row["figure"] = {name: full[name] for name in names if name in full}
        return row | quote

    def _proposal(self, proposal: Proposal) -> dict[str, Any]:
        changes = [self._change(one) for one in self.changes if one.proposal_id == proposal.pk]
        row = self._under(proposal.partnership) | self._row(proposal)
        return row | ({"changes": changes} if changes else {})

    def _change(self, change: ProposalChange) -> dict[str, Any]:
        row = self._row(change)
        if change.meeting is not None and change.meeting.when == change.effective:
            del row["on"]
        return row

    def _under(self, partnership: Partnership) -> dict[str, Any]:
        return {"partnership": list(partnership.regions)}

    def _rows(self, model: type[Model], records: Iterable[Any]) -> list[dict[str, Any]]:
        return [self._row(record) for record in records]

    def _row(self, record: Any, *, quoted: bool = True) -> dict[str, Any]:
        """What the table of kinds knows of a record, without what is so by default."""
        kind = KIND_OF[type(record)]
        assert kind.part is not None  # noqa: S101
        row = {}
        for column in kind.columns:
            word = column.write(record, kind.part)
            if word != _default(kind.part, column.attribute):
                row[kind.part.model_fields[column.attribute].alias or column.attribute] = word
        if quoted and kind.has_passages:
            passages = record.passages.filter(source=self.source).order_by("start", "end")
            quotes = [self._quote(Quote.of(one, self.source.text)) for one in passages]
            if quotes or self.source.text_scope == Source.TextScope.FULL:
                row["quote"] = quotes[0] if len(quotes) == 1 else quotes
        return row

    def _quote(self, quote: Quote) -> Any:
        if quote.occurrence is None:
            return quote.text
        return {"text": quote.text, "occurrence": quote.occurrence}


def _default(part: type[Part], attribute: str) -> Any:
    """What a file means by leaving a field out, in the words of a file."""
    field = part.model_fields[attribute]
    for rule in field.metadata:
        if isinstance(rule, OneOf) and not field.is_required():
            return rule.word(field.default)
    return field.default


def _at(meeting: Meeting, records: list[Any]) -> list[Any]:
    return [record for record in records if record.meeting_id == meeting.pk]


def _popped(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: row.pop(name)} if name in row else {}


def _who(participant: Participant) -> Any:
    name = participant.name_as_written
    if participant.meeting.participants.filter(name_as_written=name).count() == 1:
        return name
    return {"side": participant.side_id, "name": name}
